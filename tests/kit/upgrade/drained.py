"""What waited when the old program was stopped, handled by today's: updates, posts, files, answers, messages."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import text

from bot.app import FSM
from bot.delivery.courier import Courier
from bot.delivery.publishing import Publishing
from bot.health.presses import Presses
from bot.reading.chat_access import ChatAccess
from bot.reading.collect import Collecting, Watched
from bot.reading.intake import Intake
from bot.reading.post_reader import PostReader
from bot.reading.source_checks import SourceJobs
from bot.renderer import Renderer
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import open_storage
from bot.storage.routing.layers import Layer
from bot.telegram.adapter import make_bot
from bot.telegram.incoming.dispatcher import dispatcher
from bot.telegram.incoming.worker import Worker
from bot.ticks.schedule import TICKS
from bot.wakeups import Nudge
from incidents.ids import ChatId
from incidents.posts import Network, StoredPost
from incidents.reading import Reading
from tests.kit.desk_town import DISTRICT, DeskTown, StillClock, konakovo
from tests.kit.phones import TOKEN, fake_telegram
from tests.kit.post_office import HeldPhotos, Post, RecordingMessenger
from tests.kit.scripted_network import ScriptedNetwork
from tests.kit.sent_files import GOOD, reader, xlsx
from tests.kit.upgrade.climbed import Climbed
from tests.kit.values.samples import place, reading

NIGHTLY = ("learning", "backup")
"""Ticks with a process of their own."""


LEFT = {
    "update": "SELECT id, state, error FROM inbox WHERE state <> 'done'",
    "message": "SELECT id, state, kind, code, error FROM outbox WHERE state = 'dead' OR state <> 'done' AND not_before IS NULL",
    "post": "SELECT id, error FROM post WHERE taken_at IS NULL AND NOT is_history",
    "answer": "SELECT id, state FROM answer WHERE state IN ('scheduled', 'publishing')",
    "file": "SELECT id, state FROM file_job WHERE state NOT IN ('done', 'failed', 'asked')",
    "message of a chat": "SELECT id, network, external_id FROM pushed WHERE done_at IS NULL",
    "source": "SELECT id, state FROM source_job WHERE state = 'waiting'",
}
"""What must not be there when everything that was due is done."""


class TaughtReader(PostReader):
    """Reads everything as water on a road; keeps what it was taught."""

    def __init__(self) -> None:
        self.layers: list[bytes | None] = []

    async def read(self, post: StoredPost, *, answer: str | None = None, fast: bool = False) -> Reading:
        return reading(main=place("Конаково", f"Непрочитанная {post.id}"))

    def teach(self, layer: bytes | None) -> None:
        self.layers.append(layer)

    async def warm(self) -> None: ...

    def sign(self) -> str | bool:
        return True

    async def close(self) -> None: ...


@dataclass
class Program:
    """Today's program over a base that climbed, part by part."""

    town: DeskTown
    worker: Worker
    post: Post
    reader: TaughtReader

    async def work(self) -> None:
        """Everything that is due is done, and what follows from it."""
        async with asyncio.TaskGroup() as answers:
            while await self.worker.step(answers):
                pass
        await self._hear_chats()
        intake = Intake(self.town.storage, self.town.clock, self.reader, self.town.policy, Nudge())
        while await intake.step():
            pass
        jobs = SourceJobs(self.town.storage, self.town.clock, [], Nudge())
        while await jobs.step():
            pass
        async with reader(self.town) as (sent, files):
            sent.content["file-1"] = xlsx(GOOD)
            while await files.step():
                pass
        publishing = Publishing(self.town.storage, self.town.clock, {Network.VK: ScriptedNetwork()}, Nudge(), self.town.policy)
        while await publishing.step():
            pass
        for name, (tick, _seconds) in TICKS.items():
            if name not in NIGHTLY:
                await tick(self.town.around())
        for _ in range(10):  # a chat that was told much has its turn later
            await self.post.deliver(rounds=500)
            self.town.clock.move(minutes=1)

    async def _hear_chats(self) -> None:
        """Messages of chats that are read become posts."""
        access = ChatAccess(self.town.storage, album=0.0)
        async with self.town.storage.transaction() as tx:
            sources = await tx.sources.all()
        watched = [Watched(source, chat) for source in sources if (chat := access.collector_of(source)) is not None]
        async with asyncio.TaskGroup() as group:
            await Collecting(self.town.storage, self.town.clock, watched, Nudge(), every=180.0).drain(group)

    async def learned(self) -> Layer:
        """What the district's reader had learned last."""
        async with self.town.storage.transaction() as tx:
            id = await tx.layers.id_in_use()
            assert id is not None
            return await tx.layers.get(id)

    async def left(self) -> list[str]:
        """What still waits though it is due, and what was given up."""
        async with self.town.storage.transaction() as tx:
            found = []
            for what, question in LEFT.items():
                found += [f"{what}: {tuple(row)}" for row in await tx._all(everywhere(text(question)))]
            return found


@asynccontextmanager
async def program(climbed: Climbed, url: str) -> AsyncIterator[Program]:
    """The parts of today's program over this copy of the base."""
    storage = await open_storage(url, DISTRICT)
    async with fake_telegram() as telegram:
        bot = make_bot(TOKEN, api_base=telegram.base, proxy=None)
        async with storage.transaction() as tx:
            officials = {who.user_id: who for who in await tx.officials.all()}
            people = {name: officials[ChatId(user)] for name, user in climbed.base.people.items()}
            source = (await tx.sources.all())[0]
        town = DeskTown(storage, StillClock(climbed.base.now), people, source)
        messenger = RecordingMessenger()
        messenger.last_id = 1_000_000
        courier = Courier(storage, town.clock, messenger, Renderer(konakovo()), HeldPhotos(), town.policy, Nudge())
        worker = Worker(storage, town.clock, dispatcher(FSM), bot, town.policy, Nudge(), Presses(bot))
        try:
            yield Program(town, worker, Post(town, messenger, courier), TaughtReader())
        finally:
            await bot.session.close()
            await storage.close()
