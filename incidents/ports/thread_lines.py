"""Short replies beside a post to all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import AnswerId
from incidents.thread_lines import ThreadLines


class ThreadsLines(Protocol):
    """Part of the Transaction."""

    async def thread_lines(self, id: AnswerId) -> ThreadLines | None:
        """Of this post; locked until the end."""
        ...

    async def put_thread_lines(self, lines: ThreadLines) -> None:
        """Keep them, new or changed."""
        ...

    async def going_threads(self, *, now: datetime) -> Sequence[AnswerId]:
        """Posts whose replies go on."""
        ...
