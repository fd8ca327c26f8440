"""Two bots on one SQLite file: the second waits, then refuses; other commands work beside the first."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot import one_bot
from bot.config.settings import DatabaseSettings, Settings, known_keys
from bot.one_bot import alone_on
from bot.run import run_bot
from bot.storage.engine.errors import StorageError
from tests.kit.desk_town import konakovo

ROOT = Path(__file__).parents[3]
NOBODY = "http://127.0.0.1:9"
HOLDER = """
import asyncio, sys
from bot.one_bot import alone_on

async def hold():
    async with alone_on(sys.argv[1]):
        print("holds", flush=True)
        await asyncio.sleep(600)

asyncio.run(hold())
"""


async def program(*arguments: str, **more: str) -> asyncio.subprocess.Process:
    plain = {name: value for name, value in os.environ.items() if name.upper() not in known_keys()}
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, env={**plain, **more}, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )


async def test_the_second_bot_waits_and_then_refuses_in_one_russian_line(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_bot, "PATIENCE", 0.6)
    async with alone_on(sqlite_url):
        began = asyncio.get_running_loop().time()
        with pytest.raises(StorageError) as refused:
            await run_bot(Settings(database=DatabaseSettings(url=sqlite_url)), konakovo())
        assert asyncio.get_running_loop().time() - began >= 0.6
    file = make_url(sqlite_url).database
    assert refused.value.user_text == one_bot.RUNS.format(path=file)
    async with alone_on(sqlite_url):
        pass  # the first has gone


async def test_a_kill_frees_the_base_at_once_and_who_waits_goes_on(sqlite_url: str) -> None:
    holder = await program("-c", HOLDER, sqlite_url)
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"holds\n"
    entered = asyncio.Event()

    async def wait() -> None:
        async with alone_on(sqlite_url):
            entered.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(wait())
        await asyncio.sleep(1)
        assert not entered.is_set()
        holder.kill()
        async with asyncio.timeout(10):
            await entered.wait()
    await holder.wait()


async def test_beside_a_running_bot_other_commands_work(sqlite_url: str, tmp_path: Path) -> None:
    env = {"DATABASE__URL": sqlite_url, "DISTRICT__PROFILE": "districts/konakovo", "TELEGRAM__API_BASE": NOBODY, "VK__API_BASE": NOBODY}
    async with alone_on(sqlite_url):
        for command, words in (
            (("check",), "База: открывается на запись, версия эта"),
            (("invite", "--role", "head"), "Ссылка для одного человека"),
            (("backup", str(tmp_path / "copies")), "otklik-konakovo"),
            (("copy", "--to", f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"), "Число строк, суммы и журнал сошлись"),
        ):
            process = await program("-m", "bot", *command, **env)
            output, _ = await process.communicate()
            assert words in output.decode(), (command, output.decode())
            assert one_bot.RUNS.partition("{")[0] not in output.decode()


async def test_a_server_takes_as_many_as_come(postgres_url: str) -> None:
    async with alone_on(postgres_url), alone_on(postgres_url):
        pass
