"""Ring everybody anew for a danger that comes back or grows.

Nobody has it any more. The machine's own act. The coordinator may take it back for ten minutes, where a word was misread.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from incidents.acts.undo import UNDO_FOR, Undo
from incidents.audience import audience
from incidents.danger.danger_marks import AGAIN, marks
from incidents.danger.doubts import with_danger_words
from incidents.deadlines.messages import Remind
from incidents.deadlines.reminders import Reminder
from incidents.desk.refresh import refresh
from incidents.desk.routing.reroute import reroute
from incidents.ids import ChatId
from incidents.incident import Act, Event, Incident, Status
from incidents.lifecycle import step
from incidents.policy import Policy
from incidents.reading import DangerGrade, Reading
from incidents.transaction import Transaction


async def raise_danger(tx: Transaction, policy: Policy, incident: Incident, reading: Reading, *, now: datetime) -> Incident:
    """The saved incident is a danger now: saved, everybody rung."""
    return await save_and_ring(tx, incident, await with_danger_now(tx, policy, with_danger_words(incident, reading), now=now), now=now)


async def with_danger_now(tx: Transaction, policy: Policy, incident: Incident, *, now: datetime) -> Incident:
    """It as a danger: acceptance holds no more, its clocks and its ladder run from now. Not saved."""
    worse = replace(incident, danger_grade=DangerGrade.NOW)
    after = policy.with_deadlines(replace(_taken_from_hands(worse), rung_at=None, danger_asked_at=None), now=now, clock_from=now)
    if incident.rumour or after.status is Status.NEW:
        after = await reroute(tx, policy, replace(after, rumour=False), "опасное не ждёт", now=now)
    return replace(after, reminded=(Reminder.DANGER_AGAIN,))


def _taken_from_hands(incident: Incident) -> Incident:
    status = step(incident.status, Act.DANGER_ROSE)
    if status is Status.ASSIGNED and incident.department_id is None:
        status = step(status, Act.RETURN)
    free = replace(incident, status=status, holder_id=None, accepted_at=None, postponed_until=None)
    return replace(free, closed_at=None, outcome=None, untold=None, disputed=None, reject_reason=None)


async def save_and_ring(
    tx: Transaction, before: Incident, after: Incident, *, now: datetime, data: Mapping[str, str | int | None] | None = None
) -> Incident:
    """Save the danger that rose, ring whoever has its card already (the card of all others rings by itself), keep what it was."""
    said = marks(await tx.log.of(before.id))
    is_again = before.danger_grade is DangerGrade.NOW or said.safe is not None or said.denied is not None
    because = "снова опасно" if is_again else "стало опасно"
    event = Event(
        act=Act.DANGER_ROSE,
        at=now,
        by=None,
        because=because,
        status_before=before.status,
        status_after=after.status,
        data={AGAIN: int(is_again), "department": after.department_id, **(data or {})},
    )
    saved = await tx.incidents.save(after, event)
    line = len(await tx.log.of(saved.id))
    kept = Undo(incident_id=saved.id, act=Act.DANGER_ROSE, by=None, until=now + UNDO_FOR, line=line, before=before, after=saved)
    await tx.undos.keep(kept)
    await refresh(tx, saved)
    if Reminder.DANGER_AGAIN in saved.reminded:
        await ring(tx, saved)
    return saved


async def ring(tx: Transaction, incident: Incident, *, but: ChatId | None = None) -> None:
    """«Снова опасно» in every chat of the audience where a card stands: there it would only be edited."""
    standing = set(await tx.copies.chats_of(incident.id))
    what = Remind(incident=incident.id, reminder=Reminder.DANGER_AGAIN)
    for each in audience(incident, officials=await tx.officials.all(), departments=await tx.departments.all()):
        if each.chat_id in standing and each.chat_id != but:
            await tx.outbox.say(each.chat_id, what, under=incident.id, topic_id=each.topic_id, sound=True)
