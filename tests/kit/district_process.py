"""One process of a district as the long test of two districts runs it: its inbox's worker and its courier.

    python -m tests.kit.district_process DISTRICT DATABASE FOLDER ANCHOR

Telegram is a file: each message is a line. Where FOLDER/hang.PID appears, the process goes on claiming and finishes nothing any more.
"""

import asyncio
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.clock import ScenarioClock
from bot.delivery.courier import Courier
from bot.health.presses import Presses
from bot.renderer import Renderer
from bot.storage.engine.storage import Storage, open_storage
from bot.telegram.incoming.worker import Worker
from bot.wakeups import Nudge
from incidents.ids import ChatId, DistrictId
from incidents.messenger import Delivery
from tests.kit.desk_town import konakovo
from tests.kit.post_office import HeldPhotos, RecordingMessenger

ORIGIN, SPEED = datetime(2026, 11, 24, 9, tzinfo=UTC), 600.0
HANDLED = "handled"


@dataclass
class Journal:
    """What the process did for the world outside the database."""

    folder: Path
    name: str

    def __post_init__(self) -> None:
        self._hang = self.folder / f"hang.{os.getpid()}"
        self._file = (self.folder / f"{self.name}.{os.getpid()}").open("a", buffering=1, encoding="utf-8")

    async def write(self, what: str) -> None:
        """One line; or nothing, for ever."""
        if self._hang.exists():
            self._file.write(f"hangs {what}\n")
            await asyncio.Event().wait()
        self._file.write(f"{what}\n")


class FileMessenger(RecordingMessenger):
    """Chats are lines of the journal."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._journal = journal

    async def send(self, chat_id: ChatId, message: Any, **place: Any) -> Delivery:
        await self._journal.write(f"sent {chat_id}")
        return await super().send(chat_id, message, **place)


class Handler:
    """What stands in the dispatcher's place: an update becomes a line of the audit, in the worker's own transaction."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def feed_raw_update(self, _bot: object, raw: dict[str, Any], *, ctx: Any) -> None:
        await ctx.tx.audit.add(HANDLED, user_id=None, at=ctx.now, data={"update": raw["update_id"], "by": os.getpid()})
        await self._journal.write(f"handled {raw['update_id']}")


async def live(storage: Storage, journal: Journal, anchor: float) -> None:
    """Until it is killed, or nobody waits for it any more."""
    clock, nudge, policy = ScenarioClock(ORIGIN, SPEED, anchor), Nudge(poll=0.05), konakovo().policy
    bot: Any = None  # nobody presses
    handler: Any = Handler(journal)
    worker = Worker(storage, clock, handler, bot, policy, nudge, Presses(bot))
    courier = Courier(storage, clock, FileMessenger(journal), Renderer(konakovo()), HeldPhotos(), policy, nudge)
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(worker.run()), group.create_task(courier.run())]
        await asyncio.to_thread(sys.stdin.read)
        for each in running:
            each.cancel()


async def main(district: str, database: str, folder: str, anchor: str) -> None:
    storage = await open_storage(database, DistrictId(district))
    try:
        await live(storage, Journal(Path(folder), district), float(anchor))
    finally:
        await storage.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
