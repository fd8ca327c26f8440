"""Taking an own inner act back: whose right, how long, and what stays of what the machine changed meanwhile."""

from dataclasses import replace
from datetime import timedelta

import pytest

from incidents.acts.undo import UNDO_FOR, UNDOABLE, Undo, is_open, may_undo, with_state_before
from incidents.ids import OfficialId
from incidents.incident import Act, ClosingOutcome, Event, Incident, Status
from incidents.official import Role
from tests.kit.values.samples import at, incident, official

NOW = at(11)
BEFORE = incident(status=Status.ACCEPTED, holder_id=OfficialId(5), accepted_at=at(9, 31), reminded=("R1",))
AFTER = replace(BEFORE, status=Status.CLOSED, closed_at=NOW, outcome=ClosingOutcome.DONE, version=2)


def closing(before: Incident = BEFORE, after: Incident = AFTER) -> Undo:
    return Undo(incident_id=before.id, act=Act.CLOSE, by=OfficialId(5), until=NOW + UNDO_FOR, line=3, before=before, after=after)


def event(act: Act) -> Event:
    return Event(act=act, at=NOW, by=None, because="", status_before=Status.CLOSED, status_after=Status.CLOSED)


LOG = [event(Act.TAKE_IN), event(Act.ACCEPT), event(Act.CLOSE)]


def test_everything_comes_back_as_it_was() -> None:
    assert with_state_before(closing(), AFTER) == replace(BEFORE, version=2)


def test_what_a_voice_changed_meanwhile_stays() -> None:
    heard = replace(AFTER, matched_because="тот же дом", reminded=("R1", "R7"), version=4)
    back = with_state_before(closing(), heard)
    assert (back.status, back.outcome, back.matched_because, back.reminded) == (Status.ACCEPTED, None, "тот же дом", ("R1", "R7"))


def test_reminders_that_the_act_forgot_are_remembered_again_beside_the_new_ones() -> None:
    before = replace(BEFORE, reminded=("R1", "R2"))
    after = replace(before, status=Status.ASSIGNED, reminded=())
    assert with_state_before(closing(before, after), replace(after, reminded=("R1", "R5"))).reminded == ("R1", "R2", "R5")


@pytest.mark.parametrize("later", [(), (Act.TAKE_IN,), (Act.ESCALATE, Act.NOTE)])
def test_voices_reminders_and_notes_do_not_stand_in_the_way(later: tuple[Act, ...]) -> None:
    assert is_open(closing(), AFTER, [*LOG, *map(event, later)], now=NOW)


@pytest.mark.parametrize("later", [Act.REOPEN, Act.ANSWER, Act.INTERIM, Act.ASSIGN, Act.UNDO])
def test_what_decides_something_does(later: Act) -> None:
    assert not is_open(closing(), AFTER, [*LOG, event(later)], now=NOW)


def test_ten_minutes_and_not_a_moment_longer() -> None:
    assert is_open(closing(), AFTER, LOG, now=NOW + UNDO_FOR - timedelta(seconds=1))
    assert not is_open(closing(), AFTER, LOG, now=NOW + UNDO_FOR)
    assert not is_open(closing(), replace(AFTER, status=Status.REOPENED), LOG, now=NOW)


def test_whoever_acted_and_nobody_else() -> None:
    assert may_undo(official(Role.EXECUTOR, 5), closing())
    assert not may_undo(official(Role.COORDINATOR, 6), closing())
    assert not may_undo(official(Role.OBSERVER, 5), closing())
    assert not may_undo(official(Role.CHIEF, 6), closing())
    assert not may_undo(official(Role.EXECUTOR, 5, active=False), closing())


def test_what_people_have_read_is_never_taken_back() -> None:
    assert UNDOABLE.isdisjoint({Act.ANSWER, Act.INTERIM, Act.NOTE, Act.HELP, Act.ORDER, Act.TAKE_IN, Act.ESCALATE, Act.UNDO})
