"""Working time and deadlines: the sample clock of docs/voice.md comes out to the minute."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.district import load_district
from incidents.deadlines.values import Norm, Norms, StartEvent, deadline
from incidents.deadlines.worktime import WorkCalendar, duration_text, plural
from incidents.reading import DangerGrade
from tests.kit.values.samples import CALENDAR, MOSCOW, WORKDAY, at

HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
ROUND_THE_CLOCK = WorkCalendar(timezone=BERLIN, week=(((time(0), time(0)),),) * 7)


def due(start: datetime, *, norms: Norms | None = None, danger: DangerGrade | None = None, topic: str = "roads_drainage") -> list[str]:
    found = deadline(norms=norms or Norms(), calendar=CALENDAR, group="roads", topic=topic, danger=danger, clock_from=start, now=start)
    assert found.accept_by is not None
    moments = (found.accept_by, found.answer_by)
    return [*(f"{each.astimezone(MOSCOW):%d %H:%M}" for each in moments), found.because]


@pytest.mark.parametrize("danger", [None, *DangerGrade])
def test_a_suggestion_has_thirty_days_unless_a_danger_is_in_it(danger: DangerGrade | None) -> None:
    found = [
        deadline(
            norms=Norms(),
            calendar=CALENDAR,
            group="roads",
            topic="roads_drainage",
            danger=danger,
            clock_from=at(9),
            now=at(9),
            is_suggestion=is_suggestion,
        )
        for is_suggestion in (True, False)
    ]
    if danger is not None:
        assert found[0] == found[1]
    else:
        assert (found[0].accept_by, found[0].answer_by) == (None, at(9) + timedelta(days=30))
        assert found[0].because == "предложение: 30 дней с момента, когда увидели"


def test_the_sample_card_is_due_as_voice_says() -> None:
    assert due(at(9, 14)) == ["24 10:14", "25 10:14", "9 рабочих часов с момента, когда увидели"]


def test_the_last_reminder_of_the_sample_comes_with_an_hour_and_48_minutes_left() -> None:
    last = CALENDAR.add(at(9, 14), 9 * HOUR * 0.8)
    assert last == at(17, 26)
    assert CALENDAR.between(last, at(10, 14, day=25)) == timedelta(hours=1, minutes=48)


def test_a_danger_that_is_there_now_counts_by_the_wall_clock() -> None:
    found = deadline(norms=Norms(), calendar=CALENDAR, group="", topic="", danger=DangerGrade.NOW, clock_from=at(8, 6), now=at(8, 6))
    assert (found.accept_by, found.warn_by, found.answer_by) == (at(8, 11), at(8, 21), at(12, 6))
    assert found.because == "опасно сейчас: 4 часа с момента, когда увидели, обед и ночь не вычитаем"


def test_a_risk_has_four_working_hours_and_waits_for_the_morning() -> None:
    assert due(at(23), danger=DangerGrade.RISK) == ["25 10:00", "25 13:00", "есть риск: 4 рабочих часа с момента, когда увидели"]


def test_a_risk_never_lengthens_a_shorter_norm() -> None:
    norms = Norms(topics={"roads_drainage": Norm(answer=HOUR)})
    assert due(at(9), norms=norms, danger=DangerGrade.RISK) == ["24 10:00", "24 10:00", "1 рабочий час с момента, когда увидели"]


def test_the_norm_of_a_topic_wins_over_its_groups_and_the_groups_over_the_default() -> None:
    norms = Norms(start=StartEvent.PUBLISHED, groups={"roads": Norm(answer=2 * HOUR)}, topics={"roads_snow": Norm(answer=3 * HOUR)})
    assert due(at(9), norms=norms, topic="roads_snow")[1:] == ["24 12:00", "3 рабочих часа с момента публикации"]
    assert due(at(9), norms=norms)[1:] == ["24 11:00", "2 рабочих часа с момента публикации"]


def test_a_repeat_of_monday_is_due_on_tuesday_as_voice_says() -> None:
    assert due(at(10, 2, day=23))[1] == "24 11:02"


def test_lunch_night_and_weekend_are_no_working_time() -> None:
    assert CALENDAR.is_working(at(12, 59))
    assert not CALENDAR.is_working(at(13))
    assert CALENDAR.is_working(at(14))
    assert not CALENDAR.is_working(at(18))
    assert not CALENDAR.is_working(at(12, day=28))
    assert CALENDAR.add(at(17, 30, day=27), HOUR) == at(9, 30, day=30)
    assert CALENDAR.between(at(12, day=28), at(12, day=29)) == timedelta(0)


def test_a_day_of_its_own_wins_over_its_weekday() -> None:
    calendar = WorkCalendar(timezone=MOSCOW, week=CALENDAR.week, days={date(2026, 11, 25): (), date(2026, 11, 28): WORKDAY})
    assert calendar.add(at(17, 30), HOUR) == at(9, 30, day=26)
    assert calendar.is_working(at(12, day=28))


def test_time_does_not_run_backwards() -> None:
    assert CALENDAR.between(at(12), at(10)) == timedelta(0)
    assert CALENDAR.between(at(12), at(12)) == timedelta(0)
    assert CALENDAR.add(at(3), timedelta(0)) == at(3)
    with pytest.raises(ValueError, match="backwards"):
        CALENDAR.add(at(12), -HOUR)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        CALENDAR.is_working(datetime(2026, 11, 24, 12))  # noqa: DTZ001 - the very thing


def test_a_calendar_without_working_time_says_so_instead_of_waiting_for_ever() -> None:
    with pytest.raises(ValueError, match="no working time in a year"):
        WorkCalendar(timezone=MOSCOW, week=((),) * 7).add(at(9), HOUR)


@pytest.mark.parametrize(
    "intervals",
    [
        ((time(14), time(18)), (time(9), time(13))),
        ((time(18), time(9)),),
        ((time(9), time(9)),),
        ((time(9), time(0)), (time(10), time(12))),
    ],
)
def test_intervals_out_of_order_are_refused(intervals: tuple[tuple[time, time], ...]) -> None:
    with pytest.raises(ValueError, match="out of order"):
        WorkCalendar(timezone=MOSCOW, week=CALENDAR.week, days={date(2026, 11, 25): intervals})


def test_a_week_has_seven_days() -> None:
    with pytest.raises(ValueError, match="seven"):
        WorkCalendar(timezone=MOSCOW, week=(WORKDAY,) * 5)


def test_the_days_when_clocks_change_have_23_and_25_hours() -> None:
    spring, autumn = datetime(2026, 3, 29, tzinfo=BERLIN), datetime(2026, 10, 25, tzinfo=BERLIN)
    assert ROUND_THE_CLOCK.between(spring, spring + timedelta(days=1)) == 23 * HOUR
    assert ROUND_THE_CLOCK.between(autumn, autumn + timedelta(days=1)) == 25 * HOUR


def test_no_minute_counts_twice_when_an_interval_ends_in_the_skipped_hour() -> None:
    night = ((time(1), time(2, 30)), (time(3), time(4)), (time(4), time(4, 1)))
    calendar = WorkCalendar(timezone=BERLIN, week=(night,) * 7)
    spring = datetime(2026, 3, 29, tzinfo=BERLIN)
    assert calendar.between(spring, spring + timedelta(days=1)) == 2 * HOUR + timedelta(minutes=1)
    only = WorkCalendar(timezone=BERLIN, week=(((time(2, 30), time(3)),),) * 7)
    assert only.intervals(date(2026, 3, 29)) == ()


IN_BERLIN = WorkCalendar(timezone=BERLIN, week=(((time(1), time(2, 30)), (time(3), time(0))),) * 7)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the bounds are naive by contract
SPANS = st.timedeltas(timedelta(microseconds=1), timedelta(hours=60))
CALENDARS = st.sampled_from([CALENDAR, ROUND_THE_CLOCK, load_district("districts/konakovo").calendar])


@given(calendar=st.one_of(CALENDARS, st.just(IN_BERLIN)), start=MOMENTS, span=st.timedeltas(timedelta(0), timedelta(days=40)))
def test_working_time_is_that_of_each_interval_cut_to_the_span(calendar: WorkCalendar, start: datetime, span: timedelta) -> None:
    end = start + span
    days = [start.date() + timedelta(days=n) for n in range(-2, span.days + 4)]
    cut = [min(ends, end) - max(begins, start) for day in days for begins, ends in calendar.intervals(day)]
    assert calendar.between(start, end) == sum((each for each in cut if each > timedelta(0)), timedelta(0))


@given(calendar=CALENDARS, start=MOMENTS, work=SPANS)
def test_so_much_work_as_was_added_has_passed(calendar: WorkCalendar, start: datetime, work: timedelta) -> None:
    end = calendar.add(start, work)
    assert calendar.between(start, end) == work
    assert end >= start + work


@given(calendar=CALENDARS, start=MOMENTS, one=SPANS, other=SPANS)
def test_more_work_never_ends_sooner_and_a_later_start_neither(
    calendar: WorkCalendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    assert calendar.add(calendar.add(start, one), other) == calendar.add(start, one + other)
    assert calendar.add(start + one, other) >= calendar.add(start, other)


@given(start=MOMENTS, one=SPANS, other=SPANS)
def test_working_time_of_two_spans_adds_up(start: datetime, one: timedelta, other: timedelta) -> None:
    middle, end = start + one, start + one + other
    assert CALENDAR.between(start, middle) + CALENDAR.between(middle, end) == CALENDAR.between(start, end)


@given(moment=MOMENTS)
def test_a_moment_is_working_exactly_when_time_passes_in_it(moment: datetime) -> None:
    tick = timedelta(microseconds=1)
    assert CALENDAR.is_working(moment) == (CALENDAR.between(moment, moment + tick) == tick)


def test_spans_are_said_in_russian() -> None:
    assert duration_text(21 * HOUR, working=True) == "21 рабочий час"
    assert duration_text(11 * HOUR, working=False) == "11 часов"
    assert duration_text(timedelta(minutes=90), working=True) == "1 ч 30 мин рабочих"
    assert duration_text(timedelta(minutes=45), working=False) == "45 мин"
    assert [plural(count, "день", "дня", "дней") for count in (1, 3, 5, 12, 22)] == ["день", "дня", "дней", "дней", "дня"]
