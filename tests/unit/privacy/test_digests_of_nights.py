"""One walk over all logs gives the digest that each night was sealed with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from incidents.ids import DistrictId, IncidentId
from incidents.incident import Act, Event, Status
from incidents.privacy.chain_check import ChainHead, DigestsOfNights, Head, digest_of

DISTRICT, KEY = DistrictId("konakovo"), "0123456789abcdef"
START = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOURS: dict[int, list[int]] = {1: [0, 30, 60], 2: [25, 70, 20, 80], 3: [], 4: [100]}  # of each line; one clock was set back


def _lines(incident: int) -> list[tuple[int, Event, str]]:
    told: dict[str, Any] = {"act": Act.CLOSE, "by": None, "because": "", "status_before": None, "status_after": Status.NEW}  # Any: fields
    return [(n, Event(at=START + timedelta(hours=h), **told), f"{incident}-{n}") for n, h in enumerate(HOURS[incident], start=1)]


def _night(days: int, digest: str = "") -> ChainHead:
    day = date(2026, 11, 24) + timedelta(days=days)
    return ChainHead(day=day, until=datetime(day.year, day.month, day.day, tzinfo=UTC), incidents=0, lines=0, digest=digest)


def _sealed(night: ChainHead) -> str:
    """As it was sealed: the last line of each incident before the night."""
    before = {id: [n for n, event, _ in _lines(id) if event.at < night.until] for id in HOURS}
    heads = [Head(incident=IncidentId(id), line=max(lines), seal=f"{id}-{max(lines)}") for id, lines in before.items() if lines]
    return digest_of(DISTRICT, night.day, heads, KEY)


def test_each_night_has_its_own_digest() -> None:
    nights = [_night(days, _sealed(_night(days))) for days in range(7)]
    walk = DigestsOfNights(DISTRICT, nights, KEY)
    for id in HOURS:
        walk.take(IncidentId(id), _lines(id))
    assert walk.strange() == []
    assert len({night.digest for night in nights}) == 7


def test_a_night_that_was_sealed_over_another_log_is_named() -> None:
    walk = DigestsOfNights(DISTRICT, [_night(1, "f00d"), _night(2, _sealed(_night(2)))], KEY)
    for id in HOURS:
        walk.take(IncidentId(id), _lines(id))
    assert walk.strange() == [_night(1).day]
