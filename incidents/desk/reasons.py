"""A reason of delay is asked for before the head sees the figure, once a deadline."""

from datetime import datetime

from incidents.desk.escalate import told
from incidents.ids import IncidentId
from incidents.incident import OPEN, Doubt, Incident, Status
from incidents.ports import Say, Transaction
from incidents.reminders import Reminder


def is_to_ask(incident: Incident, now: datetime) -> bool:
    """Whether a department has it and its deadline is over."""
    waits = incident.status in OPEN - {Status.NEW} and incident.doubt is not Doubt.TRIAL
    return waits and incident.department_id is not None and incident.answer_by is not None and incident.answer_by < now


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
