"""The approver's own clock: a reminder, then others are asked too.

Nothing is ever stuck.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from incidents.answers.alike_answers import batch_of
from incidents.answers.lifecycle import Happening, next_state
from incidents.answers.values import Answer, AnswerState
from incidents.approval.lookups import approvers
from incidents.approval.messages import ApprovalDue, ApprovalQueue
from incidents.approval.values import LATER, Approval, ApprovalState
from incidents.desk.approval.author_approval import log, release, tell_nobody_approves
from incidents.desk.approval.each_alike import space_out
from incidents.incident import FINAL
from incidents.official import Official
from incidents.policy import Policy
from incidents.role_rights import Right, has_right
from incidents.transaction import Transaction

DUE, QUEUE = "due", "queue"


async def watch(tx: Transaction, policy: Policy, *, now: datetime) -> int:
    """Do what is due for all rounds that wait; gives back how many things were done. A second call at the same moment does nothing."""
    done = 0
    waiting = await tx.approvals.waiting()
    officials = await tx.officials.all()
    late: list[Approval] = []
    reminded: set[str] = set()
    released: dict[str, list[Answer]] = {}
    for each in waiting:
        answer = await tx.answers.get(each.answer_id)
        if await _is_over(tx, each, answer, now=now):
            done += 1
            continue
        if not approvers(officials, answer.author_id):
            await tx.approvals.save(replace(each, state=ApprovalState.RECALLED, decided_at=now))
            await tell_nobody_approves(tx, policy, now=now)
            released.setdefault(batch_of(answer), []).append(await release(tx, answer, now=now))
            done += 1
            continue
        if policy.calendar.is_working(now):
            step = _step(policy, each, now)
            if step is None or step in each.steps:
                continue
            await tx.approvals.save(replace(each, steps=(*each.steps, step)))
            done += 1
            if step == QUEUE:
                late.append(each)
            elif batch_of(answer) not in reminded:  # one sheet, one reminder
                reminded.add(batch_of(answer))
                await _remind(tx, answer, officials)
    for batch in released.values():
        await space_out(tx, batch)
    if late:
        await _queue(tx, officials)
    return done


def _step(policy: Policy, each: Approval, now: datetime) -> str | None:
    if policy.calendar.add(each.due_at, LATER) <= now:
        return QUEUE
    return DUE if each.due_at <= now else None


async def _is_over(tx: Transaction, each: Approval, answer: Answer, *, now: datetime) -> bool:
    """The card was closed meanwhile, or the answer is in no approval any more: nobody waits for a decision."""
    incident = await tx.incidents.get(each.incident_id)
    if answer.state is AnswerState.APPROVAL and incident.status not in FINAL:
        return False
    await tx.approvals.save(replace(each, state=ApprovalState.RECALLED, decided_at=now))
    if answer.state is AnswerState.APPROVAL:
        await tx.answers.save(replace(answer, state=next_state(answer.state, Happening.CARD_CLOSED)))
        await log(tx, incident, None, now, "карточку закрыли, ответ с согласования снят", answer)
    return True


async def _remind(tx: Transaction, answer: Answer, officials: Sequence[Official]) -> None:
    for official in approvers(officials, answer.author_id):
        await tx.outbox.say(official.user_id, ApprovalDue(answer=answer.id))


async def _queue(tx: Transaction, officials: Sequence[Official]) -> None:
    """A4 to the approvers, and to the coordinators, who may decide as well."""
    for official in officials:
        if has_right(official, Right.APPROVE) and official.reachable:
            await tx.outbox.say(official.user_id, ApprovalQueue())
