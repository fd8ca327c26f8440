"""What follows from a message that was sent, by its code."""

from datetime import datetime

from bot.delivery.reminder_messages import is_reminder, replace_reminder
from bot.storage.delivery.outbox import OutboxRow
from bot.storage.engine.transaction import Tx
from incidents.desk.head.summary import post_picture
from incidents.desk.sources import announcements
from incidents.head.messages import DailySummary
from incidents.head.summary import SUMMARY_JOB
from incidents.ids import AnswerId
from incidents.messenger import Done
from incidents.outbox_message import message_of
from incidents.sources.chat_messages import ChatAnnounced

APPROVAL = "approval"
"""What stands before an approver is found again when somebody has decided."""


async def act_after_sending(tx: Tx, row: OutboxRow, sent: Done, *, now: datetime) -> None:
    """Write what follows: an announcement counts, an approver's message is known, the summary gets its picture, a reminder replaces one."""
    message_id = sent.message_id
    if (announced := announcement_in(row)) is not None:
        await announcements.mark_announced(tx, announced, at=sent.at or now)
    if message_id is None:
        return
    if row.code == APPROVAL and isinstance(answer := row.params.get("answer"), int):
        await tx.approval_messages.put(AnswerId(answer), row.chat_id, message_id)
    if row.code == SUMMARY_JOB:
        summary = message_of(SUMMARY_JOB, row.params)
        assert isinstance(summary, DailySummary)
        await post_picture(tx, row.chat_id, summary, under=message_id)
    if is_reminder(row):
        await replace_reminder(tx, row, message_id)


def announcement_in(row: OutboxRow) -> int | None:
    """The chat whose announcement the row is."""
    chat = row.params.get("chat")
    return chat if row.code in ChatAnnounced.codes and isinstance(chat, int) else None


def under(row: OutboxRow) -> int | None:
    """The message that this one follows, where it is no card: the picture under the summary."""
    told = row.params.get("under")
    return told if isinstance(told, int) else None
