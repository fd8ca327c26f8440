"""A serving process: it loads, then loops until a signal."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

LOG = logging.getLogger(__name__)

RESTART = 1.0  # real seconds before a loop that failed is started again


LAST = 10.0
"""Real seconds that a stop waits for what was begun: Telegram has it already, or a network."""


class Stop:
    """A stop in good order: nothing new is begun, what was begun comes to its commit. Else it would be done again after the start."""

    def __init__(self) -> None:
        self.is_asked = False
        self._under_way = 0
        self._is_idle = asyncio.Event()
        self._is_idle.set()

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Something that is not to be cut off."""
        self._under_way += 1
        self._is_idle.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._is_idle.set()

    @asynccontextmanager
    async def begun(self) -> AsyncIterator[None]:
        """The same of what may still be left to the next start: once a stop is asked for it waits for its end here."""
        if self.is_asked:
            await asyncio.Event().wait()
        with self.under_way():
            yield
            await asyncio.sleep(0)  # tasks that it started count themselves

    async def settled(self) -> None:
        """Ask for the stop and wait until nothing is under way, so many seconds at most."""
        self.is_asked = True
        try:
            async with asyncio.timeout(LAST):
                await self._is_idle.wait()
        except TimeoutError:
            LOG.warning("%s were under way for %s s and are cut off: they may be done again", self._under_way, LAST)


@contextmanager
def loading() -> Iterator[None]:
    """Import the program and read its data: what comes of it stays, so the collector does not look through it, now or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


async def until_signal(work: Awaitable[None], stop: Stop | None = None) -> None:
    """Run `work` until it ends or a signal asks to stop; then it is cancelled and waited for.

    `stop`: what is under way is waited for first. A second signal does not wait.
    """
    gc.freeze()  # what is there stays to the end: a walk of the collector through it would stop everybody for a quarter of a second
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    settling: list[asyncio.Future[None]] = []

    def asked() -> None:
        if stop is None or settling:
            task.cancel()
            return
        settling.append(asyncio.ensure_future(stop.settled()))
        settling[0].add_done_callback(lambda _settled: task.cancel())

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, asked)
    try:
        await task
    except asyncio.CancelledError:
        current = asyncio.current_task()
        if current is not None and current.cancelling():
            raise
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
        for each in settling:
            each.cancel()


async def kept_running(name: str, run: Callable[[], Awaitable[None]]) -> None:
    """Start a loop again whenever it fails or ends."""
    while True:
        try:
            await run()
        except Exception:
            LOG.exception("%s failed and is started again", name)
        await asyncio.sleep(RESTART)
