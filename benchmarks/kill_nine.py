"""Kill -9 at random moments while posts come in: nothing lost, nothing twice.

    python benchmarks/kill_nine.py --posts FILE [--kills 15] [--seconds 420] [--speed 600] [--seed N]

The sandbox runs for the whole time; `otklik run` is killed and started again, each time only after it said that it runs, so that
kills meet work and not the start. Officials press and answer meanwhile. In the end the outbox is drained, and walls, phones and the
database are compared (`kill_judge.py`). One line of JSON; exit 1 if anything is lost or doubled, or too little was exercised.
"""

import argparse
import asyncio
import contextlib
import json
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from bot.app import App
from bot.clock import ScenarioClock
from bot.config.district import District, find_profile, load_district
from bot.config.settings_values import DemoClock
from bot.demo.control import Control, running_sandbox
from bot.demo.play import Player, load_posts
from bot.demo.robots.enrolment import enrol_all
from bot.demo.robots.robots import Robots
from bot.demo.run import ORIGIN, PROFILE
from bot.demo.town import Town, make_town
from bot.storage.engine.migrate import migrate

sys.path += [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

from kill_judge import SHOWN, in_flight, judge, waiting

from tests.chaos.processes import environment

RUNS = "Отклик запущен"  # what the bot says when its parts start
PATIENCE = 180.0  # real seconds that a start may take on a busy machine
LEAST_PRESSES = 20  # a kill: a run with fewer has exercised the start only
CALM = 3  # looks in a row that find nothing under way


class Bot:
    """The bot's process: started, killed, and gone when the benchmark ends, however it ends."""

    def __init__(self, env: dict[str, str]) -> None:
        self._env = env
        self._child: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self._runs = asyncio.Event()
        self.tracebacks = 0

    @property
    def pid(self) -> int | None:
        """Of the process that runs."""
        return self._child.pid if self._child else None

    async def start(self) -> None:
        """Start it and wait until it says that it runs."""
        self._runs = asyncio.Event()
        self._child = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", env=self._env, stderr=asyncio.subprocess.PIPE
        )
        self._reading = asyncio.get_running_loop().create_task(self._read(self._child))
        async with asyncio.timeout(PATIENCE):
            await self._runs.wait()

    async def end(self, how: signal.Signals) -> None:
        """Send a signal and wait for the end."""
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(how)
        await child.wait()
        if self._reading is not None:
            await self._reading

    async def _read(self, child: asyncio.subprocess.Process) -> None:
        assert child.stderr is not None
        async for line in child.stderr:
            said = line.decode(errors="replace")
            if RUNS in said:
                self._runs.set()
            self.tracebacks += said.startswith("Traceback")
            if " ERROR " in said:
                sys.stderr.write(said)


@contextlib.asynccontextmanager
async def bot_of(env: dict[str, str]) -> AsyncIterator[Bot]:
    """A bot that does not outlive the block, also when the block is cancelled."""
    bot = Bot(env)
    try:
        yield bot
    finally:
        await bot.end(signal.SIGKILL)


async def main(args: argparse.Namespace) -> int:
    district = load_district(find_profile(PROFILE))
    origin = datetime.fromisoformat(ORIGIN).replace(tzinfo=district.timezone)
    posts = load_posts(args.posts, day=origin, zone=district.timezone)[: args.most]
    setting = DemoClock(origin, args.speed, time.time())
    clock = ScenarioClock(*setting)
    town = make_town(district, (post.community or "" for post in posts))
    with tempfile.TemporaryDirectory(prefix="otklik-kill-") as folder:
        file = Path(folder) / "otklik.db"
        database = f"sqlite+aiosqlite:///{file}"
        await asyncio.to_thread(migrate, database)
        async with running_sandbox(port=0, origin=origin, speed=args.speed, anchor=setting.anchor) as control:
            await control.post("reset", **town.describe(), played=True)
            await settle_in(town, control, district, database, setting, clock)
            player = Player(control, clock, town)
            robots = Robots(control, clock, town.officials, seed=args.seed, zone=district.timezone)
            async with bot_of(environment(town, control.port, database, setting)) as bot, asyncio.TaskGroup() as group:
                await bot.start()
                playing, pressing = group.create_task(player.play(posts)), group.create_task(robots.run())
                caught = await kills(bot, file, random.Random(args.seed), args)
                pressing.cancel()  # no more presses: let what is under way come to its end
                left = await drained(file, clock, args.settle)
                playing.cancel()
                await bot.end(signal.SIGTERM)
            verdict = await judge(control, town, district, database, file, caught, clock.now())
    verdict.lost += [f"{count} {name} under way in the end" for name, count in left.items() if count]
    if robots.presses < LEAST_PRESSES * args.kills:
        verdict.lost.append(f"only {robots.presses} presses: the bot hardly worked between the kills")
    told = {"lost": verdict.lost[:SHOWN], "twice": verdict.twice[:SHOWN], "excused_by_a_kill": verdict.excused}
    caught_rows = sum(caught.values())
    shown = {
        "kills": args.kills,
        "seed": args.seed,
        "presses": robots.presses,
        "rows_caught_by_kills": caught_rows,
        **verdict.figures,
        **told,
    }
    print(json.dumps({**shown, "tracebacks": bot.tracebacks}, ensure_ascii=False))
    return 0 if verdict.is_good else 1


async def kills(bot: Bot, file: Path, dice: random.Random, args: argparse.Namespace) -> Counter[int]:
    """Kill it again and again, each time a while after it runs; gives back the rows that the kills caught, a chat each."""
    caught: Counter[int] = Counter()
    end = time.monotonic() + args.seconds
    for number in range(args.kills):
        left = (end - time.monotonic()) / (args.kills - number)
        await asyncio.sleep(max(2.0, dice.uniform(0.2, 1.0) * left))
        await bot.end(signal.SIGKILL)
        caught += await asyncio.to_thread(in_flight, file)
        await asyncio.sleep(dice.uniform(0, 1))
        await bot.start()
    await asyncio.sleep(max(0.0, end - time.monotonic()))
    return caught


async def drained(file: Path, clock: ScenarioClock, patience: float) -> dict[str, int]:
    """Wait until nothing is unread, unhandled or due to be sent, or until patience ends; gives back what is left."""
    end = time.monotonic() + patience
    await asyncio.sleep(10)  # the last posts are swept and the last presses polled
    left = {"?": 1}
    calm = 0
    while time.monotonic() < end and calm < CALM:
        left = await asyncio.to_thread(waiting, file, clock.now())
        calm = 0 if any(left.values()) else calm + 1
        await asyncio.sleep(1)
    return left


async def settle_in(town: Town, control: Control, district: District, database: str, setting: DemoClock, clock: ScenarioClock) -> None:
    """The officials enrol and the baseline is swept before the first kill."""
    settings = town.settings(port=control.port, database=database, profile=district.folder, clock=setting)
    app = await App.build(settings, district, clock=clock)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(app.run())
        await enrol_all(app, control, town)
        await asyncio.sleep(2)
        task.cancel()
    await app.close()


def arguments() -> argparse.Namespace:
    made = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--posts", type=Path, required=True, help="JSONL, an object with «text» a line")
    made.add_argument("--most", type=int, default=240, help="posts that are played")
    made.add_argument("--kills", type=int, default=15)
    made.add_argument("--seconds", type=float, default=420, help="real seconds between the first start and the end of the kills")
    made.add_argument("--settle", type=float, default=300, help="real seconds at most to come to rest at the end")
    made.add_argument("--speed", type=float, default=600)
    made.add_argument("--seed", type=int, default=1)
    return made.parse_args()


async def until_told(args: argparse.Namespace) -> int:
    """SIGTERM cancels the run as Ctrl-C does, so that the bot goes with it."""
    task = asyncio.ensure_future(main(args))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task


if __name__ == "__main__":
    sys.exit(asyncio.run(until_told(arguments())))
