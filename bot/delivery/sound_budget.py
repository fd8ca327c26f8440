"""May this message ring? Asked once an outbox row.

What came silently is named in a digest within the hour.
"""

from datetime import datetime, timedelta

from bot.delivery.quiet_hours import quiet_until
from bot.storage.delivery.outbox import OutboxKind, OutboxRow
from bot.storage.engine.transaction import Tx
from incidents.deadlines.messages import QuietDigest
from incidents.deadlines.reminders import Reminder
from incidents.deadlines.sound_budget import Sound, Verdict, verdict
from incidents.deadlines.worktime import WorkCalendar
from incidents.incident import Incident
from incidents.reading import DangerGrade

DIGEST = "quiet_digest"
"""Slot of the hour: what came silently is named once."""

_REMINDERS = frozenset(Reminder)


async def may_ring_at(tx: Tx, incident: Incident, *, now: datetime, calendar: WorkCalendar) -> datetime | None:
    """When the first card of this incident may come; None: now."""
    return quiet_until(calendar, incident, now, await tx.nights.of(now.astimezone(calendar.timezone).date()))


async def rings(tx: Tx, row: OutboxRow, *, now: datetime, calendar: WorkCalendar, budget: int) -> bool:
    """True: with a sound. Cards and reminders of officials are counted; groups and answers to one's own press are not."""
    counted = row.kind is OutboxKind.CARD or row.code in _REMINDERS
    if not row.sound or row.chat_id < 0 or row.incident_id is None or not counted:
        return row.sound
    decided = await tx.sounds.verdict(row.id)
    if decided is None:
        decided = await _decide(tx, row, await tx.incidents.get(row.incident_id), now=now, calendar=calendar, budget=budget)
    return decided is Verdict.RINGS


async def _decide(tx: Tx, row: OutboxRow, incident: Incident, *, now: datetime, calendar: WorkCalendar, budget: int) -> Verdict:
    local = now.astimezone(calendar.timezone)
    today = local.replace(hour=0, minute=0, second=0, microsecond=0)
    urgent = row.urgent or incident.danger_grade is DangerGrade.NOW
    past = await tx.sounds.in_chat(row.chat_id, since=min(today, incident.clock_from))
    said = verdict(past, incident_id=incident.id, since=incident.clock_from, today=today, budget=budget, urgent=urgent)
    await tx.sounds.add(row.id, row.chat_id, Sound(incident_id=incident.id, at=now, verdict=said, urgent=urgent))
    if said is Verdict.OVER_BUDGET:
        hour = local.replace(minute=0, second=0, microsecond=0)
        if await tx.slots.take(f"{DIGEST} {row.chat_id} {hour.hour}", hour.date(), at=now):
            await tx.outbox.say(row.chat_id, QuietDigest(since=now), not_before=hour + timedelta(hours=1))
    return said
