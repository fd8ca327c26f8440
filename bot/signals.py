"""A serving process: it loads, then loops until a signal."""

import asyncio
import gc
import logging
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

LOG = logging.getLogger(__name__)

RESTART = 1.0  # real seconds before a loop that failed is started again


@contextmanager
def loading() -> Iterator[None]:
    """Import the program and read its data: what comes of it stays, so the collector does not look through it, now or later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


async def until_signal(work: Awaitable[None]) -> None:
    """Run `work` until it ends or a signal asks to stop; then it is cancelled and waited for."""
    gc.freeze()  # what is there stays to the end: a walk of the collector through it would stop everybody for a quarter of a second
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        current = asyncio.current_task()
        if current is not None and current.cancelling():
            raise
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


async def kept_running(name: str, run: Callable[[], Awaitable[None]]) -> None:
    """Start a loop again whenever it fails or ends."""
    while True:
        try:
            await run()
        except Exception:
            LOG.exception("%s failed and is started again", name)
        await asyncio.sleep(RESTART)
