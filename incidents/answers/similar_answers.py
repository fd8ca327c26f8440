"""Answers to the most similar incidents, by topic, place and words."""

from collections.abc import Sequence
from dataclasses import dataclass

from incidents.answers.values import Answer
from incidents.incident import Incident
from incidents.sameness.text_likeness import likeness
from incidents.stemming import stems

MOST = 2
"""So many are offered."""

_SAME_STREET = 0.5
_LEAST = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A published answer with its incident and the words that it answered."""

    answer: Answer
    incident: Incident
    said: str


def most_similar(incident: Incident, said: str, known: Sequence[Answered]) -> tuple[Answered, ...]:
    """The nearest first, one an incident; those that share neither street nor words are left out."""
    own_stems = stems(said)
    scored = [(_score(incident, own_stems, each), each) for each in known if each.incident.id != incident.id]
    nearest: dict[int, Answered] = {}
    for score, each in sorted(scored, key=lambda pair: (-pair[0], -pair[1].answer.id)):
        if score >= _LEAST:
            nearest.setdefault(each.incident.id, each)
    return tuple(nearest.values())[:MOST]


def _score(incident: Incident, mine: frozenset[str], other: Answered) -> float:
    place, there = incident.place, other.incident.place
    same_street = bool(place.street) and (place.settlement, place.street) == (there.settlement, there.street)
    return likeness(mine, stems(other.said)).share + (_SAME_STREET if same_street else 0.0)
