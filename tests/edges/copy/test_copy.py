"""A copy to the other engine and back: equal, complete, and new rows do not collide."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.cli.main import main
from bot.storage.acts.events import event
from bot.storage.acts.incidents import incident
from bot.storage.copy import copy_base as module
from bot.storage.copy.copy_base import Copied, copy_base
from bot.storage.copy.key_positions import key_positions
from bot.storage.copy.plain_rows import BATCH, Sum, put
from bot.storage.engine.engine import make_engine, parse
from bot.storage.engine.errors import StorageError
from bot.storage.engine.schema import counter, metadata
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.storage import open_storage
from bot.storage.people.officials import official
from bot.storage.restore.chains import broken_chain
from incidents.ids import IncidentId
from incidents.official import Role
from tests.conftest import fresh_postgres, run_sql
from tests.kit.desk_town import DISTRICT, an_official
from tests.kit.every_table import fill_every_table

MANY = BATCH + 1
GIVEN = 700  # a key that was given to a row that is gone


@pytest.fixture
async def filled(sqlite_url: str) -> str:
    """A row in every table, more than a lot in one, a row that points to a later one, a key given and gone."""
    engine = make_engine(parse(sqlite_url))
    async with engine.begin() as connection:
        await fill_every_table(connection, DISTRICT)
        first = (await connection.execute(select(incident))).one()
        later = {**first._mapping, "id": first.id + 1, "number": first.number + 1}
        await connection.execute(insert(incident).values(later))
        await connection.execute(update(incident).where(incident.c.id == first.id).values(merged_into=first.id + 1))
        await connection.execute(insert(counter), [{"district_id": DISTRICT, "name": f"c{each}", "value": each} for each in range(MANY)])
        person = (await connection.execute(select(official))).one()
        await connection.execute(insert(official).values({**person._mapping, "id": GIVEN, "user_id": 99}))
        await connection.execute(delete(official).where(official.c.id == GIVEN))
    await engine.dispose()
    return sqlite_url


@pytest.fixture
def server_url(postgres_server: str) -> Iterator[str]:
    """An empty database without tables."""
    yield fresh_postgres(postgres_server, "otklik_copied")


async def copied(url: str, to: str) -> Copied:
    return await asyncio.to_thread(copy_base, url, to)


def as_it_lies(url: str) -> dict[str, list[str]]:
    """Every table of the file by Python's own driver, the keys given among them."""
    connection = sqlite3.connect(Path(url.removeprefix("sqlite+aiosqlite:///")), isolation_level=None)
    names = [*metadata.tables, "sqlite_sequence", "alembic_version"]
    rows = {name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))) for name in names}
    connection.close()
    return rows


async def test_there_and_back_every_row_lies_as_it_lay(filled: str, server_url: str, tmp_path: Path) -> None:
    back = f"sqlite+aiosqlite:///{tmp_path / 'back.db'}"
    there = await copied(filled, server_url)
    again = await copied(server_url, back)
    assert there == again
    assert (there.tables, there.rows) == (len(metadata.tables), len(metadata.tables) + 1 + MANY)
    assert as_it_lies(back) == as_it_lies(filled)
    assert (tmp_path / "back.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("to_server", [True, False])
async def test_a_new_row_takes_a_key_that_nobody_had(filled: str, server_url: str, tmp_path: Path, to_server: bool) -> None:
    to = server_url if to_server else f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    await copied(filled, to)
    storage = await open_storage(to, DISTRICT)
    async with storage.transaction() as tx:
        fresh = await tx.officials.enrol(an_official(5, Role.DUTY))
    await storage.close()
    assert fresh.id == GIVEN + 1


async def test_a_key_above_the_sequence_of_a_server_counts_too(filled: str, server_url: str) -> None:
    await copied(filled, server_url)
    await run_sql(server_url, "SELECT setval(pg_get_serial_sequence('post', 'id'), 1, false)")
    engine = create_async_engine(server_url)
    async with engine.connect() as connection:
        assert (await key_positions(connection))["post"] == 1
    await engine.dispose()


async def refused(url: str, to: str, words: str) -> None:
    with pytest.raises(StorageError, match=words):
        await copied(url, to)


async def test_a_base_that_is_not_empty_is_refused_and_stays_as_it_was(filled: str, postgres_url: str, tmp_path: Path) -> None:
    await refused(filled, postgres_url, "куда копировать, не пустая")
    other = tmp_path / "other.db"
    other.write_bytes(b"mine")
    await refused(filled, f"sqlite+aiosqlite:///{other}", "куда копировать, не пустая")
    await refused(filled, filled, "куда копировать, не пустая")
    assert other.read_bytes() == b"mine"


async def test_a_base_with_a_living_bot_is_refused(filled: str, server_url: str, postgres_url: str, tmp_path: Path) -> None:
    bot = await open_storage(filled, DISTRICT)
    await refused(filled, server_url, "работает бот или другая команда otklik")
    await bot.close()
    bot = await open_storage(postgres_url, DISTRICT)
    await refused(postgres_url, f"sqlite+aiosqlite:///{tmp_path / 'new.db'}", "работает бот или другая команда otklik")
    async with bot.transaction() as tx:
        await tx.couriers.beat("another machine")
    await bot.close()
    await refused(postgres_url, f"sqlite+aiosqlite:///{tmp_path / 'new.db'}", "работает бот или другая команда otklik")
    assert not (tmp_path / "new.db").exists()


async def test_a_bot_that_starts_while_its_base_is_copied_is_refused_and_spoils_nothing(
    filled: str, server_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await copied(filled, server_url)
    read = []

    async def look(connection: AsyncConnection) -> IncidentId | None:
        storage = await open_storage(server_url, DISTRICT)
        try:
            with pytest.raises(StorageError) as refusal:
                await storage.migrated()
        finally:
            await storage.close()
        read.append(refusal.value.user_text)
        return await broken_chain(connection)

    monkeypatch.setattr(module, "broken_chain", look)
    await copied(server_url, f"sqlite+aiosqlite:///{tmp_path / 'back.db'}")
    assert read == ["База «otklik_copied» сейчас восстанавливается или копируется: подождите, пока otklik restore или copy закончит"]


async def test_a_row_that_came_over_changed_is_found(filled: str, server_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def spoiled(connection: object, of: object, rows: list[object]) -> None:
        await put(connection, of, rows[:-1] if of is counter else rows)  # type: ignore[arg-type]  # as it is called

    monkeypatch.setattr(module, "put", spoiled)
    await refused(filled, server_url, "Таблица «counter» переписалась не так")
    monkeypatch.undo()
    await copied(filled, server_url)  # nothing was left there


async def test_a_log_that_was_changed_is_found(filled: str, server_url: str) -> None:
    engine = make_engine(parse(filled))
    async with engine.begin() as connection:
        await connection.exec_driver_sql("DROP TRIGGER event_no_update")
        await connection.execute(update(event).values(because="иначе"))
    await engine.dispose()
    await refused(filled, server_url, "изменён журнал действий")
    await refused(filled, server_url, "изменён журнал действий")  # nothing was left there


async def test_a_row_that_the_new_base_refuses_is_named(filled: str, server_url: str) -> None:
    connection = sqlite3.connect(filled.removeprefix("sqlite+aiosqlite:///"), isolation_level=None)
    connection.execute("UPDATE department SET id = 'a' || char(0)")
    connection.close()
    await refused(filled, server_url, "Таблица «department»: новая база не приняла строку")


async def test_an_odd_address_is_refused_by_the_name_of_the_option(filled: str) -> None:
    await refused(filled, "mysql://localhost/otklik", "^--to: нужен адрес вида")
    await refused(filled, "postgresql+asyncpg://nobody@127.0.0.1:9/otklik", "не отвечает|не открывается")


async def test_the_command_says_what_to_do_next(
    filled: str, server_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE__URL", filled)
    assert await asyncio.to_thread(main, ["copy", "--to", server_url]) == 0
    assert "Впишите новый адрес в DATABASE__URL" in capsys.readouterr().out
    assert await asyncio.to_thread(main, ["copy", "--to", server_url]) == 1
    assert "не пустая: назовите новую, пустую" in capsys.readouterr().err


def test_the_sum_does_not_look_at_the_order_of_rows() -> None:
    one, other = Sum(), Sum()
    for row in ((1, "а"), (2, None)):
        one.add(row)
    for row in ((2, None), (1, "а")):
        other.add(row)
    assert one == other
    other.add((2, None))
    assert one != other
