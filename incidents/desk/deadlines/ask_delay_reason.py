"""Ask for a reason of delay before the head sees the figure.

Once a deadline.
"""

from datetime import datetime

from incidents.deadlines.messages import AskDelayReason
from incidents.deadlines.reminders import Reminder, is_to_ask
from incidents.desk.deadlines.remind import who_hears
from incidents.ids import IncidentId
from incidents.transaction import Transaction


async def ask_reason(tx: Transaction, id: IncidentId, *, now: datetime) -> bool:
    """Ask whoever has it, silently; False: it was asked, answered or done meanwhile."""
    incident = await tx.incidents.get(id)
    if not is_to_ask(incident, now) or incident.answer_by is None or await tx.delays.of(id) is not None:
        return False
    if not await tx.slots.take(f"reason {id}", incident.answer_by.date(), at=now):
        return False
    for official in who_hears(Reminder.OVERDUE, incident, await tx.officials.all()):
        await tx.outbox.say(official.user_id, AskDelayReason(incident=id), under=id, sound=False)
    return True
