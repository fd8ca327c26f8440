"""Nudges: a commit wakes the next worker of this process.

Across processes (and after a crash) a short poll does.
"""

import asyncio

LOOK = 0.5  # real seconds


class Signal:
    """Wakes its waiter when set, and every `poll` real seconds anyway."""

    def __init__(self, poll: float) -> None:
        self._event = asyncio.Event()
        self._poll = poll

    def set(self) -> None:
        """Wake the waiter."""
        self._event.set()

    async def wait(self) -> None:
        """Until set or until the poll is over."""
        try:
            async with asyncio.timeout(self._poll):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()


class Nudge:
    """One signal for each queue in the database."""

    def __init__(self, poll: float = LOOK) -> None:
        self.inbox = Signal(poll)
        self.posts = Signal(poll)
        self.outbox = Signal(poll)
        self.answers = Signal(poll)
        self.files = Signal(poll)
        self.photos = Signal(poll)
        self.sources = Signal(poll)
        self.pushed = Signal(poll)

    def came(self) -> None:
        """Updates came: for the worker, and for the sources among the chats."""
        self.inbox.set()
        self.pushed.set()
