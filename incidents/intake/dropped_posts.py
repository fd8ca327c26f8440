"""Posts that became no card: which are doubtful, who sees which."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from incidents.deadlines.night_digest import previous_digest
from incidents.deadlines.worktime import WorkCalendar
from incidents.ids import PostId
from incidents.reading import Kind, PlaceKind, Praise, Reading
from incidents.sources.word_filters import FilteredBy

APPEAL_LIKE, SURE_TOPIC = 0.15, 0.9
"""Of a dropped post: a score of being an appeal, and a probability of its topic, from which somebody should look at it."""

SEARCHED = timedelta(days=7)
"""So far back a word is looked for among what was dropped."""


class DropVerdict(StrEnum):
    """What a person says of a dropped post. Codes stand in the database."""

    APPEAL = "appeal"
    RIGHTLY = "rightly"


class DropDoubt(StrEnum):
    """Why somebody should look at a dropped post, the gravest first."""

    DANGER = "danger"
    TOPIC = "topic"  # it speaks surely of it and names a place of ours
    SCORE = "score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A post that the reader took for no appeal."""

    post_id: PostId
    kind: Kind
    score: float  # of being an appeal: the nearer to the threshold, the more doubtful
    verdict: DropVerdict | None = None
    praise: Praise | None = None
    filtered: FilteredBy | None = None  # it was an appeal: a filter of its source dropped it
    doubt: DropDoubt | None = None
    topic: str = ""
    in_chat: bool = False  # where residents talk among themselves
    has_card: bool = False  # of thanks, or of what somebody took in


def doubt_of(reading: Reading) -> DropDoubt | None:
    """Why somebody should look at it though it is dropped; None: nobody needs to."""
    if reading.danger_asked:
        return DropDoubt.DANGER
    if any(score >= SURE_TOPIC for _, score in reading.topics) and any(place.place_id for place in reading.places):
        return DropDoubt.TOPIC
    return DropDoubt.SCORE if reading.appeal_score >= APPEAL_LIKE else None


def is_doubtful(reading: Reading) -> bool:
    """Whether somebody should look at a dropped post."""
    return doubt_of(reading) is not None


def is_unsure(reading: Reading) -> bool:
    """Whether a coordinator is asked at once: a sure topic at a street or landmark of ours, and no thanks.

    The score narrows it: without it four streams of twelve had more than three questions per 100 posts.
    """
    if reading.is_appeal or reading.appeal_score < APPEAL_LIKE or reading.kind is Kind.THANKS:
        return False
    places = any(place.place_id and place.kind in {PlaceKind.STREET, PlaceKind.LANDMARK} for place in reading.places)
    return places and any(score >= SURE_TOPIC for _, score in reading.topics)


def kinds(dropped: Sequence[Dropped]) -> Mapping[Kind, int]:
    """How many of each kind, the most first."""
    return dict(Counter(each.kind for each in dropped).most_common())


def doubtful(dropped: Sequence[Dropped]) -> list[Dropped]:
    """Those that somebody should look at: dangers, then the likeliest."""
    waiting = [each for each in dropped if _waits(each) and each.filtered is None and each.doubt is not None]
    return sorted(waiting, key=lambda each: (each.doubt is not DropDoubt.DANGER, -each.score, each.post_id))


def in_order(dropped: Sequence[Dropped]) -> list[Dropped]:
    """What nobody has judged: the doubtful, what filters dropped, the rest."""
    rest = [each for each in dropped if _waits(each) and (each.doubt is None or each.filtered is not None)]
    return [*doubtful(dropped), *sorted(rest, key=lambda each: (each.filtered is None, -each.post_id))]


def seen(dropped: Sequence[Dropped], *, with_chats: bool) -> list[Dropped]:
    """What an official may see of them: of chats the doubtful only."""
    return [each for each in dropped if not each.in_chat or (with_chats and each.doubt is not None)]


def listed_since(calendar: WorkCalendar, now: datetime) -> datetime:
    """The midnight from which dropped posts are listed.

    Yesterday's, after days off that of the last working day.
    """
    return datetime.combine(previous_digest(calendar, now).date(), time(), calendar.timezone)


def _waits(dropped: Dropped) -> bool:
    return dropped.verdict is None and not dropped.has_card
