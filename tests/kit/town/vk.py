"""Vk."""

from typing import Any

import requests
from requests.adapters import HTTPAdapter

from sandbox.client import TownClient

TOWN: dict[str, Any] = {
    "vk": {
        "groups": [
            {"id": 1, "name": "Подслушано", "screen_name": "talk"},
            {"id": 2, "name": "Закрытые", "screen_name": "shut", "comments": "closed"},
            {"id": 3, "name": "Для своих", "screen_name": "own", "comments": "members", "members": [1002]},
        ],
        "users": [
            {"id": 1001, "first_name": "Анна", "last_name": "Петрова"},
            {"id": 1002, "first_name": "Сергей", "last_name": "Лебедев"},
        ],
        "tokens": [
            {"token": "service", "kind": "service"},
            {"token": "group", "kind": "group", "group_id": 1},
            {"token": "user", "kind": "user", "user_id": 1001},
            {"token": "member", "kind": "user", "user_id": 1002},
            {"token": "editor", "kind": "user", "user_id": 1002, "group_id": 1},
        ],
    },
}


async def response(town: TownClient, method: str, **values: Any) -> Any:
    body = await town.vk(method, **values)
    assert "response" in body, body
    return body["response"]


async def error(town: TownClient, method: str, **values: Any) -> tuple[int, str]:
    body = await town.vk(method, **values)
    assert "error" in body, body
    return body["error"]["error_code"], body["error"]["error_msg"]


async def write(town: TownClient, text: str, **more: Any) -> int:
    made = await town.post("vk/post", **({"group_id": 1, "author_id": 1001, "text": text} | more))
    return int(made["post_id"])


class _ToTown(HTTPAdapter):
    """Sends what is meant for api.vk.ru to the town."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]  # Any: as the base passes them
        assert request.url is not None
        request.url = self.base + request.url[request.url.index("/method/") :]
        return super().send(request, **options)
