"""Districts in the sandbox and the real processes that serve them, for benchmarks of memory, rest and start.

Districts are copies of Konakovo and of the example in turn; residents write on the administrations' walls.
"""

import asyncio
import os
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import func, or_, select

from benchmarks.machine import cpu
from bot.clock import ScenarioClock
from bot.config.district import PACKAGE_DATA, District, load_district
from bot.config.settings_values import DemoClock
from bot.demo.control import Control, running_sandbox
from bot.demo.robots.enrolment import enrol_all
from bot.demo.town import RESIDENTS, Town
from bot.storage.delivery.outbox import outbox
from bot.storage.engine.migrate import migrate
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from bot.storage.intake.posts import post
from incidents.official import Role
from tests.chaos.layouts import database
from tests.kit.several_districts import ControlOf, described, env_of, token_of, town_of, written

ORIGIN = datetime.fromisoformat("2026-11-24T10:00:00+03:00")
STREETS = ("Садовая", "Лесная", "Школьная", "Центральная", "Новая")
TROUBLES = ("яма на дороге, асфальт разбит", "не горит фонарь", "не вывозят мусор", "сломаны качели на площадке")
PEOPLE = (Role.COORDINATOR, Role.DUTY, Role.HEAD)
PATIENCE = 600.0  # real seconds for each step


@dataclass(slots=True)
class One:
    """A district of the measured process."""

    district: District
    town: Town
    control: Control
    storage: Storage
    clock: ScenarioClock
    values: dict[str, str]  # of its file of settings


@dataclass(slots=True)
class DistrictSet:
    """Districts over one base, and the folder with their files."""

    folder: Path
    control: Control
    districts: Sequence[One]

    async def settle(self) -> None:
        """The officials are enrolled and welcomed, the walls are swept; a process must run."""
        await asyncio.gather(*(_settled(one) for one in self.districts))

    async def write(self, posts: int) -> None:
        """Residents write in each district; back when every post is read and every card sent."""
        for n in range(posts):
            for one in self.districts:
                text = f"Улица {STREETS[n % len(STREETS)]}, дом {n + 1}: {TROUBLES[n % len(TROUBLES)]}"
                await self.control.write(one.town.answers_as.group_id, RESIDENTS[n % len(RESIDENTS)], text)
        for one in self.districts:
            await until(lambda one=one: _has_read(one, posts), "every post is read")

    @asynccontextmanager
    async def running(self, tree_of_code: Path = PACKAGE_DATA) -> AsyncIterator[int]:
        """A process that serves them all, of this code or another's, once every district of it runs; gives its id.

        One district is `otklik run` with its settings in the environment, several are `otklik run --env …`.
        """
        alone = self.districts[0].values if len(self.districts) == 1 else {}
        files = [] if alone else [written(self.folder, one.district.id, one.values) for one in self.districts]
        arguments = [word for file in files for word in ("--env", str(file))]
        environment = {name: value for name, value in os.environ.items() if "__" not in name}
        log = self.folder / f"log{time.monotonic_ns()}"
        with log.open("wb") as out:
            child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", *arguments),
                cwd=self.folder,
                env={**environment, **alone, "PYTHONPATH": str(tree_of_code)},
                stderr=out,
            )
        try:

            async def runs() -> bool:
                if child.returncode is not None:
                    raise SystemExit(log.read_text())
                return log.read_text().count("Отклик запущен") >= len(self.districts)

            await until(runs, "the process runs", every=0.05)
            yield child.pid
        finally:
            if child.returncode is None:
                child.send_signal(signal.SIGTERM)
            print("ended with", await child.wait(), "errors in its log:", log.read_text().count(" ERROR "), file=sys.stderr)


@asynccontextmanager
async def district_set(
    number: int,
    base: str = "sqlite",
    *,
    made: Callable[[Path], tuple[District, Town]] | None = None,
    residents: Sequence[int] = (),
    origin: datetime = ORIGIN,
    speed: float = 1.0,
) -> AsyncIterator[DistrictSet]:
    """So many districts, a sandbox and an empty base, for as long as the block runs. `made`: the one district, made in this folder."""
    setting = DemoClock(origin, speed, time.time())
    async with AsyncExitStack() as opened:
        folder, url = opened.enter_context(database(base))
        await asyncio.to_thread(migrate, url)
        control = await opened.enter_async_context(running_sandbox(port=0, origin=origin, speed=speed, anchor=setting.anchor or 0.0))
        districts, towns = await asyncio.to_thread(_made, folder, number, made)
        described_all = described([(each.id, town) for each, town in zip(districts, towns, strict=True)])
        described_all["vk"]["users"] += [{"id": id, "first_name": "Житель", "last_name": str(id)} for id in residents]
        await control.post("reset", **described_all)
        storage = await open_storage(url, districts[0].id)
        opened.push_async_callback(storage.close)
        ones = []
        for n, (district, town) in enumerate(zip(districts, towns, strict=True)):
            values = env_of(district, n, town, base=control.base, database=url, clock=setting)
            values |= {"SCHEDULE__POLL_SECONDS": "180", "BACKUP__NIGHTLY": "false"}
            beside = storage.beside(district.id)
            ones.append(One(district, town, ControlOf(control, token_of(n)), beside, ScenarioClock(*setting), values))
        yield DistrictSet(folder, control, ones)


async def minute_of(pids: Sequence[int], seconds: float = 60.0) -> dict[int, float]:
    """Seconds of a processor that each of these processes takes in the next minute."""
    before = {pid: cpu(pid) for pid in pids}
    await asyncio.sleep(seconds)
    return {pid: cpu(pid) - before[pid] for pid in pids}


async def until(seen: object, what: str, every: float = 1.0) -> None:
    """Ask again and again."""
    end = time.monotonic() + PATIENCE
    while not await seen():  # type: ignore[operator]
        if time.monotonic() > end:
            raise SystemExit(f"never: {what}")
        await asyncio.sleep(every)


def _made(folder: Path, number: int, made: Callable[[Path], tuple[District, Town]] | None) -> tuple[Sequence[District], Sequence[Town]]:
    if made is not None:
        district, town = made(folder)
        return [district], [town]
    districts = [_copied(folder, n) for n in range(number)]
    return districts, [_people_of(town_of(district, n)) for n, district in enumerate(districts)]


def _copied(folder: Path, number: int) -> District:
    """A district's folder of its own name."""
    source = PACKAGE_DATA / "districts" / ("konakovo", "primer")[number % 2]
    profile = folder / "districts" / f"d{number + 1:02}"
    shutil.copytree(source, profile)
    return load_district(profile)


def _people_of(town: Town) -> Town:
    """Those who get every card, and one department."""
    executor = next(each for each in town.officials if each.role is Role.EXECUTOR)
    return replace(town, officials=tuple(each for each in town.officials if each.role in PEOPLE or each is executor))


async def _settled(one: One) -> None:
    await enrol_all(SimpleNamespace(storage=one.storage, clock=one.clock), one.control, one.town)  # type: ignore[arg-type]  # all it asks
    await until(lambda: _has_swept(one), "the walls are swept")


async def _has_swept(one: One) -> bool:
    async with one.storage.transaction() as tx:
        sources = await tx.sources.all()
        return bool(sources) and all(source.baseline_at is not None for source in sources) and await tx.outbox.count_waiting() == 0


async def _has_read(one: One, posts: int) -> bool:
    async with one.storage.transaction() as tx:
        return len(await tx.unread.next(limit=1)) == 0 and await _is_sent(one, tx) and await _taken(one, tx) >= posts


async def _is_sent(one: One, tx: Tx) -> bool:
    """Nothing waits but what has an hour of its own: a digest of what went without a sound."""
    ours = (outbox.c.district_id == one.district.id, outbox.c.state.in_(("pending", "claimed")))
    due = or_(outbox.c.not_before.is_(None), outbox.c.not_before <= one.clock.now())
    return (await tx._first(select(func.count()).select_from(outbox).where(*ours, due)))[0] == 0


async def _taken(one: One, tx: Tx) -> int:
    row = await tx._first(select(func.count()).where(post.c.district_id == one.district.id, post.c.taken_at.is_not(None)))
    return int(row[0])
