"""Rows of plain values into a database of either engine, as fast as it takes them."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import asyncpg
from sqlalchemy import Table
from sqlalchemy.engine import URL, Dialect, make_url

from bot.storage.engine.engine import is_sqlite, make_engine
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.types import WordSet

Rows = Mapping[Table, Sequence[Mapping[str, Any]]]


def load(url: str, rows: Rows) -> None:
    """Put all rows, tables in the order given; the columns of a table are those of its first row."""
    parsed = make_url(url)
    dialect = make_engine(parsed).dialect
    if is_sqlite(parsed):
        _into_sqlite(parsed, dialect, rows)
    else:
        asyncio.run(_into_postgresql(parsed, dialect, rows))


def _plain(table: Table, names: Sequence[str], rows: Iterable[Mapping[str, Any]], dialect: Dialect) -> Iterable[tuple[Any, ...]]:
    processors = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names]
    for row in rows:
        yield tuple(row[name] if processor is None else processor(row[name]) for name, processor in zip(names, processors, strict=True))


def _into_sqlite(url: URL, dialect: Dialect, rows: Rows) -> None:
    connection = sqlite3.connect(str(url.database), isolation_level=None)
    for pragma in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-200000", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN EXCLUSIVE")
    for table, some in rows.items():
        if some:
            names = list(some[0])
            columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
            connection.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', _plain(table, names, some, dialect))
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.close()


async def _into_postgresql(url: URL, dialect: Dialect, rows: Rows) -> None:
    connection = await asyncpg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        async with connection.transaction():
            for table, some in rows.items():
                if not some:
                    continue
                names = list(some[0])
                records = _plain(table, names, some, dialect)
                if any(isinstance(table.c[name].type, WordSet) for name in names):  # asyncpg copies no words of an index
                    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join(f"${n + 1}" for n in range(len(names)))
                    await connection.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', records)
                else:
                    await connection.copy_records_to_table(table.name, records=records, columns=names)
                if "id" in table.c and "id" in names:
                    await connection.execute(
                        "SELECT setval(pg_get_serial_sequence($1, 'id'), $2)", f'"{table.name}"', max(row["id"] for row in some)
                    )
    finally:
        await connection.close()


async def vacuum(url: str) -> None:
    """Let PostgreSQL count all tables."""
    connection = await asyncpg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
