"""Other users of the server read neither the database nor the settings."""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.cli.check import check_all
from bot.cli.main import main
from bot.config.settings import Settings
from bot.health import state_file
from bot.storage.engine.storage import open_storage
from incidents.ids import DistrictId


@pytest.fixture(autouse=True)
def usual_umask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As a server gives it: what is made is readable by everybody."""
    monkeypatch.chdir(tmp_path)
    former = os.umask(0o022)
    yield
    os.umask(former)


def test_migrate_makes_a_database_that_only_its_owner_reads(tmp_path: Path) -> None:
    assert main(["migrate"]) == 0
    assert (tmp_path / "otklik.db").stat().st_mode & 0o777 == 0o600
    assert os.umask(0o022) == 0o022


async def rights(settings: Settings) -> list[str]:
    return [line for ok, line in await check_all(settings) if ok is None and line.startswith("Права")]


async def test_check_names_what_others_may_read_and_how_to_mend_it(tmp_path: Path) -> None:
    database, env = tmp_path / "моя база.db", tmp_path / ".env"
    settings = Settings.model_validate({"database": {"url": f"sqlite+aiosqlite:///{database}"}})
    for file in (database, env):
        file.touch(0o640)
    (line,) = await rights(settings) or [""]
    assert line.endswith(f"chmod 600 '{database}' .env")
    database.chmod(0o600)
    assert (await rights(settings))[0].endswith("chmod 600 .env")
    env.chmod(0o600)
    assert await rights(settings) == []
    remote = Settings.model_validate({"database": {"url": "postgresql+asyncpg://a:b@127.0.0.1:9/x"}})
    database.chmod(0o644)
    assert await rights(remote) == []


def open_ones(folder: Path) -> list[str]:
    return [str(each) for each in (folder, *folder.rglob("*")) if each.stat().st_mode & 0o077]


def test_whatever_the_commands_make_is_for_their_owner_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tmp_path.chmod(0o700)
    for command in (["migrate"], ["backup"], ["backup", "copies", "--keep", "1"]):
        assert main(command) == 0
    (copy,) = (tmp_path / "copies").glob("*.db")
    assert main(["restore", str(copy)]) == 0
    said = capsys.readouterr().out
    assert "Копия готова и проверена: backups/otklik-konakovo-" in said
    assert "База восстановлена из копии от " in said
    assert list(tmp_path.glob("otklik.db.before-*"))
    assert open_ones(tmp_path) == []


async def test_what_lies_beside_a_base_in_use_is_for_its_owner_only(tmp_path: Path) -> None:
    await asyncio.to_thread(tmp_path.chmod, 0o700)
    await asyncio.to_thread(main, ["migrate"])
    storage = await open_storage(f"sqlite+aiosqlite:///{tmp_path / 'otklik.db'}", DistrictId("konakovo"))
    try:
        async with storage.transaction() as tx:
            await tx.slots.take("a job", date(2026, 11, 26), at=datetime(2026, 11, 26, tzinfo=UTC))
            state_file.write(tmp_path / "otklik.db.health.json", {"state": "well"})
            assert len(await asyncio.to_thread(lambda: list(tmp_path.iterdir()))) > 2
            assert await asyncio.to_thread(open_ones, tmp_path) == []
    finally:
        await storage.close()
