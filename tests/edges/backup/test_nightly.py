"""The copy of the night: one a night, tried again after a failure, and told."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.clock import WorldClock
from bot.config.backups import nightly_copy_of
from bot.config.settings import Settings
from bot.health.illness import Illness
from bot.health.line import Line
from bot.health.signs import signs_of
from bot.storage.backup.nightly import NightlyCopy
from bot.ticks.backup import LOG, TICKS, backup
from tests.kit.desk_town import DISTRICT, DeskTown, desk_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


@pytest.fixture
def nightly(sqlite_url: str, tmp_path: Path) -> NightlyCopy:
    return NightlyCopy(url=sqlite_url, folder=tmp_path / "copies", district=DISTRICT, at=time(3, 10), keep=2)


def copies(nightly: NightlyCopy) -> list[str]:
    return sorted(each.name for each in nightly.folder.glob("*.db"))


async def test_each_night_gives_one_copy_and_so_many_stay(town: DeskTown, nightly: NightlyCopy) -> None:
    around = town.around(nightly_copy=nightly)
    assert nightly.sign() is False
    for _ in range(3):
        await backup(around)
    assert copies(nightly) == ["otklik-konakovo-2026-11-24-091400.db"], "there was none at all"
    assert nightly.sign() is True
    for _ in range(3):
        town.clock.move(days=1)
        await backup(around)
    assert copies(nightly) == ["otklik-konakovo-2026-11-26-091400.db", "otklik-konakovo-2026-11-27-091400.db"]


async def test_a_copy_that_is_being_made_is_not_made_twice(nightly: NightlyCopy, town: DeskTown) -> None:
    now = town.clock.now()
    with nightly._turn:
        assert nightly.make_if_due(due=now, now=now) is None
    assert copies(nightly) == []
    assert await asyncio.to_thread(nightly.make_if_due, due=now, now=now) is not None


async def test_a_new_process_knows_that_the_copy_of_the_night_is_there(town: DeskTown, nightly: NightlyCopy, sqlite_url: str) -> None:
    await backup(town.around(nightly_copy=nightly))
    another = NightlyCopy(url=sqlite_url, folder=nightly.folder, district=DISTRICT, at=time(3, 10), keep=2)
    town.clock.move(hours=2)
    await backup(town.around(nightly_copy=another))
    assert (len(copies(nightly)), another.sign()) == (1, True)


async def test_a_copy_that_fails_is_an_illness_is_tried_again_in_an_hour_and_ends(
    town: DeskTown, nightly: NightlyCopy, caplog: pytest.LogCaptureFixture
) -> None:
    around = town.around(nightly_copy=nightly)
    await asyncio.to_thread(nightly.folder.touch)  # a file where the folder should be
    await backup(around)
    because = nightly.sign()
    assert isinstance(because, str) and because.startswith("Копия не записана")
    assert "копия базы не получилась" in caplog.text
    await asyncio.to_thread(nightly.folder.unlink)
    town.clock.move(minutes=59)
    await backup(around)
    assert isinstance(nightly.sign(), str), "not so soon"
    town.clock.move(minutes=1)
    await backup(around)
    assert (nightly.sign(), len(copies(nightly))) == (True, 1)


async def test_where_nobody_wants_copies_none_are_made(town: DeskTown, tmp_path: Path) -> None:
    await backup(town.around())
    assert not await asyncio.to_thread(lambda: list(tmp_path.rglob("otklik-konakovo-*")))


def settings(**sections: Mapping[str, object]) -> Settings:
    return Settings.model_validate(sections)


FILE, SERVER = {"url": "sqlite+aiosqlite:////srv/otklik.db"}, {"url": "postgresql+asyncpg://a:b@127.0.0.1/x"}
DEMO = {"clock": "2026-11-24T08:00:00+03:00|60"}


@pytest.mark.parametrize(
    ("given", "folder"),
    [
        (settings(database=FILE), "/srv/backups"),
        (settings(database=FILE, backup={"folder": "/mnt/copies"}), "/mnt/copies"),
        (settings(database=FILE, backup={"nightly": False}), None),
        (settings(database=SERVER), None),
        (settings(database=SERVER, backup={"folder": "/mnt/copies"}), "/mnt/copies"),
        (settings(database=FILE, demo=DEMO), None),
        (settings(database=FILE, demo=DEMO, backup={"folder": "/mnt/copies"}), "/mnt/copies"),
    ],
)
def test_the_settings_say_where_copies_go(given: Settings, folder: str | None) -> None:
    made = nightly_copy_of(given, DISTRICT)
    assert (None if made is None else str(made.folder)) == folder


def test_the_sign_of_the_copy_is_the_healths(nightly: NightlyCopy) -> None:
    class Reader:
        def sign(self) -> bool:
            return True

    told = signs_of(Line(LOG, "снова"), Reader(), Reader(), WorldClock(), writer=None, editor=None, backup=nightly)
    signs = {sign.kind: sign for sign in told}
    nightly.failed = "Копия не записана"
    assert signs[Illness.BACKUP].look() == "Копия не записана"


def test_the_tick_looks_often_enough_for_a_retry_in_an_hour() -> None:
    _, seconds = TICKS["backup"]
    assert timedelta(seconds=seconds) <= timedelta(minutes=30)
