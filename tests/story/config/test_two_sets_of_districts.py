"""Two processes of the same two districts on one PostgreSQL: whichever is killed, the other goes on with both."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.config.district import PACKAGE_DATA
from bot.demo.control import Control
from bot.storage.delivery.leases import lease
from bot.storage.engine.storage import Storage, open_storage
from incidents.official import Role
from tests.kit.several_districts import StoryOf, two_stories

POTHOLE = "На Энергетиков у дома 29 яма на дороге, заделайте"
PIPE = "В Боровом на Лесной прорвало трубу, вода заливает двор"
STARTS = 90.0  # real seconds that a start may take on a busy machine
RUNS = "Отклик запущен"

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.long]


class Process:
    """`otklik run --env … --env …` as systemd starts it."""

    def __init__(self, child: asyncio.subprocess.Process, log: Path) -> None:
        self.child, self._log = child, log

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    async def says(self, words: str, times: int = 1) -> None:
        try:
            async with asyncio.timeout(STARTS):
                while self.said().count(words) < times:  # noqa: ASYNC110 - another process says it
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"never said: {words}; said: {self.said()[-3000:]}") from None

    async def end(self, how: signal.Signals) -> int:
        self.child.send_signal(how)
        async with asyncio.timeout(STARTS):
            return await self.child.wait()


@asynccontextmanager
async def process(files: Sequence[Path], folder: Path, name: str) -> AsyncIterator[Process]:
    log = folder / f"{name}.log"
    arguments = [word for file in files for word in ("--env", str(file))]
    environment = {**{key: value for key, value in os.environ.items() if "__" not in key}, "PYTHONPATH": str(PACKAGE_DATA)}
    with log.open("wb") as out:
        command = (sys.executable, "-m", "bot", "run", *arguments)
        child = await asyncio.create_subprocess_exec(*command, cwd=folder, env=environment, stderr=out)
    try:
        yield Process(child, log)
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


@pytest_asyncio.fixture(loop_scope="session")
async def storage(postgres_url: str) -> AsyncIterator[Storage]:
    opened = await open_storage(postgres_url, "konakovo")  # type: ignore[arg-type]  # an id
    yield opened
    await opened.close()


async def test_whichever_process_is_killed_the_other_one_goes_on_with_both_districts(
    sandbox: Control, storage: Storage, postgres_url: str, tmp_path: Path
) -> None:
    stories, files = await two_stories(sandbox, tmp_path, postgres_url)
    konakovo, primer = stories
    for story in stories:
        story.lives_in(storage.beside(story.district.id))
    async with process(files, tmp_path, "a") as a:
        await a.says(RUNS, times=2)
        await a.says("ведёт этот процесс: poll", times=2)
        async with process(files, tmp_path, "b") as b:
            await b.says(RUNS, times=2)
            for story in stories:
                await story.move_in()
            assert "ведёт этот процесс: poll" not in b.said()
            await a.end(signal.SIGKILL)
            await asyncio.gather(
                card_and_press(konakovo, POTHOLE, "roads", "ул. Энергетиков, 29"), card_and_press(primer, PIPE, "housing", "Боровое")
            )
            assert b.said().count("ведёт этот процесс: poll") == 2
            assert await b.end(signal.SIGTERM) == 0
    assert await leases(storage) == [], "who ends in order gives them back"


async def card_and_press(story: StoryOf, words: str, department: str, place: str) -> None:
    """A post comes as a card, and its button is answered, in the story's patience of 30 seconds each."""
    await story.post(words)
    who = story.who(Role.EXECUTOR, department)
    card = await story.message(who, place, button="Принять")
    await story.press(who, card, "Принять")
    await story.message(who, place, "приняли в")


async def leases(storage: Storage) -> list[str]:
    async with storage.transaction() as tx:
        return [row.name for row in await tx._all(select(lease).where(lease.c.district_id == storage.district_id))]
