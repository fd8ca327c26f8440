"""The last key that the database gave in each table.

It goes along with the rows: buttons in chats carry keys, so one that was given never comes back, not even of a row that is gone.
"""

from collections.abc import Mapping

from sqlalchemy import Cast, Integer, String, Table, cast, column, delete, func, insert, select, table
from sqlalchemy.dialects.postgresql import REGCLASS
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine.schema import metadata

_SEQUENCES = table("sqlite_sequence", column("name", String), column("seq", Integer))


def numbered() -> list[Table]:
    """Tables whose keys the database gives."""
    return [each for each in metadata.sorted_tables if each.dialect_options["sqlite"]["autoincrement"]]


async def key_positions(connection: AsyncConnection) -> Mapping[str, int]:
    """Table → its last key, 0 where none was given."""
    if connection.dialect.name == "sqlite":
        known = {row.name: int(row.seq) for row in await connection.execute(select(_SEQUENCES))}
        return {each.name: known.get(each.name, 0) for each in numbered()}
    found = {}
    for each in numbered():
        given = func.coalesce(func.pg_sequence_last_value(_sequence(each)), 0)
        last = func.coalesce(select(func.max(each.c.id)).scalar_subquery(), 0)
        found[each.name] = int((await connection.execute(select(func.greatest(given, last)))).scalar_one())
    return found


async def set_key_positions(connection: AsyncConnection, positions: Mapping[str, int]) -> None:
    """Let the next key of each table be the one after its last."""
    given = {name: last for name, last in positions.items() if last}
    if connection.dialect.name == "sqlite":
        await connection.execute(delete(_SEQUENCES).where(_SEQUENCES.c.name.in_(positions)))
        if given:
            await connection.execute(insert(_SEQUENCES), [{"name": name, "seq": last} for name, last in given.items()])
        return
    for each in numbered():
        if each.name in given:
            await connection.execute(select(func.setval(_sequence(each), given[each.name])))


def _sequence(of: Table) -> Cast[str]:
    return cast(func.pg_get_serial_sequence(of.name, "id"), REGCLASS)
