"""A demo from start to end: sandbox, bot, officials, posts.

Headless also the robots and the figures.
"""

import argparse
import asyncio
import json
import logging
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tqdm import tqdm

from bot.app import App
from bot.clock import ScenarioClock
from bot.config.district import PACKAGE_DATA, District, find_profile, load_district
from bot.config.settings_values import DemoClock
from bot.demo.control import Control, SandboxError, running_sandbox
from bot.demo.days_before import PastCase, load_history, play_history
from bot.demo.enrolment import enrol_all, want_approval
from bot.demo.follow import follow_clock
from bot.demo.pace_words import pace_words
from bot.demo.play import BadPosts, PlannedPost, Player, Scene, load_posts, load_scenes
from bot.demo.region_list import DemoRegionList, load_lists, send_lists
from bot.demo.robots import Robots
from bot.demo.town import Town, make_town
from bot.signals import until_signal
from bot.storage.engine.migrate import migrate

ORIGIN = "2026-11-24T09:00:00"  # a working Tuesday morning, local time
PROFILE = "districts/konakovo"
DAY = PACKAGE_DATA / "sandbox" / "days" / "tuesday.jsonl"
FAILED = 2
HARMLESS = ("Too Many Requests", "message is not modified", "query is too old")
"""Refusals that are no errors: the courier waits and goes on, the chat shows that already, the effect of the press stands."""

LOG = logging.getLogger(__name__)
LEAST_PACE = 60.0  # however slow or still the scenario, a wall is read every two real seconds and no limit makes a person wait


class Errors(logging.Handler):
    """Counts what the log calls an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        """One more."""
        self.count += 1


def run_demo(args: argparse.Namespace) -> int:
    """The command; gives back the exit code. Raises DistrictError and StorageError as other commands do."""
    profile = find_profile(PROFILE)
    district = load_district(profile)
    origin = datetime.fromisoformat(ORIGIN).replace(tzinfo=district.timezone)
    try:
        day = args.posts or DAY
        posts = load_posts(day, day=origin, zone=district.timezone)
        scenes = load_scenes(day, day=origin, zone=district.timezone)
        past = load_history(day, day=origin, zone=district.timezone)
        lists = load_lists(day, day=origin, zone=district.timezone)
    except BadPosts as error:
        sys.stderr.write(f"{error.user_text}\n")
        return FAILED
    errors = Errors()
    logging.getLogger().addHandler(errors)
    try:
        return asyncio.run(_Demo(args, district, profile, DemoDay(posts, scenes, past, lists), origin, errors).run())
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

    posts: Sequence[PlannedPost]
    scenes: Sequence[Scene]
    past: Sequence[PastCase]
    lists: Sequence[DemoRegionList]


class _Demo:
    def __init__(self, args: argparse.Namespace, district: District, profile: Path, day: DemoDay, origin: datetime, errors: Errors) -> None:
        self._args, self._district, self._profile, self._errors = args, district, profile, errors
        self._day = day
        self._clock_setting = DemoClock(origin, float(args.speed), time.time())
        self._clock = ScenarioClock(*self._clock_setting, least_pace=LEAST_PACE)
        self._town: Town = make_town(district, (post.community or "" for post in day.posts))

    async def run(self) -> int:
        origin, speed, anchor = self._clock_setting
        assert anchor is not None
        with tempfile.TemporaryDirectory(prefix="otklik-demo-") as folder:
            database = f"sqlite+aiosqlite:///{Path(folder) / 'demo.db'}"
            await asyncio.to_thread(migrate, database)
            async with running_sandbox(port=int(self._args.port), origin=origin, speed=speed, anchor=anchor) as control:
                await control.post(
                    "reset",
                    **self._town.describe(),
                    scenes=[*map(self._scene, self._day.scenes)],
                    clock={"least_pace": LEAST_PACE, "paused": True},
                )
                settings = self._town.settings(port=control.port, database=database, profile=self._profile, clock=self._clock_setting)
                app = await App.build(settings, self._district, clock=self._clock)
                try:
                    await until_signal(self._live(app, control))
                finally:
                    await app.close()
        return 0

    async def _live(self, app: App, control: Control) -> None:
        player = Player(control, self._clock, self._town)
        robots = Robots(control, self._clock, self._town.officials, seed=int(self._args.seed))
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(app.run()), group.create_task(follow_clock(control, self._clock))]
            await enrol_all(app, control, self._town)
            await want_approval(app)
            await _baseline(app)
            await play_history(app, control, self._town, self._day.past)
            await control.post("clock", paused=False)  # it is still nine o'clock
            if not self._args.headless:
                self._greet(control)
            tasks.append(group.create_task(player.play(self._day.posts)))
            tasks.append(group.create_task(send_lists(control, self._clock, self._town, player, self._day.lists)))
            if self._args.headless:
                tasks.append(group.create_task(robots.run()))
            await self._wait()
            if self._args.headless:
                await self._report(app, control, robots)
            for task in tasks:
                task.cancel()

    def _scene(self, scene: Scene) -> dict[str, Any]:  # Any: JSON
        wall = next((c.group_id for c in self._town.communities if c.title == scene.community), None)
        return {"title": scene.title, "about": scene.about, "at": scene.at.isoformat(), "group_id": wall}

    async def _wait(self) -> None:
        if self._args.seconds is None:
            await asyncio.Event().wait()
        shown = self._args.headless and sys.stderr.isatty()
        seconds = int(self._args.seconds)
        for _ in tqdm(range(seconds), disable=not shown, desc="Играем день", unit=" с", file=sys.stderr):
            await asyncio.sleep(1)

    def _greet(self, control: Control) -> None:
        lines = (
            f"Город готов: {control.base}/",
            f"Слева стены жителей, справа телефоны сотрудников. {pace_words(self._args.speed)},",
            "внизу страницы его можно остановить, ускорить и перейти к следующей сцене.",
            "Закончить: Ctrl-C",
        )
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()

    async def _report(self, app: App, control: Control, robots: Robots) -> None:
        async with app.storage.transaction() as tx:
            counts = await tx.counters.all()
            dead = await tx.outbox.count_given_up() + len(await tx.inbox.dead_letters())
        stats = await control.get("stats")
        refused = stats["telegram"]["refused"]
        wrong = {what: count for what, count in refused.items() if not any(words in what for words in HARMLESS)}
        for what, count in wrong.items():
            LOG.warning("мессенджер отказал, раз: %d: %s", count, what)
        for api, name in (("telegram", "Telegram"), ("vk", "ВКонтакте")):
            for code, count in sorted(stats[api]["limits"].items()):
                LOG.info("предел %s, ошибка %s, раз: %d", name, code, count)
        line = {
            "posts": counts["posts"],
            "incidents": counts["incidents"],
            "cards": counts["cards"],
            "cards_pending": counts["cards_pending"],
            "presses": robots.presses,
            "answers": counts["answers"],
            "limits": {api: sum(stats[api]["limits"].values()) for api in ("telegram", "vk")},
            "errors": self._errors.count + dead + sum(wrong.values()),
        }
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()


async def _baseline(app: App) -> None:
    """Until every source was swept once: what stands there before is history."""
    while True:
        async with app.storage.transaction() as tx:
            if all(source.baseline_at is not None for source in await tx.sources.all()):
                return
        await asyncio.sleep(0.1)
