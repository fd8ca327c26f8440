"""What is written to a queue or becomes due wakes its worker.

The storage tells of what is written (`bot/listening.py`), a look that finds nothing says when the next row is due. A poll is the net under
both.
"""

import asyncio
from collections.abc import Collection
from datetime import datetime

from bot.clock import Clock
from bot.signals import Stop
from bot.storage.engine.notices import Queue

LOOK = 0.5  # real seconds, where nobody tells of what is written; and between looks at the clock
RARELY = 5.0  # real seconds, where somebody does


class Signal:
    """Wakes its waiter when set, and every `poll` real seconds anyway."""

    def __init__(self, poll: float) -> None:
        self._event = asyncio.Event()
        self.poll = poll
        self.due_at: datetime | None = None
        """When the next row that waits is due, as far as the last look saw; by the clock's day, so that a jump of it is no matter."""

    def set(self) -> None:
        """Wake the waiter."""
        self._event.set()

    def set_in(self, seconds: float) -> None:
        """Wake the waiter in so many real seconds: something is due then."""
        asyncio.get_running_loop().call_later(seconds, self.set)

    def set_if_due(self, now: datetime) -> None:
        """Wake the waiter once the moment has come."""
        if self.due_at is not None and self.due_at <= now:
            self.due_at = None
            self.set()

    async def wait(self, at_most: float | None = None) -> None:
        """Until set or until the poll is over (`at_most`: so many real seconds in its place)."""
        try:
            async with asyncio.timeout(self.poll if at_most is None else min(at_most, self.poll)):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()


class Nudge:
    """One signal for each queue in the database."""

    def __init__(self, poll: float = LOOK, stop: Stop | None = None) -> None:
        """`stop`: asked of those who would begin something new."""
        self._poll, self.stop = poll, stop or Stop()
        self._signals = {queue: Signal(poll) for queue in Queue}
        self.inbox, self.outbox = self._signals[Queue.INBOX], self._signals[Queue.OUTBOX]
        self.posts, self.answers = self._signals[Queue.UNREAD], self._signals[Queue.ANSWERS]
        self.files, self.photos = self._signals[Queue.FILES], self._signals[Queue.PHOTOS]
        self.sources, self.pushed = self._signals[Queue.SOURCES], self._signals[Queue.PUSHED]

    def all(self) -> Collection[Signal]:
        """Every one."""
        return self._signals.values()

    def came(self) -> None:
        """Updates came: for the worker, and for the sources among the chats."""
        self.inbox.set()
        self.pushed.set()

    def written(self, queue: Queue) -> None:
        """Somebody wrote to the queue."""
        if queue is Queue.INBOX:
            self.came()
        else:
            self._signals[queue].set()

    def hears(self, *, is_told: bool) -> None:
        """From now on somebody tells of what is written, or nobody does. Meanwhile anything may have been written: look at once."""
        for signal in self.all():
            signal.poll = max(RARELY, self._poll) if is_told else self._poll
            signal.set()

    async def keep_time(self, clock: Clock) -> None:
        """Wake each queue at the moment when its next row is due, until cancelled. A clock that jumps is looked at as soon."""
        while True:
            await asyncio.sleep(LOOK)
            now = clock.now()
            for signal in self.all():
                signal.set_if_due(now)
