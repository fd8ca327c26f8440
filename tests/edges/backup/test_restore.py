"""Restore: what is refused, what is kept, and that the bot goes on from the copy."""

import asyncio
import itertools
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.storage.backup.make import Made, make_copy
from bot.storage.backup.passport import passport_of, write_passport
from bot.storage.engine.engine import make_engine, parse
from bot.storage.engine.errors import NEWER, StorageError
from bot.storage.engine.migrate import upgrade
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.storage import open_storage
from bot.storage.restore.restorations import IDS_APART, NUMBERS_APART
from bot.storage.restore.restore import Restoration, restore
from incidents.ids import DistrictId
from incidents.incident import Act, Incident
from incidents.messages import ToStranger
from incidents.official import Invitation, Role
from tests.kit.desk_town import DISTRICT, START, DeskTown, StillClock, desk_town

LATER = START + timedelta(hours=5)


@dataclass
class Copied:
    """A town, an incident in it, and a copy."""

    town: DeskTown
    incident: Incident
    made: Made
    url: str

    @property
    def base(self) -> Path:
        return Path(str(make_url(self.url).database))

    @property
    def copy(self) -> Path:
        return self.made.path

    async def restore(self, *, to: str | None = None, district: DistrictId = DISTRICT) -> Restoration:
        return await asyncio.to_thread(restore, to or self.url, self.copy, district=district, now=LATER)


@pytest.fixture
async def copied(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Copied]:
    async with desk_town(sqlite_url) as town:
        incident = await town.open()
        made = await asyncio.to_thread(make_copy, sqlite_url, tmp_path / "copies", district=DISTRICT, now=START)
        yield Copied(town, incident, made, sqlite_url)


def spoil(copied: Copied, statement: str, *, honest: bool = True) -> None:
    """Change the copy from inside; `honest`: its passport says so."""
    connection = sqlite3.connect(copied.copy, isolation_level=None)
    connection.execute(statement)
    connection.close()
    if honest:
        passport_of(copied.copy).unlink()


async def refused(copied: Copied, words: str, **options: DistrictId) -> None:
    """The restore is refused with these words, and the former base is as it was."""
    await copied.town.storage.close()
    before = copied.base.read_bytes()
    with pytest.raises(StorageError, match=words):
        await copied.restore(**options)
    assert copied.base.read_bytes() == before
    assert [each.name for each in copied.base.parent.iterdir() if "before" in each.name or "restoring" in each.name] == []


async def test_the_restored_base_is_the_copy_and_the_former_one_lies_beside(copied: Copied) -> None:
    await copied.town.open("Яма на дороге", topic="roads_potholes", outside=True)
    await copied.town.storage.close()
    done = await copied.restore()
    assert (done.taken_at, done.is_proved) == (START, True)
    assert done.aside is not None and done.aside.name == "otklik.db.before-2026-11-24-111400"
    assert [each.stat().st_mode & 0o777 for each in (copied.base, done.aside)] == [0o600, done.aside.stat().st_mode & 0o777]
    counts = []
    for file in (copied.base, done.aside):
        connection = sqlite3.connect(file)
        counts.append(connection.execute("SELECT count(*) FROM incident").fetchone()[0])
        connection.close()
    assert counts == [1, 2]
    assert not list(copied.base.parent.glob(".*restoring*"))


async def test_a_server_that_lost_its_base_gets_it_back(copied: Copied) -> None:
    await copied.town.storage.close()
    copied.base.unlink()
    done = await copied.restore()
    assert done.aside is None
    storage = await open_storage(copied.url, DISTRICT)
    assert await storage.migrated()
    await storage.close()


async def test_while_a_bot_lives_on_the_base_nothing_is_restored(copied: Copied) -> None:
    before = copied.base.read_bytes()
    with pytest.raises(StorageError, match="работает бот или другая команда otklik: остановите"):
        await copied.restore()
    assert copied.base.read_bytes() == before
    await copied.town.open("Бот тем временем живёт: яма на Ленина, колесо пробили")


async def test_while_a_base_is_restored_no_bot_starts_on_it(copied: Copied, monkeypatch: pytest.MonkeyPatch) -> None:
    await copied.town.storage.close()
    tried: list[str] = []

    def start(_path: Path) -> str:
        async def bot() -> None:
            with pytest.raises(StorageError, match="восстанавливается") as error:
                await open_storage(copied.url, DISTRICT)
            tried.append(error.value.user_text)

        asyncio.run(bot())
        raise StorageError("довольно")

    monkeypatch.setattr("bot.storage.restore.restore.revision_of", start)
    with pytest.raises(StorageError, match="довольно"):
        await copied.restore()
    assert len(tried) == 1


async def test_a_foreign_file_is_refused(copied: Copied) -> None:
    passport_of(copied.copy).unlink()
    copied.copy.write_text("список телефонов")
    await refused(copied, "не похож на копию базы Отклика")


async def test_another_programs_database_is_refused(copied: Copied) -> None:
    copied.copy.unlink()
    passport_of(copied.copy).unlink()
    connection = sqlite3.connect(copied.copy)
    connection.execute("CREATE TABLE users (name)")
    connection.close()
    await refused(copied, "не похож на копию базы Отклика")


async def test_a_copy_cut_short_is_refused_with_and_without_its_passport(copied: Copied) -> None:
    size = copied.copy.stat().st_size
    os.truncate(copied.copy, size // 2)
    await refused(copied, f"обрезана: в ней {size // 2} байт из {size}")
    passport_of(copied.copy).unlink()
    await refused(copied, "повреждена")


async def test_one_changed_byte_is_refused(copied: Copied) -> None:
    content = bytearray(copied.copy.read_bytes())
    content[-100] ^= 1
    copied.copy.write_bytes(content)
    await refused(copied, "контрольная сумма не та")


async def test_a_copy_of_a_newer_program_is_refused(copied: Copied) -> None:
    spoil(copied, "UPDATE alembic_version SET version_num = '2099_01_01_of_the_future'")
    await refused(copied, NEWER)


async def test_a_passport_of_a_newer_program_is_refused(copied: Copied) -> None:
    passport = passport_of(copied.copy)
    passport.write_text(passport.read_text().replace('"otklik_backup": 1', '"otklik_backup": 2'))
    await refused(copied, "Копия новее программы")


async def test_a_passport_that_is_torn_is_refused(copied: Copied) -> None:
    passport_of(copied.copy).write_text('{"otklik_backup": 1, "size"')
    await refused(copied, "Паспорт копии .* не читается")


async def test_another_districts_copy_is_refused(copied: Copied) -> None:
    await refused(copied, r"другого округа \(konakovo\), а настроен primer", district=DistrictId("primer"))
    passport_of(copied.copy).unlink()
    await refused(copied, r"другого округа \(konakovo\), а настроен primer", district=DistrictId("primer"))


async def test_a_log_that_was_changed_is_refused(copied: Copied) -> None:
    await copied.town.act(copied.incident.id, Act.ACCEPT, "ann")
    copied.made = await asyncio.to_thread(make_copy, copied.url, copied.copy.parent, district=DISTRICT, now=START + timedelta(hours=1))
    connection = sqlite3.connect(copied.copy, isolation_level=None)
    triggers = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'event'")]
    assert triggers
    for name in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("UPDATE event SET because = 'так было всегда' WHERE line = 2")
    connection.close()
    passport_of(copied.copy).unlink()
    await refused(copied, "изменён журнал действий")


async def test_no_such_file_is_said_in_words(copied: Copied) -> None:
    copied.copy.unlink()
    await refused(copied, "Файла .* нет: назовите копию")


async def test_a_file_does_not_go_to_a_server(copied: Copied) -> None:
    with pytest.raises(StorageError, match="Это копия SQLite"):
        await copied.restore(to="postgresql+asyncpg://a:b@127.0.0.1:9/x")


async def test_an_older_copy_climbs_to_this_version(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    engine = make_engine(parse(f"sqlite+aiosqlite:///{old}"))
    async with engine.begin() as connection:
        await connection.run_sync(upgrade, "2026_11_26_answer_words")
    await engine.dispose()
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    done = await asyncio.to_thread(restore, url, old, district=DISTRICT, now=LATER)
    assert (done.is_proved, done.taken_at) == (False, LATER)
    storage = await open_storage(url, DISTRICT)
    assert await storage.migrated()
    await storage.close()


async def test_new_keys_and_numbers_begin_far_above_those_that_chats_remember(copied: Copied) -> None:
    after_the_copy = await copied.town.open("Яма на дороге", topic="roads_potholes", outside=True)
    await copied.town.storage.close()
    await copied.restore()
    storage = await open_storage(copied.url, DISTRICT)
    town = DeskTown(storage, StillClock(LATER), copied.town.people, copied.town.source, itertools.count(500))
    fresh = await town.open("Яма у школы", topic="roads_potholes", outside=True)
    answer = await town.sent(copied.incident.id, "ann", message_id=7)
    await storage.close()
    assert after_the_copy.id < IDS_APART < fresh.id
    assert fresh.number == copied.incident.number + NUMBERS_APART + 1
    assert answer.id > IDS_APART, "of a table that was empty in the copy too"


async def test_coordinators_are_told_open_links_are_closed_and_strangers_hear_nothing_twice(copied: Copied) -> None:
    town = copied.town
    async with town.storage.transaction() as tx:
        link = await tx.invitations.add(
            Invitation(
                id=0,  # type: ignore[arg-type]  # given by the table
                district_id=DISTRICT,
                role=Role.EXECUTOR,
                department_id=None,
                created_by=town.who("coordinator").id,
                created_at=START,
                expires_at=START + timedelta(days=1),
            )
        )
        await tx.outbox.say(town.chat("coordinator"), ToStranger())
        await tx.outbox.say(999_999, ToStranger())  # type: ignore[arg-type]  # a resident's chat
    copied.made = await asyncio.to_thread(make_copy, copied.url, copied.copy.parent, district=DISTRICT, now=START + timedelta(hours=1))
    await town.storage.close()
    await copied.restore()
    storage = await open_storage(copied.url, DISTRICT)
    try:
        async with storage.transaction() as tx:
            assert (await tx.invitations.get(link.id)).cancelled_at == LATER
            assert await tx.restorations.look_since(LATER + timedelta(days=29)) == START + timedelta(hours=1)
            assert await tx.restorations.look_since(LATER + timedelta(days=31)) is None
    finally:
        await storage.close()
    connection = sqlite3.connect(copied.base)
    told = connection.execute("SELECT chat_id, code FROM outbox WHERE code IN ('restored', 'stranger') ORDER BY code").fetchall()
    connection.close()
    assert told == [(town.chat("coordinator"), "restored"), (town.chat("coordinator"), "stranger")]


async def test_two_restores_in_a_row_look_from_the_older_copy(copied: Copied) -> None:
    await copied.town.storage.close()
    await copied.restore()
    again = await asyncio.to_thread(make_copy, copied.url, copied.copy.parent, district=DISTRICT, now=START + timedelta(hours=6))
    await asyncio.to_thread(restore, copied.url, again.path, district=DISTRICT, now=START + timedelta(hours=7))
    storage = await open_storage(copied.url, DISTRICT)
    async with storage.transaction() as tx:
        assert await tx.restorations.look_since(START + timedelta(hours=8)) == START
    await storage.close()


async def test_a_passport_of_the_future_does_not_make_answers_go_unseen(copied: Copied) -> None:
    write_passport(copied.copy, replace(copied.made.passport, taken_at=LATER + timedelta(days=9)))
    await copied.town.storage.close()
    await copied.restore()
    storage = await open_storage(copied.url, DISTRICT)
    async with storage.transaction() as tx:
        assert await tx.restorations.look_since(LATER) == LATER
    await storage.close()
