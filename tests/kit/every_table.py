"""A row in every table, with values on which engines differ."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from sqlalchemy import Boolean, Column, Date, Float, Integer, LargeBinary, Table, Time, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.engine.schema import metadata
from bot.storage.engine.types import Json, Moment, Words, WordSet
from incidents.event_chain import GENESIS, seal
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Act, Event, Status

AT = datetime(2026, 11, 24, 9, 31, 7, 120_003, tzinfo=UTC)
_VALUES = (
    (Json, {"слово": "нуль \0 и половина \ud83d", "число": 0.1}),
    (Moment, AT),
    (Words, "Ё, ёлка 🎄 'кавычки' \"и\" \\ черта\nстрока"),
    (WordSet, " 14 дорога ямы "),
    (Boolean, True),
    (Date, date(2026, 11, 24)),
    (Time, time(3, 10)),
    (Float, 0.1),
    (LargeBinary, bytes(range(256))),
    (Integer, 1),
)


def _value(column: Column[object], keys: Mapping[str, int]) -> object:
    for key in column.foreign_keys:
        return keys.get(key.column.table.name)  # its own table: nothing yet
    return next((value for kind, value in _VALUES if isinstance(column.type, kind)), f"слово {column.name}")


async def fill_every_table(connection: AsyncConnection, district: str) -> None:
    """One row a table; the log of the incident is sealed as the program seals it."""
    keys: dict[str, int] = {}
    for table in metadata.sorted_tables:
        values = {each.name: _value(each, keys) for each in table.columns if not _is_given(table, each)}
        values["district_id"] = district
        if table.name == "event":
            values |= _event(keys)
        added = await connection.execute(insert(table).values(values))
        if "id" in table.columns and _is_given(table, table.c.id):
            keys[table.name] = int(added.inserted_primary_key[0])  # type: ignore[index]  # of a table with a key


def _is_given(table: Table, column: Column[object]) -> bool:
    return column.name == "id" and bool(table.dialect_options["sqlite"]["autoincrement"])


def _event(keys: Mapping[str, int]) -> dict[str, object]:
    happened = Event(act=Act.ASSIGN, at=AT, by=OfficialId(keys["official"]), because="правило", status_before=None, status_after=Status.NEW)
    told = {"act": happened.act, "at": AT, "because": "правило", "status_before": None, "status_after": Status.NEW, "data": {}}
    return {**told, "line": 1, "seal": seal(GENESIS, IncidentId(keys["incident"]), happened)}
