"""Effects of postponing, passing to another organisation, and coming back."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from incidents.acts.outside_requests import Request
from incidents.acts.undo import Undo
from incidents.desk.effect import ActCall, Change, Choice, Effect, UndoEffect
from incidents.errors import DomainError, Unchanged, fit
from incidents.incident import Act, Incident, Status
from incidents.lifecycle import routed_status
from incidents.official import IN_DEPARTMENT
from incidents.policy import Policy
from incidents.reading import DangerGrade
from incidents.transaction import Transaction

ORGANISATION_LIMIT = 80
LETTER_LIMIT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Postpone(Choice):
    """The day until which it waits."""

    of: ClassVar[Act] = Act.POSTPONE
    nothing: ClassVar[str | None] = "Выберите день"
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOutside(Choice):
    """Who does it instead of us, and what they promised."""

    of: ClassVar[Act] = Act.SEND_OUTSIDE
    nothing: ClassVar[str | None] = "Выберите день"
    until: datetime
    organisation: str
    letter: str | None = None  # its number


async def _postpone(call: ActCall) -> Change:
    """The clock runs on for those above: what waits for a day is not forgotten by its chief."""
    if call.before.danger_grade is DangerGrade.NOW:
        raise DomainError("Опасное сейчас не откладывают. Опасности уже нет? Отметьте «Уже безопасно»")
    until = call.policy.ahead(call.chosen(Postpone).until, now=call.now)
    if until == call.before.postponed_until and call.before.status is Status.POSTPONED:
        raise Unchanged
    return Change(incident=replace(call.after, postponed_until=until), because=f"отложили до {call.policy.day(until)}")


async def _send_outside(call: ActCall) -> Change:
    """Whoever passed it on holds it: somebody must ask the organisation again and tell the resident."""
    chosen = call.chosen(SendOutside)
    until = call.policy.ahead(chosen.until, now=call.now)
    organisation = fit(chosen.organisation, ORGANISATION_LIMIT)
    letter = fit(chosen.letter, LETTER_LIMIT) if chosen.letter else None
    ask_at = call.policy.asking_time(until.astimezone(call.policy.calendar.timezone).date())
    sent = Request(
        id=0,
        incident_id=call.before.id,
        by=call.by.id,
        organisation=organisation,
        letter=letter,
        sent_at=call.now,
        promised_at=until,
        remind_at=ask_at,
    )
    sent = await call.tx.requests.add(sent)
    after = _held(call, replace(call.after, postponed_until=None))
    return Change(incident=after, because="передали вовне", data={"request": sent.id})


async def _resume(call: ActCall) -> Change:
    """Back to whoever holds it; where nobody does, to a colleague of the department who pressed, else to where it was before."""
    data: dict[str, str | int | None] = {}
    if call.before.status is Status.OUTSIDE:
        asked = await call.tx.requests.of(call.before.id)
        if asked is not None:
            await call.tx.requests.save(replace(asked, came_at=call.now, remind_at=None))
            data = {"request": asked.id}
    after = replace(call.after, postponed_until=None)
    if call.before.holder_id is None and call.by.role in IN_DEPARTMENT:
        after = _held(call, after)
    return Change(incident=with_new_acceptance(call.policy, after, now=call.now), because="вернули в работу", data=data)


def with_new_acceptance(policy: Policy, after: Incident, *, now: datetime) -> Incident:
    """What nobody holds waits to be accepted, with a new time for that and the old one for the answer."""
    if after.holder_id is not None:
        return after
    status = routed_status(after.status, after.department_id)
    waits = policy.with_deadlines(replace(after, status=status), now=now, clock_from=after.clock_from)
    return replace(waits, answer_by=after.answer_by)


def _held(call: ActCall, after: Incident) -> Incident:
    if after.holder_id is not None:
        return after
    return replace(after, holder_id=call.by.id, accepted_at=call.now, doubt=None)


async def _undo_outside(tx: Transaction, undo: Undo, _now: datetime) -> None:
    id = undo.data.get("request")
    if isinstance(id, int):
        await tx.requests.take_back(id)


async def _undo_resume(tx: Transaction, undo: Undo, _now: datetime) -> None:
    """The organisation has not answered after all: we ask it again when it was promised, or at once if that day has passed."""
    asked = await tx.requests.of(undo.incident_id)
    if undo.data.get("request") is not None and asked is not None:
        await tx.requests.save(replace(asked, came_at=None, remind_at=asked.promised_at))


EFFECTS: dict[Act, Effect] = {Act.POSTPONE: _postpone, Act.SEND_OUTSIDE: _send_outside, Act.RESUME: _resume}
UNDOES: dict[Act, UndoEffect] = {Act.SEND_OUTSIDE: _undo_outside, Act.RESUME: _undo_resume}
