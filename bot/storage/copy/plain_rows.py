"""Rows of a table as they lie: read, written, counted and added up."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Column, Table, TableClause, Text, bindparam, column, func, insert, or_, select, table, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine.table import type_row
from bot.storage.engine.types import Json, Words

BATCH = 1000
_FULL = 1 << 256


@dataclass(slots=True)
class Sum:
    """How many rows, and the sum of their hashes.

    The order of rows does not matter: the engines sort words differently.
    """

    rows: int = 0
    total: int = 0

    def add(self, row: Sequence[object]) -> None:
        """One more row."""
        self.rows += 1
        hashed = sha256(repr(tuple(row)).encode(errors="surrogatepass")).digest()
        self.total = (self.total + int.from_bytes(hashed, "big")) % _FULL


def plain(of: Table) -> TableClause:
    """The table without our own types of words: NULL and JSON's null are two things, and nothing is cleaned once more."""
    return table(of.name, *(column(each.name, Text() if isinstance(each.type, Json | Words) else each.type) for each in of.columns))


async def count(connection: AsyncConnection, of: Table) -> int:
    """Its rows."""
    return int((await connection.execute(select(func.count()).select_from(of))).scalar_one())


async def lots(connection: AsyncConnection, of: Table) -> AsyncIterator[Sequence[type_row]]:
    """All rows in lots, read as a stream."""
    async with connection.stream(select(plain(of)).execution_options(yield_per=BATCH)) as rows:
        async for some in rows.partitions(BATCH):
            yield some


async def put(connection: AsyncConnection, of: Table, rows: Sequence[type_row]) -> None:
    """Insert rows; what points into the same table stays empty until `set_pointers`."""
    later = dict.fromkeys((each.name for each in _own(of)), None)
    await connection.execute(insert(plain(of)), [{**row._mapping, **later} for row in rows])


async def set_pointers(there: AsyncConnection, here: AsyncConnection, of: Table) -> None:
    """Fill what points into the same table: a row may point to a later one."""
    own, rows = _own(of), plain(of)
    if not own:
        return
    pointing = select(rows.c.id, *(rows.c[each.name] for each in own)).where(or_(*(rows.c[each.name].is_not(None) for each in own)))
    change = update(rows).where(rows.c.id == bindparam("this")).values({each.name: bindparam(f"to_{each.name}") for each in own})
    async with there.stream(pointing.execution_options(yield_per=BATCH)) as found:
        async for some in found.partitions(BATCH):
            to = [{"this": row.id, **{f"to_{each.name}": getattr(row, each.name) for each in own}} for row in some]
            await here.execute(change, to)


def _own(of: Table) -> list[Column[object]]:
    return [each for each in of.columns if any(key.column.table is of for key in each.foreign_keys)]
