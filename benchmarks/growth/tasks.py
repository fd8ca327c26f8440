"""The things that are measured: what officials and residents wait for, what the bot does by itself."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import cycle

from sqlalchemy import delete, func, select

from benchmarks.growth.base import DISTRICT
from benchmarks.growth.residents import reading_of, text_of
from benchmarks.growth.town import NOW, district
from bot.app import FSM
from bot.health.presses import Presses
from bot.reading.intake import Intake
from bot.renderer import Renderer
from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import voice
from bot.storage.delivery.outbox import outbox, outbox_row_of
from bot.storage.engine.storage import Storage, open_storage
from bot.telegram.adapter import make_bot
from bot.telegram.incoming.dispatcher import dispatcher
from bot.telegram.incoming.worker import Worker
from bot.ticks.context import Around
from bot.ticks.schedule import TICKS
from bot.wakeups import Nudge
from handlers.kit.buttons import CardButton, Press
from incidents.head.messages import SummaryOfSpan
from incidents.ids import IncidentId
from incidents.official import Role
from incidents.outbox_message import OutboxMessage
from incidents.posts import Network, Post
from incidents.reading import MainPlace, Reading
from tests.kit.desk_town import DeskTown, StillClock
from tests.kit.phones import TOKEN, Phones, fake_telegram

TOPIC, TOWN = "social_child_benefits", MainPlace(settlement="Конаково", settlement_id="s-konakovo")
HOUSE = MainPlace(settlement="Конаково", settlement_id="s-konakovo", street="улица Лесная", street_id="g-s-konakovo-0", house="77")
"""The commonest topic, the biggest town, its main street."""

QUIET = {
    "reasons": time(16, 40), "region": time(12, 20), "digests": time(15, 10), "night": time(8, 40), "modes": time(8, 40),
    "agenda": time(17, 40),
}  # fmt: skip
"""Ticks that look at the clock first are measured at an hour at which they ask the database."""

Act = Callable[[], Awaitable[object]]


class NoReader:
    """Reads every post as one reading."""

    def __init__(self, read: Reading) -> None:
        self.reading = read

    def teach(self, _body: object) -> None:
        """Nothing is learned."""

    async def read_some(self, asked: Sequence[object]) -> list[Reading]:
        """The reading, of each."""
        return [self.reading] * len(asked)


@dataclass
class Bench:
    """A base at work: people press, residents write, the clock stands."""

    storage: Storage
    phones: Phones
    renderer: Renderer
    numbers: Iterator[int]

    @property
    def town(self) -> DeskTown:
        """People and the clock."""
        return self.phones.town

    async def forget_outbox(self) -> None:
        """Nothing waits to be sent."""
        async with self.storage.transaction() as tx:
            await tx._run(delete(outbox).where(outbox.c.district_id == DISTRICT))

    async def incidents(self, *where: object, limit: int = 30) -> list[IncidentId]:
        """The newest that are so."""
        async with self.storage.transaction() as tx:
            mine = select(incident.c.id).where(incident.c.district_id == DISTRICT, *where)
            return [row.id for row in await tx._all(mine.order_by(incident.c.id.desc()).limit(limit))]

    async def most_voices(self) -> IncidentId:
        """The incident of the month with the most of them."""
        async with self.storage.transaction() as tx:
            mine = select(voice.c.incident_id).where(voice.c.district_id == DISTRICT, voice.c.joined_at > NOW - timedelta(days=30))
            return IncidentId(
                await tx._scalar(mine.group_by(voice.c.incident_id).order_by(func.count().desc(), voice.c.incident_id).limit(1))
            )

    def card(self, id: IncidentId, who: str = "executor") -> Act:
        """Render the card for somebody."""

        async def act() -> None:
            async with self.storage.transaction() as tx:
                await self.renderer.card(tx, id, self.town.chat(who), now=self.town.clock.now())

        return act

    def cards(self, ids: Iterable[IncidentId], who: str = "executor") -> Act:
        """Render the card of the next one, round and round: cards of a base differ by what there is to tell."""
        acts = cycle([self.card(id, who) for id in ids])

        async def act() -> None:
            await next(acts)()

        return act

    def told(self, message: OutboxMessage, who: str) -> Act:
        """Say it and render what is said."""

        async def act() -> None:
            async with self.storage.transaction() as tx:
                await tx.outbox.say(self.town.chat(who), message)
            await self.shown()

        return act

    def typed(self, who: str, command: str) -> Act:
        """Type a command and render the answer."""

        async def act() -> None:
            await self.phones.type(who, command)
            await self.shown()

        return act

    async def shown(self) -> None:
        """Render what was said last."""
        async with self.storage.transaction() as tx:
            last = select(outbox).where(outbox.c.district_id == DISTRICT, outbox.c.kind == "say").order_by(outbox.c.id.desc()).limit(1)
            row = outbox_row_of((await tx._all(last))[0])
            await self.renderer.say(tx, row, now=self.town.clock.now())

    def accept(self, ids: Iterator[IncidentId]) -> Act:
        """Press «Принять» under the next one."""

        async def act() -> None:
            await self.phones.press("executor", CardButton(press=Press.ACCEPT, incident=next(ids)))

        return act

    def intake(self, place: MainPlace) -> Act:
        """A resident's post is taken in; it was read already."""
        clock, policy = self.town.clock, district().policy
        worker = Intake(self.storage, clock, NoReader(reading_of(TOPIC, place)), policy, Nudge())

        async def act() -> None:
            await worker.step()

        return act

    async def write(self, place: MainPlace, chance: random.Random) -> None:
        """A post that nobody has read."""
        n = next(self.numbers)
        words = " ".join(chance.choice(_SYLLABLES) + chance.choice(_SYLLABLES) for _ in range(8))
        post = Post(
            network=Network.VK, external_id=f"wall-1_n{n}", url=f"https://vk.com/wall-1_n{n}", text=text_of(place, words, chance),
            author_id=f"9{n}", published_at=self.town.clock.now(),
        )  # fmt: skip
        async with self.storage.transaction() as tx:
            await tx.door.receive(self.town.source, post, at=self.town.clock.now(), history=False)

    def around(self, tick: str) -> Around:
        """What the tick sees, at its hour."""
        zone = district().policy.calendar.timezone
        local = NOW.astimezone(zone)
        at = datetime.combine(local.date(), QUIET.get(tick, local.time()), zone)
        return self.town.around(clock=StillClock(at), chain_key="key")

    def tick(self, name: str) -> Act:
        """One tick."""
        act, _ = TICKS[name]
        around = self.around(name)
        return lambda: act(around)

    def polls(self) -> dict[str, Act]:
        """Questions that loops ask twice a second when nothing is to be done."""
        now = self.town.clock.now()

        def asked(question: Callable[..., Awaitable[object]]) -> Act:
            async def act() -> None:
                async with self.storage.transaction() as tx:
                    await question(tx)

            return act

        return {
            "poll answers": asked(lambda tx: tx.answers.next_to_move(now=now)),
            "poll outbox": asked(lambda tx: tx.outbox.claim(now=now, lease=timedelta(minutes=5), limit=30, uploads=5, by=None, busy={})),
            "poll inbox": asked(lambda tx: tx.inbox.next(now=now)),
            "poll unread": asked(lambda tx: tx.unread.next(limit=20, dangers_since=now - timedelta(days=1))),
        }


_SYLLABLES = [
    "ва", "го", "ди", "жу", "зе", "ки", "ло", "му", "ны", "пи", "ра",
    "си", "то", "ух", "фе", "хо", "ца", "че", "шу", "эм", "юр", "яс",
]  # fmt: skip


@asynccontextmanager
async def bench(url: str) -> AsyncIterator[Bench]:
    """A grown base opened."""
    storage = await open_storage(url, DISTRICT)
    try:
        async with storage.transaction() as tx:
            everybody = await tx.officials.all()
            source = (await tx.sources.all())[0]
        people = {
            "executor": next(o for o in everybody if o.role is Role.EXECUTOR and o.department_id == "social"),
            "coordinator": next(o for o in everybody if o.role is Role.COORDINATOR),
            "head": next(o for o in everybody if o.role is Role.HEAD),
        }
        town = DeskTown(storage, StillClock(NOW), people, source)
        async with fake_telegram() as telegram:
            bot = make_bot(TOKEN, api_base=telegram.base, proxy=None)
            worker = Worker(storage, town.clock, dispatcher(FSM), bot, district().policy, Nudge(), Presses(bot))
            try:
                yield Bench(storage, Phones(town, telegram, bot, worker), Renderer(district()), iter(range(1, 10**9)))
            finally:
                await bot.session.close()
    finally:
        await storage.close()


def spans() -> dict[str, SummaryOfSpan]:
    """Periods of the summary, ended this morning."""
    morning, days = NOW.replace(hour=4, minute=30), {"a day": 1, "a month": 30, "ten years": 3652}
    return {f"summary of {span}": SummaryOfSpan(since=morning - timedelta(days=n), until=morning) for span, n in days.items()}
