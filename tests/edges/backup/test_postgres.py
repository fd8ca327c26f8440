"""A copy of PostgreSQL: dumped by its own tools, put into an empty database."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.storage.backup.make import make_copy
from bot.storage.backup.passport import read_passport
from bot.storage.backup.postgres_dump import fill_from
from bot.storage.engine.engine import parse
from bot.storage.engine.errors import StorageError
from bot.storage.engine.migrate import migrate
from bot.storage.engine.schema import counter
from bot.storage.engine.storage import open_storage
from bot.storage.restore.chains import broken_chain
from bot.storage.restore.restorations import IDS_APART
from bot.storage.restore.restore import restore
from incidents.ids import DistrictId, IncidentId
from incidents.official import Role
from tests.conftest import fresh_postgres, run_sql
from tests.kit.desk_town import DISTRICT, START, an_official, konakovo


@pytest.mark.usefixtures("tools")
async def test_a_dump_fills_an_empty_database_and_no_other(postgres_url: str, postgres_server: str, tmp_path: Path) -> None:
    storage = await open_storage(postgres_url, DISTRICT)
    async with storage.transaction() as tx:
        for department in konakovo().departments:
            await tx.departments.put(department)
        before = await tx.officials.enrol(an_official(1, Role.COORDINATOR))
    await storage.close()
    made = await asyncio.to_thread(make_copy, postgres_url, tmp_path / "copies", district=DISTRICT, now=START)
    passport = read_passport(made.path)
    assert passport is not None and made.path.suffix == ".pgdump" and made.path.stat().st_mode & 0o777 == 0o600

    with pytest.raises(StorageError, match="не пустая: создайте новую пустую базу"):
        await asyncio.to_thread(restore, postgres_url, made.path, district=DISTRICT, now=START)
    empty = await asyncio.to_thread(fresh_postgres, postgres_server, "otklik_restored")
    done = await asyncio.to_thread(restore, empty, made.path, district=DISTRICT, now=START)
    assert (done.taken_at, done.aside) == (START, None)
    storage = await open_storage(empty, DISTRICT)
    async with storage.transaction() as tx:
        (coordinator,) = await tx.officials.all()
        fresh = await tx.officials.enrol(an_official(2, Role.DUTY))
    await storage.close()
    assert coordinator == before
    assert fresh.id > IDS_APART


@pytest.mark.usefixtures("tools")
async def test_a_dump_by_an_owner_whom_row_security_holds_has_all_districts(plain_url: str, tmp_path: Path) -> None:
    for district in (DISTRICT, DistrictId("primer")):
        storage = await open_storage(plain_url, district)
        async with storage.transaction() as tx:
            await tx._take_turn("a turn")
        await storage.close()
    made = await asyncio.to_thread(make_copy, plain_url, tmp_path / "copies", district=DISTRICT, now=START)
    empty = await asyncio.to_thread(fresh_postgres, plain_url, "otklik_rows_restored")
    await asyncio.to_thread(fill_from, parse(empty), made.path)
    engine = create_async_engine(empty)
    async with engine.connect() as connection:
        found = await connection.execute(select(counter.c.district_id).order_by(counter.c.district_id))
        assert found.scalars().all() == [DISTRICT, "primer"]
    await engine.dispose()
    await run_sql(plain_url, 'DROP DATABASE "otklik_rows_restored"')


@pytest.mark.usefixtures("tools")
async def test_a_dump_does_not_go_into_a_file(postgres_url: str, tmp_path: Path) -> None:
    made = await asyncio.to_thread(make_copy, postgres_url, tmp_path / "copies", district=DISTRICT, now=START)
    with pytest.raises(StorageError, match="Это копия PostgreSQL"):
        await asyncio.to_thread(restore, f"sqlite+aiosqlite:///{tmp_path / 'a.db'}", made.path, district=DISTRICT, now=START)


async def start(url: str) -> str | None:
    """What a bot that starts now reads; None: it starts."""
    storage = await open_storage(url, DISTRICT)
    try:
        await storage.migrated()
    except StorageError as error:
        return error.user_text
    finally:
        await storage.close()
    return None


@pytest.fixture
async def dump(tools: None, postgres_url: str, tmp_path: Path) -> Path:
    storage = await open_storage(postgres_url, DISTRICT)
    async with storage.transaction() as tx:
        for department in konakovo().departments:
            await tx.departments.put(department)
    await storage.close()
    return (await asyncio.to_thread(make_copy, postgres_url, tmp_path / "copies", district=DISTRICT, now=START)).path


async def test_a_bot_that_starts_while_the_base_is_filled_is_refused(
    dump: Path, postgres_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = await asyncio.to_thread(fresh_postgres, postgres_server, "otklik_filling")
    read = []

    async def look(connection: AsyncConnection) -> IncidentId | None:
        read.append(await start(empty))
        return await broken_chain(connection)

    monkeypatch.setattr("bot.storage.restore.restore.broken_chain", look)
    await asyncio.to_thread(restore, empty, dump, district=DISTRICT, now=START)
    assert [str(words).partition(":")[0] for words in read] == ["База «otklik_filling» сейчас восстанавливается или копируется"]
    assert await start(empty) is None


async def test_on_a_base_whose_restore_was_cut_nothing_starts(dump: Path, postgres_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = await asyncio.to_thread(fresh_postgres, postgres_server, "otklik_cut")

    async def dies(_connection: AsyncConnection) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("bot.storage.restore.restore.broken_chain", dies)
        with pytest.raises(KeyboardInterrupt):
            await asyncio.to_thread(restore, empty, dump, district=DISTRICT, now=START)
    wanted = "База «otklik_cut» не до конца восстановлена: создайте новую пустую базу и повторите otklik restore"
    assert await start(empty) == wanted
    with pytest.raises(StorageError, match="не до конца восстановлена"):
        await asyncio.to_thread(migrate, empty)
    with pytest.raises(StorageError, match="не пустая: создайте новую пустую базу"):
        await asyncio.to_thread(restore, empty, dump, district=DISTRICT, now=START)


async def test_a_copy_of_another_district_leaves_nothing_to_start_on(dump: Path, postgres_server: str) -> None:
    dump.with_name(f"{dump.name}.json").unlink()
    empty = await asyncio.to_thread(fresh_postgres, postgres_server, "otklik_strange")
    with pytest.raises(StorageError, match="копия другого округа"):
        await asyncio.to_thread(restore, empty, dump, district=DistrictId("primer"), now=START)
    assert "не до конца восстановлена" in str(await start(empty))


async def test_two_restores_do_not_fill_one_base(dump: Path, postgres_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = await asyncio.to_thread(fresh_postgres, postgres_server, "otklik_twice")
    second: list[str] = []

    async def look(connection: AsyncConnection) -> IncidentId | None:
        with pytest.raises(StorageError) as refused:
            await asyncio.to_thread(restore, empty, dump, district=DISTRICT, now=START)
        second.append(refused.value.user_text)
        return await broken_chain(connection)

    monkeypatch.setattr("bot.storage.restore.restore.broken_chain", look)
    await asyncio.to_thread(restore, empty, dump, district=DISTRICT, now=START)
    assert "сейчас восстанавливается или копируется" in second[0]
    assert await start(empty) is None
