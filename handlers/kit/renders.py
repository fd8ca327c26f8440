"""Who renders which message: `@renders(PromiseToday)` over the function that makes it."""

from collections.abc import Callable
from typing import Any

from handlers.kit.rendering import Render, Said
from incidents.outbox_message import OutboxMessage

RENDERERS: dict[type[OutboxMessage], Render[Any]] = {}  # Any: each takes its own class
"""Filled as the modules of handlers are imported."""


def renders(kind: type[Said]) -> Callable[[Render[Said]], Render[Said]]:
    """Enter the function as the one that renders messages of this class."""

    def entered(render: Render[Said]) -> Render[Said]:
        if kind in RENDERERS:
            raise TypeError(f"{kind.__name__} is rendered already")
        RENDERERS[kind] = render
        return render

    return entered
