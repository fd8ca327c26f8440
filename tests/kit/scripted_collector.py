"""Scripted collector."""

import asyncio
from datetime import datetime
from typing import Any

from bot.reading.collect import Collecting
from incidents.posts import Batch, Network, Post
from tests.kit.desk_town import DeskTown


class Scripted:
    """Gives batches (or raises errors) in order; the last one stays."""

    def __init__(self, *answers: Batch | Exception) -> None:
        self.answers = list(answers)
        self.cursors: list[str | None] = []

    async def fetch(self, cursor: str | None) -> Batch:
        self.cursors.append(cursor)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


async def sweep(collecting: Collecting) -> None:
    """One sweep of all that is due, to its end."""
    async with asyncio.TaskGroup() as group:
        await collecting.begin(group)


def a_post(number: int, at: datetime, text: str = "Вода на дороге", **more: Any) -> Post:  # Any: fields of a Post
    return Post(
        network=Network.VK,
        external_id=f"wall-1_{number}",
        url=f"https://vk.com/wall-1_{number}",
        text=text,
        author_id="7",
        published_at=at,
        **more,
    )


async def unread(town: DeskTown) -> list[str]:
    async with town.storage.transaction() as tx:
        return [post.post.external_id for post in await tx.unread.next(100)]
