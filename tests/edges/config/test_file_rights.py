"""Other users of the server read neither the database nor the settings."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli.check import check_all
from bot.cli.main import main
from bot.config.settings import Settings


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
