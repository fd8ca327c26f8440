"""Several processes on one PostgreSQL: one asks for updates, one reads a network; a killed one is replaced."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot import leases as module
from bot.delivery.send_rate import SharedPace
from bot.leases import Leases
from bot.reading.collect import Collecting, Watched
from bot.storage.delivery.inbox import inbox
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage, open_storage
from bot.wakeups import Nudge
from incidents.ids import ChatId
from incidents.posts import Batch, Network
from tests.conftest import DISTRICT, run_sql
from tests.kit import one_poller
from tests.kit.desk_town import START, StillClock
from tests.kit.scripted_collector import Scripted, sweep

TAKEN_OVER = 30  # seconds: how long anybody waits for another process


@pytest.fixture
async def other(postgres_url: str) -> AsyncIterator[Storage]:
    opened = await open_storage(postgres_url, DISTRICT)
    yield opened
    await opened.close()


async def all_ended(url: str) -> None:
    """As if the lease had run out."""
    await run_sql(url, "UPDATE lease SET until = until - interval '11 seconds'")


async def asked(leases: Leases, *names: str) -> list[bool]:
    for name in names:
        leases.holds(name)
    await leases.renew()
    return [leases.holds(name) for name in names]


async def test_one_process_holds_and_another_waits_until_the_lease_ends(
    postgres_storage: Storage, other: Storage, postgres_url: str
) -> None:
    first, second = Leases(postgres_storage), Leases(other)
    assert await asked(first, "poll") == [True]
    assert await asked(second, "poll", "sources:vk") == [False, True]
    assert await asked(first, "poll", "sources:vk") == [True, False]
    await all_ended(postgres_url)
    assert await asked(second, "poll", "sources:vk") == [True, True]
    assert await asked(first, "poll", "sources:vk") == [False, False]


async def test_a_process_that_ends_gives_its_loops_back_at_once(postgres_storage: Storage, other: Storage) -> None:
    first = Leases(postgres_storage)
    first.holds("poll")
    async with asyncio.TaskGroup() as group:
        running = group.create_task(first.run())
        async with asyncio.timeout(30):
            while not first.holds("poll"):  # noqa: ASYNC110 - the database answers
                await asyncio.sleep(0.01)
        running.cancel()
    assert await asked(Leases(other), "poll") == [True]


async def test_what_nobody_asks_about_any_more_is_let_go(
    postgres_storage: Storage, other: Storage, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Leases(postgres_storage)
    assert await asked(first, "poll") == [True]
    monkeypatch.setattr(module, "ASKED", 0.0)
    await all_ended(postgres_url)
    await first.renew()
    monkeypatch.undo()
    assert await asked(Leases(other), "poll") == [True]


async def test_a_loop_is_cancelled_when_its_lease_is_lost(postgres_storage: Storage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOK", 0.01)
    first, log = Leases(postgres_storage), asyncio.Queue[str]()

    async def work() -> None:
        await log.put("begun")
        try:
            await asyncio.Event().wait()
        finally:
            await log.put("over")

    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        running = group.create_task(first.while_held("poll", work))
        await asked(first, "poll")
        assert await log.get() == "begun"
        first._held.clear()
        assert await log.get() == "over"
        await asked(first, "poll")
        assert await log.get() == "begun"
        running.cancel()
    assert await log.get() == "over"


async def test_a_failure_of_the_loop_is_raised(postgres_storage: Storage) -> None:
    first = Leases(postgres_storage)

    async def work() -> None:
        raise ValueError("broken")

    await asked(first, "poll")
    with pytest.raises(ValueError, match="broken"):
        await first.while_held("poll", work)


async def test_on_sqlite_the_process_may_run_everything(sqlite_url: str) -> None:
    storage = await open_storage(sqlite_url, DISTRICT)
    leases, ran = Leases(storage), []

    async def work() -> None:
        ran.append("once")

    await leases.while_held("poll", work)
    assert (leases.holds("poll"), ran) == (True, ["once"])
    await storage.close()


async def test_a_network_is_read_by_one_process_and_by_another_after_it(
    postgres_storage: Storage, other: Storage, postgres_url: str
) -> None:
    async with postgres_storage.transaction() as tx:
        source = await tx.sources.add(Network.VK, "-1", "Стена", None)
    empty = Batch(posts=(), cursor="c")
    ours, theirs, clock = Scripted(empty, empty), Scripted(empty, empty), StillClock()
    first, second = Leases(postgres_storage), Leases(other)
    one = Collecting(postgres_storage, clock, [Watched(source, ours)], Nudge(), reads=first.reads)
    two = Collecting(other, clock, [Watched(source, theirs)], Nudge(), reads=second.reads)
    assert await asked(first, "sources:vk") == [True]
    assert await asked(second, "sources:vk") == [False]
    await sweep(one)
    await sweep(two)
    assert (len(ours.cursors), theirs.cursors) == (1, [])
    await all_ended(postgres_url)
    assert await asked(second, "sources:vk") == [True]
    await asked(first, "sources:vk")
    await sweep(one)
    await sweep(two)
    assert (len(ours.cursors), theirs.cursors) == (1, ["c"])


async def test_processes_share_the_limits_of_one_bot(postgres_storage: Storage, other: Storage) -> None:
    paces, chat, group = [SharedPace(postgres_storage), SharedPace(other)], ChatId(7), ChatId(-7)
    waits = [(await paces[turn % 2].reserve(chat, START, patience=5.0))[0] for turn in range(4)]
    assert waits == [0.0, 1.0, 2.0, 3.0]
    waits = [(await paces[turn % 2].reserve(ChatId(100 + turn), START, patience=5.0))[0] for turn in range(30)]
    assert waits.count(0.0) == 28  # the other chat has two of the first thirty: now, and before the span of a second and a margin is over
    waits = [(await paces[turn % 2].reserve(group, START, patience=100.0))[0] for turn in range(21)]
    assert waits[20] >= 60.0


async def test_a_clock_that_jumped_ahead_silences_no_chat(postgres_storage: Storage) -> None:
    pace = SharedPace(postgres_storage)
    await pace.reserve(ChatId(7), START.replace(year=START.year + 1), patience=5.0)
    assert (await pace.reserve(ChatId(7), START, patience=5.0))[0] == 0.0


class OneAtATime:
    """Telegram that gives each call one update; `calls`: who asked; `together`: who asked while another one waited."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.together: list[tuple[str, str]] = []
        self.waiting: set[str] = set()
        self._last = 0

    async def handle(self, request: web.Request) -> web.Response:
        who = request.match_info["who"]
        self.together += [(each, who) for each in self.waiting - {who}]
        self.calls.append(who)
        self.waiting.add(who)
        try:
            self._last = max(self._last, int(request.query.get("offset", "1")) - 1) + 1
            await asyncio.sleep(0.05)
            told = {"update_id": self._last, "message": {"message_id": self._last}}
            return web.Response(text=json.dumps({"ok": True, "result": [told]}), content_type="application/json")
        finally:
            self.waiting.discard(who)


@asynccontextmanager
async def process(url: str, base: str, who: str) -> AsyncIterator[asyncio.subprocess.Process]:
    child = await asyncio.create_subprocess_exec(sys.executable, "-m", one_poller.__name__, url, f"{base}/{who}")
    try:
        yield child
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()


async def until_asked(telegram: OneAtATime, *names: str) -> str:
    """One of these has asked lately."""
    seen = len(telegram.calls)
    async with asyncio.timeout(TAKEN_OVER):
        while not (set(telegram.calls[seen:]) & set(names)):  # noqa: ASYNC110 - another process asks
            await asyncio.sleep(0.05)
    return next(each for each in telegram.calls[seen:] if each in names)


async def test_whichever_poller_is_killed_another_one_asks_and_never_two_at_once(postgres_storage: Storage, postgres_url: str) -> None:
    telegram, app = OneAtATime(), web.Application()
    app.router.add_get("/{who}/bot4242:t/getUpdates", telegram.handle)
    names = ["a", "b", "c"]
    async with TestServer(app) as server:
        base = str(server.make_url("")).rstrip("/")
        async with process(postgres_url, base, "a") as a, process(postgres_url, base, "b") as b, process(postgres_url, base, "c") as c:
            children = dict(zip(names, (a, b, c), strict=True))
            for _ in range(2):
                holder = await until_asked(telegram, *names)
                children[holder].send_signal(signal.SIGKILL)
                await children[holder].wait()
                names.remove(holder)
            assert await until_asked(telegram, *names) == names[0]
    assert telegram.together == []
    async with postgres_storage.transaction() as tx:
        kept = [row.update_id for row in await tx._all(everywhere(select(inbox).order_by(inbox.c.id)))]
    assert kept == list(range(1, len(kept) + 1))


async def test_what_would_wait_too_long_takes_no_turn_of_others(postgres_storage: Storage) -> None:
    pace, chat = SharedPace(postgres_storage), ChatId(7)
    assert [(await pace.reserve(chat, START, patience=0.5))[0] for _ in range(3)] == [0.0, 1.0, 1.0]
