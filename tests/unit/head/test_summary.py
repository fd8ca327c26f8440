"""Figures of the head's summary: Monday's, read on Tuesday at 7:30."""

from datetime import timedelta
from typing import Any

from incidents.head.summary import Late, Rise, Summary, rising, summarise
from incidents.ids import DepartmentId, IncidentId, SourceId
from incidents.incident import ClosingOutcome, Doubt, Incident, Status
from incidents.reading import DangerGrade
from tests.kit.values.samples import HOUSING, ROADS, at, incident, place, source

SINCE, UNTIL = at(7, 30, day=23), at(7, 30)


def monday(number: int, **changes: Any) -> Incident:  # Any: fields of every type
    """Seen on Monday at 9:00, due on Monday at 18:00."""
    seen = {"opened_at": at(9, day=23), "clock_from": at(9, day=23), "answer_by": at(18, day=23)}
    return incident(**{"id": IncidentId(number), **seen, **changes})


def answered(number: int, hour: int, **changes: Any) -> Incident:  # Any: as above
    return monday(number, **{"status": Status.ANSWERED, "answered_at": at(hour, day=23), **changes})


def count(*known: Incident, open_now: tuple[Incident, ...] = (), **changes: Any) -> Summary:  # Any: as above
    return summarise(**{"since": SINCE, "until": UNTIL, "incidents": known, "open_now": open_now, "voices": 31, "sources": [], **changes})


def test_a_day_without_posts_is_all_zeros_and_no_median() -> None:
    found = count(sources=[source(), source(id=SourceId(2))])
    assert (found.opened, found.answered, found.closed, found.late_total, found.due_total, found.open_now) == (0,) * 6
    assert (found.voices, found.sources, found.silent_sources, found.median_answer) == (31, 2, (), None)


def test_opened_answered_and_solved_are_counted_apart() -> None:
    done = answered(1, 12, status=Status.CLOSED, closed_at=at(15, day=23), outcome=ClosingOutcome.DONE)
    explained = answered(2, 12, status=Status.CLOSED, closed_at=at(15, day=23), outcome=ClosingOutcome.EXPLAINED)
    earlier = monday(3, opened_at=at(9, day=20), status=Status.CLOSED, closed_at=at(9, day=23), outcome=ClosingOutcome.DONE, answer_by=None)
    found = count(done, explained, earlier, answered(4, 12))
    assert (found.opened, found.answered, found.closed, found.solved) == (3, 3, 3, 2)


def test_the_median_is_of_the_first_answers_of_the_period_and_never_below_zero() -> None:
    assert count(answered(1, 10), answered(2, 13)).median_answer == timedelta(hours=2, minutes=30)
    assert count(answered(1, 10), answered(2, 13), answered(3, 17)).median_answer == timedelta(hours=4)
    assert count(answered(1, 8)).median_answer == timedelta(0)
    assert count(answered(1, 10, answered_at=at(10, day=20))).median_answer is None


def test_late_is_what_was_answered_after_the_deadline_or_waits_past_it() -> None:
    late = answered(1, 19)
    waiting = monday(2, department_id=HOUSING)
    old = monday(3, opened_at=at(9, day=16), answer_by=at(9, day=17))
    in_time = monday(4, answer_by=at(9))
    found = count(late, answered(5, 12), open_now=(waiting, old, in_time))
    assert found.late == (
        Late(department_id=ROADS, count=2, incident_ids=(IncidentId(1), IncidentId(3))),
        Late(department_id=HOUSING, count=1, incident_ids=(IncidentId(2),)),
    )
    assert (found.late_total, found.due_total) == (3, 5)


def test_lateness_is_told_once_on_the_day_of_the_answer() -> None:
    told = monday(1, status=Status.CLOSED, answered_at=at(9, day=20), answer_by=at(9, day=19), closed_at=at(10, day=23))
    assert count(told).late_total == 0


def test_closing_without_an_answer_after_the_deadline_is_late() -> None:
    assert count(monday(1, status=Status.CLOSED, closed_at=at(19, day=23))).late_total == 1
    assert count(monday(1, status=Status.CLOSED, closed_at=at(17, day=23))).late_total == 0


def test_a_final_answer_that_was_promised_and_is_overdue_is_late() -> None:
    promised = answered(1, 12, status=Status.ACCEPTED)
    assert count(open_now=(promised,)).late_total == 1
    assert count(open_now=(answered(1, 19, status=Status.ACCEPTED),)).late_total == 1


def test_an_incident_without_a_department_is_late_in_nobodys_line() -> None:
    (line,) = count(open_now=(monday(1, department_id=None),)).late
    assert line.department_id is None


def test_what_is_no_appeal_merged_or_not_ours_is_in_no_figure() -> None:
    found = count(
        monday(1, status=Status.REJECTED),
        monday(2, merged_into=IncidentId(9)),
        monday(3, doubt=Doubt.OUTSIDE),
        open_now=(monday(3, doubt=Doubt.OUTSIDE),),
    )
    assert (found.opened, found.late_total, found.open_now) == (0, 0, 0)


def test_an_incident_in_both_lists_counts_once() -> None:
    assert count(monday(1), open_now=(monday(1),)).opened == 1


def test_open_now_counts_what_still_waits() -> None:
    assert count(open_now=(monday(1), answered(2, 12))).open_now == 1


def test_dangers_of_the_period_come_with_the_worst_first() -> None:
    risk = monday(1, danger_grade=DangerGrade.RISK)
    now = monday(2, danger_grade=DangerGrade.NOW, opened_at=at(12, day=23))
    assert [each.id for each in count(risk, now, monday(3)).dangers] == [2, 1]


def test_a_topic_grows_from_three_a_day_and_settlements_are_named_most_first() -> None:
    crowd = [monday(number, topic="roads_snow", place=place("Редкино")) for number in range(3)]
    others = [monday(number, topic="roads_signs", place=place("Конаково")) for number in (10, 11)]
    found = count(*crowd, *others, monday(12, place=place()))
    assert found.growing == (("roads_snow", 3),)
    assert found.settlements == (("Редкино", 3), ("Конаково", 2))


def test_repeats_are_counted_and_silent_sources_named() -> None:
    broken = source(id=SourceId(2), broken_at=at(3))
    found = count(monday(1, repeat_of=IncidentId(9), department_id=DepartmentId("x")), sources=[source(), broken])
    assert (found.repeats, found.silent_sources) == (1, (broken,))


def test_a_topic_rises_when_it_is_twice_what_it_is_on_usual_days() -> None:
    def day(*topics: str) -> list[Incident]:
        return [monday(n, topic=topic) for n, topic in enumerate(topics)]

    usual = [
        day("cold", "cold", "cold", "pit"),
        day("cold", "cold"),
        day("cold", "cold", "cold", "pit"),
        day("cold", "cold", "cold", "cold"),
    ]
    assert rising([("cold", 9), ("pit", 3), ("bus", 3)], usual) == (
        Rise(topic="cold", count=9, usual=3),
        Rise(topic="bus", count=3, usual=0),
        Rise(topic="pit", count=3, usual=0),
    )
    assert rising([("cold", 5)], usual) == ()
    assert rising([("cold", 9)], usual[:1]) == ()
    rejected = [[monday(1, topic="cold", status=Status.REJECTED)]] * 4
    assert rising([("cold", 3)], rejected) == (Rise(topic="cold", count=3, usual=0),)
