"""A process in a storm of dangers, to be killed.

It takes dangers in and its courier sends.

    python -m tests.kit.storm_process DATABASE FOLDER ANCHOR FIRST STEP AT [POINT]

It takes each STEPth danger from FIRST on, and before danger AT or the next one it arms a crash point. Telegram is a file, a line of JSON
a call.
"""

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.clock import ScenarioClock
from bot.delivery.courier import Courier
from bot.delivery.sending import Sending
from bot.renderer import Renderer
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.intake.posts import post
from bot.wakeups import Nudge
from incidents.desk.intake.take_in import take_in
from incidents.ids import ChatId
from incidents.messenger import Delivery, Message
from incidents.reading import DangerGrade, MainPlace
from tests.chaos.points import ARMED, die_if_armed, wrapped
from tests.kit.desk_town import DISTRICT, START, konakovo, put_post
from tests.kit.post_office import HeldPhotos, RecordingMessenger
from tests.kit.values.samples import reading

DANGERS, SPEED, EVERY = 30, 10.0, 0.1  # real seconds between two dangers
TAKEN, COMMITTED, CLAIMED, SENT, WRITTEN = "taken", "committed", "claimed", "sent", "written"
POINTS = (TAKEN, COMMITTED, CLAIMED, SENT, WRITTEN)
"""Not committed yet; committed; a row claimed and not sent; sent and not written; written."""


class FileMessenger(RecordingMessenger):
    """Chats are lines of a journal; numbers differ by process."""

    def __init__(self, folder: Path) -> None:
        super().__init__(last_id=os.getpid() * 10_000)
        self._file = (folder / f"journal.{os.getpid()}").open("a", buffering=1, encoding="utf-8")

    def _answer(self, method: str, chat_id: ChatId, what: Any, **details: Any) -> Delivery:
        said = super()._answer(method, chat_id, what, **details)
        about = what if method == "delete" else details.get("message_id", self.last_id)
        html = what.html if isinstance(what, Message) else ""
        self._file.write(json.dumps([time.time(), method, chat_id, about, html]) + "\n")
        return said


async def storm(storage: Storage, clock: ScenarioClock, folder: Path, *, numbers: range, at: int, point: str) -> None:
    """What of the dangers is not in the base yet."""
    async with storage.transaction() as tx:
        known = {row.external_id for row in await tx._all(everywhere(select(post.c.external_id)))}
    for number in numbers:
        if f"wall-1_{number}" in known:
            continue
        if point and number >= at:
            (folder / ARMED / point).touch()
            point = ""
        where = MainPlace(settlement="Конаково", settlement_id="s", street=f"улица {number}", street_id=f"st-{number}", house="1")
        async with storage.transaction() as tx:
            source = (await tx.sources.all())[0]
            words = "провод искрит"
            written = await put_post(tx, source, number, clock.now(), f"Конаково, улица {number}: {words}")
            read = reading(danger=True, danger_grade=DangerGrade.NOW, danger_words=words, main=where)
            await take_in(tx, konakovo().policy, written, read, now=clock.now())
            die_if_armed(folder, TAKEN)
        die_if_armed(folder, COMMITTED)
        await asyncio.sleep(EVERY)


async def main(database: str, folder: Path, anchor: float, numbers: range, at: int, point: str = "") -> None:
    setattr(Courier, "deliver", wrapped(Courier.deliver, folder, CLAIMED, after=False))  # noqa: B010 - crash points
    settle = wrapped(Sending._settle, folder, SENT, after=False)
    setattr(Sending, "_settle", wrapped(settle, folder, WRITTEN, after=True))  # noqa: B010
    storage, clock, nudge = await open_storage(database, DISTRICT), ScenarioClock(START, SPEED, anchor), Nudge(poll=0.05)
    if storage.is_embedded:  # whoever had claimed is dead, as at the start of the real process
        async with storage.transaction() as tx:
            await tx.outbox.release()
    courier = Courier(storage, clock, FileMessenger(folder), Renderer(konakovo()), HeldPhotos(), konakovo().policy, nudge)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(courier.run())
        await storm(storage, clock, folder, numbers=numbers, at=at, point=point)
        await asyncio.to_thread(sys.stdin.read)
        running.cancel()


if __name__ == "__main__":
    database, folder, anchor, first, step, at, *point = sys.argv[1:]
    asyncio.run(main(database, Path(folder), float(anchor), range(int(first), DANGERS, int(step)), int(at), *point))
