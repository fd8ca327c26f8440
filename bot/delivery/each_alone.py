"""Look at chats through Telegram: one that fails holds no other."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from aiogram.exceptions import AiogramError

Item = TypeVar("Item")

TROUBLE = (AiogramError, OSError, TimeoutError)
"""What a look raises when Telegram does not answer."""


async def each_alone(items: Iterable[Item], look: Callable[[Item], Awaitable[None]]) -> None:
    """Look at all of them at once. Raises the trouble of one of them, after all the others were looked at."""
    troubles: list[Exception] = []

    async def alone(item: Item) -> None:
        try:
            await look(item)
        except TROUBLE as error:
            troubles.append(error)

    async with asyncio.TaskGroup() as group:
        for item in items:
            group.create_task(alone(item))
    if troubles:
        raise troubles[0]
