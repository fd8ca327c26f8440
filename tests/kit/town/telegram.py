"""Telegram."""

from typing import Any

import pytest

from sandbox.client import TownClient
from sandbox.errors import ControlError

TOWN: dict[str, Any] = {
    "bots": [{"token": "1:demo", "username": "otklik_bot", "name": "Отклик"}],
    "users": [
        {"id": 101, "first_name": "Ирина", "username": "irina"},
        {"id": 102, "first_name": "Павел"},
        {"id": 103, "first_name": "Олег"},
    ],
    "chats": [
        {"id": -5, "type": "group", "title": "Дороги", "members": [101, 102]},
        {"id": -1001, "type": "supergroup", "title": "ЖКХ", "is_forum": True, "topics": [{"id": 5, "name": "Инциденты"}], "members": [101]},
    ],
}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


def keyboard(*labels: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": label}] for label in labels]}


async def sent(town: TownClient, **values: Any) -> Any:
    body = await town.bot("sendMessage", **values)
    assert body["ok"], body
    return body["result"]


async def refused(town: TownClient, method: str, **values: Any) -> str:
    body = await town.bot(method, **values)
    assert not body["ok"], body
    return str(body["description"])


async def refusal(town: TownClient, path: str, **wish: Any) -> str:
    with pytest.raises(ControlError) as caught:
        await town.post(path, **wish)
    return str(caught.value)
