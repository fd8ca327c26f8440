"""Who renders which message: `@renders(PromiseToday)` over the function that makes it."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bot.screens.kit.context import Call
from incidents.messenger import Message
from incidents.outbox_message import OutboxMessage

Said = TypeVar("Said", bound=OutboxMessage)
Rendering = Callable[[Call, Said], Awaitable[Message]]

RENDERERS: dict[type[OutboxMessage], Rendering[Any]] = {}  # Any: each takes its own class
"""Filled as the modules of bot/screens are imported."""


def renders(kind: type[Said]) -> Callable[[Rendering[Said]], Rendering[Said]]:
    """Enter the function as the one that renders messages of this class."""

    def entered(render: Rendering[Said]) -> Rendering[Said]:
        if kind in RENDERERS:
            raise TypeError(f"{kind.__name__} is rendered already")
        RENDERERS[kind] = render
        return render

    return entered
