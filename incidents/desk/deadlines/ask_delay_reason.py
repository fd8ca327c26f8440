"""A reason of delay is asked for before the head sees the figure, once a deadline."""

from datetime import datetime

from incidents.deadlines.reminders import Reminder, is_to_ask
from incidents.delivery import Say
from incidents.desk.deadlines.remind import told
from incidents.ids import IncidentId
from incidents.transaction import Transaction


async def ask_reason(tx: Transaction, id: IncidentId, *, now: datetime) -> bool:
    """Ask whoever has it, silently; False: it was asked, answered or done meanwhile."""
    incident = await tx.incident(id)
    if not is_to_ask(incident, now) or incident.answer_by is None or await tx.delay_of(id) is not None:
        return False
    if not await tx.take_slot(f"reason {id}", incident.answer_by.date(), at=now):
        return False
    for official in told(Reminder.OVERDUE, incident, await tx.officials()):
        await tx.say(Say(chat_id=official.user_id, code="ask_reason", params={"incident": id}, incident_id=id, sound=False))
    return True
