"""One reminder message for each chat and incident.

Skip it if no longer due, edit what stands, delete the previous one. Other messages that something follows from, too.
"""

from datetime import datetime

from bot.storage.delivery.outbox import OutboxRow
from bot.storage.engine.transaction import Tx
from incidents.deadlines.reminders import Reminder, holds
from incidents.deadlines.store import Reminded
from incidents.desk.refresh import clear_reminders
from incidents.desk.sources import announcements
from incidents.head.messages import DailySummary, SummaryPicture
from incidents.head.summary import SUMMARY_JOB
from incidents.ids import AnswerId
from incidents.messages import Delete
from incidents.messenger import Done
from incidents.outbox_message import message_of
from incidents.sources.chat_messages import ChatAnnounced

_CODES = frozenset(Reminder)

APPROVAL = "approval"
"""What stands before an approver is found again when somebody has decided."""


def is_reminder(row: OutboxRow) -> bool:
    """Whether the row reminds of one incident or lists what is overdue."""
    return row.code in _CODES


async def is_needed(tx: Tx, row: OutboxRow) -> bool:
    """Whether what the row reminds of waits still. Raises NotFound."""
    if not is_reminder(row):
        return True
    if row.incident_id is not None:
        return holds(Reminder(row.code or ""), await tx.incidents.get(row.incident_id))
    return any(holds(Reminder.OVERDUE_COORDINATOR, each) for each in await tx.incidents.unfinished())


def announcement_in(row: OutboxRow) -> int | None:
    """The chat whose announcement the row is."""
    chat = row.params.get("chat")
    return chat if row.code in ChatAnnounced.codes and isinstance(chat, int) else None


def under(row: OutboxRow) -> int | None:
    """The message that this one follows, where it is no card: the picture under the summary."""
    told = row.params.get("under")
    return told if isinstance(told, int) else None


async def stands(tx: Tx, row: OutboxRow, sent: Done, *, now: datetime) -> None:
    """The reminder was sent: it replaces the former one of this incident in this chat, and goes at once if the act was done meanwhile."""
    message_id = sent.message_id
    if (announced := announcement_in(row)) is not None:
        await announcements.stands(tx, announced, at=sent.at or now)
    if message_id is not None and row.code == APPROVAL and isinstance(answer := row.params.get("answer"), int):
        await tx.approval_messages.put(AnswerId(answer), row.chat_id, message_id)
    if message_id is not None and row.code == SUMMARY_JOB:
        summary = message_of(SUMMARY_JOB, row.params)
        assert isinstance(summary, DailySummary)
        await tx.outbox.say(row.chat_id, SummaryPicture(since=summary.since, until=summary.until, under=message_id), sound=False)
    if message_id is None or not is_reminder(row):
        return
    incident = await tx.incidents.get(row.incident_id) if row.incident_id is not None else None
    now_there = Reminded(chat_id=row.chat_id, code=Reminder(row.code or ""), message_id=message_id)
    former = await tx.reminders.put(row.incident_id, now_there)
    if former is not None:
        await tx.outbox.say(row.chat_id, Delete(), edit=former, sound=False)
    if incident is not None:
        await clear_reminders(tx, incident)
