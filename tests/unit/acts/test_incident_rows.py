"""A row of the table of incidents is the very value that was kept, on both engines."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Dialect
from sqlalchemy.engine import make_url

from bot.storage.acts.incidents import incident as table
from bot.storage.acts.incidents import incident_of, values_of
from bot.storage.acts.undo import body_of_incident, incident_of_body
from bot.storage.engine.table import type_row
from bot.storage.engine.types import Json, Moment
from incidents.incident import ClosingOutcome, Doubt, Incident, RejectReason, Status
from incidents.reading import DangerGrade, MainPlace
from tests.kit.values.samples import incident

ENGINES = SQLITE, _ = [make_url(each).get_dialect()() for each in ("sqlite+aiosqlite://", "postgresql+asyncpg://")]
words = st.text(max_size=9)
zones = st.integers(-12, 14).map(lambda hours: timezone(timedelta(hours=hours)))
moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001 - hypothesis adds the zone
MOMENTS = [column.name for column in table.c if isinstance(column.type, Moment) and column.name in {f.name for f in fields(Incident)}]
NEVER_EMPTY = {"opened_at", "published_at", "clock_from"}


@st.composite
def incidents(draw: st.DrawFn) -> Incident:
    """Anything that a field may hold."""
    known: dict[str, Any] = {name: draw(moments if name in NEVER_EMPTY else st.none() | moments) for name in MOMENTS}  # Any: fields
    for name, kind in {"danger_grade": DangerGrade, "danger_peak": DangerGrade, "doubt": Doubt, "outcome": ClosingOutcome}.items():
        known[name] = draw(st.none() | st.sampled_from(list[Any](kind)))
    known["status"], known["reject_reason"] = draw(st.sampled_from(Status)), draw(st.none() | st.sampled_from(RejectReason))
    known["place"] = draw(st.builds(MainPlace, settlement=st.none() | words, street=st.none() | words, house=st.none() | words))
    known["reminded"], known["co_departments"] = (tuple(draw(st.lists(words, max_size=3))) for _ in range(2))
    return incident(**known, version=draw(st.integers(1, 9)), rumour=draw(st.booleans()), returns=draw(st.integers(0, 3)))


def kept(one: Incident, dialect: Dialect) -> type_row:
    """Its columns as the database gives them back, in the order of the table."""
    own = {name: getattr(one, name) for name in ("id", "district_id", "number", "version", "region_by")}
    columns: dict[str, Any] = {**values_of(one), **own, "last_voice_at": one.opened_at}  # Any: columns
    return cast("type_row", tuple(through(column.type, columns[column.name], dialect) for column in table.c))  # a row is a tuple


def through(kind: Any, value: Any, dialect: Dialect) -> Any:  # Any: a type of a column and what it holds
    if not isinstance(kind, Moment | Json):
        return value
    put, got = kind.bind_processor(dialect), kind.result_processor(dialect, None)
    return got(value if put is None else put(value))


@pytest.mark.parametrize("dialect", ENGINES, ids=lambda each: each.name)
@settings(max_examples=150)
@given(st.data())
def test_what_is_kept_is_read_again(dialect: Dialect, data: st.DataObject) -> None:
    one = data.draw(incidents())
    found = incident_of(kept(one, dialect))
    assert found == one
    assert {each.tzinfo for each in (getattr(found, name) for name in MOMENTS) if each is not None} == {UTC}
    assert type(found.status) is Status
    assert incident_of_body(body_of_incident(one)) == replace(one, region_by=None)  # the storage keeps that one beside


@pytest.mark.parametrize("value", [None, [], {}, "", 0, [[]], {"a": "ы\0"}, "[]", 1.5, [None]])
def test_json_comes_back_as_it_went_in_and_belongs_to_whoever_read_it(value: object) -> None:
    for dialect in ENGINES:
        first, second = through(Json(), value, dialect), through(Json(), value, dialect)
        assert first == second == value
        assert type(first) is type(value)
        if isinstance(value, list | dict):
            assert first is not second


@pytest.mark.parametrize("text", ["2026-11-24 06:14:00.000000", "2026-11-24 06:14:00", "2026-11-24 06:14:00.120000"])
def test_a_moment_of_sqlite_is_in_utc_with_or_without_parts_of_a_second(text: str) -> None:
    found = Moment().result_processor(SQLITE, None)(text)
    assert found is not None
    assert (found.hour, found.utcoffset()) == (6, timedelta(0))
