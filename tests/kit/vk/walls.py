"""Walls."""

from datetime import UTC, datetime
from typing import Any

from incidents.posts import Batch

START = datetime(2026, 6, 1, 8, tzinfo=UTC)
SPEED = 3600.0
TOWN: dict[str, Any] = {
    "vk": {
        "groups": [{"id": 1, "name": "Подслушано", "screen_name": "talk"}, {"id": 2, "name": "Администрация", "screen_name": "okrug"}],
        "users": [{"id": 101, "first_name": "Анна", "last_name": "П"}, {"id": 102, "first_name": "Пётр", "last_name": "Л"}],
        "tokens": [{"token": "service", "kind": "service"}, {"token": "group", "kind": "group", "group_id": 1}],
    },
}
EDITED: dict[str, Any] = {
    "vk": {**TOWN["vk"], "tokens": [*TOWN["vk"]["tokens"], {"token": "editor", "kind": "user", "user_id": 101, "group_id": 1}]}
}
"""The same with the community's editor."""


def texts(batch: Batch) -> list[str]:
    return [post.text for post in batch.posts]
