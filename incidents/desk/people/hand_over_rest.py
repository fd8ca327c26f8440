"""Hand over everything except incidents: shifts, orders, drafts, approvals, deputies."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from incidents.answers.values import AnswerState
from incidents.approval.lookups import approvers
from incidents.desk.approval.author_approval import sheets
from incidents.desk.approval.author_approval import show as show_approval
from incidents.desk.duty.shifts import tell_shifts, turn_watch
from incidents.desk.intake.by_hand import WAITING, show
from incidents.duty.roster import SwapState, check_free
from incidents.duty.values import ON_DUTY
from incidents.errors import WrongStep
from incidents.head.messages import OrderReport
from incidents.intake.by_hand import DraftState
from incidents.official import Official, Role
from incidents.people.leave import may_replace
from incidents.people.messages import StandsIn
from incidents.recipients import in_role
from incidents.transaction import Transaction


async def pass_shifts(tx: Transaction, leaver: Official, heir: Official | None, *, now: datetime) -> tuple[int, int]:
    """Shifts to come go to the heir, where the heir may stand in the roster and is free; the others go. Gives back how many of each."""
    given, mine = 0, [each for each in await tx.shifts.after(now) if each.official_id == leaver.id]
    for each in mine:
        rest = [other for other in await tx.shifts.after(now) if other.official_id != leaver.id]
        if heir is not None and heir.role in ON_DUTY:
            try:
                check_free(rest, heir, each.starts_at, each.ends_at)
            except WrongStep:
                continue
            await tx.shifts.give(each.id, heir.id)
            given += 1
    await tx.shifts.remove_all_of(leaver.id, since=now)
    for swap in await tx.swaps.asked():
        if leaver.id in {swap.by_id, swap.to_id}:
            await tx.swaps.save(replace(swap, state=SwapState.DROPPED, settled_at=now))
    if mine:
        await tell_shifts(tx, [heir.id] if heir is not None and given else [], now=now)
        await turn_watch(tx, now=now)
    return given, len(mine) - given


async def pass_orders(tx: Transaction, leaver: Official, heir: Official | None, by: Official) -> int:
    """Reports on orders that the leaver gave go to the new head, else to the coordinator who does it."""
    heads = in_role(await tx.officials.all(), Role.HEAD, but={leaver.id})
    owner = heir if heir is not None and heir.role is Role.HEAD else heads[0] if heads else by
    given = await tx.orders.of(leaver.id)
    for order in given:
        await tx.orders.save(replace(order, by=owner.id))
        if order.reported_at is not None:
            await tx.outbox.say(owner.user_id, OrderReport(order=order.id))
    return len(given)


async def pass_drafts(tx: Transaction, leaver: Official, heir: Official) -> int:
    """Drafts by hand that nobody has decided on: the heir sees each."""
    begun = [each for each in await tx.drafts.of(leaver.id) if each.state in WAITING | {DraftState.READING}]
    for draft in begun:
        after = replace(draft, official_id=heir.id)
        await tx.drafts.save(after)
        if draft.state is DraftState.READY:
            await show(tx, after, heir)
    return len(begun)


async def show_to_approvers(tx: Transaction) -> int:
    """Answers that wait for approval are seen by everybody who may decide now. Gives back how many were shown."""
    shown, officials = 0, await tx.officials.all()
    for answer in await sheets(tx):
        seen = await tx.approval_messages.of(answer.id)
        people = [one for one in approvers(officials, answer.author_id) if one.user_id not in seen]
        if answer.state is AnswerState.APPROVAL and people:
            await show_approval(tx, answer, people, sound=False)
            shown += 1
    return shown


async def pass_deputies(tx: Transaction, leaver: Official, heir: Official | None) -> Sequence[Official]:
    """Whom the leaver stood in for: the heir does now, where that is possible. Gives back those who have nobody."""
    left: list[Official] = []
    for other in [each for each in await tx.officials.all() if each.deputy_id == leaver.id]:
        able = heir is not None and any(each.id == heir.id for each in may_replace(other, await tx.officials.all()))
        if not able or heir is None:
            left.append(other)
            continue
        await tx.officials.save(replace(other, deputy_id=heir.id))
        if other.away:
            await tx.outbox.say(heir.user_id, StandsIn(official=other.id))
    return left
