"""The sandbox and the reader live for all stories; the town, the database and the bot are new for each."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.clock import ScenarioClock
from bot.config.district import District, load_district
from bot.config.settings_values import DemoClock
from bot.demo.control import Control, Sandbox
from bot.reading.reader import ReaderProcess
from bot.storage.engine.migrate import migrate
from tests.kit.story_town import SPEED, Story, new_town
from tests.kit.tdlib import parse

PROFILE = Path("districts/konakovo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for all stories, since the sandbox and the reader live in it."""
    for item in items:
        if "tests/story" in str(item.path):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def district() -> District:
    return load_district(PROFILE)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sandbox() -> AsyncIterator[Control]:
    running = await Sandbox.start(port=0, origin=datetime.fromisoformat("2026-11-24T09:00:00+03:00"), speed=SPEED, anchor=time.time())
    yield running.control
    await running.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def reader(district: District) -> AsyncIterator[ReaderProcess]:
    process = ReaderProcess(district.folder)
    yield process
    await process.close()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    file = tmp_path_factory.mktemp("empty") / "otklik.db"
    migrate(f"sqlite+aiosqlite:///{file}")
    yield file


@pytest_asyncio.fixture(loop_scope="session")
async def story(sandbox: Control, reader: ReaderProcess, district: District, empty_database: Path, tmp_path: Path) -> AsyncIterator[Story]:
    """Tuesday, nine in the morning; nothing runs yet."""
    setting = DemoClock(datetime(2026, 11, 24, 9, 0, tzinfo=district.timezone), SPEED, time.time())
    town = new_town(district)
    clock = {"origin": setting.origin.isoformat(), "speed": setting.speed, "anchor": setting.anchor}
    await sandbox.post("reset", **town.describe(), clock=clock)
    file = tmp_path / "otklik.db"
    await asyncio.to_thread(shutil.copyfile, empty_database, file)
    settings = town.settings(port=sandbox.port, database=f"sqlite+aiosqlite:///{file}", profile=PROFILE, clock=setting)
    yield Story(sandbox, ScenarioClock(*setting), town, settings, district, reader)
    await _every_text_parses(sandbox)


@pytest_asyncio.fixture(loop_scope="session")
async def town(story: Story) -> AsyncIterator[Story]:
    """Tuesday, nine in the morning; the bot runs, everyone is enrolled, the walls are swept."""
    async with story.running():
        await story.move_in()
        yield story


async def _every_text_parses(control: Control) -> None:
    """Every HTML text that was sent parses under Telegram's own parser, and the sandbox refused nothing of it."""
    for call in (await control.get("log", after=0, limit=10_000))["calls"]:
        text = call["params"].get("text")
        if call["api"] == "telegram" and call["method"] in {"sendMessage", "editMessageText"} and isinstance(text, str):
            parse(text)
