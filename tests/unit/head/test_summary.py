"""Figures of the head's summary: Monday's, read on Tuesday at 7:30."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from incidents.head.main_event import Rise, beside_usual
from incidents.head.messages_heard import Heard, Written
from incidents.head.summary import Late, Summary, summarise
from incidents.ids import DepartmentId, IncidentId, PostId, SourceId
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


def count(*known: Incident, **changes: Any) -> Summary:  # Any: as above
    return summarise(**{"since": SINCE, "until": UNTIL, "incidents": known, **changes})


def said(*about: int) -> list[Heard]:
    """A message about each of these incidents."""
    return [Heard(IncidentId(number), PostId(n)) for n, number in enumerate(about)]


def test_a_day_without_posts_is_all_zeros_and_no_median() -> None:
    found = count(sources=[source(), source(id=SourceId(2))])
    assert (found.opened, found.answered, found.closed, found.late_total, found.due_total) == (0,) * 5
    assert (found.voices, found.sources, found.silent_sources, found.median_answer) == (0, 2, (), None)


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
    found = count(late, answered(5, 12), waiting, old, in_time)
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
    assert count(promised).late_total == 1
    assert count(answered(1, 19, status=Status.ACCEPTED)).late_total == 1


def test_an_incident_without_a_department_is_late_in_nobodys_line() -> None:
    (line,) = count(monday(1, department_id=None)).late
    assert line.department_id is None


def test_what_is_no_appeal_merged_or_not_ours_is_in_no_figure() -> None:
    found = count(
        monday(1, status=Status.REJECTED),
        monday(2, merged_into=IncidentId(9)),
        monday(3, doubt=Doubt.OUTSIDE),
    )
    assert (found.opened, found.late_total) == (0, 0)


def test_an_incident_that_is_given_twice_counts_once() -> None:
    assert count(monday(1), monday(1)).opened == 1


def danger(number: int, peak: DangerGrade, hour: int, **changes: Any) -> Incident:  # Any: as above
    return monday(number, danger_peak=peak, danger_grade=peak, danger_since=at(hour, day=23), **changes)


def test_dangers_of_the_period_come_with_the_worst_first_and_stay_when_they_are_over() -> None:
    risk, now = danger(1, DangerGrade.RISK, 9), danger(2, DangerGrade.NOW, 12)
    over = danger(4, DangerGrade.NOW, 10)
    over = replace(over, danger_grade=None, danger_over_at=at(11, day=23))
    assert [each.id for each in count(risk, now, over, monday(3)).dangers] == [4, 2, 1]


def test_an_old_question_that_becomes_dangerous_is_a_danger_of_that_day() -> None:
    old = danger(1, DangerGrade.NOW, 10, opened_at=at(9, day=2))
    assert [each.id for each in count(old).dangers] == [1]


def test_a_danger_of_an_earlier_day_stands_while_it_is_there() -> None:
    old = monday(1, danger_peak=DangerGrade.NOW, danger_grade=DangerGrade.NOW, danger_since=at(9, day=20))
    assert [each.id for each in count(old).standing] == [1]
    before, later = at(7, 29, day=23), at(11, day=23)
    for ended in (replace(old, danger_over_at=before), replace(old, closed_at=before)):
        assert count(ended).standing == ()
    for ended in (replace(old, danger_grade=None, danger_over_at=later), replace(old, closed_at=later)):
        assert [each.id for each in count(ended).standing] == [1]
    assert count(replace(old, danger_peak=DangerGrade.RISK, danger_grade=DangerGrade.RISK)).standing == ()


def test_what_is_written_about_is_counted_in_messages_by_topic_and_settlement() -> None:
    water = monday(1, topic="water", place=place("Редкино"))
    snow = [monday(number, topic="snow", place=place("Конаково")) for number in (2, 3, 4)]
    elsewhere = monday(5, topic="snow", place=place("Редкино"))
    found = count(water, *snow, elsewhere, heard=said(1, 1, 1, 1, 2, 3, 4, 5))
    assert found.growing == (
        Written(topic="water", settlement="Редкино", messages=4),
        Written(topic="snow", settlement="Конаково", messages=3),
    )
    assert found.settlements == (("Редкино", 5), ("Конаково", 3))
    assert (found.voices, found.joined) == (8, 0)


def test_messages_without_a_topic_are_no_event_of_the_day() -> None:
    unknown = [monday(number, topic="", place=place("Редкино")) for number in (1, 2, 3)]
    found = count(*unknown, monday(4, topic="snow", place=place("Редкино")), heard=said(1, 2, 3, 4, 4, 4))
    assert found.growing == (Written(topic="snow", settlement="Редкино", messages=3),)
    assert found.settlements == (("Редкино", 6),)


def test_a_message_of_two_matters_is_one_message() -> None:
    both = [Heard(IncidentId(1), PostId(7)), Heard(IncidentId(2), PostId(7))]
    found = count(monday(1), monday(2, opened_at=at(9, day=20)), heard=both)
    assert (found.voices, found.joined) == (1, 0)


def test_what_is_in_no_figure_brings_no_messages() -> None:
    assert count(monday(1, status=Status.REJECTED), heard=said(1)).voices == 0


def test_repeats_are_counted_and_silent_sources_named() -> None:
    broken = source(id=SourceId(2), broken_at=at(3))
    found = count(monday(1, repeat_of=IncidentId(9), department_id=DepartmentId("x")), sources=[source(), broken])
    assert (found.repeats, found.silent_sources) == (1, (broken,))


def test_a_topic_rises_when_it_has_twice_the_messages_of_usual_days() -> None:
    def day(**topics: int) -> list[Written]:
        return [Written(topic=topic, settlement="Редкино", messages=number) for topic, number in topics.items()]

    def rise(topic: str, number: int, usual: int) -> Rise:
        return Rise(topic=topic, settlement="Редкино", count=number, usual=usual)

    usual = [day(cold=3, pit=1), day(cold=2), day(cold=3, pit=1), day(cold=4)]

    def steep(growing: list[Written], days: list[list[Written]]) -> list[Rise]:
        return [each for each in beside_usual(growing, days) if each.is_steep]

    assert steep(day(cold=9, pit=3, bus=3), usual) == [rise("cold", 9, 3), rise("bus", 3, 0), rise("pit", 3, 0)]
    assert steep(day(cold=5), usual) == []
    assert steep(day(cold=9), usual[:1]) == []
    assert beside_usual(day(cold=9), usual[:1]) == (Rise(topic="cold", settlement="Редкино", count=9, usual=None),)
    assert [each.topic for each in beside_usual(day(cold=11, bus=9), [day(cold=10)] * 2)] == ["bus", "cold"]  # more above usual days
    elsewhere = [Written(topic="cold", settlement="Конаково", messages=9)]
    assert steep(elsewhere, usual) == [Rise(topic="cold", settlement="Конаково", count=9, usual=0)]
