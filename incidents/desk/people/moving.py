"""Move an official to another role or department.

What they may not work on any more is passed on in the same transaction.
"""

from dataclasses import replace
from datetime import datetime

from incidents.desk.people.hand_over import HandOverCounts, hand_over
from incidents.desk.people.hand_over_rest import pass_orders, pass_shifts, show_to_approvers
from incidents.desk.refresh import leave_chat, may_stand, refresh
from incidents.duty.values import ON_DUTY
from incidents.errors import DomainError, WrongStep
from incidents.ids import DepartmentId
from incidents.official import IN_DEPARTMENT, Official, Role, title_of
from incidents.people.messages import HandedOver, RoleChanged, TookOver
from incidents.policy import Policy
from incidents.recipients import in_role
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

LAST_COORDINATOR = "Это последний координатор, без него карточки некому разбирать. Сначала пригласите другого"
MOST_NUMBERS = 20
"""So many numbers of what went over stand in the report; the rest is counted."""


async def place_for(tx: Transaction, role: Role, department: DepartmentId | None) -> tuple[DepartmentId | None, str]:
    """The department that a role belongs to (None where it has none) and the title of whoever holds it."""
    if role not in IN_DEPARTMENT:
        return None, title_of(role, None)
    titles = {each.id: each.title for each in await tx.departments.all()}
    if department not in titles:
        raise WrongStep("Такого отдела больше нет. Какие есть, видит координатор: /people, «Отделы»")
    return department, title_of(role, titles[department])


async def move(
    tx: Transaction,
    policy: Policy,
    before: Official,
    role: Role,
    department: DepartmentId | None,
    *,
    by: Official,
    told: Official | None,
    now: datetime,
) -> Official:
    """Give a role and its department. `told` is the coordinator who reads what went over; the caller has locked the officials."""
    home, title = await place_for(tx, role, department)
    if role is not Role.COORDINATOR:
        await keep_a_coordinator(tx, before)
    after = replace(before, role=role, department_id=home, title=title)
    await tx.officials.save(after)
    data: dict[str, int | str | None] = {"official": after.id, "role": role, "department": home, "by": by.id}
    await tx.audit.add("role_changed", user_id=after.user_id, at=now, data=data)
    passed = await hand_over(tx, policy, after, to=None, by=by, now=now, everything=False)
    if role not in ON_DUTY:
        await pass_shifts(tx, after, None, now=now)
    if before.role is Role.HEAD:
        await pass_orders(tx, after, None, told or by)
    if before.role is Role.APPROVER:
        await show_to_approvers(tx)
    links = await tx.invitations.cancel_all_by(after.id, at=now) if before.role is Role.COORDINATOR else 0
    await tx.outbox.say(after.user_id, RoleChanged(official=after.id))
    await tx.read_requests.cancel_all_of(after.id)
    there = await tx.card_places.in_chat(after.user_id, unreadable_by=after)
    owed = [each.id for each in await tx.incidents.unfinished() if each.id in there and await may_stand(tx, each, after.user_id)]
    await leave_chat(tx, after.user_id, {id: number for id, number in there.items() if id not in owed})
    await refresh_both(tx, before, after)
    if told is not None and (passed.numbers or links):
        await report(tx, before, None, passed, links=links, told=told)
    return after


async def lock_people(tx: Transaction, *, by: Official) -> None:
    """Let nobody else change people until the end. Raises Forbidden when `by` has ceased to be a coordinator meanwhile."""
    await tx.officials.lock()
    check_right(await tx.officials.get(by.id), Right.KEEP_PEOPLE)


async def keep_a_coordinator(tx: Transaction, leaver: Official) -> None:
    """Raise DomainError when the district would be left without a coordinator."""
    if await is_last_coordinator(tx, leaver):
        raise DomainError(LAST_COORDINATOR)


async def is_last_coordinator(tx: Transaction, official: Official) -> bool:
    """Whether the district has no other coordinator."""
    if official.role is not Role.COORDINATOR or not official.active:
        return False
    return not in_role(await tx.officials.all(), Role.COORDINATOR, but={official.id})


async def report(tx: Transaction, leaver: Official, heir: Official | None, passed: HandOverCounts, *, links: int, told: Official) -> None:
    """Tell what went over: to the coordinator who did it, and to whoever holds it now."""
    numbers, count = passed.numbers[:MOST_NUMBERS], len(passed.numbers)
    handed = HandedOver(
        official=leaver.id,
        to=heir.id if heir else None,
        numbers=numbers,
        count=count,
        answers=passed.answers,
        promises=passed.promises,
        shifts=passed.shifts,
        empty=passed.empty_shifts,
        orders=passed.orders,
        drafts=passed.drafts,
        links=links,
    )
    await tx.outbox.say(told.user_id, handed, sound=False)
    if heir is not None and heir.id != told.id and (passed.numbers or passed.promises):
        await tx.outbox.say(heir.user_id, TookOver(numbers=numbers, count=count))


async def refresh_both(tx: Transaction, before: Official, after: Official) -> None:
    """Cards of the department that was left and of the one that was joined show who is there now."""
    homes = {each.department_id for each in (before, after) if each.role in IN_DEPARTMENT and each.department_id}
    for incident in await tx.incidents.unfinished():
        if not homes or incident.department_id in homes:
            await refresh(tx, incident)
