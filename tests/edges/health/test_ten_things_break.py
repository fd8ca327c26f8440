"""What breaks is read within a minute in `/readyz` and on the coordinator's phone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy.engine import make_url

from bot.clock import WorldClock
from bot.config.settings import HttpSettings
from bot.health.illness import Illness
from bot.health.line import Line
from bot.health.meters import Meters
from bot.health.page import HealthPage
from bot.health.readiness import LIVES_ON
from bot.health.signs import Sign
from bot.health.standstill import ClockJump, Standstill
from bot.health.watch import Health
from bot.reading.collect import Collecting, Watched
from bot.reading.post_reader import ReaderNotStarted
from bot.reading.reader import ReaderProcess
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.storage import Storage
from bot.telegram.incoming.poller import LOG, PollerBroken
from bot.telegram.incoming.webhook import WebhookBroken
from bot.wakeups import Nudge
from collectors.vk.errors import POLICIES, VkError
from incidents.ids import ChatId
from incidents.messages import NotUnderstood
from incidents.posts import Batch, Network, SourceBroken
from tests.kit.desk_town import StillClock, desk_town
from tests.kit.phones_of_health import Phones, pragma
from tests.kit.scripted_collector import Scripted, sweep
from tests.kit.values.samples import MOSCOW

EVERY, MINUTE = 5, 60  # seconds between two rounds, and within which it must be said
WELL = Batch(posts=(), cursor="c")
SILENT = SourceBroken("ВКонтакте не отвечает")
NO_FEED = SourceBroken("По этому адресу ленты нет (410)", fatal=True)
DEAD_KEY = VkError("wall.get", POLICIES[5], code=5).as_broken()


@dataclass
class Ward:
    """A bot's health with its page, and the parts that may break."""

    storage: Storage
    clock: StillClock
    file: Path
    phones: Phones
    reader: ReaderProcess
    line: Line
    walls: Collecting
    scripts: list[Scripted]
    health: Health
    page: HealthPage
    coordinator: ChatId
    skew: list[timedelta] = field(default_factory=lambda: [timedelta(0)])

    async def rounds(self, seconds: int = MINUTE) -> None:
        """So much of the health's life."""
        for _ in range(seconds // EVERY):
            self.clock.move(seconds=EVERY)
            try:
                await self.health.ask_database()
            except Exception:  # noqa: BLE001 - the loop around it goes on too
                assert self.health.kinds()
            await self.health.look()

    async def get(self, path: str) -> tuple[int, dict[str, Any]]:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{self.page.port}{path}") as answer:
            return answer.status, await answer.json()

    async def codes(self) -> tuple[int, list[str]]:
        """The status of `/readyz` and the codes of what is wrong."""
        status, said = await self.get("/readyz")
        assert said["ready"] is (status == 200)
        assert all(each["what"] and each["wanted"] for each in said["wrong"])
        return status, [each["code"] for each in said["wrong"]]


@pytest.fixture
async def ward(sqlite_url: str) -> AsyncIterator[Ward]:
    async with desk_town(sqlite_url) as town:
        storage, clock, phones = town.storage, town.clock, Phones()
        async with storage.transaction() as tx:
            other = await tx.sources.add(Network.VK, "-2", "Вторая стена", None)
            feeds = [await tx.sources.add(Network.FEED, f"https://gazeta.example/{n}", f"Лента {n}", None) for n in (1, 2)]
        line, meters, skew = Line(LOG, "снова"), Meters(), [timedelta(0)]
        scripts = [Scripted(WELL) for _ in range(4)]
        watched = [Watched(source, script) for source, script in zip([town.source, other, *feeds], scripts, strict=True)]
        walls = Collecting(storage, clock, watched, Nudge(), every=EVERY, meters=meters)
        reader = ReaderProcess(Path("nowhere"), ["there is no such program"])
        jump = ClockJump(lambda: clock.now() + skew[0], clock.pace)
        signs = [
            *(Sign(kind, partial(line.sign, kind)) for kind in (Illness.TOKEN, Illness.CONFLICT, Illness.DEAF)),
            Sign(Illness.SOURCES, walls.silence.sign),
            Sign(Illness.READER, reader.sign),
            Sign(Illness.CLOCK, jump.sign),
        ]
        health = Health(storage, clock, phones, signs=signs, timezone=MOSCOW, meters=meters)  # type: ignore[arg-type]  # nothing is edited here
        health._alarm.tells = tuple(Illness)
        health._queues = {kind: Standstill(clock.pace) for kind in (Illness.INBOX, Illness.OUTBOX)}
        page = HealthPage(health, storage, clock, meters, clock.now, HttpSettings().model_copy(update={"health_port": 0}))
        file = Path(str(make_url(sqlite_url).database))
        async with page.serving():
            made = Ward(storage, clock, file, phones, reader, line, walls, scripts, health, page, town.chat("coordinator"), skew)
            line.is_back()
            await sweep(walls)
            await made.rounds(10)
            assert await made.codes() == (200, [])
            yield made


@asynccontextmanager
async def locked(ward: Ward) -> AsyncIterator[None]:
    await pragma(ward.storage, "PRAGMA busy_timeout=10")
    with closing(await asyncio.to_thread(sqlite3.connect, ward.file, isolation_level=None, check_same_thread=False)) as other:
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
        yield


@asynccontextmanager
async def full(ward: Ward) -> AsyncIterator[None]:
    await pragma(ward.storage, "VACUUM", "PRAGMA max_page_count=1")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        await pragma(ward.storage, "CREATE TABLE more AS SELECT hex(randomblob(1000000)) AS a")
    with pytest.raises(Exception, match="full"):
        async with ward.storage.transaction() as tx:
            await tx.dialogues.set_data("somebody", {"long": "x" * 1_000_000})
    yield
    await pragma(ward.storage, "PRAGMA max_page_count=1000000")


@asynccontextmanager
async def read_only(ward: Ward) -> AsyncIterator[None]:
    await pragma(ward.storage, "PRAGMA query_only=ON")
    with pytest.raises(Exception, match="readonly"):
        async with ward.storage.transaction() as tx:
            await tx.dialogues.set_data("somebody", {"a": 1})
    yield
    await pragma(ward.storage, "PRAGMA query_only=OFF")


@asynccontextmanager
async def file_gone(ward: Ward) -> AsyncIterator[None]:
    away = ward.file.with_suffix(".away")
    await asyncio.to_thread(ward.file.rename, away)
    yield
    await asyncio.to_thread(away.rename, ward.file)


@asynccontextmanager
async def second_poller(ward: Ward) -> AsyncIterator[None]:
    ward.line.broke(PollerBroken("Этим ботом управляет ещё одна программа (409)", Illness.CONFLICT))
    yield
    ward.line.is_back()


@asynccontextmanager
async def webhook_unset(ward: Ward) -> AsyncIterator[None]:
    ward.line.broke(WebhookBroken("Webhook не поставлен, Telegram отказал: bad webhook"))
    yield
    ward.line.is_back()


@asynccontextmanager
async def dead_key(ward: Ward) -> AsyncIterator[None]:
    async with failing(ward, DEAD_KEY, walls=[0]):
        yield


@asynccontextmanager
async def all_walls_fail(ward: Ward) -> AsyncIterator[None]:
    async with failing(ward, SILENT, walls=[0, 1], sweeps=2):
        yield


@asynccontextmanager
async def failing(ward: Ward, error: SourceBroken, *, walls: list[int], sweeps: int = 1) -> AsyncIterator[None]:
    for number in walls:
        ward.scripts[number].answers = [error]
    for _ in range(sweeps):
        ward.clock.move(seconds=EVERY)
        await sweep(ward.walls)
    yield
    for number in walls:
        ward.scripts[number].answers = [WELL]
    ward.clock.move(seconds=EVERY)
    await sweep(ward.walls)


@asynccontextmanager
async def reader_killed(ward: Ward) -> AsyncIterator[None]:
    with pytest.raises(ReaderNotStarted):
        await ward.reader.warm()
    yield
    ward.reader._not_started = None
    ward.reader._child, ward.reader._failures = object(), 0  # type: ignore[assignment]  # one that runs
    await ward.rounds(EVERY)
    ward.reader._child = None


@asynccontextmanager
async def nobody_handles(ward: Ward) -> AsyncIterator[None]:
    press = {"update_id": 7, "callback_query": {"id": "1", "from": {"id": int(ward.coordinator)}, "data": "c1:accept:1"}}
    async with ward.storage.transaction() as tx:
        await tx.inbox.add(1, [press], at=ward.clock.now())
    yield
    async with ward.storage.transaction() as tx:
        row = await tx.inbox.next(now=ward.clock.now())
        assert row is not None
        await tx.inbox.done(row)


@asynccontextmanager
async def nobody_sends(ward: Ward) -> AsyncIterator[None]:
    async with ward.storage.transaction() as tx:
        await tx.outbox.say(ward.coordinator, NotUnderstood())
    yield
    async with ward.storage.transaction() as tx:
        (row,) = await tx.outbox.claim(now=ward.clock.now(), lease=timedelta(minutes=1), limit=1)
        await tx.outbox.done(row)


@asynccontextmanager
async def a_day_ahead(ward: Ward) -> AsyncIterator[None]:
    ward.skew[0] = timedelta(days=1)
    yield
    ward.skew[0] = timedelta(0)


Fault = Callable[[Ward], AbstractAsyncContextManager[None]]


@pytest.mark.parametrize(
    ("fault", "code", "told"),
    [
        (locked, "database_locked", "Бот стоит: базу держит другая программа"),
        (full, "disk_full", "Бот не записывает: на сервере кончилось место"),
        (read_only, "database_readonly", "Бот не записывает: база открыта только для чтения"),
        (file_gone, "database_gone", "Бот не работает: база недоступна"),
        (second_poller, "conflict", "Ботом управляют две программы сразу"),
        (webhook_unset, "deaf", "Бот не слышит нажатий: Telegram до него не достаёт"),
        (dead_key, "sources", "Бот не видит новых постов"),
        (all_walls_fail, "sources", "Бот не видит новых постов"),
        (reader_killed, "reader", "Бот не читает новые посты"),
        (nobody_handles, "inbox", "Бот не отвечает на нажатия"),
        (nobody_sends, "outbox", "Бот не отправляет карточки"),
        (a_day_ahead, "clock", "Часы сервера прыгнули"),
    ],
    ids=lambda each: each.__name__ if callable(each) else "",
)
async def test_the_page_and_the_phone_say_it_within_a_minute_and_that_it_is_over(ward: Ward, fault: Fault, code: str, told: str) -> None:
    async with fault(ward):
        await ward.rounds()
        status, codes = await ward.codes()
        assert status == (200 if code in LIVES_ON else 503)
        assert code in codes
        assert ward.phones.titles(ward.coordinator) == [told]
    await ward.rounds(3 * MINUTE)
    assert await ward.codes() == (200, [])
    assert [title.partition(":")[0] for title in ward.phones.titles(ward.coordinator)] == [told.partition(":")[0], "Снова работает"]


async def test_a_token_that_is_refused_stands_on_the_page_and_is_told_when_it_can_be(ward: Ward) -> None:
    ward.line.broke(PollerBroken("Telegram не узнал токен (401)", Illness.TOKEN))
    await ward.rounds(2 * MINUTE)
    assert await ward.codes() == (503, ["token"])
    assert ward.phones.titles(ward.coordinator) == [], "nothing goes through Telegram now"
    ward.line.is_back()
    await ward.rounds()
    assert await ward.codes() == (200, [])
    assert ward.phones.titles(ward.coordinator) == ["Снова работает: Telegram узнаёт токен бота"]


async def test_a_dead_feed_is_listed_and_told_at_once_and_keeps_nobody_from_being_ready(ward: Ward) -> None:
    async with failing(ward, NO_FEED, walls=[2]):
        await ward.rounds(EVERY)
        status, said = await ward.get("/readyz")
        assert (status, said["ready"]) == (200, True)
        assert [(each["code"], each["because"], each["stops"]) for each in said["wrong"]] == [("source", NO_FEED.user_text, False)]
        async with ward.storage.transaction() as tx:
            rows = await tx.outbox.claim(now=ward.clock.now(), lease=timedelta(minutes=1), limit=9)
        assert [(row.chat_id, row.code) for row in rows] == [(ward.coordinator, "source_broken")]
        assert ward.phones.titles(ward.coordinator) == [], "the bot itself is well"
    await ward.rounds(EVERY)
    assert await ward.codes() == (200, [])


async def test_the_loop_turns_and_the_database_answers_or_the_process_is_not_alive(ward: Ward) -> None:
    assert await ward.get("/livez") == (200, {"alive": True, "wrong": []})
    async with ward.storage.transaction():
        status, said = await ward.get("/livez")
        assert (status, [each["code"] for each in said["wrong"]]) == (503, ["database"])
    assert (await ward.get("/livez"))[0] == 200
    ward.health.pulse._now = lambda: 0.0
    ward.health.pulse.expect("worker")
    ward.health.pulse._now = lambda: 1000.0
    status, said = await ward.get("/livez")
    assert (status, said["wrong"]) == (503, [{"code": "stuck", "what": "Стоит: worker"}])


def test_a_world_clock_is_watched() -> None:
    assert ClockJump(WorldClock().now).sign() is True
