"""Whether the log of events is whole; the nightly digest."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from incidents.event_chain import GENESIS, seal
from incidents.ids import DistrictId, IncidentId
from incidents.incident import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The last line of an incident's log before some moment."""

    incident: IncidentId
    line: int
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """The digest of a night: all heads that stood before `until`."""

    day: date
    until: datetime
    incidents: int
    lines: int
    digest: str


def digest_of(district: DistrictId, day: date, heads: Iterable[Head], key: str) -> str:
    """HMAC-SHA256 (hex) over the heads in the order of incidents: nobody without the key can make it for another log."""
    digest = _begun(district, day, key)
    for each in heads:
        digest.update(_said(each))
    return digest.hexdigest()


class DigestsOfNights:
    """Digests of many nights, of logs that are walked once in the order of incidents."""

    def __init__(self, district: DistrictId, nights: Iterable[ChainHead], key: str) -> None:
        self._nights = [(night, _begun(district, night.day, key)) for night in sorted(nights, key=_until)]

    def take(self, incident: IncidentId, lines: Sequence[tuple[int, Event, str]]) -> None:
        """One log, oldest line first: of every night the last line before it. A clock that was set back counts too."""
        latest = [event.at for _, event, _ in lines]
        for n in range(len(latest) - 2, -1, -1):
            latest[n] = min(latest[n : n + 2])  # the earliest moment from this line on
        before = 0
        for night, digest in self._nights:
            while before < len(latest) and latest[before] < night.until:
                before += 1
            if before:
                number, _, sealed = lines[before - 1]
                digest.update(_said(Head(incident=incident, line=number, seal=sealed)))

    def strange(self) -> Sequence[date]:
        """Nights whose digests are others than those that were kept."""
        return [night.day for night, digest in self._nights if digest.hexdigest() != night.digest]


def _until(night: ChainHead) -> datetime:
    return night.until


def _begun(district: DistrictId, day: date, key: str) -> hmac.HMAC:
    return hmac.new(key.encode(), f"{district} {day.isoformat()}".encode(), sha256)


def _said(head: Head) -> bytes:
    return f"\n{head.incident} {head.line} {head.seal}".encode()


def first_fault(incident: IncidentId, lines: Sequence[tuple[int, Event, str]], *, changes: int) -> str | None:
    """What is wrong with a log, oldest line first; None: it is whole. `changes`: of the incident, each has its line."""
    previous = GENESIS
    for wanted, (number, event, sealed) in enumerate(lines, start=1):
        if number != wanted:
            return f"нет строки {wanted}"
        if seal(previous, incident, event) != sealed:
            return f"строка {number} изменена"
        previous = sealed
    if not lines:
        return "нет ни одной строки"
    return f"нет последних строк: {len(lines)} из {changes}" if len(lines) < changes else None
