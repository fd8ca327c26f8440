"""The night: cards that wait, and the most doubtful dropped posts.

Since when nobody was at work, and what the coordinator decided about its cards.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from incidents.deadlines.worktime import WorkCalendar
from incidents.ids import PostId
from incidents.incident import Incident
from incidents.reading import Kind, Praise, Reading
from incidents.sources.word_filters import FilteredBy

DOUBTFUL = 5
"""So many dropped posts a day are shown to the coordinator, or nobody trusts the filter."""

FILTERED = 20
"""So many of those that filters of sources dropped stand after them: a filter that drops more is named in the digest."""

APPEAL_LIKE, SURE_TOPIC = 0.15, 0.9
"""Of a dropped post: a score of being an appeal, and a probability of its topic, from which somebody should look at it."""

_LOOK_BACK = 30  # days: the longest holidays are eleven


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What the coordinator said of the cards that came while nobody was at work, before the working day `day`."""

    day: date
    released_at: datetime | None = None  # «Отпустить все»
    hold_until: datetime | None = None  # «Пауза до 10:00»


class DropVerdict(StrEnum):
    """What the coordinator says of a dropped post."""

    APPEAL = "appeal"
    RIGHTLY = "rightly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A post that the reader took for no appeal."""

    post_id: PostId
    kind: Kind
    score: float  # of being an appeal: the nearer to the threshold, the more doubtful
    verdict: DropVerdict | None = None
    praise: Praise | None = None
    filtered: FilteredBy | None = None  # it was an appeal: a filter of its source dropped it


def work_ended(calendar: WorkCalendar, moment: datetime) -> datetime:
    """When people last went home before that moment; a day ago, if nobody has worked for a month."""
    day = moment.astimezone(calendar.timezone).date()
    for back in range(_LOOK_BACK):
        ended = [ends for _, ends in calendar.intervals(day - timedelta(days=back)) if ends <= moment]
        if ended:
            return ended[-1]
    return moment - timedelta(days=1)


def work_begins(calendar: WorkCalendar, moment: datetime) -> datetime | None:
    """When the working day of that local date begins; None: it is a day off."""
    today = calendar.intervals(moment.astimezone(calendar.timezone).date())
    return today[0][0] if today else None


def held_until(calendar: WorkCalendar, night: Night | None, incident: Incident, now: datetime) -> datetime | None:
    """Until when the coordinator holds a card of this night back; None: it goes. What is dangerous is never held."""
    begins = work_begins(calendar, now)
    if night is None or night.hold_until is None or begins is None or incident.danger_grade is not None:
        return None
    return night.hold_until if incident.opened_at < begins and now < night.hold_until else None


def is_released(night: Night | None, incident: Incident) -> bool:
    """Whether the coordinator let the cards of the night go, and this is one of them."""
    return night is not None and night.released_at is not None and incident.opened_at <= night.released_at


def kinds(dropped: Sequence[Dropped]) -> Mapping[Kind, int]:
    """How many of each kind, the most first."""
    return dict(Counter(each.kind for each in dropped).most_common())


def doubtful(dropped: Sequence[Dropped]) -> tuple[Dropped, ...]:
    """The few that were nearest to being an appeal, the nearest first, then what filters of sources dropped.

    Those that are judged stay in their place.
    """
    ordered = sorted(dropped, key=lambda each: (-each.score, each.post_id))
    filtered = [each for each in ordered if each.filtered is not None]
    return (*[each for each in ordered if each.filtered is None][:DOUBTFUL], *filtered[:FILTERED])


def is_doubtful(reading: Reading) -> bool:
    """Whether somebody should look at a dropped post.

    It is near to an appeal, may be a danger, or speaks surely of a topic and names a place of ours.
    """
    if reading.danger_asked or reading.appeal_score >= APPEAL_LIKE:
        return True
    return any(score >= SURE_TOPIC for _, score in reading.topics) and any(place.place_id for place in reading.places)
