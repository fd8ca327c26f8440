"""Outbox rows."""

from bot.storage.delivery.copies import Copy
from incidents.audience import Recipient
from incidents.ids import ChatId, IncidentId

HOME, GROUP, ANN = ChatId(100), ChatId(-200), ChatId(300)


def to(*chats: ChatId, sound: bool = True) -> list[Recipient]:
    return [Recipient(chat_id=chat, sound=sound) for chat in chats]


def a_copy(id: IncidentId, chat: ChatId = HOME, message_id: int = 7) -> Copy:
    return Copy(incident_id=id, chat_id=chat, topic_id=None, message_id=message_id, shown="h1", photos_sent=False)
