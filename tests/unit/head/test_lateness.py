"""Late or in time, by every clock that ran: the district's and the region's, message by message, also after the answer."""

from typing import Any

from incidents.head.lateness import NOTHING, Asked, Clocks, Reply, Run, is_in_time, late_run
from incidents.incident import Incident, Status
from tests.kit.values.samples import at, incident

SINCE, UNTIL = at(7, 30, day=23), at(7, 30)


def asked(status: Status = Status.ASSIGNED, **changes: Any) -> Incident:  # Any: fields of every type
    """Of Monday, 9:00; to be answered by 18:00."""
    seen = {"opened_at": at(9, day=23), "clock_from": at(9, day=23), "answer_by": at(18, day=23)}
    return incident(status=status, **{**seen, **changes})


def replied(hour: int, due: int | None = 18, *, is_final: bool = True) -> Reply:
    return Reply(at=at(hour, day=23), due_by=None if due is None else at(due, day=23), is_final=is_final)


def is_late(one: Incident, clocks: Clocks = NOTHING) -> bool:
    return late_run(one, clocks, SINCE, UNTIL) is not None


def test_the_regions_earlier_clock_makes_it_late_before_and_after_the_answer() -> None:
    region = Asked(region_due=at(13, day=23), answered_at=None)
    assert is_late(asked(answer_by=at(18)), Clocks(asked=(region,)))
    told = Clocks(replies=(replied(15),), asked=(Asked(region_due=at(13, day=23), answered_at=at(15, day=23)),))
    assert is_late(asked(Status.ANSWERED, answered_at=at(15, day=23)), told)
    assert late_run(asked(Status.ANSWERED), told, SINCE, UNTIL) == Run(due=at(13, day=23), met=at(15, day=23))
    in_time = Clocks(replies=(replied(12),), asked=(Asked(region_due=at(13, day=23), answered_at=at(12, day=23)),))
    assert not is_late(asked(Status.ANSWERED, answered_at=at(12, day=23)), in_time)


def test_one_message_that_waited_too_long_makes_the_question_late() -> None:
    first = Asked(region_due=at(13, day=23), answered_at=at(12, day=23))
    second = Asked(region_due=at(13, day=23), answered_at=at(16, day=23))
    assert is_late(asked(Status.ANSWERED), Clocks(replies=(replied(12),), asked=(first, second)))
    assert not is_late(asked(Status.ANSWERED), Clocks(replies=(replied(12),), asked=(first,)))


def test_nobody_is_late_for_a_message_that_its_author_deleted() -> None:
    gone = Asked(region_due=at(13, day=23), answered_at=None, is_gone=True)
    assert not is_late(asked(Status.ANSWERED), Clocks(replies=(replied(12),), asked=(gone,)))


def test_a_late_interim_answer_stays_late_though_the_deadline_has_moved() -> None:
    moved = asked(Status.ACCEPTED, answered_at=at(20, day=23), answer_by=at(20, day=30))
    assert is_late(moved, Clocks(replies=(replied(20, is_final=False),)))


def test_a_question_that_came_back_is_late_by_its_second_clock() -> None:
    twice = Clocks(replies=(Reply(at=at(9, day=20), due_by=at(18, day=20), is_final=True), replied(20)))
    assert is_late(asked(Status.ANSWERED, opened_at=at(9, day=19), answered_at=at(9, day=20)), twice)


def test_what_was_overdue_when_a_past_period_ended_is_late_in_it_though_it_is_answered_now() -> None:
    later = Reply(at=at(12), due_by=at(18, day=23), is_final=True)
    assert is_late(asked(Status.ANSWERED, answered_at=at(12)), Clocks(replies=(later,)))


def test_closed_without_a_final_answer_is_late_by_the_hour_of_closing() -> None:
    interim = Clocks(replies=(replied(12, is_final=False),))
    assert is_late(asked(Status.CLOSED, closed_at=at(20, day=23)), interim)
    assert not is_late(asked(Status.CLOSED, closed_at=at(17, day=23)), interim)
    assert not is_late(asked(Status.CLOSED, closed_at=at(20, day=23)), Clocks(replies=(replied(12),)))


def test_the_workbook_says_in_time_only_where_every_clock_was_met() -> None:
    waits = Asked(region_due=at(13, day=25), answered_at=None)
    assert is_in_time(asked(Status.ANSWERED), Clocks(replies=(replied(12),)), UNTIL) is True
    assert is_in_time(asked(Status.ANSWERED), Clocks(replies=(replied(12),), asked=(waits,)), UNTIL) is None
    assert is_in_time(asked(Status.ANSWERED), Clocks(replies=(replied(20),)), UNTIL) is False
