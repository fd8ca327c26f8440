"""The end of a process that serves: Ctrl-C or SIGTERM."""

import asyncio
import signal
from collections.abc import Awaitable


async def until_signal(work: Awaitable[None]) -> None:
    """Run `work` until it ends or a signal asks to stop; then it is cancelled and waited for."""
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
