"""A process that only asks for updates: `python -m tests.kit.one_poller DATABASE API_BASE`."""

import asyncio
import sys

from bot.health.presses import Presses
from bot.leases import POLL, Leases
from bot.storage.engine.storage import open_storage
from bot.telegram.adapter import make_bot
from bot.telegram.incoming.poller import Poller
from tests.kit.desk_town import DISTRICT, StillClock

TOKEN = "4242:t"


async def main(url: str, base: str) -> None:
    """Until killed."""
    storage = await open_storage(url, DISTRICT)
    presses = Presses(make_bot(TOKEN, api_base=base, proxy=None))
    poller = Poller(storage, StillClock(), token=TOKEN, api_base=base, nudge=lambda: None, presses=presses)
    leases = Leases(storage)
    async with asyncio.TaskGroup() as group:
        group.create_task(leases.run())
        group.create_task(leases.while_held(POLL, poller.run))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
