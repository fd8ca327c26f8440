"""What the messenger said is written down even if the database fails for a while: else what it took would be sent again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.storage.engine.errors import fails_for_now
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx

LOG = logging.getLogger(__name__)

AGAIN = 1.0  # real seconds between tries


async def written(storage: Storage, change: Callable[[Tx], Awaitable[object]]) -> None:
    """Commit the change; while the database fails it is tried again."""
    is_told = False
    while True:
        try:
            async with storage.transaction() as tx:
                await change(tx)
        except Exception as error:
            if not fails_for_now(error):
                raise
            if not is_told:
                LOG.warning("the database fails, what the messenger said waits for it: %s", type(error).__name__)
            is_told = True
        else:
            return
        await asyncio.sleep(AGAIN)
