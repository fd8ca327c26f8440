"""What an update says of itself, from Telegram's raw JSON."""

from contextlib import suppress
from typing import Any

from aiogram.enums import ChatMemberStatus

from bot.storage.delivery.lanes import LARGEST
from handlers.kit.buttons import CardButton, MenuButton
from incidents.ids import ChatId


class Unparsed(Exception):
    """An update is not as documented: no try would help."""


def from_user(raw: dict[str, Any]) -> ChatId | None:  # Any: raw JSON of Telegram
    """Who an update comes from, whatever its kind."""
    for value in raw.values():
        if isinstance(value, dict) and isinstance(value.get("from"), dict) and isinstance(value["from"].get("id"), int):
            return ChatId(value["from"]["id"])
    return None


def chat_of(raw: dict[str, Any]) -> ChatId | None:  # Any: raw JSON of Telegram
    """The chat where an update happened."""
    for value in raw.values():
        place = value.get("message", value) if isinstance(value, dict) else None
        if isinstance(place, dict) and isinstance(place.get("chat"), dict) and isinstance(place["chat"].get("id"), int):
            return ChatId(place["chat"]["id"])
    return None


def incident_of(raw: dict[str, Any]) -> int | None:  # Any: raw JSON of Telegram
    """The incident of a pressed card or menu, for the log."""
    query = raw.get("callback_query")
    data = str(query.get("data")) if isinstance(query, dict) else ""
    for kind in (CardButton, MenuButton):
        with suppress(TypeError, ValueError):
            return kind.unpack(data).incident
    return None


def is_block(raw: dict[str, Any]) -> bool:  # Any: raw JSON of Telegram
    """Whether the update says that the bot was thrown out of its chat: nobody has come back then."""
    change = raw.get("my_chat_member")
    member = change.get("new_chat_member") if isinstance(change, dict) else None
    return isinstance(member, dict) and str(member.get("status")) in {ChatMemberStatus.KICKED, ChatMemberStatus.LEFT}


def check_numbers(raw: dict[str, Any]) -> None:  # Any: raw JSON of Telegram
    """Raise Unparsed where a number is larger than any id: no database holds it."""
    left: list[Any] = [raw]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            left += one.values()
        elif isinstance(one, list):
            left += one
        elif isinstance(one, int) and not -LARGEST <= one < LARGEST:
            raise Unparsed
