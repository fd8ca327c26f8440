"""A run: the town lives, the bot's processes are killed and started again, the judge looks at what is left."""

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.app import App
from bot.clock import ScenarioClock
from bot.config.district import District, find_profile, load_district
from bot.config.settings_values import DemoClock
from bot.demo.control import Control, running_sandbox
from bot.demo.robots.enrolment import enrol_all
from bot.demo.run import ORIGIN, PROFILE
from bot.demo.town import Town, make_town
from bot.storage.engine.migrate import migrate
from incidents.official import Role
from tests.chaos import outside
from tests.chaos.base import Base
from tests.chaos.judge import Seen, judge
from tests.chaos.killer import Killer
from tests.chaos.layouts import LAYOUTS, SQLITE, database
from tests.chaos.points import ARMED, HIT, UNNEEDED, UNWRITTEN
from tests.chaos.processes import Process, environment
from tests.chaos.progress import Progress
from tests.chaos.town import Noted, Officials, Residents
from tests.chaos.verdict import ANSWERS, PRESSES, SUMMARIES, Kill, Verdict, hits, lacks

AT_REST = 20.0  # scenario seconds a second while what is under way comes to its end
CALM = 3  # looks in a row that find nothing under way


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run is to be. `limit`, `settle`: real seconds at most for the scenario and for coming to rest."""

    layout: str = SQLITE
    kills: int = 10
    seed: int = 1
    posts: int = 150
    pause: float = 1.5
    speed: float = 400.0
    limit: float = 1500.0
    settle: float = 300.0
    plant: str | None = None
    keep: Path | None = None


@dataclass(slots=True)
class Run:
    """What came of it."""

    plan: Plan
    kills: Sequence[Kill] = ()
    verdict: Verdict = field(default_factory=Verdict)
    lacks: Sequence[str] = ()
    seconds: float = 0.0
    tracebacks: int = 0
    stops: Sequence[int] = ()

    def as_json(self) -> dict[str, Any]:  # Any: JSON
        """One line of the report."""
        return {
            "date": time.strftime("%Y-%m-%d"),
            "layout": self.plan.layout,
            "seed": self.plan.seed,
            "kills": len(self.kills),
            "stops": len(self.stops),
            "after_start": sum(kill.is_ready for kill in self.kills),
            **self.verdict.figures,
            **self.verdict.counts,
            "excused": self.verdict.excused,
            "seconds": round(self.seconds),
            "tracebacks": self.tracebacks,
            "load": round(os.getloadavg()[1], 1),
            "counts": not self.lacks,
            "lacks": list(self.lacks),
            "points": hits(self.kills),
            "faults": self.verdict.named,
        }


async def play(plan: Plan, progress: Progress) -> Run:
    """One run from an empty database to the verdict."""
    district = load_district(find_profile(PROFILE))
    with database(plan.layout) as (folder, url):
        for name in (ARMED, HIT):
            (folder / name).mkdir(mode=0o777)
        await asyncio.to_thread(migrate, url)
        origin = datetime.fromisoformat(ORIGIN).replace(tzinfo=district.timezone)
        anchor = time.time()
        setting = DemoClock(origin, plan.speed, anchor)
        clock, town = ScenarioClock(*setting), make_town(district)
        async with running_sandbox(port=0, origin=origin, speed=plan.speed, anchor=anchor) as control:
            await control.post("reset", **town.describe(), played=True)
            await settle_in(town, control, district, url, setting, clock)
            env = environment(town, control.port, url, setting)
            processes = [Process(env, folder, parts, plan.plant) for parts in LAYOUTS[plan.layout]]
            async with ended(processes):
                run = await _live(plan, progress, folder, url, control, town, district, clock, setting, processes)
        if plan.keep is not None:
            plan.keep.mkdir(parents=True, exist_ok=True)
            for file in [each for each in folder.iterdir() if each.is_file()]:
                (plan.keep / file.name).write_bytes(file.read_bytes())
    return run


async def _live(
    plan: Plan, progress: Progress, folder: Path, url: str, control: Control, town: Town, district: District, clock: ScenarioClock,
    setting: DemoClock, processes: Sequence[Process],
) -> Run:  # fmt: skip
    assert setting.anchor is not None
    began, base, noted = time.monotonic(), Base.at(url), Noted(control)
    residents = Residents(control, town, random.Random(plan.seed))
    officials = Officials(noted, clock, town.officials, seed=plan.seed, zone=district.timezone)
    killer = Killer(processes, folder, random.Random(plan.seed), plan.kills, first=plan.seed * 4)
    progress.of(lambda: (len(killer.kills), plan.kills, len(noted.presses), len(residents.written)))
    async with asyncio.TaskGroup() as group:
        await killer.start_all()
        writing = group.create_task(residents.run(plan.posts, plan.pause))
        pressing = group.create_task(officials.run())
        killing = group.create_task(killer.run())
        while time.monotonic() - began < plan.limit and not (killing.done() and writing.done() and await _has_enough(base, noted)):
            await asyncio.sleep(1)
            progress.show()
        for task in (writing, killing, pressing):
            task.cancel()  # no more presses: let what is under way come to its end
    await killer.stop()
    await slow_down(control, clock, processes)
    await killer.start_all()
    left = await drained(base, clock, plan.settle, progress)
    kept = await base.kept()
    unneeded = (folder / UNNEEDED).read_text().split() if (folder / UNNEEDED).exists() else []
    seen = Seen(
        written=residents.written,
        chats=await outside.chats(control, town),
        comments=await outside.comments(control, town),
        presses=noted.presses,
        typed=noted.typed,
        heads=frozenset(o.user_id for o in town.officials if o.role is Role.HEAD),
        unneeded=frozenset(map(int, unneeded)),
        origin=setting.origin.timestamp(),
        anchor=setting.anchor,
        speed=plan.speed,
    )
    now = clock.now()
    await asyncio.gather(*(process.end(signal.SIGTERM) for process in processes))
    verdict = judge(seen, kept, killer.kills)
    verdict.add("notices_lost", *await outside.stale(control, district, url, kept, now))
    verdict.add("unsound", *(f"a stop ended with {code}" for code in killer.stops if code))
    if not await base.is_sound():
        verdict.add("unsound", "integrity_check")
    await base.close()
    progress.end()
    return Run(
        plan,
        kills=killer.kills,
        stops=killer.stops,
        verdict=verdict,
        lacks=lacks(killer.kills, plan.kills, verdict.figures, left),
        seconds=time.monotonic() - began,
        tracebacks=sum(process.tracebacks for process in processes),
    )


async def _has_enough(base: Base, noted: Noted) -> bool:
    made = await base.progress()
    return len(noted.presses) >= PRESSES and made["answers"] >= ANSWERS and made["summaries"] >= SUMMARIES


@asynccontextmanager
async def ended(processes: Sequence[Process]) -> AsyncIterator[None]:
    """No process outlives the block."""
    try:
        yield
    finally:
        await asyncio.gather(*(process.end(signal.SIGKILL) for process in processes))


async def settle_in(town: Town, control: Control, district: District, url: str, setting: DemoClock, clock: ScenarioClock) -> None:
    """The officials enrol and the baseline is swept before the first kill."""
    settings = town.settings(port=control.port, database=url, profile=district.folder, clock=setting)
    app = await App.build(settings, district, clock=clock)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(app.run())
        await enrol_all(app, control, town)
        await asyncio.sleep(2)
        task.cancel()
    await app.close()


async def slow_down(control: Control, clock: ScenarioClock, processes: Sequence[Process]) -> None:
    """A day that runs at speed is never at rest: each minute brings reminders. From here on it goes slowly."""
    clock.rebase(clock.now(), AT_REST, time.time(), paused=False)
    now = clock.now()
    await control.post("clock", now=now.isoformat(), speed=AT_REST)
    for process in processes:
        process.tell_time(DemoClock(now, AT_REST, time.time()))


async def drained(base: Base, clock: ScenarioClock, patience: float, progress: Progress) -> dict[str, int]:
    """Wait until nothing is unread, unhandled or due, or until patience ends; gives back what is left."""
    end, calm, left = time.monotonic() + patience, 0, {"?": 1}
    await asyncio.sleep(5)  # the last posts are swept and the last presses polled
    while time.monotonic() < end and calm < CALM:
        left = await base.waiting(clock.now())
        calm = 0 if any(left.values()) else calm + 1
        await asyncio.sleep(1)
        progress.show()
    return left


def conduct(arguments: Sequence[str]) -> int:
    """The command line: one JSON line a run; 1 if anything is lost or twice, or the run does not count."""
    made = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    made.add_argument("--layout", choices=LAYOUTS, default=SQLITE)
    made.add_argument("--kills", type=int, default=10)
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--posts", type=int, default=150)
    made.add_argument("--speed", type=float, default=400)
    made.add_argument("--limit", type=float, default=1500, help="real seconds at most")
    made.add_argument("--settle", type=float, default=300, help="real seconds at most to come to rest")
    made.add_argument("--plant", choices=[UNWRITTEN], help="a fault that must be found")
    made.add_argument("--keep", type=Path, help="a folder for the log and the database")
    run = asyncio.run(_until_told(Plan(**vars(made.parse_args(arguments)))))
    sys.stdout.write(json.dumps(run.as_json(), ensure_ascii=False) + "\n")
    return 0 if run.verdict.is_good and not run.lacks else 1


async def _until_told(plan: Plan) -> Run:
    """SIGTERM cancels the run as Ctrl-C does, so that the bot goes with it."""
    task = asyncio.ensure_future(play(plan, Progress(sys.stderr)))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task
