"""Hand over all incidents of somebody to a successor or the department.

Nothing lies with one who left.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from incidents.answers.messages import AnswerByHand, AnswerNow
from incidents.answers.values import AnswerState
from incidents.desk.people.hand_over_rest import pass_drafts, pass_orders, pass_shifts
from incidents.desk.refresh import refresh
from incidents.incident import Act, Doubt, Event, Incident, Status
from incidents.lifecycle import step
from incidents.official import Official
from incidents.policy import Policy
from incidents.rights import may
from incidents.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverCounts:
    """What went over: numbers of incidents, and how many of everything else."""

    numbers: tuple[int, ...]
    answers: int
    promises: int = 0
    shifts: int = 0  # that the heir has now
    empty_shifts: int = 0  # that nobody has now
    orders: int = 0  # whose report goes to another now
    drafts: int = 0  # brought by hand, not decided yet


async def hand_over(
    tx: Transaction, policy: Policy, leaver: Official, *, to: Official | None, by: Official, now: datetime, everything: bool = True
) -> HandOverCounts:
    """Hand over what `leaver` holds. `to` None: back to the departments, and drafts to the coordinator who does it.

    `everything` False: only what the leaver has no right to work on any more (after a change of role or department).
    """
    held = [each for each in await tx.incidents.unfinished() if each.holder_id == leaver.id]
    leaves = [each for each in held if everything or not _still_theirs(leaver, each)]
    numbers = [(await _pass(tx, policy, await tx.incidents.get(each.id), to, by, now)).number for each in leaves]
    if not everything:
        return HandOverCounts(numbers=tuple(numbers), answers=0)
    answers = await _pass_answers(tx, leaver, to or by)
    promises = await _pass_promises(tx, leaver, to) if to is not None else 0
    shifts, empty = await pass_shifts(tx, leaver, to, now=now)
    return HandOverCounts(
        numbers=tuple(numbers),
        answers=answers,
        promises=promises,
        shifts=shifts,
        empty_shifts=empty,
        orders=await pass_orders(tx, leaver, to, by),
        drafts=await pass_drafts(tx, leaver, to or by),
    )


def _still_theirs(official: Official, incident: Incident) -> bool:
    """Whether the role and the department allow to go on; a holder's right alone is not enough to keep it."""
    return may(official, Act.ANSWER, replace(incident, holder_id=None))


async def _pass(tx: Transaction, policy: Policy, before: Incident, to: Official | None, by: Official, now: datetime) -> Incident:
    if to is not None:
        act, after, because = Act.HAND_OVER, replace(before, holder_id=to.id), f"передали: {to.title}"
    elif before.status is not Status.ACCEPTED:
        act, after, because = Act.HAND_OVER, replace(before, holder_id=None), "вернули в отдел: сотрудник ушёл"
    elif before.department_id is None:
        act, because = Act.RETURN, "вернули координатору: сотрудник ушёл"
        after = replace(before, status=step(before.status, act), holder_id=None, accepted_at=None, reminded=())
        after = replace(after, doubt=None if before.rumour else Doubt.ROUTE)
    else:
        act, because = Act.ASSIGN, "вернули в отдел: сотрудник ушёл"
        freed = replace(before, status=step(before.status, act), holder_id=None, accepted_at=None, reminded=())
        after = replace(policy.with_deadlines(freed, now=now, clock_from=before.clock_from), answer_by=before.answer_by)
    data = {"from": before.holder_id, "to": to.id if to else None, "department": after.department_id}
    event = Event(act=act, at=now, by=by.id, because=because, status_before=before.status, status_after=after.status, data=data)
    after = await tx.incidents.save(after, event)
    await refresh(tx, after)
    return after


async def _pass_promises(tx: Transaction, leaver: Official, heir: Official) -> int:
    """The heir is reminded of the day. Without an heir whoever holds the incident is, or the coordinators."""
    given = [each for each in await tx.promises.still_open() if each.official_id == leaver.id]
    for promise in given:
        await tx.promises.save(replace(promise, official_id=heir.id))
    return len(given)


async def _pass_answers(tx: Transaction, leaver: Official, heir: Official) -> int:
    """Answers that are not under a post yet: the heir sees each as it stands and goes on."""
    begun = await tx.answers.unfinished_of(leaver.id)
    for answer in begun:
        await tx.answers.save(replace(answer, author_id=heir.id, message_id=None))
        if answer.state in {AnswerState.DRAFT, AnswerState.REFUSED, AnswerState.UNKNOWN}:
            shown = AnswerNow(answer=answer.id) if answer.state is AnswerState.DRAFT else AnswerByHand(answer=answer.id)
            await tx.outbox.say(heir.user_id, shown, under=answer.incident_id)
    return len(begun)
