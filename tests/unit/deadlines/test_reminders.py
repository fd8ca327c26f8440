"""What is due when (docs/voice.md, «Clocks»), by the sample clock."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from incidents.deadlines.reminders import Reminder, due, is_still_true
from incidents.deadlines.values import Norms
from incidents.incident import OPEN, Incident, Status
from incidents.reading import DangerGrade
from tests.kit.values.samples import CALENDAR, at, incident

HELD: dict[str, Any] = {"status": Status.ACCEPTED, "accepted_at": at(9, 31), "holder_id": 1}


def codes(known: Incident, now: datetime) -> list[str]:
    return [str(each.code) for each in due(known, norms=Norms(), calendar=CALENDAR, now=now)]


def test_an_unaccepted_card_is_reminded_of_after_45_minutes_and_after_60() -> None:
    assert codes(incident(), at(9, 58)) == []
    assert codes(incident(), at(9, 59)) == ["R1"]
    assert codes(incident(reminded=("R1",)), at(10, 13)) == []
    assert codes(incident(reminded=("R1",)), at(10, 14)) == ["R2"]
    assert codes(incident(reminded=("R1", "R2")), at(12)) == []


def test_the_reminder_knows_since_when_it_is_due() -> None:
    (found,) = due(incident(), norms=Norms(), calendar=CALENDAR, now=at(10, 5))
    assert found.since == at(9, 59)


def test_time_to_accept_is_working_time() -> None:
    evening = incident(assigned_at=at(17, 30), accept_by=at(9, 30, day=25), reminded=("R3",))
    assert codes(evening, at(17, 59)) == []
    assert codes(evening, at(9, 15, day=25)) == ["R1"]


def test_a_norm_of_its_own_is_reminded_of_by_the_same_share() -> None:
    assert codes(incident(accept_by=at(13)), at(12, 3)) == []
    assert codes(incident(accept_by=at(13)), at(12, 4)) == ["R1"]


def test_acceptance_ends_the_reminders_to_accept() -> None:
    assert codes(incident(**HELD), at(11)) == []


def test_the_card_tells_of_the_half_and_the_holder_is_reminded_at_80_percent_and_at_the_deadline() -> None:
    assert codes(incident(**HELD), at(14, 43)) == []
    assert codes(incident(**HELD), at(14, 44)) == ["R3"]
    assert codes(incident(**HELD, reminded=("R3",)), at(17, 25)) == []
    assert codes(incident(**HELD), at(17, 26)) == ["R4"]
    assert codes(incident(**HELD, reminded=("R4",)), at(10, 14, day=25)) == ["R5"]


def test_an_overdue_card_climbs_by_working_hours() -> None:
    late = incident(**HELD, reminded=("R4", "R5"))
    assert codes(late, at(11, 13, day=25)) == []
    assert codes(late, at(11, 14, day=25)) == ["R6"]
    assert codes(incident(**HELD, reminded=("R4", "R5", "R6")), at(12, 14, day=25)) == ["R7"]
    assert codes(incident(**HELD, reminded=("R4", "R5", "R6", "R7")), at(17, day=25)) == []


def test_after_a_long_silence_only_the_highest_of_a_ladder_is_due() -> None:
    assert codes(incident(**HELD), at(9, day=30)) == ["R7"]
    assert codes(incident(**HELD, reminded=("R7",)), at(9, day=30)) == []
    assert codes(incident(), at(9, day=30)) == ["R2", "R7"]


def test_an_unaccepted_card_is_overdue_too_but_nobody_gets_the_last_reminder_for_it() -> None:
    waiting = incident(reminded=("R1", "R2", "R3"))
    assert codes(waiting, at(17, 30)) == []
    assert codes(waiting, at(10, 14, day=25)) == ["R5"]


def test_after_an_interim_answer_the_final_one_has_its_own_time() -> None:
    promised = incident(**HELD, answered_at=at(11), answer_by=at(11) + timedelta(days=7))
    assert codes(promised, at(12, day=25)) == []
    assert codes(promised, at(16, day=30)) == ["R4"]


def test_a_reopened_card_starts_anew() -> None:
    again = incident(status=Status.REOPENED, answered_at=at(9, day=20), clock_from=at(9), assigned_at=at(9), accept_by=at(10))
    assert codes(again, at(9, 45)) == ["R1"]


def test_answered_closed_and_rejected_are_quiet() -> None:
    for status in set(Status) - OPEN:
        assert codes(incident(status=status), at(9, day=30)) == []


def test_an_unrouted_card_reminds_the_coordinator_and_later_climbs_to_them_only() -> None:
    unrouted = incident(status=Status.NEW, department_id=None, assigned_at=None, accept_by=None)
    assert codes(unrouted, at(10, 13)) == []
    assert codes(unrouted, at(10, 14)) == ["R0"]
    assert codes(incident(status=Status.NEW, department_id=None, reminded=("R0",)), at(11, 30, day=25)) == []
    assert codes(incident(status=Status.NEW, department_id=None, reminded=("R0",)), at(12, 14, day=25)) == ["R7"]


def test_without_deadlines_nothing_is_due() -> None:
    assert codes(incident(accept_by=None, answer_by=None), at(9, day=30)) == []


def test_a_postponed_card_spares_its_holder_and_hides_nothing_from_those_above() -> None:
    postponed = incident(status=Status.POSTPONED)
    assert codes(postponed, at(10, 30, day=25)) == []
    assert codes(postponed, at(11, 14, day=25)) == ["R6"]


def test_a_foreign_organisation_is_waited_for_with_the_clock_running() -> None:
    assert codes(incident(status=Status.OUTSIDE), at(17, 26)) == ["R4"]


NIGHT = at(3, 0)
NOW = incident(danger_grade=DangerGrade.NOW, opened_at=NIGHT, assigned_at=NIGHT, clock_from=NIGHT, accept_by=at(3, 5), answer_by=at(7))


def test_a_danger_that_is_there_now_climbs_after_5_and_10_minutes_at_any_hour() -> None:
    assert codes(NOW, at(3, 4)) == []
    assert codes(NOW, at(3, 5)) == ["R8"]
    assert codes(NOW, at(3, 10)) == ["R9"]
    unrouted = incident(status=Status.NEW, danger_grade=DangerGrade.NOW, department_id=None, opened_at=NIGHT, assigned_at=None)
    assert codes(unrouted, at(3, 6)) == ["R8"]


def test_a_danger_that_somebody_drove_to_is_reminded_of_by_the_wall_clock() -> None:
    held = incident(**HELD, danger_grade=DangerGrade.NOW, clock_from=NIGHT, answer_by=at(7), reminded=("R8",))
    assert codes(held, at(6, 11)) == []
    assert codes(held, at(6, 12)) == ["R4"]
    assert codes(held, at(7)) == ["R5"]
    assert codes(held, at(8)) == ["R6"]
    assert codes(held, at(9)) == ["R7"]


def test_whoever_answers_by_voice_is_spared_the_ladder() -> None:
    assert codes(incident(danger_grade=DangerGrade.NOW, reminded=("R8", "R9")), at(9, 40)) == []


@given(
    minutes=st.integers(0, 60 * 24 * 20),
    status=st.sampled_from(Status),
    danger=st.sampled_from([None, DangerGrade.RISK]),
    reminded=st.sets(st.sampled_from(["R0", "R1", "R2", "R3", "R4", "R5", "R6", "R7"])),
)
def test_nobody_is_woken_but_for_a_danger_that_is_there_now(
    minutes: int, status: Status, danger: DangerGrade | None, reminded: set[str]
) -> None:
    now = at(9, 14) + timedelta(minutes=minutes)
    found = codes(incident(status=status, danger_grade=danger, reminded=tuple(reminded)), now)
    assert not found or CALENDAR.is_working(now)
    assert reminded.isdisjoint(found)


def test_a_reminder_goes_when_its_act_is_done_and_when_the_clock_begins_anew() -> None:
    assert is_still_true(Reminder.NOT_ACCEPTED_SOON, incident(reminded=("R1",)))
    assert not is_still_true(Reminder.NOT_ACCEPTED_SOON, incident(**HELD, reminded=("R1",)))
    assert not is_still_true(Reminder.NOT_ACCEPTED_SOON, incident())
    assert is_still_true(Reminder.OVERDUE, incident(**HELD, reminded=("R5",)))
    for status in (Status.ANSWERED, Status.CLOSED, Status.REJECTED, Status.POSTPONED):
        assert not is_still_true(Reminder.OVERDUE, incident(status=status, reminded=("R5",)))
    assert is_still_true(Reminder.OVERDUE_COORDINATOR, incident(status=Status.POSTPONED, reminded=("R7",)))
    assert not is_still_true(Reminder.DANGER_5, incident(**HELD, reminded=("R8",)))


def test_the_half_of_the_time_is_never_a_message() -> None:
    assert not is_still_true(Reminder.HALF, incident(reminded=("R3",)))


def test_the_regions_clock_reminds_when_it_is_the_earlier_one() -> None:
    early = incident(**HELD, region_by=at(12, 14))  # the region waits for three hours
    assert codes(early, at(11, 37)) == ["R3"]
    assert codes(early, at(11, 38)) == ["R4"]
    assert codes(replace(early, reminded=("R3", "R4")), at(12, 14)) == ["R5"]
    assert codes(incident(**HELD, region_by=at(12, 14, day=26)), at(17, 26)) == ["R4"]


def test_the_ladder_of_a_danger_knows_no_lunch_no_night_and_no_weekend() -> None:
    for moment in (at(13, 30), at(23, 50), at(13, 30, day=28), at(3, day=29)):  # lunch, before midnight, Saturday, the night to Sunday
        burns = incident(danger_grade=DangerGrade.NOW, opened_at=moment, assigned_at=moment, clock_from=moment, answer_by=None)
        assert codes(burns, moment + timedelta(minutes=4, seconds=59)) == []
        assert codes(burns, moment + timedelta(minutes=5)) == ["R8"]
        assert codes(replace(burns, reminded=("R8",)), moment + timedelta(minutes=10)) == ["R9"]
        risky = replace(burns, danger_grade=DangerGrade.RISK, accept_by=moment)
        assert codes(risky, moment + timedelta(minutes=10)) == []
