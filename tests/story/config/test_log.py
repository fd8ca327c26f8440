"""The whole process in DEBUG, with a disk that is full in the end: what people wrote is nowhere in its log."""

import asyncio
import os
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.demo.town import BOT_TOKEN, GROUP_TOKEN, SERVICE_TOKEN, USER_TOKEN
from incidents.official import Role
from tests.kit.story_town import Story

MARKER = "Сидорова Мария, Строителей 14 кв. 7, 8 915 123-45-67"
TYPED = "Приедем к Сидоровой до вечера, звоните 8 915 123-45-67"
TOLD = ("Сидоров", "Строителей 14", "915 123", "\\u0421\\u0438\\u0434\\u043e\\u0440")
"""The last is «Сидор» as JSON writes it."""


@asynccontextmanager
async def process_of(story: Story, log: list[str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """`otklik run` in DEBUG as a process of its own, in the town of the story; its log is read as it comes."""
    base, own = f"http://127.0.0.1:{story.control.port}", story.town.answers_as.group_id
    settings = {
        **{"TELEGRAM__TOKEN": BOT_TOKEN, "TELEGRAM__API_BASE": base, "VK__API_BASE": base, "VK__GROUP_ID": str(own)},
        **{"VK__SERVICE_TOKEN": SERVICE_TOKEN, "VK__GROUP_TOKEN": GROUP_TOKEN, "VK__USER_TOKEN": USER_TOKEN, "VK__WALLS": f"-{own}=Округ"},
        **{"DATABASE__URL": story.settings.database.url, "SCHEDULE__POLL_SECONDS": "120", "LOG__LEVEL": "DEBUG"},
        **{"DEMO__CLOCK": f"{story.clock.now().isoformat()}|{story.clock.speed}"},
    }
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"), env={**os.environ, **settings}, stderr=asyncio.subprocess.PIPE, limit=2**26
    )
    assert child.stderr is not None

    async def read(pipe: asyncio.StreamReader) -> None:
        async for line in pipe:
            log.append(line.decode())  # noqa: PERF401 - it is looked at while it grows

    async with asyncio.TaskGroup() as group:
        group.create_task(read(child.stderr))
        try:
            yield child
        finally:
            child.terminate()
            await child.wait()


async def test_nothing_that_people_write_comes_into_the_log(story: Story) -> None:
    async with story.running():
        await story.move_in()
    log: list[str] = []

    async def logged(words: str) -> None:
        async def seen() -> bool:
            return any(words in line for line in log)

        await story.until(seen, f"{words} in the log")

    async with process_of(story, log) as child:
        executor = story.who(Role.EXECUTOR, "housing")
        await logged("Отклик запущен")
        await story.post(f"Холодно в квартирах, батареи ледяные. {MARKER}")
        await story.press(executor, await story.message(executor, "Строителей", button="Ответить"), "Ответить")
        await story.message(executor, "Напишите ответ жителю")
        await story.control.type(executor, TYPED)
        await story.message(executor, "Так увидит житель")

        database = Path(story.settings.database.url.partition(":///")[2])
        size = (await asyncio.to_thread(database.stat)).st_size
        resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (size, size))  # the disk is full from now on
        await story.post(f"Прорвало трубу на Гагарина 5. {MARKER} " + "Очень холодно. " * 900)
        await logged("OperationalError")
    assert [line[:200] for line in log if any(word in line for word in TOLD)] == []
