"""Wake-ups: what is written to a queue wakes its worker.

In this process a commit is followed by `set`; of other processes PostgreSQL tells (`bot/listening.py`). A poll is the net under both.
"""

import asyncio

from bot.storage.engine.notices import Queue

LOOK = 0.5  # real seconds, where nobody tells of the other processes
RARELY = 5.0  # real seconds, where PostgreSQL does


class Signal:
    """Wakes its waiter when set, and every `poll` real seconds anyway."""

    def __init__(self, poll: float) -> None:
        self._event = asyncio.Event()
        self.poll = poll

    def set(self) -> None:
        """Wake the waiter."""
        self._event.set()

    def set_in(self, seconds: float) -> None:
        """Wake the waiter in so many real seconds: something is due then."""
        asyncio.get_running_loop().call_later(seconds, self.set)

    async def wait(self) -> None:
        """Until set or until the poll is over."""
        try:
            async with asyncio.timeout(self.poll):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()


class Nudge:
    """One signal for each queue in the database."""

    def __init__(self, poll: float = LOOK) -> None:
        self._poll = poll
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

    def written(self, queue: Queue) -> None:
        """Another process wrote to the queue."""
        match queue:
            case Queue.INBOX:
                self.came()
            case Queue.OUTBOX:
                self.outbox.set()
            case Queue.UNREAD:
                self.posts.set()

    def hears(self, *, is_told: bool) -> None:
        """From now on somebody tells of the other processes, or nobody does. Meanwhile anything may have been written: look at once."""
        for signal in (self.inbox, self.outbox, self.posts):
            signal.poll = max(RARELY, self._poll) if is_told else self._poll
            signal.set()
