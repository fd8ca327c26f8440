"""The hash chain: a changed, lost or moved line shows."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.event_chain import GENESIS, is_intact, seal
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Act, Event, Status
from tests.kit.values.samples import MOSCOW, at

ID = IncidentId(1)
TAKEN = Event(act=Act.TAKE_IN, at=at(9, 14), by=None, because="новая проблема", status_before=None, status_after=Status.NEW)
EVENT = Event(
    act=Act.ACCEPT,
    at=at(9, 31),
    by=OfficialId(7),
    because="приняли",
    status_before=Status.ASSIGNED,
    status_after=Status.ACCEPTED,
    data={"department": "roads", "post": 5, "reason": None},
)


def chain(*events: Event) -> list[tuple[Event, str]]:
    sealed, previous = [], GENESIS
    for event in events:
        previous = seal(previous, ID, event)
        sealed.append((event, previous))
    return sealed


def test_a_seal_is_the_same_for_ever() -> None:
    assert seal(GENESIS, ID, TAKEN) == "64c7f9698b5c3ba72b897b0cfaee099e71807383d9fae6331749e9bc6bc4ce04"


def test_a_seal_does_not_depend_on_the_zone_or_the_order_of_data() -> None:
    elsewhere = replace(EVENT, at=EVENT.at.astimezone(timezone(timedelta(hours=9))), data=dict(sorted(EVENT.data.items(), reverse=True)))
    assert seal(GENESIS, ID, elsewhere) == seal(GENESIS, ID, EVENT)
    assert seal(GENESIS, ID, replace(EVENT, at=EVENT.at.astimezone(MOSCOW))) == seal(GENESIS, ID, EVENT)


def test_an_empty_log_and_a_whole_one_are_intact() -> None:
    assert is_intact(ID, [])
    assert is_intact(ID, chain(TAKEN, EVENT, EVENT))


@pytest.mark.parametrize(
    "change",
    [
        {"act": Act.RETURN},
        {"at": EVENT.at + timedelta(microseconds=1)},
        {"by": OfficialId(8)},
        {"by": None},
        {"because": "приняли."},
        {"status_before": None},
        {"status_after": Status.NEW},
        {"data": {"department": "roads", "post": "5", "reason": None}},
        {"data": {}},
    ],
)
def test_a_changed_line_shows(change: dict[str, Any]) -> None:  # Any: values of every field
    events = chain(TAKEN, EVENT)
    assert not is_intact(ID, [events[0], (replace(EVENT, **change), events[1][1])])


def test_a_lost_or_moved_line_or_another_incidents_shows() -> None:
    events = chain(TAKEN, EVENT)
    assert not is_intact(ID, events[1:])
    assert not is_intact(ID, events[::-1])
    assert not is_intact(IncidentId(2), events)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        seal(GENESIS, ID, replace(EVENT, at=datetime(2026, 11, 24, 9)))  # noqa: DTZ001 - the very thing


@given(because=st.text(), previous=st.text(alphabet="0123456789abcdef", min_size=64, max_size=64))
def test_any_text_is_sealed_and_another_past_gives_another_seal(because: str, previous: str) -> None:
    event = replace(EVENT, because=because)
    assert (seal(previous, ID, event) == seal(GENESIS, ID, event)) is (previous == GENESIS)
