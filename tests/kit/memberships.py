"""Memberships."""

from typing import Any

from tests.kit.phones import Phones


def membership(town: Phones, name: str, status: str, chat: int | None = None) -> dict[str, Any]:  # Any: JSON of Telegram
    where = chat or town.user(name)
    bot = {"id": 4242, "is_bot": True, "first_name": "Отклик"}
    more = {"until_date": 0} if status == "kicked" else {}
    return {
        "chat": {"id": where, "type": "private" if where > 0 else "supergroup"},
        "from": town.sender(name),
        "date": 1_700_000_000,
        "old_chat_member": {"status": "member", "user": bot},
        "new_chat_member": {"status": status, "user": bot, **more},
    }
