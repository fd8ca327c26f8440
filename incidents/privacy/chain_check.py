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
    said = [f"{district} {day.isoformat()}", *(f"{each.incident} {each.line} {each.seal}" for each in heads)]
    return hmac.new(key.encode(), "\n".join(said).encode(), sha256).hexdigest()


def first_fault(incident: IncidentId, lines: Sequence[tuple[int, Event, str]]) -> str | None:
    """What is wrong with a log, oldest line first; None: it is whole."""
    previous = GENESIS
    for wanted, (number, event, sealed) in enumerate(lines, start=1):
        if number != wanted:
            return f"нет строки {wanted}"
        if seal(previous, incident, event) != sealed:
            return f"строка {number} изменена"
        previous = sealed
    return None if lines else "нет ни одной строки"
