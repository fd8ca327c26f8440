"""One reminder message for each chat and incident.

Skip it if no longer due, edit what stands, delete the previous one.
"""

from bot.storage.delivery.outbox import OutboxRow
from bot.storage.engine.transaction import Tx
from incidents.deadlines.reminders import Reminder, is_still_true
from incidents.deadlines.store import Reminded
from incidents.desk.refresh import clear_reminders
from incidents.messages import Delete
from incidents.who_is_reminded import listed

_CODES = frozenset(Reminder)


def is_reminder(row: OutboxRow) -> bool:
    """Whether the row reminds of one incident or lists what is overdue."""
    return row.code in _CODES


async def is_needed(tx: Tx, row: OutboxRow) -> bool:
    """Whether what the row reminds of waits still. Raises NotFound."""
    if not is_reminder(row):
        return True
    if row.incident_id is not None:
        return is_still_true(Reminder(row.code or ""), await tx.incidents.get(row.incident_id))
    return any((await listed(tx)).values())


async def replace_reminder(tx: Tx, row: OutboxRow, message_id: int) -> None:
    """The reminder that was sent replaces the former one here, and goes at once if the act was done meanwhile."""
    incident = await tx.incidents.get(row.incident_id) if row.incident_id is not None else None
    now_there = Reminded(chat_id=row.chat_id, code=Reminder(row.code or ""), message_id=message_id)
    former = await tx.reminders.put(row.incident_id, now_there)
    if former is not None:
        await tx.outbox.say(row.chat_id, Delete(), edit=former, sound=False)
    if incident is not None:
        await clear_reminders(tx, incident)
