"""Who may do what: the matrix of roles and acts, generated from one table."""

from itertools import product

import pytest

from incidents.card_rights import MACHINE
from incidents.errors import Forbidden
from incidents.ids import IncidentId
from incidents.incident import FINAL, Act, Incident, Status
from incidents.lifecycle import can
from incidents.official import Official, Role
from incidents.reading import DangerGrade
from incidents.rights import MAX_RETURNS, check, may, possible
from tests.kit.values.samples import HOUSING, ROADS, incident, official

DANGER = {Act.DANGER_KNOWN, Act.DANGER_CONFIRMED, Act.DANGER_DENIED, Act.SAFE}
WORK = {
    Act.ACCEPT, Act.RETURN, Act.ANSWER, Act.INTERIM, Act.FACTS, Act.CLOSE, Act.REOPEN, Act.POSTPONE, Act.RESUME, Act.SEND_OUTSIDE,
    Act.NOTE, Act.ASK_AUTHOR, Act.DELAY_REASON, Act.HELP, Act.MERGE, Act.UNDO,
}  # fmt: skip

ORDINARY = incident()
NOW = incident(danger_grade=DangerGrade.NOW)
RISK = incident(danger_grade=DangerGrade.RISK)
ASKED = incident(danger_asked_at=incident().opened_at)
OFFERED = incident(new_text_at=incident().opened_at)
NOT_HERE = {Act.NOT_RUMOUR, Act.DANGER_GRADED, Act.NEW_TEXT, Act.CONFIRM_DONE}
FOREIGN = incident(department_id=HOUSING)
FOREIGN_NOW = incident(department_id=HOUSING, danger_grade=DangerGrade.NOW)
NOBODYS = incident(department_id=None, status=Status.NEW)

MAY: dict[Role, list[tuple[Incident, set[Act]]]] = {
    Role.EXECUTOR: [(ORDINARY, WORK), (NOW, WORK | {Act.SAFE}), (FOREIGN, set()), (FOREIGN_NOW, set()), (NOBODYS, set())],
    Role.CHIEF: [
        (ORDINARY, WORK | {Act.ENTRUST}),
        (NOW, WORK | {Act.SAFE, Act.ENTRUST}),
        (FOREIGN, set()),
        (FOREIGN_NOW, set()),
        (NOBODYS, set()),
    ],
    Role.COORDINATOR: [(each, set(Act) - MACHINE - DANGER - NOT_HERE) for each in (ORDINARY, FOREIGN, NOBODYS)]
    + [(each, set(Act) - MACHINE - NOT_HERE) for each in (NOW, RISK, FOREIGN_NOW)]
    + [(ASKED, set(Act) - MACHINE - DANGER - (NOT_HERE - {Act.DANGER_GRADED}))]
    + [(OFFERED, set(Act) - MACHINE - DANGER - (NOT_HERE - {Act.NEW_TEXT}))],
    Role.APPROVER: [(each, set()) for each in (ORDINARY, NOW)],
    Role.DUTY: [
        (ORDINARY, set()),
        (ASKED, {Act.DANGER_GRADED}),
        (NOW, DANGER | {Act.ACCEPT}),
        (RISK, DANGER),
        (FOREIGN_NOW, DANGER | {Act.ACCEPT}),
    ],
    Role.HEAD: [(each, {Act.ORDER, Act.CONTROL, Act.NOTE}) for each in (ORDINARY, NOW, FOREIGN, NOBODYS)],
    Role.OBSERVER: [(each, set()) for each in (ORDINARY, NOW)],
}
MATRIX = [(role, known, act, act in acts) for role, rows in MAY.items() for known, acts in rows for act in Act]


def somebody(role: Role) -> Official:
    return official(role, 1, ROADS if role in {Role.EXECUTOR, Role.CHIEF} else None)


@pytest.mark.parametrize(("role", "known", "act", "expected"), MATRIX)
def test_a_role_may_do_what_the_table_says_and_reads_what_else_to_do(role: Role, known: Incident, act: Act, expected: bool) -> None:
    who = somebody(role)
    assert may(who, act, known) is expected
    if expected:
        check(who, act, known)
        return
    with pytest.raises(Forbidden) as refusal:
        check(who, act, known)
    assert 0 < len(refusal.value.user_text) <= 200


def said(who: Official, act: Act, known: Incident) -> str:
    with pytest.raises(Forbidden) as refusal:
        check(who, act, known)
    return refusal.value.user_text


def test_a_refusal_says_what_to_do_instead() -> None:
    executor = somebody(Role.EXECUTOR)
    assert said(executor, Act.ACCEPT, FOREIGN) == Forbidden.default
    assert "координатора" in said(executor, Act.ACCEPT, NOBODYS)
    assert "решает координатор" in said(executor, Act.SPLIT, ORDINARY)
    assert "не отмечена опасной" in said(executor, Act.SAFE, ORDINARY)
    assert "наблюдатель" in said(somebody(Role.OBSERVER), Act.ACCEPT, ORDINARY)


def test_after_two_returns_only_the_coordinator_routes() -> None:
    twice = incident(returns=MAX_RETURNS)
    assert may(somebody(Role.EXECUTOR), Act.RETURN, incident(returns=1))
    assert not may(somebody(Role.CHIEF), Act.RETURN, twice)
    assert "возвращали два раза" in said(somebody(Role.EXECUTOR), Act.RETURN, twice)
    assert may(somebody(Role.COORDINATOR), Act.ASSIGN, twice)


def test_the_holder_keeps_their_rights_in_another_department() -> None:
    executor = somebody(Role.EXECUTOR)
    assert may(executor, Act.ANSWER, incident(department_id=HOUSING, holder_id=executor.id))


def test_an_executor_without_a_department_has_no_incidents_of_nobody() -> None:
    assert not may(official(Role.EXECUTOR, 1), Act.ACCEPT, NOBODYS)


def test_who_left_may_do_nothing() -> None:
    gone = official(Role.COORDINATOR, active=False)
    assert not any(may(gone, act, ORDINARY) for act in Act)
    assert "больше не подключены" in said(gone, Act.NOTE, ORDINARY)


@pytest.mark.parametrize(("role", "status"), list(product(Role, Status)))
def test_a_keyboard_is_offered_what_right_and_status_both_allow(role: Role, status: Status) -> None:
    who, known = somebody(role), incident(id=IncidentId(1), status=status, danger_grade=DangerGrade.NOW)
    offered = possible(who, known)
    assert offered == {act for act in Act if can(status, act) and may(who, act, known)}
    if status in FINAL:
        assert not offered & {Act.ANSWER, Act.INTERIM, Act.ACCEPT}
