"""Tell of many dangers by a board, and call by it."""

from incidents.danger.board import AUTHOR_SPAN, TRUSTED_FOR, DangerCame, is_one_of_many
from incidents.danger.gravity import since_of
from incidents.deadlines.reminders import Reminder
from incidents.ids import ChatId
from incidents.incident import Incident
from incidents.messages import Delete
from incidents.transaction import Transaction

LADDER = frozenset({Reminder.DANGER_5, Reminder.DANGER_10, Reminder.HEAD_HEARS})


async def of_many(tx: Transaction, incident: Incident) -> tuple[bool, bool]:
    """Whether a danger is one of many; whether its author is believed."""
    since = since_of(incident)
    lately = await tx.boards.lately(since - AUTHOR_SPAN, since)
    nobodys = DangerCame(incident_id=incident.id, since=since, authors=frozenset())
    this = next((each for each in lately if each.incident_id == incident.id), nobodys)
    if not is_one_of_many(this, lately):
        return False, False
    return True, await tx.boards.is_trusted(this.authors, since - TRUSTED_FOR)


async def call_by_board(tx: Transaction, incident: Incident, chat_id: ChatId) -> bool:
    """Let the chat's board ring for a danger. False: nothing else calls."""
    others = await tx.reminders.calling(chat_id, LADDER, but=incident.id)
    if not others and await tx.boards.in_chat(chat_id) is None:
        return False
    await tx.outbox.take_back(chat_id, LADDER)
    for id in (*others, incident.id):
        await tx.boards.put(chat_id, id, calls=True)
        for each in await tx.reminders.of(id):
            if each.chat_id == chat_id and each.code in LADDER:
                await tx.reminders.forget(id, chat_id)
                await tx.outbox.say(chat_id, Delete(), edit=each.message_id, sound=False)
    await tx.outbox.refresh_board(chat_id)
    return True
