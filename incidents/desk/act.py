"""Do an official's act: right, step, effect, event, chats.

One place for every act; `effects.py` says what each one changes.
"""

from dataclasses import replace
from datetime import datetime

from incidents.acts.undo import UNDO_FOR, UNDOABLE, Undo
from incidents.desk.effect import ActCall, Choice
from incidents.desk.effects import EFFECTS
from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh, refresh_offering
from incidents.desk.routing.reading_corrections import learn_from
from incidents.desk.second_questions import settle_second_questions, settles_second_question
from incidents.errors import TakenByAnother, Unchanged, WrongStep
from incidents.ids import IncidentId
from incidents.incident import FINAL, OPEN, Act, Event, Incident, Status
from incidents.intake.new_text import SETTLES
from incidents.lifecycle import can, step
from incidents.official import Official
from incidents.policy import Policy
from incidents.rights import check
from incidents.transaction import Transaction


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
    if choice is not None and choice.of is not what:
        raise TypeError(f"{choice} is chosen with another act than {what}")
    before = await tx.incidents.get(id)
    check(by, what, before)
    await _explain(tx, policy, before, what, by)
    after = replace(before, status=step(before.status, what))
    call = ActCall(tx=tx, policy=policy, before=before, after=after, by=by, now=now, choice=choice)
    change = await EFFECTS[what](call)
    after = replace(change.incident, new_text_at=None) if what in SETTLES else change.incident
    data = {"department": after.department_id, "outcome": after.outcome, "reason": after.reject_reason, **change.data}
    data |= await settle_second_questions(tx, before) if settles_second_question(what, before) else {}
    event = Event(act=what, at=now, by=by.id, because=change.because, status_before=before.status, status_after=after.status, data=data)
    after = await tx.incidents.save(after, event)
    if what in UNDOABLE:
        line = len(await tx.log.of(id))
        until = now + UNDO_FOR
        await tx.undos.keep(Undo(incident_id=id, act=what, by=by.id, until=until, line=line, before=before, after=after, data=data))
    if what is not Act.NEW_TEXT:  # the reader was right about either text
        await learn_from(tx, before, after, by=by, now=now)
    await refresh(tx, after)
    if after.status in OPEN and (before.status not in OPEN or before.department_id != after.department_id):
        await refresh_offering(tx, id)
    return Outcome(incident=after, because=change.because)


async def _explain(tx: Transaction, policy: Policy, incident: Incident, what: Act, by: Official) -> None:
    """Say in words why a press comes too late, before the table says it in general."""
    if what is Act.ACCEPT and incident.status is Status.ACCEPTED and incident.holder_id is not None:
        if incident.holder_id == by.id:
            raise Unchanged
        holder = await tx.officials.get(incident.holder_id)
        at = policy.clock(incident.accepted_at) if incident.accepted_at else ""
        raise TakenByAnother(f"Уже взяли: {holder.title}, {at}. Можно помочь или ничего не делать")
    if incident.status in FINAL and not can(incident.status, what):
        if (what, incident.status) in {(Act.CLOSE, Status.CLOSED), (Act.REJECT, Status.REJECTED)}:
            raise Unchanged
        at = f" в {policy.clock(incident.closed_at)}" if incident.closed_at else ""
        raise WrongStep(f"Закрыто{at}, отвечать больше не нужно")


async def ready(tx: Transaction, id: IncidentId, what: Act, *, by: Official) -> Incident:
    """The incident, if the act is theirs and possible now. Raises what the act itself would raise."""
    incident = await tx.incidents.get(id)
    check(by, what, incident)
    if incident.status in FINAL and not can(incident.status, what):
        raise WrongStep("Карточка уже закрыта. Сначала нажмите на ней «Вернуть в работу»")
    step(incident.status, what)
    return incident
