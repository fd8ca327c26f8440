"""Steps that a cancellation must not break in the middle: rollback, commit, giving a connection back."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def unbroken(step: Coroutine[Any, Any, T]) -> T:  # Any: what a coroutine sends and receives
    """Run to the end whatever happens; a cancellation that came meanwhile is raised after it."""
    work = asyncio.ensure_future(step)
    cancelled: asyncio.CancelledError | None = None
    while not work.done():
        try:
            await asyncio.wait({work})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from work.exception()
    return work.result()
