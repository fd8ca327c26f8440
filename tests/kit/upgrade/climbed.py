"""A recorded base in a database of today's program: loaded as it was, then brought up to the head."""

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.storage.engine.engine import is_sqlite
from bot.storage.engine.sqlite_library import sqlite3
from tests.kit.golden.evening import Evening, evening_in

FOLDER = Path(__file__).parents[2] / "recorded" / "upgrade"
BOT_ID = 4242
STATES = ("state", "status")
_BYTES = re.compile(r", X'([0-9a-f]*)'")
Json = dict[str, Any]  # Any: JSON of a dialogue


class Pressed(NamedTuple):
    """A button of the old chats and what the old program said to it: the handler, the toast («!»: a refusal)."""

    how: str
    name: str
    chat: int
    message: int
    data: str
    handler: str
    toast: str


@dataclass(frozen=True)
class Base:
    """What was recorded."""

    name: str

    @cached_property
    def folder(self) -> Path:
        return FOLDER / self.name

    @cached_property
    def said(self) -> Json:
        """The clock and the people."""
        found: Json = json.loads((self.folder / "base.json").read_text(encoding="utf-8"))
        return found

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self.said["now"])

    @property
    def people(self) -> Mapping[str, int]:
        people: Mapping[str, int] = self.said["people"]
        return people

    @cached_property
    def buttons(self) -> list[Pressed]:
        lines = (self.folder / "buttons.tsv").read_text(encoding="utf-8").splitlines()
        rows = [line.split("\t") for line in lines]
        return [
            Pressed(how, name, int(chat), int(message), data, handler, toast) for how, name, chat, message, data, handler, toast in rows
        ]

    @cached_property
    def dialogues(self) -> list[Json]:
        found: list[Json] = json.loads((self.folder / "dialogues.json").read_text(encoding="utf-8"))
        return found

    def sql(self, name: str) -> str:
        """One of its files of statements."""
        return (self.folder / f"{name}.sql").read_text(encoding="utf-8")


BASES = [Base(each.name) for each in sorted(FOLDER.iterdir()) if each.is_dir()]


@dataclass(frozen=True)
class Climbed:
    """The base in a database; `before`: what was counted in it before it climbed."""

    base: Base
    url: str
    before: Counter[tuple[str, ...]]

    def __str__(self) -> str:
        return f"{self.base.name} on {'SQLite' if self.is_sqlite else 'PostgreSQL'}"

    @property
    def is_sqlite(self) -> bool:
        return is_sqlite(make_url(self.url))

    @property
    def file(self) -> Path:
        """SQLite's."""
        return Path(make_url(self.url).database or "")

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Evening]:
        """At the moment at which it was recorded; what is pressed leaves nothing."""
        async with evening_in(self.file, self.base.now, url=self.url, bot_id=BOT_ID) as evening:
            yield evening


async def load(base: Base, url: str) -> None:
    """Fill an empty database with the base, as its own program left it."""
    parsed = make_url(url)
    if is_sqlite(parsed):
        with closing(sqlite3.connect(str(parsed.database))) as file:
            file.executescript(f"PRAGMA synchronous=OFF; {base.sql('sqlite')} BEGIN; {base.sql('rows')} COMMIT;")
        return
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection  # Any: asyncpg's own
        rows = _BYTES.sub(r", '\\x\1'", base.sql("rows"))
        await raw.execute(f"{base.sql('postgresql')} SET LOCAL TimeZone = 'UTC'; {rows}")
        for table, column, sequence in (await connection.execute(text(_SEQUENCES))).all():
            await connection.execute(text(f"SELECT setval('{sequence}', (SELECT coalesce(max({column}), 0) + 1 FROM {table}), false)"))
    await engine.dispose()


_SEQUENCES = """
SELECT quote_ident(c.table_name), quote_ident(c.column_name), pg_get_serial_sequence(quote_ident(c.table_name), c.column_name)
FROM information_schema.columns c
WHERE c.table_schema = 'public' AND pg_get_serial_sequence(quote_ident(c.table_name), c.column_name) IS NOT NULL
"""


async def counted(url: str, tables: Collection[str] = ()) -> Counter[tuple[str, ...]]:
    """Rows of every table (of these), by status where they have one."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        found = await connection.run_sync(_count, tables)
    await engine.dispose()
    return found


def _count(connection: Connection, tables: Collection[str]) -> Counter[tuple[str, ...]]:
    seen, found = inspect(connection), Counter[tuple[str, ...]]()
    for table in sorted(tables or set(seen.get_table_names()) - {"alembic_version"}):
        if table.startswith("incident_words_index"):
            continue
        by = next((f'"{each["name"]}"' for each in seen.get_columns(table) if each["name"] in STATES), "''")
        for state, count in connection.exec_driver_sql(f'SELECT {by}, count(*) FROM "{table}" GROUP BY 1'):
            found[table, str(state)] = count
    return found
