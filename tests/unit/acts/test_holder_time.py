"""Where an incident lay, by the sample clock."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from incidents.acts.holder_time import Held, Holder, accepted_by_official, longest, now_at, time_by_holder
from incidents.incident import Act, Event, Status
from tests.kit.values.samples import CALENDAR, at

MINUTE = timedelta(minutes=1)


def event(moment: datetime, after: Status, act: Act = Act.NOTE) -> Event:
    return Event(act=act, at=moment, by=None, because="", status_before=None, status_after=after)


LOG = [event(at(9, 14), Status.NEW), event(at(9, 16), Status.ASSIGNED), event(at(9, 31), Status.ACCEPTED)]


def test_it_lay_two_minutes_in_the_route_and_the_rest_in_the_department() -> None:
    assert time_by_holder(LOG, [], until=at(11, 14, day=25), calendar=CALENDAR) == Held(
        route=2 * MINUTE, department=timedelta(hours=9, minutes=58), approval=timedelta(0)
    )


def test_time_of_approval_is_not_the_departments() -> None:
    where = time_by_holder(LOG, [(at(11, 20), at(12, 20)), (at(15), None)], until=at(16), calendar=CALENDAR)
    assert where == Held(route=2 * MINUTE, department=timedelta(hours=3, minutes=44), approval=timedelta(hours=2))
    assert now_at([(at(11, 20), at(12, 20)), (at(15), None)]) == at(15)
    assert now_at([(at(11, 20), at(12, 20))]) is None


def test_rounds_that_touch_are_counted_once() -> None:
    where = time_by_holder(LOG, [(at(10), at(12)), (at(11), at(12, 30))], until=at(13), calendar=CALENDAR)
    assert where.approval == timedelta(hours=2, minutes=30)


def test_what_is_answered_or_closed_lies_with_nobody_and_what_is_reopened_is_counted_on() -> None:
    log = [*LOG, event(at(10, 31), Status.ANSWERED), event(at(15), Status.REOPENED)]
    assert time_by_holder(log, [], until=at(16), calendar=CALENDAR).department == timedelta(hours=2, minutes=15)
    closed = [*LOG, event(at(10, 31), Status.CLOSED)]
    assert time_by_holder(closed, [], until=at(16), calendar=CALENDAR).department == timedelta(hours=1, minutes=15)


def test_a_danger_is_counted_by_the_wall_clock() -> None:
    night = [event(at(3), Status.NEW), event(at(3, 1), Status.ASSIGNED)]
    assert time_by_holder(night, [], until=at(4), calendar=None) == Held(route=MINUTE, department=59 * MINUTE)
    assert time_by_holder([], [], until=at(4), calendar=None) == Held()


def test_of_two_rounds_one_within_the_other_each_minute_counts_once() -> None:
    where = time_by_holder(LOG, [(at(10), at(13)), (at(11), at(11, 30)), (at(12, 30), at(14))], until=at(15), calendar=CALENDAR)
    assert where.approval == CALENDAR.between(at(10), at(14))


def test_whoever_had_it_the_longest_is_named() -> None:
    hour = timedelta(hours=1)
    assert longest(Held(department=9 * hour, approval=5 * hour)) is Holder.DEPARTMENT
    assert longest(Held(department=4 * hour, approval=25 * MINUTE)) is Holder.DEPARTMENT
    assert longest(Held(department=hour, approval=5 * hour)) is Holder.APPROVAL
    assert longest(Held(route=6 * hour, department=2 * hour)) is Holder.ROUTE
    assert longest(Held()) is None


def test_what_somebody_of_no_department_accepted_is_theirs_from_then_on() -> None:
    hour = timedelta(hours=1)
    where = accepted_by_official(Held(route=MINUTE, department=9 * hour), Held(route=MINUTE, department=hour))
    assert where == Held(route=MINUTE, department=hour, official=8 * hour)
    assert longest(where) is Holder.OFFICIAL


@given(
    st.lists(st.tuples(st.integers(0, 4000), st.sampled_from(Status)), max_size=8),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 600)), max_size=4),
)
def test_nobody_has_it_longer_than_there_was_time(moments: list[tuple[int, Status]], rounds: list[tuple[int, int]]) -> None:
    log = [event(at(9) + minutes * MINUTE, status) for minutes, status in sorted(moments, key=lambda pair: pair[0])]
    spans = [(at(9) + start * MINUTE, at(9) + (start + length) * MINUTE) for start, length in sorted(rounds)]
    until = at(9) + 4000 * MINUTE
    where = time_by_holder(log, spans, until=until, calendar=CALENDAR)
    assert min(where.route, where.department, where.approval) >= timedelta(0)
    assert where.route + where.department + where.approval <= CALENDAR.between(at(9), until)


@given(
    st.lists(st.tuples(st.integers(0, 4000), st.sampled_from(Status)), max_size=8),
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 600)), max_size=4),
    st.booleans(),
)
def test_lines_that_change_no_status_change_no_figure(
    moments: list[tuple[int, Status]], rounds: list[tuple[int, int]], ordered: bool
) -> None:
    """Added up line by line, each for itself, it is the same; also where a clock went back."""
    pairs = sorted(moments, key=lambda pair: pair[0]) if ordered else moments
    log = [event(at(9) + minutes * MINUTE, status) for minutes, status in pairs]
    spans = [(at(9) + start * MINUTE, at(9) + (start + length) * MINUTE) for start, length in sorted(rounds)]
    until = at(9) + 4000 * MINUTE
    each = [
        time_by_holder([line], spans, until=min(following, until), calendar=CALENDAR)
        for line, following in zip(log, [*(line.at for line in log[1:]), until], strict=False)  # an empty log has no end
    ]
    assert time_by_holder(log, spans, until=until, calendar=CALENDAR) == Held(
        route=sum((one.route for one in each), timedelta(0)),
        department=sum((one.department for one in each), timedelta(0)),
        approval=sum((one.approval for one in each), timedelta(0)),
    )
