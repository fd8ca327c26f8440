"""What a changed text says: another topic or place.

Nothing that a person decided is overwritten by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.incident import Act, Event, Incident
from incidents.reading import MainPlace, PlaceKind, Reading
from incidents.routing.rules import confusable

_DECIDED = frozenset(
    {
        Act.ACCEPT,
        Act.RETURN,
        Act.ASSIGN,
        Act.ENTRUST,
        Act.ANSWER,
        Act.INTERIM,
        Act.FACTS,
        Act.COLLECT,
        Act.CLOSE,
        Act.REJECT,
        Act.REOPEN,
        Act.POSTPONE,
        Act.RESUME,
        Act.SEND_OUTSIDE,
        Act.CORRECT_TOPIC,
        Act.CORRECT_PLACE,
        Act.NEW_TEXT,
        Act.MERGE,
        Act.SPLIT,
        Act.RUMOUR,
        Act.NOT_RUMOUR,
        Act.ORDER,
        Act.CHECKED,
        Act.DANGER_KNOWN,
        Act.DANGER_CONFIRMED,
        Act.SAFE,
    }
)
"""Acts of people after which a changed text moves the card no more. «Где это?» to the author is none: an edit may be the reply."""

SETTLES = frozenset({Act.ASSIGN, Act.CORRECT_TOPIC, Act.CORRECT_PLACE, Act.CLOSE, Act.REJECT, Act.MERGE, Act.SPLIT})
"""Who does this has the card before their eyes: the new text is offered no more."""

_NAMED = frozenset({PlaceKind.SETTLEMENT, PlaceKind.DISTRICT, PlaceKind.STREET, PlaceKind.HOUSE, PlaceKind.LANDMARK})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewText:
    """Topic and place that the changed text gives the incident."""

    group: str
    topic: str
    place: MainPlace
    place_id: str | None
    lat: float | None
    lon: float | None

    def is_of(self, incident: Incident) -> bool:
        """Whether the incident stands under this topic and at this place already."""
        return (self.topic, self.group, self.place) == (incident.topic, incident.group, incident.place)


def in_new_text(incident: Incident, reading: Reading) -> NewText:
    """What stands in the new text; what it does not say, or is not sure of, stays as it was."""
    topic = _topic(incident, reading)
    group = reading.group if topic == reading.topic else incident.group
    if not _says_where(incident.place, reading):
        kept = incident.place, incident.place_id, incident.lat, incident.lon
    else:
        main = _in_town(reading.main, incident.place)
        kept = main, main.street_id or main.landmark_id or main.settlement_id, reading.lat, reading.lon
    return NewText(group=group, topic=topic, place=kept[0], place_id=kept[1], lat=kept[2], lon=kept[3])


def with_new_text(new: NewText, incident: Incident) -> Incident:
    """The incident under that topic and at that place; who has it and its clocks are not touched."""
    return replace(incident, group=new.group, topic=new.topic, place=new.place, place_id=new.place_id, lat=new.lat, lon=new.lon)


def _topic(incident: Incident, reading: Reading) -> str:
    """The text's topic. Where that is one of two that are as likely, and the incident has the other, it keeps its own."""
    if not (reading.is_appeal or reading.danger or reading.danger_asked):
        return incident.topic  # «уже починили»: that is about no other trouble
    return incident.topic if incident.topic in (confusable(reading) or ()) else reading.topic


def _says_where(known: MainPlace, reading: Reading) -> bool:
    """Whether the text names another place, and not only less of the same one or the community's own town."""
    main = reading.main
    if reading.outside:
        return True
    if not main.is_known or _is_less(main, known):
        return False
    return bool(main.street or main.landmark or main.house) or any(each.kind in _NAMED for each in reading.places)


def _is_less(main: MainPlace, known: MainPlace) -> bool:
    said = (main.settlement, main.street, main.house, main.landmark)
    return all(new in (None, old) for new, old in zip(said, (known.settlement, known.street, known.house, known.landmark), strict=True))


def _in_town(main: MainPlace, known: MainPlace) -> MainPlace:
    """A street without a town is in the town that was named before."""
    return replace(main, settlement=known.settlement, settlement_id=known.settlement_id) if main.settlement is None else main


def is_decided(events: Sequence[Event], answers: Sequence[Answer]) -> bool:
    """Whether somebody has accepted, answered, corrected or sent it; what was taken back does not count."""
    standing: list[Act] = []
    for event in events:
        if event.act is Act.UNDO and event.data.get("undone") in standing:
            standing.remove(Act(str(event.data["undone"])))
        elif event.by is not None and event.act in _DECIDED:
            standing.append(event.act)
    return bool(standing) or any(_is_answer(each) for each in answers)


def _is_answer(answer: Answer) -> bool:
    """A draft too: whoever writes it has read the former text. A question to the author is no answer."""
    return answer.state is not AnswerState.CANCELLED and answer.kind is not AnswerKind.CLARIFY
