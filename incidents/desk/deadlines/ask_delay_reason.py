"""Ask for a reason of delay before the head sees the figure.

Once a deadline.
"""

from collections.abc import Sequence
from datetime import datetime

from incidents.deadlines.messages import AskDelayReason
from incidents.deadlines.reminders import Reminder, is_to_ask
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.transaction import Transaction
from incidents.who_is_reminded import officials_to_remind

LOT = 250
"""Incidents that are read in one transaction: of the thousands after an outage whoever presses waits for one lot."""


def _job(incident: Incident) -> str:
    return f"reason {incident.id}"


async def to_ask(tx: Transaction, *, now: datetime, after: IncidentId) -> tuple[Sequence[tuple[datetime, IncidentId]], IncidentId | None]:
    """Of the next lot of overdue incidents: deadlines of those whose reasons nobody has asked for or said; the last of the lot, None when
    there is no more."""
    lot = await tx.next_looks.overdue(now, after=after, most=LOT)
    overdue = [each for each in lot if is_to_ask(each, now)]
    said = await tx.delays.of_each([each.id for each in overdue])
    asked = await tx.slots.taken([(_job(each), each.answer_by.date()) for each in overdue if each.answer_by is not None])
    open_ones = [each for each in overdue if each.id not in said]
    found = [(each.answer_by, each.id) for each in open_ones if each.answer_by and (_job(each), each.answer_by.date()) not in asked]
    return found, lot[-1].id if len(lot) == LOT else None


async def ask_reason(tx: Transaction, id: IncidentId, *, now: datetime) -> bool:
    """Ask whoever has it, silently; False: it was asked, answered or done meanwhile."""
    incident = await tx.incidents.get(id)
    if not is_to_ask(incident, now) or incident.answer_by is None or await tx.delays.of(id) is not None:
        return False
    if not await tx.slots.take(_job(incident), incident.answer_by.date(), at=now):
        return False
    for official in officials_to_remind(Reminder.OVERDUE, incident, await tx.officials.all()):
        await tx.outbox.say(official.user_id, AskDelayReason(incident=id), under=id, sound=False)
    return True
