"""«Решить вам»: what the head is asked to decide.

The program proposes, the coordinator confirms the evening before.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from incidents.ids import IncidentId, OfficialId
from incidents.incident import FINAL, Doubt, Incident, RejectReason
from incidents.promises.values import Promise
from incidents.reading import MainPlace

MOST = 3
"""Items of one morning: more than three decisions over coffee are none."""

REPEATED = timedelta(days=30)
REPEATS_FROM = 3
VOICES_FROM = 10
RETURNS_FROM = 2
FORGOTTEN = timedelta(days=7)
"""«Не показывать» holds so long: what goes on for longer comes up again."""

WORDS_LIMIT = 60
"""Of «Предлагаем…»: two lines of a phone."""


class Why(StrEnum):
    """Why the head is asked, the gravest first."""

    PROMISE = "promise"  # its day has passed
    REPEATS = "repeats"  # so many times at one address within a month
    DISPUTE = "dispute"  # two «не наше»
    VOICES = "voices"
    ADDED = "added"  # by the coordinator


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What the coordinator said of an item: in or out, and the proposal, which holds until a day."""

    incident_id: IncidentId
    taken: bool
    by: OfficialId
    at: datetime
    proposal: str | None = None
    holds_until: date | None = None  # the proposal speaks of «сегодня»: it is not printed later


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One item: what is known of it, in figures."""

    incident: Incident
    why: tuple[Why, ...]
    times: int = 0  # at this address within a month, this one included
    promised: date | None = None  # the day that has passed
    voices: int = 0
    mark: Mark | None = None
    answered_at: datetime | None = None  # when the last answer to residents was published
    answer: str = ""  # what it said

    @property
    def is_confirmed(self) -> bool:
        """Whether the coordinator took it in."""
        return self.mark is not None and self.mark.taken

    def proposal(self, day: date) -> str | None:
        """What is proposed on that day's morning, if anything still holds."""
        mark = self.mark
        if mark is None or not mark.taken or mark.holds_until is None or day > mark.holds_until:
            return None
        return mark.proposal


class Opened(Protocol):
    """What of an incident says whether it is one more at its address."""

    @property
    def group(self) -> str: ...  # noqa: D102 - as the incident's
    @property
    def place(self) -> MainPlace: ...  # noqa: D102
    @property
    def reject_reason(self) -> RejectReason | None: ...  # noqa: D102
    @property
    def merged_into(self) -> IncidentId | None: ...  # noqa: D102
    @property
    def doubt(self) -> Doubt | None: ...  # noqa: D102


def matters(
    *,
    open_now: Sequence[Incident],
    lately: Iterable[Opened],
    broken: Iterable[Promise],
    voices: Mapping[IncidentId, int],
    marks: Iterable[Mark],
    now: datetime,
) -> list[Matter]:
    """Everything that the head may be asked, what was taken in first, then the gravest. `lately`: opened within a month.

    What the head watches already has been decided: it comes again only by the coordinator's hand.
    """
    said = {mark.incident_id: mark for mark in marks}
    times = _times(lately)
    days: dict[IncidentId, date] = {}
    for promise in broken:
        days[promise.incident_id] = max(promise.due, days.get(promise.incident_id, promise.due))
    found = []
    for each in open_now:
        if not _may_be_asked(each):
            continue
        mark = said.get(each.id)
        matter = Matter(
            incident=each,
            why=(),
            times=times.get(_address(each) or ("", ""), 0),
            promised=days.get(each.id),
            voices=voices.get(each.id, 0),
            mark=mark,
        )
        why = _why(matter)
        if why and not _is_out(matter, now):
            found.append(replace(matter, why=why))
    return _once_an_address(sorted(found, key=_order))


def _once_an_address(found: Sequence[Matter]) -> list[Matter]:
    """Of several open cards at one address the first stands for all, unless the coordinator took another one in."""
    kept, seen = [], set()
    for each in found:
        address = _address(each.incident)
        if address is None or each.is_confirmed or address not in seen:
            kept.append(each)
            seen.add(address)
    return kept


def agenda(known: Sequence[Matter]) -> list[Matter]:
    """What the morning's summary prints: at most three."""
    return list(known[:MOST])


def _may_be_asked(incident: Incident) -> bool:
    return incident.status not in FINAL and incident.merged_into is None and incident.doubt not in {Doubt.OUTSIDE, Doubt.TRIAL}


def _address(incident: Opened) -> tuple[str, str] | None:
    """A house, a landmark or a street of one settlement, and the group of topics; a whole settlement is no address."""
    place = incident.place
    spot = place.street_id or place.street or place.landmark_id or place.landmark
    if not spot:
        return None
    return incident.group, "|".join(filter(None, (place.settlement_id or place.settlement, spot, place.house)))


def _times(lately: Iterable[Opened]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for each in lately:
        address = _address(each)
        if address is not None and _counts(each):
            found[address] = found.get(address, 0) + 1
    return found


def _counts(incident: Opened) -> bool:
    return incident.reject_reason is None and incident.merged_into is None and incident.doubt not in {Doubt.OUTSIDE, Doubt.TRIAL}


def _why(matter: Matter) -> tuple[Why, ...]:
    found = []
    if matter.promised is not None:
        found.append(Why.PROMISE)
    if matter.times >= REPEATS_FROM:
        found.append(Why.REPEATS)
    if matter.incident.returns >= RETURNS_FROM:
        found.append(Why.DISPUTE)
    if matter.voices >= VOICES_FROM:
        found.append(Why.VOICES)
    return tuple(found) or ((Why.ADDED,) if matter.is_confirmed else ())


def _is_out(matter: Matter, now: datetime) -> bool:
    mark, watched = matter.mark, matter.incident.controlled_since
    if mark is not None and mark.taken:
        return watched is not None and watched > mark.at  # the head has decided since
    if mark is not None:
        return now - mark.at < FORGOTTEN
    return watched is not None


_GRAVITY = {why: place for place, why in enumerate(Why)}


def _order(matter: Matter) -> tuple[bool, bool, int, int, int]:
    proposed = matter.mark is not None and matter.mark.proposal is not None
    return (not matter.is_confirmed, not proposed, min(_GRAVITY[why] for why in matter.why), -len(matter.why), matter.incident.number)
