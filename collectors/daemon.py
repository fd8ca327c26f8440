"""One blocking call in a daemon thread of its own.

Unlike asyncio's executor it never holds the exit.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from contextvars import copy_context
from typing import TypeVar

Result = TypeVar("Result")


async def in_daemon(work: Callable[[], Result]) -> Result:
    """Run `work` and wait for it; if the waiting is cancelled, the thread is left to itself."""
    future: Future[Result] = Future()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - it is handed over to the one who waits
            with suppress(InvalidStateError):
                future.set_exception(error)
        else:
            with suppress(InvalidStateError):
                future.set_result(result)

    threading.Thread(target=copy_context().run, args=(run,), name="in-daemon", daemon=True).start()
    return await asyncio.wrap_future(future)
