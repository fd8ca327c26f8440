"""An official presses: accept, «не наше», route, reject, close, reopen. One function, one table of effects."""

from dataclasses import dataclass, replace
from datetime import datetime

from incidents.desk.common import Outcome, Policy, refresh, timed
from incidents.desk.corrections import learn_from
from incidents.errors import Forbidden, NotFound, TakenByAnother, Unchanged, WrongStep
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import FINAL, Act, ClosingOutcome, Doubt, Event, Incident, RejectReason, Status
from incidents.lifecycle import can, step
from incidents.people import Official
from incidents.ports import Transaction
from incidents.rights import check

MAX_RETURNS = 2
"""«Не наше» may be pressed twice for an incident; then only the coordinator routes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen with the act, where it asks for a choice."""

    department_id: DepartmentId | None = None
    outcome: ClosingOutcome | None = None
    reason: RejectReason | None = None


OUTCOME_WORDS = {
    ClosingOutcome.DONE: "сделано",
    ClosingOutcome.EXPLAINED: "разъяснили",
    ClosingOutcome.PLANNED: "в плане с датой",
    ClosingOutcome.PASSED: "передали вовне",
    ClosingOutcome.REFUSED: "отказ, объяснили",
}
REASON_WORDS = {
    RejectReason.AD: "реклама",
    RejectReason.CHAT: "разговор",
    RejectReason.THANKS: "спасибо",
    RejectReason.RUMOUR: "слух",
    RejectReason.NOT_OUR_DISTRICT: "не наш округ",
    RejectReason.DUPLICATE: "повтор",
}


async def act(
    tx: Transaction,
    policy: Policy,
    id: IncidentId,
    what: Act,
    *,
    by: Official,
    now: datetime,
    choice: Choice | None = None,
) -> Outcome:
    """Do it, log it, tell everyone. Raises a DomainError that says what to do instead; then nothing has changed."""
    choice = choice or Choice()
    before = await tx.incident(id)
    check(by, what, before)
    await _explain(tx, policy, before, what, by)
    after = replace(before, status=step(before.status, what))
    after, because = await _EFFECTS[what](_Call(tx=tx, policy=policy, before=before, after=after, by=by, now=now, choice=choice))
    data = {"department": after.department_id, "outcome": after.outcome, "reason": after.reject_reason}
    event = Event(act=what, at=now, by=by.id, because=because, status_before=before.status, status_after=after.status, data=data)
    after = await tx.save(after, event)
    await learn_from(tx, before, after, by=by, now=now)
    await refresh(tx, after)
    return Outcome(incident=after, because=because)


async def _explain(tx: Transaction, policy: Policy, incident: Incident, what: Act, by: Official) -> None:
    """Say in words why a press comes too late, before the table says it in general."""
    if what is Act.ACCEPT and incident.status is Status.ACCEPTED and incident.holder_id is not None:
        if incident.holder_id == by.id:
            raise Unchanged
        holder = await tx.official(incident.holder_id)
        at = policy.clock(incident.accepted_at) if incident.accepted_at else ""
        raise TakenByAnother(f"Уже взяли: {holder.title}, {at}. Можно помочь или ничего не делать")
    if incident.status in FINAL and not can(incident.status, what):
        if (what, incident.status) in {(Act.CLOSE, Status.CLOSED), (Act.REJECT, Status.REJECTED)}:
            raise Unchanged
        at = f" в {policy.clock(incident.closed_at)}" if incident.closed_at else ""
        raise WrongStep(f"Закрыто{at}, отвечать больше не нужно")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    tx: Transaction
    policy: Policy
    before: Incident
    after: Incident
    by: Official
    now: datetime
    choice: Choice


async def _accept(call: _Call) -> tuple[Incident, str]:
    after = replace(call.after, holder_id=call.by.id, accepted_at=call.now, doubt=None)
    return after, f"приняли: {call.by.title}"


async def _return(call: _Call) -> tuple[Incident, str]:
    if call.before.returns >= MAX_RETURNS:
        raise Forbidden("Возвращали уже дважды, теперь отдел выбирает координатор. Напишите координатору")
    because = f"вернули: {call.by.title}"
    after = replace(
        call.after,
        returns=call.before.returns + 1,
        department_id=None,
        holder_id=None,
        accepted_at=None,
        doubt=Doubt.ROUTE,
        route_because=because,
        reminded=(),
    )
    return timed(call.policy, after, now=call.now, clock_from=call.before.clock_from), because


async def _assign(call: _Call) -> tuple[Incident, str]:
    wanted = call.choice.department_id
    titles = {d.id: d.title for d in await call.tx.departments()}
    if wanted not in titles:
        raise NotFound("Такого отдела у нас нет")
    if wanted == call.before.department_id and call.before.status is Status.ASSIGNED:
        raise Unchanged
    because = f"передал координатор: {titles[wanted]}"
    after = replace(call.after, department_id=wanted, holder_id=None, accepted_at=None, doubt=None, route_because=because, reminded=())
    return timed(call.policy, after, now=call.now, clock_from=call.before.clock_from), because


async def _close(call: _Call) -> tuple[Incident, str]:
    if call.choice.outcome is None:
        raise WrongStep("Выберите, чем закончилось")
    return replace(
        call.after, closed_at=call.now, outcome=call.choice.outcome, doubt=None
    ), f"закрыто: {OUTCOME_WORDS[call.choice.outcome]}"


async def _reject(call: _Call) -> tuple[Incident, str]:
    if call.choice.reason is None:
        raise WrongStep("Выберите, почему это не обращение")
    after = replace(call.after, closed_at=call.now, reject_reason=call.choice.reason, doubt=None)
    return after, f"не обращение: {REASON_WORDS[call.choice.reason]}"


async def _reopen(call: _Call) -> tuple[Incident, str]:
    after = replace(
        call.after,
        closed_at=None,
        outcome=None,
        reject_reason=None,
        holder_id=None,
        accepted_at=None,
        reminded=(),
        doubt=Doubt.ROUTE if call.before.department_id is None else None,
    )
    return timed(call.policy, after, now=call.now, clock_from=call.now), f"вернули в работу: {call.by.title}"


_EFFECTS = {
    Act.ACCEPT: _accept,
    Act.RETURN: _return,
    Act.ASSIGN: _assign,
    Act.CLOSE: _close,
    Act.REJECT: _reject,
    Act.REOPEN: _reopen,
}
"""What each act changes beside the status. An act without a row has no button yet."""
