"""Change who works here: role, department, dismissal, block.

What is held goes over in the same transaction.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from incidents.desk.people.hand_over import HandOverCounts, hand_over
from incidents.desk.people.hand_over_rest import pass_deputies, show_to_approvers
from incidents.desk.people.joining import show_open_cards
from incidents.desk.people.moving import keep_a_coordinator, lock_people, move, place_for, refresh_both, report
from incidents.desk.refresh import leave_chat
from incidents.errors import NotFound, Unchanged, WrongStep
from incidents.ids import DepartmentId, OfficialId
from incidents.messages import Welcome
from incidents.official import Official, Role
from incidents.people.messages import DeputyLeft, Farewell
from incidents.policy import Policy
from incidents.transaction import Transaction


async def change_role(
    tx: Transaction, policy: Policy, id: OfficialId, role: Role, department: DepartmentId | None, *, by: Official, now: datetime
) -> Official:
    """Give a role and its department. What the person may not work on any more goes back to its department."""
    await lock_people(tx, by=by)
    before = await get_connected(tx, id)
    home, _title = await place_for(tx, role, department)
    if (role, home) == (before.role, before.department_id):
        raise Unchanged
    return await move(tx, policy, before, role, home, by=by, told=by, now=now)


async def dismiss(tx: Transaction, policy: Policy, id: OfficialId, *, to: OfficialId | None, by: Official, now: datetime) -> HandOverCounts:
    """The person works here no more: all that they hold goes to `to`, or back to the department."""
    await lock_people(tx, by=by)
    return await _leave(tx, policy, await _working_or_blocked(tx, id), to=to, by=by, now=now, blocked=False)


async def block(tx: Transaction, policy: Policy, id: OfficialId, *, by: Official, now: datetime) -> HandOverCounts:
    """Switch somebody off at once (a lost phone): what they hold goes back to the department. It can be taken back."""
    await lock_people(tx, by=by)
    return await _leave(tx, policy, await get_connected(tx, id), to=None, by=by, now=now, blocked=True)


async def unblock(tx: Transaction, id: OfficialId, *, by: Official, now: datetime) -> Official:
    """Switch on again: what waits for somebody like them comes."""
    await lock_people(tx, by=by)
    before = await tx.officials.get(id)
    if not before.blocked:
        raise Unchanged
    after = replace(before, active=True, blocked=False, left_at=None)
    await tx.officials.save(after)
    await tx.audit.add("unblocked", user_id=after.user_id, at=now, data={"official": id, "by": by.id})
    await tx.outbox.say(after.user_id, Welcome(official=id))
    await show_open_cards(tx, after)
    return after


async def _leave(
    tx: Transaction, policy: Policy, leaver: Official, *, to: OfficialId | None, by: Official, now: datetime, blocked: bool
) -> HandOverCounts:
    await keep_a_coordinator(tx, leaver)
    heir = await get_connected(tx, to) if to is not None else None
    if heir is not None and heir.id == leaver.id:
        raise WrongStep("Передать дела нужно другому человеку. Выберите, кому")
    off: dict[str, Any] = {"active": False, "blocked": blocked, "left_at": now}  # Any: fields of an Official
    gone = replace(leaver, **off, away=False, away_from=None, away_until=None, deputy_id=None, watch=None)
    await tx.officials.save(gone)
    links = await tx.invitations.cancel_all_by(leaver.id, at=now)
    left = await pass_deputies(tx, gone, heir)
    passed = await hand_over(tx, policy, gone, to=heir, by=by, now=now)
    cards = await tx.card_places.in_chat(leaver.user_id)
    await tx.outbox.forget_chat(leaver.user_id)
    await tx.read_requests.cancel_all_of(leaver.id)
    if leaver.role is Role.APPROVER:
        await show_to_approvers(tx)
    await refresh_both(tx, leaver, gone)
    data = {"official": leaver.id, "to": to, "by": by.id, "incidents": len(passed.numbers), "answers": passed.answers}
    await tx.audit.add("blocked" if blocked else "dismissed", user_id=leaver.user_id, at=now, data=data)
    if not blocked:
        await tx.outbox.say(leaver.user_id, Farewell())
    await leave_chat(tx, leaver.user_id, cards)
    await report(tx, leaver, heir, passed, links=links, told=by)
    for other in left:
        await tx.outbox.say(by.user_id, DeputyLeft(official=other.id))
    return passed


async def get_connected(tx: Transaction, id: OfficialId) -> Official:
    """An official who is connected. Raises NotFound."""
    official = await tx.officials.get(id)
    if not official.active:
        raise NotFound("Этот человек больше не подключён. Список сотрудников: /people")
    return official


async def _working_or_blocked(tx: Transaction, id: OfficialId) -> Official:
    official = await tx.officials.get(id)
    return official if official.blocked else await get_connected(tx, id)
