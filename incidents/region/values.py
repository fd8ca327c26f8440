"""The region's system counts posts by numbers of its own: what an official types of one, and how its list differs from ours."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from incidents.dates.find import date_in, moment_in
from incidents.errors import DomainError
from incidents.ids import IncidentId, PostId
from incidents.incident import Voice

ASK_NUMBER = "Нужен номер цифрами, можно со сроком. Пример: 5418190 до 25.11 12:00"
_TYPED = re.compile(r"(?:№|n|no\.?|номер)?\s*(\d{3,18})(?:\s*[,;]?\s*(?:срок\s*)?(?:до|к|срок)?\s+(\S.*))?", re.IGNORECASE)
_MOMENT = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})(?:\.(?P<y2>\d{4}|\d{2}))?)"
    r"(?:[ T,в]++\s*+(?P<h>\d{1,2})[:.](?P<min>\d{2})(?::\d{2}(?:\.\d+)?)?)?(?:\s*(?:Z|[+-]\d\d:?\d\d))?"
)
_CENTURY = 2000
_HALF_YEAR = timedelta(days=183)
END_OF_DAY = (18, 0)
"""A deadline without an hour ends with the working day."""


def moment_of(text: str, *, now: datetime, timezone: tzinfo) -> datetime | None:
    """«25.11 12:00», «25.11.2026», «2026-11-25 12:00:00» as a moment; without a year the nearest such day. None: it is none."""
    found = _MOMENT.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (found[name] or found[f"{name}2"] for name in ("y", "m", "d"))
    hour, minute = (int(found["h"]), int(found["min"])) if found["h"] else END_OF_DAY
    local = now.astimezone(timezone)
    number = local.year if year is None else int(year) + (_CENTURY if int(year) < _CENTURY // 2 else 0)
    try:
        moment = datetime(number, int(month), int(day), hour, minute, tzinfo=timezone)
        if year is None and moment < now - _HALF_YEAR:  # «05.01» typed in November
            moment = moment.replace(year=number + 1)
    except ValueError:
        return None
    return moment


def typed_number(text: str, *, now: datetime, timezone: tzinfo) -> tuple[str, datetime | None]:
    """«5418190 до 25.11 12:00» as a number and a deadline. Raises DomainError that says how to write it."""
    found = _TYPED.fullmatch(" ".join(text.split()))
    if found is None:
        raise DomainError(ASK_NUMBER)
    number, until = found.groups()
    if until is None:
        return number, None
    due = moment_of(until, now=now, timezone=timezone)
    if due is None and date_in(until, today=now.astimezone(timezone).date()) is not None:
        due = moment_in(f"до {until}", now=now, timezone=timezone)
    if due is None:
        raise DomainError(f"Срок «{until[:30]}» не понят. Напишите так: {number} до 25.11 12:00, или один номер")
    return number, due


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """A line of the region's list. `key` is the post's (PostLink.key)."""

    key: str
    url: str
    number: str | None = None
    due: datetime | None = None
    published_at: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OurVoice:
    """A voice with the key of its post, as a list is compared with it."""

    key: str
    voice: Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The region's list against ours, both ways."""

    same: tuple[tuple[RegionRow, Voice], ...]  # in both: the voice takes the number and the deadline
    theirs: tuple[RegionRow, ...]  # the region has it, we do not
    ours: tuple[tuple[IncidentId, PostId], ...]  # we have it, the region does not know


def compare(rows: Sequence[RegionRow], voices: Collection[OurVoice]) -> Difference:
    """Match by the post. Of ours only what was taken in since the oldest line of the list can be missing there."""
    known: Mapping[str, Voice] = {each.key: each.voice for each in voices}
    listed = {row.key: row for row in rows}
    same = tuple((row, known[key]) for key, row in listed.items() if key in known)
    theirs = tuple(row for key, row in listed.items() if key not in known)
    begins = min((row.published_at for row in rows if row.published_at), default=None)
    ours = tuple(
        (voice.incident_id, voice.post_id)
        for key, voice in known.items()
        if key not in listed and voice.region_number is None and (begins is None or voice.joined_at >= begins)
    )
    return Difference(same=same, theirs=theirs, ours=ours)


def told(voice: Voice, row: RegionRow) -> bool:
    """Whether the row says of the voice something new."""
    return (row.number or voice.region_number, row.due or voice.region_due) != (voice.region_number, voice.region_due)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionList:
    """What the newest list brought, and what of it is still so."""

    listed_at: datetime
    rows: int  # posts in the list
    theirs: int  # of them not with us yet
    ours: int  # posts of ours that were not in the list and have no number still


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionState:
    """What stands between us and the region's system now."""

    in_use: bool  # the district has ever written a number or «внесено»
    to_enter: int  # answered, not entered
    unknown: int  # voices without a number, of the last month
    theirs: int  # of the region's list, not with us
    nearest: datetime | None = None  # the earliest deadline of what is to be entered
    listed_at: datetime | None = None  # when a list was read last


SEEN_FOR = timedelta(days=30)
"""For how long a voice without a number counts as one that the region does not know."""
