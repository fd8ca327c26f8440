"""Who may do what, when and where: role × act × status × department × danger, against docs/architecture.md said once more in other words.

Then role × right, for what is no act on a card. Nothing here asks `rights.py`, `role_rights.py` or `lifecycle.py` what is right:
a change of any of them without a change of these words fails.
"""

from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import product

import pytest

from incidents.errors import Forbidden
from incidents.ids import DepartmentId
from incidents.incident import Act, Incident, Status
from incidents.official import Official, Role
from incidents.reading import DangerGrade
from incidents.rights import check, possible
from incidents.role_rights import REFUSALS, Right, check_right, has_right
from tests.kit.values.samples import HOUSING, ROADS, incident, official


class Whose(StrEnum):
    """Whose card it is, as seen by an official of the roads."""

    OWN = "own"
    FOREIGN = "foreign"
    NOBODYS = "nobody's"
    HELPED = "helped"  # another department's, yet the roads give facts for it
    HELD = "held"  # another department's, yet this very official took it


DEPARTMENTS: dict[Whose, DepartmentId | None] = {
    Whose.OWN: ROADS,
    Whose.FOREIGN: HOUSING,
    Whose.NOBODYS: None,
    Whose.HELPED: HOUSING,
    Whose.HELD: HOUSING,
}
ME = 7

S = Status
WAITS = {S.NEW, S.ASSIGNED, S.ACCEPTED, S.OUTSIDE, S.POSTPONED, S.REOPENED}
"""Nothing was published yet, or it all began again."""
LIVES = WAITS | {S.ANSWERED}

WHEN: dict[str, set[Status]] = {
    "rose": set(S),
    # «accept, «не наше», give facts, answer, close, postpone»: the work
    "accept": {S.NEW, S.ASSIGNED, S.REOPENED},
    "return": {S.ASSIGNED, S.ACCEPTED, S.REOPENED},
    "facts": LIVES,
    "answer": LIVES,
    "interim": LIVES,
    "close": LIVES,
    "postpone": WAITS,
    "outside": WAITS,
    "resume": {S.OUTSIDE, S.POSTPONED},
    "reopen": {S.ANSWERED, S.CLOSED, S.REJECTED},
    "ask_author": LIVES,
    "help": LIVES,
    "delay": LIVES | {S.CLOSED},
    "note": set(S),
    "undo": set(S),
    # «route, correct topic and place, merge, split, reject»: the coordinator's
    "assign": WAITS,
    "reject": WAITS,
    "topic": LIVES,
    "place": LIVES,
    "new_text": LIVES,  # while a changed text waits for the coordinator
    "merge": LIVES,
    "split": LIVES,
    "collect": LIVES,
    "region": set(S),
    # «orders with a date and a report, на контроль»: the head's
    # «слух» is the coordinator's word, «это не слух» also the approver's; «поручить другому» the chief's
    "rumour": WAITS,
    "not_rumour": WAITS,
    "entrust": {S.ASSIGNED, S.ACCEPTED, S.REOPENED},
    "order": LIVES | {S.CLOSED},
    "control": LIVES | {S.CLOSED},
    # «known, confirmed, not confirmed»: of dangers only
    "known": LIVES,
    "confirmed": LIVES,
    "denied": LIVES,
    "safe": LIVES,
    "graded": LIVES,  # while «Опасно?» waits
    # the machine's own
    "take_in": LIVES | {S.CLOSED},
    "escalate": LIVES,
    "hand_over": LIVES,
}

MACHINES = {"take_in", "escalate", "hand_over", "rose"}
OF_DANGER = {"known", "confirmed", "denied", "safe"}
COORDINATORS = {"assign", "reject", "topic", "place", "merge", "split", "collect", "region", "order", "control", "rumour", "not_rumour"}
CHIEFS = {"entrust"}
WORK = set(WHEN) - {"graded", "new_text"} - COORDINATORS - OF_DANGER - MACHINES - CHIEFS
CHECKING = {
    *("accept", "answer", "interim", "collect", "not_rumour", "close", "reopen", "note", "ask_author", "delay", "undo"),
}
"""What the approver does with a rumour: ask for facts, say what is known, end it."""


def should(role: Role, act: str, status: Status, whose: Whose, grade: DangerGrade | None, returns: int, *, rumour: bool = False) -> bool:
    """docs/architecture.md, «People and rights», row by row."""
    if act in MACHINES or status not in WHEN[act] or (act in OF_DANGER and grade is None):
        return False
    if act in {"graded", "new_text"}:
        return False  # none of these is asked about
    if act in {"rumour", "not_rumour"} and rumour is (act == "rumour"):
        return False
    own = whose in {Whose.OWN, Whose.HELD} and act in WORK | {"safe", "merge"} and (act != "return" or returns < 2)
    allowed: dict[Role, bool] = {
        Role.EXECUTOR: own or (whose is Whose.HELPED and act in {"facts", "note"}),
        Role.COORDINATOR: True,
        Role.DUTY: act in OF_DANGER or (act == "accept" and grade is DangerGrade.NOW),
        Role.HEAD: act in {"order", "control", "note"},
        Role.APPROVER: rumour and act in CHECKING,
        Role.OBSERVER: False,
    }
    if role is Role.CHIEF and act in CHIEFS:
        return whose in {Whose.OWN, Whose.HELD}
    return allowed[Role.EXECUTOR if role is Role.CHIEF else role]


def cases(role: Role) -> Iterator[tuple[Status, Whose, DangerGrade | None, int, Incident]]:
    for status, whose, grade, returns in product(Status, Whose, (None, *DangerGrade), (0, 1, 2, 3)):
        holder = who(role).id if whose is Whose.HELD else None
        co = (ROADS,) if whose is Whose.HELPED else ()
        known = incident(
            status=status, department_id=DEPARTMENTS[whose], holder_id=holder, danger_grade=grade, returns=returns, co_departments=co
        )
        yield status, whose, grade, returns, known


def who(role: Role) -> Official:
    return official(role, ME, ROADS if role in {Role.EXECUTOR, Role.CHIEF} else None)


def test_the_statement_names_every_act() -> None:
    assert set(WHEN) == {act.value for act in Act}


@pytest.mark.parametrize("role", Role)
def test_every_act_is_possible_exactly_where_the_design_says_so(role: Role) -> None:
    wrong = [
        (act, status, whose, grade, returns)
        for status, whose, grade, returns, known in cases(role)
        for act in Act
        if (act in possible(who(role), known)) is not should(role, act.value, status, whose, grade, returns)
    ]
    assert not wrong


@pytest.mark.parametrize("role", Role)
def test_a_rumour_is_the_approvers_and_the_coordinators(role: Role) -> None:
    wrong = [
        (act, status)
        for status, whose, grade, returns, known in cases(role)
        for act in Act
        if (act in possible(who(role), replace(known, rumour=True)))
        is not should(role, act.value, status, whose, grade, returns, rumour=True)
    ]
    assert not wrong


@pytest.mark.parametrize("role", Role)
def test_what_is_not_theirs_in_any_status_is_refused_with_a_sentence(role: Role) -> None:
    for status, whose, grade, returns, known in cases(role):
        for act in Act:
            if not any(should(role, act.value, each, whose, grade, returns) for each in Status):
                with pytest.raises(Forbidden) as refusal:
                    check(who(role), act, known)
                assert 0 < len(refusal.value.user_text) <= 200, (act, status)


@pytest.mark.parametrize("role", Role)
def test_who_left_may_do_nothing(role: Role) -> None:
    gone = official(role, ME, ROADS, active=False)
    assert not any(possible(gone, known) for *_, known in cases(role))


WORKING = {"bring", "plan_works", "send_tables", "undo"}
THEIRS: dict[Role, set[str]] = {
    # a department's people bring messages and say what works are planned
    Role.EXECUTOR: WORKING,
    Role.CHIEF: WORKING,
    # the press decides on answers, mends what is published, checks rumours and keeps the advice
    Role.APPROVER: {"bring", "undo", "approve", "correct", "check_rumours", "keep_advice"},
    Role.DUTY: {"bring", "undo", "see_roster"},
    # the head reads the summary and takes reports, also those that somebody else asked for
    Role.HEAD: {"bring", "undo", "see_summary", "see_roster", "take_reports"},
    Role.OBSERVER: set(),
    # all settings, all lists, all that a colleague has begun; not the head's reports, and corrects by the act, not by the role
    Role.COORDINATOR: {right.value for right in Right} - {"correct", "take_reports"},
}


@pytest.mark.parametrize("role", Role)
def test_a_role_has_its_rights_and_no_others(role: Role) -> None:
    assert {right.value for right in Right if has_right(who(role), right)} == THEIRS[role]


@pytest.mark.parametrize("right", REFUSALS)
def test_who_has_no_such_right_reads_whose_it_is(right: Right) -> None:
    for role in Role:
        if right in THEIRS[role]:
            check_right(who(role), right)
            continue
        with pytest.raises(Forbidden) as refusal:
            check_right(who(role), right)
        assert 0 < len(refusal.value.user_text) <= 200
        assert refusal.value.user_text != Forbidden.default


@pytest.mark.parametrize("right", Right)
def test_a_group_and_who_left_have_no_rights(right: Right) -> None:
    assert not has_right(None, right)
    assert not any(has_right(official(role, ME, ROADS, active=False), right) for role in Role)
