"""Same problem at the same place, or not: place, topic, words, time, thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.ids import IncidentId, PostId
from incidents.incident import Incident
from incidents.posts import StoredPost
from incidents.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An incident that a new voice may belong to, with what its voices said."""

    incident: Incident
    post_ids: tuple[PostId, ...]  # its voices
    thread_ids: tuple[PostId, ...]  # posts under which its voices stand (or the posts themselves)
    author_ids: tuple[str, ...]
    texts: tuple[str, ...]
    last_voice_at: datetime


class MatchKind(StrEnum):
    """How a voice belongs to what is known."""

    JOINS = "joins"  # one more voice of an open incident
    REOPENS = "reopens"  # closed lately: it was not done
    REPEATS = "repeats"  # closed longer ago: a new incident marked «повтор»


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The decision with its reason in Russian: «тот же дом и тема, 2 ч назад»."""

    kind: MatchKind
    incident_id: IncidentId
    because: str


def match(post: StoredPost, reading: Reading, candidates: Sequence[Candidate], *, now: datetime) -> Match | None:
    """The best candidate or None. Same words at another house do not match; «+1» under a voice joins its incident."""
    raise NotImplementedError
