"""A coordinator changes who works here: role, department, dismissal, block. What is held goes over in the same transaction."""

from dataclasses import replace
from datetime import datetime

from incidents.desk.common import Policy, refresh
from incidents.desk.only import only_coordinator
from incidents.desk.passing import Passed, pass_on
from incidents.desk.passing_on import pass_deputies, pass_orders, pass_shifts, show_to_approvers
from incidents.desk.people import hand_over
from incidents.duty import ON_DUTY
from incidents.errors import DomainError, NotFound, Unchanged, WrongStep
from incidents.ids import DepartmentId, OfficialId
from incidents.people import IN_DEPARTMENT, Official, Role, title_of
from incidents.ports import Say, Transaction

LAST_COORDINATOR = "Это последний координатор, без него карточки некому разбирать. Сначала пригласите другого"
MOST_NUMBERS = 20
"""So many numbers of what went over stand in the report; the rest is counted."""


async def place_for(tx: Transaction, role: Role, department: DepartmentId | None) -> tuple[DepartmentId | None, str]:
    """The department that a role belongs to (None where it has none) and the title of whoever holds it."""
    if role not in IN_DEPARTMENT:
        return None, title_of(role, None)
    titles = {each.id: each.title for each in await tx.departments()}
    if department not in titles:
        raise WrongStep("Такого отдела больше нет. Откройте карточку сотрудника ещё раз")
    return department, title_of(role, titles[department])


async def change_role(
    tx: Transaction, policy: Policy, id: OfficialId, role: Role, department: DepartmentId | None, *, by: Official, now: datetime
) -> Official:
    """Give a role and its department. What the person may not work on any more goes back to its department."""
    only_coordinator(by)
    before = await _working(tx, id)
    home, title = await place_for(tx, role, department)
    if (role, home) == (before.role, before.department_id):
        raise Unchanged
    if role is not Role.COORDINATOR:
        await _not_the_last(tx, before)
    after = replace(before, role=role, department_id=home, title=title)
    await tx.save_official(after)
    data: dict[str, int | str | None] = {"official": id, "role": role, "department": home, "by": by.id}
    await tx.audit("role_changed", user_id=after.user_id, at=now, data=data)
    passed = await pass_on(tx, policy, after, to=None, by=by, now=now, everything=False)
    if role not in ON_DUTY:
        await pass_shifts(tx, after, None, now=now)
    if before.role is Role.HEAD:
        await pass_orders(tx, after, None, by)
    if before.role is Role.APPROVER:
        await show_to_approvers(tx)
    await tx.say(Say(chat_id=after.user_id, code="role_changed", params={"official": id}))
    await _refresh_both(tx, before, after)
    if passed.numbers:
        await _report(tx, before, None, passed, by)
    return after


async def dismiss(tx: Transaction, policy: Policy, id: OfficialId, *, to: OfficialId | None, by: Official, now: datetime) -> Passed:
    """The person works here no more: all that they hold goes to `to`, or back to the department."""
    return await _leave(tx, policy, await _working_or_blocked(tx, id), to=to, by=by, now=now, blocked=False)


async def block(tx: Transaction, policy: Policy, id: OfficialId, *, by: Official, now: datetime) -> Passed:
    """Switch somebody off at once (a lost phone): what they hold goes back to the department. It can be taken back."""
    return await _leave(tx, policy, await _working(tx, id), to=None, by=by, now=now, blocked=True)


async def unblock(tx: Transaction, id: OfficialId, *, by: Official, now: datetime) -> Official:
    """Switch on again: what waits for somebody like them comes."""
    only_coordinator(by)
    before = await tx.official(id)
    if not before.blocked:
        raise Unchanged
    after = replace(before, active=True, blocked=False)
    await tx.save_official(after)
    await tx.audit("unblocked", user_id=after.user_id, at=now, data={"official": id, "by": by.id})
    await tx.say(Say(chat_id=after.user_id, code="welcome", params={"official": id}))
    await hand_over(tx, after)
    return after


async def _leave(
    tx: Transaction, policy: Policy, leaver: Official, *, to: OfficialId | None, by: Official, now: datetime, blocked: bool
) -> Passed:
    only_coordinator(by)
    await _not_the_last(tx, leaver)
    heir = await _working(tx, to) if to is not None else None
    if heir is not None and heir.id == leaver.id:
        raise WrongStep("Передать дела нужно другому человеку. Выберите, кому")
    gone = replace(leaver, active=False, blocked=blocked, away=False, away_from=None, away_until=None, deputy_id=None, watch=None)
    await tx.save_official(gone)
    await tx.cancel_invites(leaver.id, at=now)
    left = await pass_deputies(tx, gone, heir)
    passed = await pass_on(tx, policy, gone, to=heir, by=by, now=now)
    await tx.forget_chat(leaver.user_id)
    if leaver.role is Role.APPROVER:
        await show_to_approvers(tx)
    await _refresh_both(tx, leaver, gone)
    data = {"official": leaver.id, "to": to, "by": by.id, "incidents": len(passed.numbers), "answers": passed.answers}
    await tx.audit("blocked" if blocked else "dismissed", user_id=leaver.user_id, at=now, data=data)
    if not blocked:
        await tx.say(Say(chat_id=leaver.user_id, code="farewell"))
    await _report(tx, leaver, heir, passed, by)
    for other in left:
        await tx.say(Say(chat_id=by.user_id, code="deputy_left", params={"official": other.id}))
    return passed


async def _report(tx: Transaction, leaver: Official, heir: Official | None, passed: Passed, by: Official) -> None:
    """What went over: to the coordinator who did it, and to whoever holds it now."""
    numbers = " ".join(str(number) for number in passed.numbers[:MOST_NUMBERS])
    params: dict[str, int | str | None] = {"official": leaver.id, "to": heir.id if heir else None, "numbers": numbers}
    params |= {"count": len(passed.numbers), "answers": passed.answers, "promises": passed.promises, "shifts": passed.shifts}
    params |= {"empty": passed.empty_shifts, "orders": passed.orders, "drafts": passed.drafts}
    await tx.say(Say(chat_id=by.user_id, code="handed_over", params=params, sound=False))
    if heir is not None and heir.id != by.id and (passed.numbers or passed.promises):
        await tx.say(Say(chat_id=heir.user_id, code="took_over", params=params))


async def _working(tx: Transaction, id: OfficialId) -> Official:
    official = await tx.official(id)
    if not official.active:
        raise NotFound("Этот человек больше не подключён. Список сотрудников: /people")
    return official


async def _working_or_blocked(tx: Transaction, id: OfficialId) -> Official:
    official = await tx.official(id)
    return official if official.blocked else await _working(tx, id)


async def _not_the_last(tx: Transaction, official: Official) -> None:
    if official.role is not Role.COORDINATOR or not official.active:
        return
    if not any(each.role is Role.COORDINATOR and each.id != official.id for each in await tx.officials()):
        raise DomainError(LAST_COORDINATOR)


async def _refresh_both(tx: Transaction, before: Official, after: Official) -> None:
    """Cards of the department that was left and of the one that was joined show who is there now."""
    homes = {each.department_id for each in (before, after) if each.role in IN_DEPARTMENT and each.department_id}
    for incident in await tx.open_incidents():
        if not homes or incident.department_id in homes:
            await refresh(tx, incident)
