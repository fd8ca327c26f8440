"""The register of moments: every column has its kind, and what is put right is honest and stays."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Date

import bot.renderer
import bot.storage.engine.transaction  # noqa: F401  and every table
from bot.storage.delivery.slots import FREE
from bot.storage.engine.schema import metadata
from bot.storage.engine.types import Moment
from bot.storage.health.moment_leads import LONGEST, NEVER, REGISTER, SLACK, WAITS, Lead, Left, Now, Row, leads_of, put_right
from incidents.outbox_message import classes
from tests.kit.sources import PRODUCT, files, tree_of

AT = datetime(2026, 12, 2, 12, tzinfo=UTC)
NOW = Now(AT, AT, AT.date())
ELSEWHERE = "DangerConfirmed"
"""Said by `_tell_heads` of `confirm_danger.py`, whose caller names the message."""


def moments_of(table: str) -> set[str]:
    return {column.name for column in metadata.tables[table].c if isinstance(column.type, Moment | Date)}


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_somebody_has_decided_how_far_ahead_every_moment_may_lie(table: str) -> None:
    assert moments_of(table) == set(REGISTER.get(table, ()))


def test_only_tables_that_are_there_are_named() -> None:
    assert set(REGISTER) <= set(metadata.tables)


@pytest.mark.parametrize("table", sorted(REGISTER))
def test_a_lead_speaks_of_columns_of_its_own_row(table: str) -> None:
    leads = leads_of(table)
    for name, lead in leads.items():
        assert all(isinstance(leads.get(each), Lead) and leads[each].most == SLACK for each in lead.since), name
        assert not lead.of or lead.of in moments_of(table), name
        assert lead.most is not None or lead.since, "such a column would never be put right"
        is_empty = metadata.tables[table].c[name].nullable
        assert not lead.of or is_empty or lead.undone is not None, name
        assert not isinstance(lead.most, timedelta) or lead.left <= lead.most, "put right once more it would move again"
        if isinstance(metadata.tables[table].c[name].type, Date):
            assert lead.most is None, "a day is asked for by what it was counted from alone"


def put_off() -> Iterator[str]:
    """Classes of messages that something says later."""
    for file in files(*PRODUCT):
        for call in ast.walk(tree_of(file)):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "say"):
                continue
            if any(each.arg == "not_before" for each in call.keywords):
                what = call.args[1]
                yield what.func.id if isinstance(what, ast.Call) and isinstance(what.func, ast.Name) else ELSEWHERE


def test_somebody_has_said_how_long_each_message_that_is_put_off_waits() -> None:
    known = {each.__name__: each for each in classes().values()}
    later = {code for name in put_off() for code in known[name].codes}
    assert later == set(WAITS)


@pytest.mark.parametrize("code", sorted(classes()))
def test_no_message_is_sent_before_its_longest_waiting(code: str) -> None:
    lead = leads_of("outbox")["not_before"]
    longest = AT + WAITS.get(code, LONGEST)
    row = {"created_at": AT - timedelta(days=1), "not_before": longest, "code": code}
    assert put_right({"created_at": NEVER, "not_before": lead}, row, NOW) == {}
    row["not_before"] = longest + timedelta(seconds=1)
    assert put_right({"created_at": NEVER, "not_before": lead}, row, NOW) == {"not_before": AT}
    assert WAITS.get(code, LONGEST) <= LONGEST


@pytest.mark.parametrize("ahead", [timedelta(hours=3), timedelta(days=2), timedelta(days=3650)])
def test_a_deadline_keeps_its_length(ahead: timedelta) -> None:
    wrong = AT + ahead
    row = dict.fromkeys(leads_of("incident")) | {"clock_from": wrong, "answer_by": wrong + timedelta(days=8)}
    right = put_right(leads_of("incident"), row, NOW)
    assert right == {"clock_from": AT, "answer_by": AT + timedelta(days=8)}


def test_a_deadline_of_before_stays_whatever_was_answered_meanwhile() -> None:
    row = dict.fromkeys(leads_of("incident")) | {"clock_from": AT - timedelta(days=1), "answer_by": AT + timedelta(days=7)}
    assert put_right(leads_of("incident"), row | {"answered_at": AT + timedelta(days=365)}, NOW) == {"answered_at": AT}


def test_what_was_done_because_a_day_had_come_is_undone_where_it_has_not() -> None:
    wrong = AT + timedelta(days=365)
    row = dict.fromkeys(leads_of("promise")) | {"broken_at": wrong, "reminded_at": wrong}
    assert put_right(leads_of("promise"), row | {"due": date(2026, 12, 5)}, NOW) == {"broken_at": None, "reminded_at": None}
    assert put_right(leads_of("promise"), row | {"due": date(2026, 12, 2)}, NOW) == {"broken_at": AT, "reminded_at": AT}
    for day, taken_at in ((date(2027, 12, 2), FREE), (date(2026, 12, 2), AT)):
        assert put_right(leads_of("slot"), {"day": day, "taken_at": wrong}, NOW) == {"taken_at": taken_at}


def test_the_databases_moments_are_compared_with_its_own_clock() -> None:
    there = Now(AT, AT + timedelta(days=9), AT.date())
    row: Row = {
        "created_at": AT + timedelta(days=9),
        "lease_until": AT + timedelta(days=9),
        "not_before": None,
        "retry_at": None,
        "code": None,
    }
    assert put_right(leads_of("outbox"), row, there) == {}
    assert put_right(leads_of("outbox"), row, NOW) == {"created_at": AT, "lease_until": AT}


SPANS = st.timedeltas(min_value=timedelta(days=-4000), max_value=timedelta(days=4000))


@st.composite
def rows_of(draw: st.DrawFn, table: str, *, honest: bool = False) -> dict[str, object]:
    """Any moments; `honest`: none of them farther than its kind may be."""
    row: dict[str, object] = {"code": draw(st.sampled_from(["R7", "danger_board", "promise_today", None]))}
    for name in sorted(moments_of(table)):
        lead = REGISTER[table][name]
        most = lead.most if isinstance(lead, Lead) else None
        farthest = most if isinstance(most, timedelta) else SLACK
        spans = st.timedeltas(min_value=timedelta(days=-4000), max_value=farthest) if honest and most is not None else SPANS
        at = AT + draw(spans)
        row[name] = at.date() if isinstance(metadata.tables[table].c[name].type, Date) else at
        if metadata.tables[table].c[name].nullable and draw(st.booleans()):
            row[name] = None
    return row


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_what_is_put_right_is_honest_and_stays(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(REGISTER)))
    row, leads = data.draw(rows_of(table)), leads_of(table)
    right = row | put_right(leads, row, NOW)
    assert put_right(leads, right, NOW) == {}
    for name, lead in leads.items():
        at, limit = right[name], lead.limit(row, AT)
        assert at is None or limit is None or (isinstance(at, datetime) and at <= limit)
    assert {name: right[name] for name in row if name not in leads} == {name: row[name] for name in row if name not in leads}


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_what_is_honest_is_left_alone(data: st.DataObject) -> None:
    table = data.draw(st.sampled_from(sorted(REGISTER)))
    row = data.draw(rows_of(table, honest=True))
    assert put_right(leads_of(table), row, NOW) == {}


def test_days_that_people_chose_are_left_alone() -> None:
    chosen = {(table, name) for table, columns in REGISTER.items() for name, kind in columns.items() if kind is Left.CHOSEN}
    assert chosen >= {("promise", "due"), ("works", "since"), ("works", "until"), ("shift", "starts_at"), ("official", "away_until")}
