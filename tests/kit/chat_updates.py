"""Updates of Telegram's chats, as the Bot API tells them."""

from typing import Any

from tests.kit.desk_town import START

CHAT, CHANNEL = -1001234, -1005678
BOT, RESIDENT, NEIGHBOUR = 4242, 77, 78
Json = dict[str, Any]  # Any: JSON of Telegram
SUPERGROUP: Json = {"id": CHAT, "type": "supergroup", "title": "Двор на Лесной"}
CHANNEL_CHAT: Json = {"id": CHANNEL, "type": "channel", "title": "Редкино сегодня", "username": "Redkino_Today"}
WRITTEN = int(START.timestamp())
"""When a message is written if nothing else is said: the scenario's clock has just begun, the chat is read since then."""

TEXT = "На Лесной у дома 5 вторую ночь не горит фонарь, почините"


def person(id: int = RESIDENT) -> Json:
    return {"id": id, "is_bot": False, "first_name": "Пётр", "last_name": "Выдуманный", "username": "petr_v"}


def message(number: int, text: str | None = TEXT, *, chat: Json = SUPERGROUP, by: int = RESIDENT, **more: Any) -> Json:
    words = {} if text is None else {"text": text}
    return {"message_id": number, "date": WRITTEN, "chat": chat, "from": person(by), **words, **more}


def update(number: int, said: Json, kind: str = "message") -> Json:
    return {"update_id": number, kind: said}


def channel_post(number: int, text: str = TEXT, **more: Any) -> Json:
    made = message(number, text, chat=CHANNEL_CHAT, sender_chat=CHANNEL_CHAT, **more)
    del made["from"]
    return made


def in_discussion(number: int, of: int, text: str = TEXT, **more: Any) -> Json:
    """The copy of a channel's post that Telegram puts into the discussion."""
    origin = {"type": "channel", "chat": CHANNEL_CHAT, "message_id": of, "date": WRITTEN}
    service = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    return message(number, text, sender_chat=CHANNEL_CHAT, is_automatic_forward=True, forward_origin=origin, **more) | {"from": service}


def anonymous(number: int, text: str = TEXT, **more: Any) -> Json:
    """An administrator who writes in the group's name."""
    stands_in = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    return message(number, text, sender_chat=SUPERGROUP, **more) | {"from": stands_in}


def of_bot(number: int, id: int = BOT, text: str = "Починим сегодня") -> Json:
    return message(number, text) | {"from": {"id": id, "is_bot": True, "first_name": "Отклик"}}


def photo(number: int, album: str = "a1", caption: str | None = None, **more: Any) -> Json:
    size = {"file_id": f"p{number}", "file_unique_id": f"u{number}", "width": 90, "height": 60}
    words: Json = {} if caption is None else {"caption": caption}
    return message(number, None, photo=[size | {"file_id": f"s{number}"}, size], media_group_id=album, **words, **more)
