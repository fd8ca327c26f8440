"""Refresh every copy of a card; delete reminders of what is done."""

from incidents.audience import audience
from incidents.deadlines.messages import OverdueList
from incidents.deadlines.reminders import Reminder, holds
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.messages import Delete
from incidents.transaction import Transaction


async def refresh(tx: Transaction, incident: Incident) -> None:
    """Every chat of the incident's audience, and every chat with a copy, will show it as it stands; reminders of what is done go."""
    recipients = audience(incident, officials=await tx.officials.all(), departments=await tx.departments.all())
    await tx.outbox.refresh_cards(incident.id, recipients)
    await clear_reminders(tx, incident)


async def clear_reminders(tx: Transaction, incident: Incident) -> None:
    """Take away the reminders of an incident whose act is done; the coordinator's list of the hour is written anew."""
    for each in await tx.reminders.of(incident.id):
        if not holds(each.code, incident):
            await tx.reminders.forget(incident.id, each.chat_id)
            await tx.outbox.say(each.chat_id, Delete(), edit=each.message_id, sound=False)
    if Reminder.OVERDUE_COORDINATOR in incident.reminded and not holds(Reminder.OVERDUE_COORDINATOR, incident):
        for each in await tx.reminders.of(None):
            await tx.outbox.say(each.chat_id, OverdueList(), edit=each.message_id, sound=False)


async def refresh_id(tx: Transaction, id: IncidentId) -> None:
    """`refresh` for a caller who holds the id only."""
    await refresh(tx, await tx.incidents.get(id))
