"""Memory and a minute at rest of one process with several districts, each after some posts.

    PYTHONPATH=. python benchmarks/region.py [--districts 10] [--posts 20] [--base sqlite|postgres] [--processes 1]

`otklik run --env …` as a process of its own with its reader, the sandbox as VK and Telegram, at real speed. Districts are copies of
Konakovo and of the example in turn. Residents write on the administrations' walls; when every post is read, every card is sent and some
rest is over, PSS of all processes is summed and their CPU seconds of the next minute are counted. One line of JSON; exit 1 over `--most`.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import func, select

from bot.clock import ScenarioClock
from bot.config.district import PACKAGE_DATA, District, load_district
from bot.config.settings_values import DemoClock
from bot.demo.control import Control, running_sandbox
from bot.demo.robots.enrolment import enrol_all
from bot.demo.town import RESIDENTS, Town
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
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class One:
    """A district of the measured process."""

    district: District
    town: Town
    control: Control
    storage: Storage
    clock: ScenarioClock


def copied(folder: Path, number: int) -> District:
    """A district's folder of its own name."""
    source = PACKAGE_DATA / "districts" / ("konakovo", "primer")[number % 2]
    profile = folder / "districts" / f"d{number + 1:02}"
    shutil.copytree(source, profile)
    return load_district(profile)


def people_of(town: Town) -> Town:
    """Those who get every card, and one department."""
    executor = next(each for each in town.officials if each.role is Role.EXECUTOR)
    return replace(town, officials=tuple(each for each in town.officials if each.role in PEOPLE or each is executor))


async def until(seen: object, what: str) -> None:
    """Ask once a second."""
    end = time.monotonic() + PATIENCE
    while not await seen():  # type: ignore[operator]
        if time.monotonic() > end:
            raise SystemExit(f"never: {what}")
        await asyncio.sleep(1)


async def has_swept(one: One) -> bool:
    async with one.storage.transaction() as tx:
        sources = await tx.sources.all()
        return bool(sources) and all(source.baseline_at is not None for source in sources) and await tx.outbox.count_waiting() == 0


async def has_read(one: One, posts: int) -> bool:
    async with one.storage.transaction() as tx:
        return len(await tx.unread.next(limit=1)) == 0 and await tx.outbox.count_waiting() == 0 and await _taken(one, tx) >= posts


async def _taken(one: One, tx: Tx) -> int:
    row = await tx._first(select(func.count()).where(post.c.district_id == one.district.id, post.c.taken_at.is_not(None)))
    return int(row[0])


def tree(pid: int) -> Iterator[int]:
    """A process and its children."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from tree(int(child))


def pss(pid: int) -> float:
    """MB."""
    found = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def cpu(pid: int) -> float:
    """Seconds of a processor since its start."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@asynccontextmanager
async def started(files: Sequence[Path], folder: Path, number: int) -> AsyncIterator[int]:
    """The measured process, once every district of it runs; gives its id."""
    log = folder / f"log{number}"
    arguments = [word for file in files for word in ("--env", str(file))]
    environment = {**{name: value for name, value in os.environ.items() if "__" not in name}, "PYTHONPATH": str(PACKAGE_DATA)}
    with log.open("wb") as out:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", *arguments, cwd=folder, env=environment, stderr=out
        )
    try:

        async def runs() -> bool:
            if child.returncode is not None:
                raise SystemExit(log.read_text())
            return log.read_text().count("Отклик запущен") >= len(files)

        await until(runs, "the process runs")
        yield child.pid
    finally:
        if child.returncode is None:
            child.send_signal(signal.SIGTERM)
        print("ended with", await child.wait(), "errors in its log:", log.read_text().count(" ERROR "), file=sys.stderr)


async def settled(one: One) -> None:
    """The officials are enrolled and welcomed, the walls are swept."""
    await enrol_all(SimpleNamespace(storage=one.storage, clock=one.clock), one.control, one.town)  # type: ignore[arg-type]  # all it asks
    await until(lambda: has_swept(one), "the walls are swept")


async def main(args: argparse.Namespace) -> int:
    """Set up, run, tell."""
    setting = DemoClock(ORIGIN, 1.0, time.time())
    async with AsyncExitStack() as opened:
        folder, url = opened.enter_context(database(args.base))
        await asyncio.to_thread(migrate, url)
        control = await opened.enter_async_context(running_sandbox(port=0, origin=ORIGIN, speed=1.0, anchor=setting.anchor or 0.0))
        districts = [copied(folder, number) for number in range(args.districts)]
        towns = [people_of(town_of(district, number)) for number, district in enumerate(districts)]
        await control.post("reset", **described([(each.id, town) for each, town in zip(districts, towns, strict=True)]))
        base = await open_storage(url, districts[0].id)
        opened.push_async_callback(base.close)
        files, all_of_them = [], []
        for number, (district, town) in enumerate(zip(districts, towns, strict=True)):
            values = env_of(district, number, town, base=control.base, database=url, clock=setting) | {"SCHEDULE__POLL_SECONDS": "180"}
            files.append(written(folder, district.id, values | {"BACKUP__NIGHTLY": "false"}))
            storage = base.beside(district.id)
            all_of_them.append(One(district, town, ControlOf(control, token_of(number)), storage, ScenarioClock(*setting)))
        pids = [await opened.enter_async_context(started(files, folder, number)) for number in range(args.processes)]
        fresh = round(sum(pss(each) for pid in pids for each in tree(pid)))
        await asyncio.gather(*(settled(one) for one in all_of_them))
        for n in range(args.posts):
            for one in all_of_them:
                text = f"Улица {STREETS[n % len(STREETS)]}, дом {n + 1}: {TROUBLES[n % len(TROUBLES)]}"
                await control.write(one.town.answers_as.group_id, RESIDENTS[n % len(RESIDENTS)], text)
        for one in all_of_them:
            await until(lambda one=one: has_read(one, args.posts), "every post is read")
        await asyncio.sleep(args.settle)
        processes = [each for pid in pids for each in tree(pid)]
        before = {each: cpu(each) for each in processes}
        await asyncio.sleep(60)
        spent = {each: cpu(each) - before[each] for each in processes}
        memory = {each: pss(each) for each in processes}
        shown = {
            "districts": args.districts,
            "posts_each": args.posts,
            "base": args.base,
            "processes": args.processes,
            "pss_mb": round(sum(memory.values())),
            "pss_of_each_mb": [round(each) for each in memory.values()],
            "pss_before_posts_mb": fresh,
            "cpu_seconds_of_a_minute": round(sum(spent.values()), 2),
            "cpu_of_each": [round(each, 2) for each in spent.values()],
            "load": round(os.getloadavg()[0], 1),
        }
        print(json.dumps(shown), flush=True)
    return 0 if shown["pss_mb"] <= args.most else 1


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--districts", type=int, default=10)
    made.add_argument("--posts", type=int, default=20)
    made.add_argument("--base", choices=("sqlite", "postgres"), default="sqlite")
    made.add_argument("--processes", type=int, default=1, help="of the same districts; more than one needs postgres")
    made.add_argument("--settle", type=float, default=30.0, help="real seconds of rest before the minute that counts")
    made.add_argument("--most", type=float, default=700.0, help="MB")
    return made.parse_args()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(arguments())))
