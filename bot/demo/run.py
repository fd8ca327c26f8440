"""A demo from start to end: sandbox, bot, officials, posts.

Headless also the robots and the figures.
"""

import argparse
import asyncio
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count as numbers
from pathlib import Path

from tqdm import tqdm

from bot.app import App
from bot.clock import ScenarioClock
from bot.config.district import PACKAGE_DATA, District, find_profile, load_district
from bot.config.settings import ScheduleSettings
from bot.config.settings_values import DemoClock
from bot.demo import ok_group
from bot.demo.control import Control, SandboxError, running_sandbox
from bot.demo.day.days_before import PastCase, load_history, play_history
from bot.demo.day.director import ANEW, Director
from bot.demo.day.fates import Fates
from bot.demo.day.region_list import DemoRegionList, load_lists, send_lists
from bot.demo.day.scenes import scene_of, with_mornings
from bot.demo.day.two_weeks import put_two_weeks
from bot.demo.play import BadPosts, PlannedPost, Player, Scene, load_posts, load_scenes
from bot.demo.robots.enrolment import enrol_all, want_approval
from bot.demo.robots.follow import follow_clock
from bot.demo.robots.robots import Robots
from bot.demo.robots.staff import put_to_work
from bot.demo.terminal.closing_line import Errors, report
from bot.demo.terminal.pace_words import pace_words
from bot.demo.terminal.progress import Progress
from bot.demo.town import Town, make_town
from bot.signals import until_signal
from bot.storage.engine.migrate import migrate

ORIGIN = "2026-11-24T09:00:00"  # a working Tuesday morning, local time
PROFILE = "districts/konakovo"
DAY = PACKAGE_DATA / "sandbox" / "days" / "tuesday.jsonl"
WEEKS = DAY.with_name("two_weeks.csv")
FAILED = 2
LOG = logging.getLogger(__name__)
LEAST_PACE = 60.0  # however slow or still the scenario, a wall is read every two real seconds and no limit makes a person wait


def run_demo(args: argparse.Namespace, progress: Progress | None = None) -> int:
    """The command; gives back the exit code. Raises DistrictError and StorageError as other commands do."""
    progress = progress or Progress(shown=False)
    progress.step("Читаем справочники округа")
    profile = find_profile(PROFILE)
    district = load_district(profile)
    origin = datetime.fromisoformat(ORIGIN).replace(tzinfo=district.timezone)
    try:
        day = args.posts or DAY
        posts = load_posts(day, day=origin, zone=district.timezone)
        scenes = with_mornings(
            load_scenes(day, day=origin, zone=district.timezone), posts, start=origin, summary_at=ScheduleSettings().summary_at
        )
        past = load_history(day, day=origin, zone=district.timezone)
        lists = load_lists(day, day=origin, zone=district.timezone)
    except BadPosts as error:
        sys.stderr.write(f"{error.user_text}\n")
        return FAILED
    errors = Errors()
    logging.getLogger().addHandler(errors)
    try:
        return asyncio.run(_Demo(args, district, profile, DemoDay(day, posts, scenes, past, lists), origin, errors, progress).run())
    except SandboxError as error:
        sys.stderr.write(f"{error.user_text}\n")
        return FAILED
    except KeyboardInterrupt:
        return 0
    finally:
        logging.getLogger().removeHandler(errors)


@dataclass(frozen=True, slots=True)
class DemoDay:
    """What a day's file holds: what comes, the moments worth a jump, what was before, the region's lists."""

    file: Path
    posts: Sequence[PlannedPost]
    scenes: Sequence[Scene]
    past: Sequence[PastCase]
    lists: Sequence[DemoRegionList]


class _Demo:
    def __init__(
        self,
        args: argparse.Namespace,
        district: District,
        profile: Path,
        day: DemoDay,
        origin: datetime,
        errors: Errors,
        progress: Progress,
    ) -> None:
        self._args, self._district, self._profile, self._errors = args, district, profile, errors
        self._day, self._progress = day, progress
        self._clock_setting = DemoClock(origin, float(args.speed), time.time())
        self._clock = ScenarioClock(*self._clock_setting, least_pace=LEAST_PACE)
        self._town: Town = make_town(district, (post.community or "" for post in day.posts), is_full=True)

    async def run(self) -> int:
        origin, speed, anchor = self._clock_setting
        assert anchor is not None
        with tempfile.TemporaryDirectory(prefix="otklik-demo-") as folder:
            self._progress.step("Создаём базу")
            empty = Path(folder) / "empty.db"
            await asyncio.to_thread(migrate, _address(empty))
            self._progress.step("Открываем город")
            async with running_sandbox(port=int(self._args.port), origin=origin, speed=speed, anchor=anchor) as control:
                await until_signal(self._days(control, empty))
        return 0

    async def _days(self, control: Control, empty: Path) -> None:
        """One day after another, as often as the page wants it anew."""
        for number in numbers(1):
            database = empty.with_name(f"day{number}.db")
            shutil.copy(empty, database)
            await self._open(control)
            settings = self._town.settings(port=control.port, database=_address(database), profile=self._profile, clock=self._clock_setting)
            if number == 1:
                self._progress.step("Собираем бота")
            app = await App.build(settings, self._district, clock=self._clock)
            warm = asyncio.create_task(app.reader.warm())  # noqa: TID251 - awaited before anything is read, cancelled below
            try:
                wants_more = await self._live(app, control, warm, is_first=number == 1)
            finally:
                warm.cancel()
                await app.close()
            if not wants_more:
                return

    async def _open(self, control: Control) -> None:
        """The town as it was at the beginning, its clock standing."""
        clock = {"least_pace": LEAST_PACE, "paused": True, "now": self._clock_setting.origin.isoformat(), "speed": float(self._args.speed)}
        played = {"directed": not self._args.headless, "played": True}
        scenes = [scene_of(each, self._town) for each in self._day.scenes]
        await control.post("reset", **self._town.describe(), scenes=scenes, **played, clock=clock)
        if self._town.has_ok:
            await ok_group.write_before(control, self._clock_setting.origin)
        view = await control.get("clock")
        self._clock.rebase(datetime.fromisoformat(view["origin"]), view["speed"], view["anchor"], paused=view["paused"])

    async def _live(self, app: App, control: Control, warm: asyncio.Task[None], *, is_first: bool) -> bool:
        """The day until somebody wants it anew (True) or the time is up."""
        player = Player(control, self._clock, self._town)
        robots = Robots(control, self._clock, self._town.officials, seed=int(self._args.seed), zone=self._district.timezone)
        director = Director(app, control, self._clock, player, robots, self._day.scenes)
        progress = self._progress if is_first else Progress(shown=False)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(app.run()), group.create_task(follow_clock(control, self._clock))]
            if not is_first:
                await control.post("busy", busy=ANEW)  # the reset forgot it
            await self._prepare(app, control, warm, progress)
            await control.post("busy", busy="")
            await control.post("clock", paused=False)  # it is still nine o'clock
            if is_first and not self._args.headless:
                progress.close()
                self._greet(control)
            tasks.append(group.create_task(player.play(self._day.posts)))
            tasks.append(group.create_task(send_lists(control, self._clock, self._town, player, self._day.lists)))
            tasks.append(group.create_task(robots.run()))
            tasks.append(group.create_task(director.run()))
            tasks.append(group.create_task(Fates(app, control, self._town, self._district).run()))
            wants_more = await self._wait(director)
            if self._args.headless:
                await report(app, control, presses=robots.presses, errors=self._errors.count)
            for task in tasks:
                task.cancel()
        return wants_more

    async def _prepare(self, app: App, control: Control, warm: asyncio.Task[None], progress: Progress) -> None:
        """All that a district has before its first post of the day."""
        progress.step("Подключаем сотрудников")
        await enrol_all(app, control, self._town, progress.part)
        if self._town.has_ok:
            await ok_group.add_group(app)
        await put_to_work(app, self._town.officials)
        await want_approval(app)
        progress.step("Вспоминаем две недели")
        await _baseline(app)
        await warm
        if self._day.file == DAY:
            await put_two_weeks(app, self._district, self._town, WEEKS)
        progress.step("Читаем стены")
        await play_history(app, control, self._town, self._day.past)

    async def _wait(self, director: Director) -> bool:
        """Until the time is up (False) or the day is wanted anew (True)."""
        if self._args.seconds is None:
            return await director.restart.wait()
        shown = self._args.headless and sys.stderr.isatty()
        for _ in tqdm(range(int(self._args.seconds)), disable=not shown, desc="Играем день", unit=" с", file=sys.stderr):
            with suppress(TimeoutError):
                async with asyncio.timeout(1):
                    return await director.restart.wait()
        return False

    def _greet(self, control: Control) -> None:
        lines = (
            f"Город готов: {control.base}/",
            f"Слева стены жителей, справа телефоны сотрудников. {pace_words(self._args.speed)},",
            "внизу страницы его можно остановить, ускорить и перейти к следующей сцене.",
            "Закончить: Ctrl-C",
        )
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()


async def _baseline(app: App) -> None:
    """Until every source was swept once: what stands there before is history."""
    while True:
        async with app.storage.transaction() as tx:
            if all(source.baseline_at is not None for source in await tx.sources.all()):
                return
        await asyncio.sleep(0.1)


def _address(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"
