"""Two districts on one PostgreSQL, two processes each, one of them killed: every job is done once, by its own district.

The inbox's worker, the courier, the leases and the heartbeats are real, in processes of their own; what is sent are lines of a file.
"""

import asyncio
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import Executable, select

from bot.delivery.courier import AT_ONCE
from bot.storage.delivery.inbox import inbox
from bot.storage.delivery.outbox import outbox
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.table import type_row
from bot.storage.people.audit import audit
from incidents.delivery import Say
from incidents.ids import ChatId, DistrictId
from tests.kit.district_process import HANDLED, ORIGIN

pytestmark = pytest.mark.long

DISTRICTS = (DistrictId("konakovo"), DistrictId("primer"))
EACH = 2_500  # updates and messages of a district: 10 000 jobs in all
PEOPLE, BOT, FIRST_CHAT = 250, 42, 1_000_000
PATIENCE = 600.0  # real seconds at most, on two slow cores
AFTER = 0.2  # of the updates or of the messages: then one process finishes nothing more


class Child:
    """A process of one district."""

    def __init__(self, district: DistrictId, process: asyncio.subprocess.Process, folder: Path) -> None:
        self.district, self.pid, self._process, self._folder = district, process.pid, process, folder

    def lines(self) -> list[str]:
        """What it has done."""
        file = self._folder / f"{self.district}.{self.pid}"
        return file.read_text().splitlines() if file.exists() else []

    async def end(self, how: signal.Signals) -> None:
        if self._process.returncode is None:
            self._process.send_signal(how)
        await self._process.wait()


@asynccontextmanager
async def processes(url: str, folder: Path) -> AsyncIterator[list[Child]]:
    """Two of each district; they end with their standard input."""
    command, anchor = (sys.executable, "-m", "tests.kit.district_process"), str(time.time())
    started: list[Child] = []
    try:
        for district in (*DISTRICTS, *DISTRICTS):
            arguments = (district, url, str(folder), anchor)
            process = await asyncio.create_subprocess_exec(*command, *arguments, stdin=asyncio.subprocess.PIPE)
            started.append(Child(district, process, folder))
        yield started
    finally:
        for each in started:
            await each.end(signal.SIGKILL)


async def fill(storage: Storage) -> None:
    """The same numbers in both districts: one that takes the other's row would be seen twice."""
    async with storage.transaction() as tx:
        for first in range(0, EACH, 500):
            numbers = range(first, first + 500)
            updates = [{"update_id": n, "message": {"chat": {"id": n % PEOPLE + 1}, "from": {"id": n % PEOPLE + 1}}} for n in numbers]
            assert await tx.inbox.add(BOT, updates, at=ORIGIN) == len(updates)
            for n in numbers:
                await tx.outbox.put(Say(chat_id=ChatId(FIRST_CHAT + n), code="stranger"))


async def until(found: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not found():  # noqa: ASYNC110 - other processes are waited for
            await asyncio.sleep(0.1)


def done_by(children: Iterable[Child], what: str) -> Counter[tuple[str, str]]:
    """How often each job was done, by district and number."""
    words = [(each.district, line.split()) for each in children for line in each.lines()]
    return Counter((district, line[1]) for district, line in words if line[0] == what)


async def hands_of(storage: Storage, child: Child) -> int:
    """How many rows the process has claimed."""
    claimed = select(outbox.c.claimed_by).where(outbox.c.district_id == child.district, outbox.c.state == "claimed")
    return sum(f":{child.pid}:" in str(row.claimed_by) for row in await _rows(storage, claimed))


async def hang(storage: Storage, child: Child, folder: Path) -> None:
    """It finishes nothing more: an update and as many messages as it may hold hang, and what it had sent before is written down."""
    (folder / f"hang.{child.pid}").touch()
    async with asyncio.timeout(PATIENCE):
        while True:
            hanging = Counter(line.split()[1] for line in child.lines() if line.startswith("hangs"))
            if hanging == {"sent": AT_ONCE, "handled": 1} and await hands_of(storage, child) == AT_ONCE:
                return
            await asyncio.sleep(0.1)


async def all_written(storage: Storage) -> None:
    """Until each update and each message is done in the database too."""
    async with asyncio.timeout(PATIENCE):
        for table in (inbox, outbox):
            undone = select(table.c.id).where(table.c.district_id == storage.district_id, table.c.state != "done")
            while await _rows(storage, undone):  # noqa: ASYNC110 - other processes are waited for
                await asyncio.sleep(0.1)


async def _rows(storage: Storage, question: Executable) -> Sequence[type_row]:
    async with storage.transaction() as tx:
        return await tx._all(question)


async def handled(storage: Storage) -> list[int]:
    """Effects in the database."""
    effects = select(audit.c.data).where(audit.c.district_id == storage.district_id, audit.c.what == HANDLED)
    return sorted(row.data["update"] for row in await _rows(storage, effects))


async def test_each_job_of_two_districts_is_done_once_though_a_process_is_killed(
    postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    storages = [await open_storage(postgres_url, district) for district in DISTRICTS]
    for storage in storages:
        await fill(storage)
    began = time.monotonic()
    async with processes(postgres_url, tmp_path) as children:
        victim = children[0]
        jobs = len(DISTRICTS) * EACH
        await until(lambda: max(done_by(children, what).total() for what in ("sent", "handled")) > AFTER * jobs)
        await hang(storages[0], victim, tmp_path)
        await victim.end(signal.SIGKILL)
        killed = time.monotonic()
        await until(lambda: done_by(children, "sent").total() >= jobs and done_by(children, "handled").total() >= jobs)
        took = time.monotonic() - began, time.monotonic() - killed
        for storage in storages:
            await all_written(storage)
        sent, effects = done_by(children, "sent"), [await handled(storage) for storage in storages]
    with capsys.disabled():
        shares = ", ".join(f"{each.district} {len(each.lines())}" for each in children)
        sys.stdout.write(f"\n{2 * jobs} jobs in {took[0]:.0f} s, the last {took[1]:.0f} s after the kill; lines: {shares}\n")
    assert all(each.lines() for each in children), "each process worked"
    wanted = Counter({(district, str(FIRST_CHAT + n)): 1 for district in DISTRICTS for n in range(EACH)})
    assert sent == wanted
    assert effects == [list(range(EACH))] * len(DISTRICTS)
    for storage in storages:
        await storage.close()
