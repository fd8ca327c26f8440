"""Several districts of one sandbox: a town, a bot and a file of settings each, one database."""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bot.clock import ScenarioClock
from bot.config.district import District, load_district
from bot.config.district_set import load_set
from bot.config.settings_values import DemoClock
from bot.demo.control import Control
from bot.demo.town import EDITOR, SWEEP_SECONDS, Town, make_town
from bot.reading.reader import ReaderProcess
from bot.reading.shared_reader import SharedReader
from bot.run_districts import Districts
from bot.storage.engine.storage import Storage
from tests.kit.story_town import SPEED, Story

NAMES = ("konakovo", "primer")
APART = 1000  # between the user ids of the two towns' officials
START = datetime.fromisoformat("2026-11-24T09:00:00+03:00")


class ControlOf(Control):
    """The control API for whoever talks to one of the bots."""

    def __init__(self, control: Control, bot: str) -> None:
        super().__init__(control._session, control.port)
        self._bot = bot

    async def type(self, user_id: int, text: str, **more: Any) -> dict[str, Any]:  # Any: JSON
        """An official types to this bot."""
        return await super().type(user_id, text, **{"bot": self._bot, **more})


class StoryOf(Story):
    """A story of one district of several."""

    def lives_in(self, storage: Storage) -> None:
        """The bot runs elsewhere, over this storage."""
        self.app = SimpleNamespace(storage=storage, clock=self.clock)  # type: ignore[assignment]  # what `move_in` asks of it


def town_of(district: District, number: int) -> Town:
    """The district's town; its people and communities have numbers of their own."""
    town = make_town(district)
    walls = tuple(replace(each, group_id=each.group_id + number * APART) for each in town.communities)
    people = tuple(replace(each, user_id=each.user_id + number * APART) for each in town.officials)
    return replace(town, officials=people, communities=walls, answers_as=walls[-1])


def token_of(number: int) -> str:
    """The bot of a district, by its number."""
    return f"{1_000_000_001 + number}:demo-town"


def keys_of(name: str) -> dict[str, str]:
    """VK's keys of a district, good for the sandbox alone."""
    return {"VK__SERVICE_TOKEN": f"service-{name}", "VK__GROUP_TOKEN": f"group-{name}", "VK__USER_TOKEN": f"user-{name}"}


def described(towns: Sequence[tuple[str, Town]]) -> dict[str, Any]:  # Any: JSON
    """All towns as one, for the sandbox."""
    whole: dict[str, Any] = towns[0][1].describe()
    whole |= {"bots": [], "users": []}
    whole["vk"] |= {"tokens": [], "groups": []}
    for number, (name, town) in enumerate(towns):
        said, keys, group = town.describe(), keys_of(name), town.answers_as.group_id
        whole["bots"].append({"token": token_of(number), "username": f"{name}_bot", "name": f"Отклик {name}"})
        whole["users"] += said["users"]
        whole["vk"]["groups"] += said["vk"]["groups"]
        whole["vk"]["tokens"] += [
            {"token": keys["VK__SERVICE_TOKEN"], "kind": "service"},
            {"token": keys["VK__GROUP_TOKEN"], "kind": "group", "group_id": group},
            {"token": keys["VK__USER_TOKEN"], "kind": "user", "user_id": EDITOR, "group_id": group},
        ]
    return whole


def env_of(district: District, number: int, town: Town, *, base: str, database: str, clock: DemoClock) -> dict[str, str]:
    """What the file of a district says."""
    name = district.id
    walls = ",".join(f"-{c.group_id}{'@' + c.settlement_id if c.settlement_id else ''}={c.title}" for c in town.communities)
    return {
        "TELEGRAM__TOKEN": token_of(number),
        "TELEGRAM__API_BASE": base,
        **keys_of(name),
        "VK__GROUP_ID": str(town.answers_as.group_id),
        "VK__API_BASE": base,
        "VK__SEARCH": "false",
        "VK__WALLS": walls,
        "DATABASE__URL": database,
        "DISTRICT__PROFILE": str(district.folder.resolve()),
        "SCHEDULE__POLL_SECONDS": str(SWEEP_SECONDS),
        "DEMO__CLOCK": f"{clock.origin.isoformat()}|{clock.speed}|{clock.anchor}",
    }


def written(folder: Path, name: str, values: dict[str, str]) -> Path:
    """The file of a district, its owner's alone."""
    file = folder / f"{name}.env"
    file.write_text("".join(f"{key}='{value}'\n" for key, value in values.items()), encoding="utf-8")
    file.chmod(0o600)
    return file


async def two_stories(control: Control, folder: Path, database: str, **changes: dict[str, str]) -> tuple[list[StoryOf], list[Path]]:
    """Two towns at nine in the morning and their files. `changes`: other values of a file, by the district's name."""
    setting = DemoClock(START, SPEED, time.time())
    districts = [load_district(Path("districts", name)) for name in NAMES]
    towns = [(district.id, town_of(district, number)) for number, district in enumerate(districts)]
    clock = {"origin": setting.origin.isoformat(), "speed": setting.speed, "anchor": setting.anchor}
    await control.post("reset", **described(towns), clock=clock)
    stories, files = [], []
    for number, ((name, town), district) in enumerate(zip(towns, districts, strict=True)):
        values = env_of(district, number, town, base=control.base, database=database, clock=setting) | changes.get(name, {})
        files.append(written(folder, name, values))
        settings = load_set(files[-1:])[0].settings
        reader = ReaderProcess(district.folder)  # never started: the set has its own
        stories.append(StoryOf(ControlOf(control, token_of(number)), ScenarioClock(*setting), town, settings, district, reader))
    return stories, files


@asynccontextmanager
async def running(files: Sequence[Path], stories: Sequence[StoryOf]) -> AsyncIterator[Districts]:
    """The set runs for the block."""
    import asyncio

    districts = await Districts.open(load_set(files), reader=SharedReader())
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(districts.run())
            for story in stories:
                story.lives_in(districts.shared.storage.beside(story.district.id))
            try:
                yield districts
            finally:
                task.cancel()
    finally:
        await districts.close()
