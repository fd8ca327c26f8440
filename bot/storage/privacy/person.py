"""What is known of one person: rows that speak of their posts."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Table, select

from bot.storage.answers.answers import answer
from bot.storage.engine.batches import batches
from bot.storage.engine.schema import metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.privacy.erasing import of_these
from bot.storage.privacy.register import REGISTER, By
from incidents.privacy.values import Extent

_KEYS = ("post_id", "answer_id", "incident_id")
"""A row speaks of a person by their post, by an answer to them, by an incident that nobody else told of."""

_HERE = {"post", "incident", "answer"}
Known = dict[str, list[dict[str, Any]]]  # Any: columns
"""Table → rows as JSON takes them."""


class PersonKnown(Rows):
    """Read only."""

    async def of(self, reach: Extent) -> Known:
        """Everything but the places of messages and what others said of the same incidents."""
        answers = [row.id for row in await self._all(select(answer.c.id).where(*self._of(answer), of_these(reach.posts, reach.alone)))]
        ids = {"post_id": reach.posts, "answer_id": tuple(answers), "incident_id": reach.alone}
        found: Known = {}
        for name, fate in REGISTER.items():
            table = metadata.tables[name]
            if name in _HERE:
                rows = await self._by(table, table.c.id, {"post": reach.posts, "incident": reach.alone, "answer": tuple(answers)}[name])
            elif fate.by in {By.POST, By.INCIDENT, By.ANSWER, By.OWN}:
                key = next((each for each in _KEYS if each in table.c), None)
                rows = await self._by(table, table.c[key], ids[key]) if key is not None else []
            else:
                continue
            if rows:
                found[name] = [_row(row._mapping) for row in rows]
        return found

    def _of(self, table: Table) -> tuple[ColumnElement[bool], ...]:
        return (table.c.district_id == self.district_id,)

    async def _by(self, table: Table, key: ColumnElement[int], ids: tuple[int, ...]) -> list[type_row]:
        rows: list[type_row] = []
        for some in batches(ids):
            rows += await self._all(select(table).where(*self._of(table), key.in_(some)).order_by(*table.primary_key.columns))
        return rows


def _row(columns: Mapping[Any, Any]) -> dict[str, Any]:  # Any: columns
    return {str(name): _said(value) for name, value in columns.items() if name != "district_id" and value is not None}


def _said(value: Any) -> Any:  # Any: a column's value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return f"{len(value)} байт" if isinstance(value, bytes) else value
