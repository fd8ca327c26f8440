"""How it ends, and how it comes back: close, reject, reopen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar

from incidents.acts.undo import Undo
from incidents.desk.acts.disputes import tell_dispute
from incidents.desk.effect import ActCall, Change, Choice, Data, Effect, UndoEffect
from incidents.desk.promises.promise_end import needs_day, plan, settle
from incidents.desk.promises.told import check_told, owes_word
from incidents.errors import WrongStep
from incidents.incident import Act, ClosingOutcome, Doubt, Incident, RejectReason, Untold
from incidents.official import Official
from incidents.policy import Policy
from incidents.promises.values import Promise, PromiseState
from incidents.rights import may
from incidents.transaction import Transaction

_PROMISES, _PLANNED = "promises", "planned"

OUTCOME_WORDS = {
    ClosingOutcome.DONE: "сделано",
    ClosingOutcome.EXPLAINED: "разъяснили",
    ClosingOutcome.PLANNED: "в плане с датой",
    ClosingOutcome.PASSED: "передали вовне",
    ClosingOutcome.REFUSED: "отказ, объяснили",
}
REASON_WORDS = {
    RejectReason.AD: "реклама",
    RejectReason.ANNOUNCEMENT: "объявление",
    RejectReason.CHAT: "разговор",
    RejectReason.THANKS: "спасибо",
    RejectReason.RUMOUR: "слух",
    RejectReason.NOT_OUR_DISTRICT: "не наш округ",
    RejectReason.DUPLICATE: "повтор",
}
UNTOLD_WORDS = {
    Untold.GONE: "пост удалили",
    Untold.SPOKEN: "сказали лично",
    Untold.NOWHERE: "писать некуда",
    Untold.OTHER: "другая причина",
}


def done_words(outcome: ClosingOutcome, untold: Untold | None) -> str:
    """How it ended, and why the resident does not read that it is done."""
    return OUTCOME_WORDS[outcome] + (f", жителю не написали ({UNTOLD_WORDS[untold]})" if untold else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Choice):
    """How it ended."""

    of: ClassVar[Act] = Act.CLOSE
    nothing: ClassVar[str | None] = "Выберите, чем закончилось"
    outcome: ClosingOutcome
    day: date | None = None  # of the plan
    untold: Untold | None = None  # «сделано», and nobody writes of it
    by_hand: bool = False  # «сделано», and an official told the resident where the bot cannot


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Choice):
    """Why it is no appeal."""

    of: ClassVar[Act] = Act.REJECT
    nothing: ClassVar[str | None] = "Выберите, почему это не обращение"
    reason: RejectReason


async def asks_first(tx: Transaction, policy: Policy, incident: Incident, outcome: ClosingOutcome, *, by: Official) -> bool:
    """Whether closing the card so asks its official something before. Raises DomainError where it is refused."""
    match outcome:
        case ClosingOutcome.DONE:
            return await owes_word(tx, policy, incident)
        case ClosingOutcome.PLANNED:
            return await needs_day(tx, incident.id)
        case ClosingOutcome.EXPLAINED:
            return incident.answered_at is None and may(by, Act.FACTS, incident)
        case _:
            return False


async def _close(call: ActCall) -> Change:
    chosen = call.chosen(Close)
    outcome = chosen.outcome
    is_done = outcome is ClosingOutcome.DONE
    told = is_done and await check_told(call.tx, call.policy, call.before, untold=chosen.untold, by_hand=chosen.by_hand)
    untold = chosen.untold if is_done and not told else None
    disputed = True if is_done and call.before.is_disputed else None
    after = replace(call.after, closed_at=call.now, outcome=outcome, untold=untold, disputed=disputed, doubt=None)
    if after.is_disputed:
        await tell_dispute(call.tx, after, but={call.by.id})
    promised = await call.tx.promises.of(after.id)
    if outcome is ClosingOutcome.PLANNED:
        await plan(call.tx, call.before, chosen.day, by=call.by, today=call.policy.today(call.now), now=call.now)
    await settle(call.tx, after.id, outcome, told=told, now=call.now)
    data = {**_settled(promised, await call.tx.promises.of(after.id)), **({"untold": untold} if untold else {})}
    return Change(incident=after, because=f"закрыто: {done_words(outcome, untold)}", data=data)


def _settled(before: Sequence[Promise], after: Sequence[Promise]) -> Data:
    """What closing changed of the promises: how the changed ones stood, and the one that the plan made."""
    stood = {each.id: each.state for each in before}
    changed = [f"{each.id}:{stood[each.id]}" for each in after if each.id in stood and each.state is not stood[each.id]]
    made = next((each.id for each in after if each.id not in stood), None)
    return {**({_PROMISES: " ".join(changed)} if changed else {}), **({_PLANNED: made} if made is not None else {})}


async def _undo_close(tx: Transaction, undo: Undo, now: datetime) -> None:
    """Promises stand again as they stood; the plan that was taken back is nobody's promise."""
    stood = dict(pair.split(":") for pair in str(undo.data.get(_PROMISES) or "").split())
    for each in await tx.promises.of(undo.incident_id):
        if str(each.id) in stood:
            await tx.promises.save(replace(each, state=PromiseState(stood[str(each.id)]), settled_at=None))
        elif each.id == undo.data.get(_PLANNED):
            await tx.promises.save(replace(each, state=PromiseState.DROPPED, settled_at=now))


async def _reject(call: ActCall) -> Change:
    reason = call.chosen(Reject).reason
    after = replace(call.after, closed_at=call.now, reject_reason=reason, doubt=None)
    return Change(incident=after, because=f"не обращение: {REASON_WORDS[reason]}")


async def _reopen(call: ActCall) -> Change:
    if call.before.merged_into is not None:
        into = await call.tx.incidents.get(call.before.merged_into)
        raise WrongStep(
            f"Объединили с № {into.number}, сообщения жителей там. Нужно отдельно? Откройте № {into.number} и нажмите «Разделить»"
        )
    after = replace(
        call.after,
        closed_at=None,
        outcome=None,
        untold=None,
        disputed=None,
        reject_reason=None,
        holder_id=None,
        accepted_at=None,
        danger_asked_at=None,
        reminded=(),
        doubt=Doubt.ROUTE if call.before.department_id is None and not call.before.rumour else None,
    )
    timed_again = call.policy.with_deadlines(after, now=call.now, clock_from=call.now)
    return Change(incident=timed_again, because=f"вернули в работу: {call.by.title}")


EFFECTS: dict[Act, Effect] = {Act.CLOSE: _close, Act.REJECT: _reject, Act.REOPEN: _reopen}
UNDOES: dict[Act, UndoEffect] = {Act.CLOSE: _undo_close}
