"""Tell of many dangers by a board, and call by it."""

from collections.abc import Sequence

from incidents.audience import Recipient
from incidents.danger.board import AUTHOR_SPAN, TRUSTED_FOR, DangerCame, many_before
from incidents.danger.gravity import since_of
from incidents.deadlines.reminders import UNACCEPTED, Reminder
from incidents.ids import ChatId, IncidentId
from incidents.incident import Incident
from incidents.messages import Delete
from incidents.reading import DangerGrade
from incidents.transaction import Transaction

LADDER = frozenset({Reminder.DANGER_5, Reminder.DANGER_10, Reminder.HEAD_HEARS})


async def of_many(tx: Transaction, incident: Incident) -> tuple[Sequence[DangerCame], bool]:
    """Those before it, where it is one of many; whether its author is believed."""
    since = since_of(incident)
    lately = await tx.boards.lately(since - AUTHOR_SPAN, since)
    nobodys = DangerCame(incident_id=incident.id, since=since, authors=frozenset())
    this = next((each for each in lately if each.incident_id == incident.id), nobodys)
    before = many_before(this, lately)
    return before, bool(before) and await tx.boards.is_trusted(this.authors, since - TRUSTED_FOR)


async def put_on_board(tx: Transaction, danger: IncidentId, chat: Recipient, before: Sequence[DangerCame], *, trusted: bool) -> None:
    """Put a danger on the chat's board.

    Where it begins one, the cards there that nobody took stand on it too: they rang already, and are cleared with the rest.
    """
    if await tx.boards.in_chat(chat.chat_id) is None:
        for each in before:
            card = await tx.incidents.get(each.incident_id)
            is_waiting = card.danger_grade is DangerGrade.NOW and card.status in UNACCEPTED
            if is_waiting and chat.chat_id in await tx.card_places.of(card.id):
                await tx.boards.put(chat.chat_id, card.id, topic_id=chat.topic_id, heard=True)
    await tx.boards.put(chat.chat_id, danger, topic_id=chat.topic_id, trusted=trusted)


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
