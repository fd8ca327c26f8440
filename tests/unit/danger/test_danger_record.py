"""What stays of a danger, and who accepted, when the card moves on."""

from dataclasses import replace

from incidents.danger.danger_record import with_danger_record
from incidents.ids import OfficialId
from incidents.incident import Act, Event, Incident, Status
from incidents.reading import DangerGrade
from tests.kit.values.samples import at, incident

NOW, RISK = DangerGrade.NOW, DangerGrade.RISK


def event(hour: int, act: Act = Act.NOTE, by: int | None = None) -> Event:
    who = None if by is None else OfficialId(by)
    return Event(act=act, at=at(hour), by=who, because="", status_before=None, status_after=Status.ASSIGNED)


def kept(one: Incident) -> tuple[object, ...]:
    return one.danger_peak, one.danger_since, one.danger_over_at, one.danger_over_by


def test_a_danger_that_is_over_keeps_its_grade_its_hour_and_who_ended_it() -> None:
    first = with_danger_record(incident(danger_grade=NOW), event(9))
    assert kept(first) == (NOW, at(9), None, None)
    over = with_danger_record(replace(first, danger_grade=None), event(10, Act.SAFE, by=7))
    assert kept(over) == (NOW, at(9), at(10), OfficialId(7))
    assert kept(with_danger_record(over, event(11))) == kept(over)


def test_what_grows_counts_from_then_and_a_lower_word_changes_nothing() -> None:
    risk = with_danger_record(incident(danger_grade=RISK), event(9))
    grown = with_danger_record(replace(risk, danger_grade=NOW), event(10))
    assert kept(grown) == (NOW, at(10), None, None)
    assert kept(with_danger_record(grown, event(11))) == kept(grown)


def test_what_comes_back_is_a_danger_of_that_hour() -> None:
    over = with_danger_record(
        replace(with_danger_record(incident(danger_grade=NOW), event(9)), danger_grade=None), event(10, Act.SAFE, by=7)
    )
    assert kept(with_danger_record(replace(over, danger_grade=NOW), event(12))) == (NOW, at(12), None, None)


def test_a_calm_question_has_no_record() -> None:
    assert kept(with_danger_record(incident(), event(9))) == (None, None, None, None)


def test_who_accepted_is_who_pressed_whoever_has_it_later() -> None:
    pressed = with_danger_record(incident(accepted_at=at(9), holder_id=OfficialId(3)), event(9, Act.ACCEPT, by=3))
    assert pressed.accepted_by == OfficialId(3)
    assert with_danger_record(pressed, event(9, Act.DANGER_CONFIRMED, by=7)).accepted_by == OfficialId(3)  # in the very same moment
    moved = with_danger_record(replace(pressed, holder_id=OfficialId(4)), event(10, Act.HAND_OVER, by=9))
    assert moved.accepted_by == OfficialId(3)
    assert with_danger_record(replace(moved, accepted_at=None, holder_id=None), event(11)).accepted_by is None
    assert with_danger_record(pressed, event(9, Act.DANGER_CONFIRMED, by=9)).accepted_by == OfficialId(3)  # of the same moment
    taken = replace(pressed, accepted_at=at(10), holder_id=OfficialId(4))
    assert with_danger_record(taken, event(10, Act.ACCEPT, by=4)).accepted_by == OfficialId(4)
