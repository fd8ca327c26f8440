"""Table `fsm`: where a person is in a dialogue.

It joins the transaction, so a dialogue moves with its effect or not at all.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Select, Table, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.storage.engine.built_once import built_once
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import Json, Words
from incidents.ids import DistrictId

fsm = Table(
    "fsm",
    metadata,
    district(primary_key=True),
    Column("key", Words, primary_key=True),  # whatever the dispatcher makes of bot, chat, user and thread
    Column("state", Words),
    Column("data", Json, nullable=False),
)

Data = dict[str, Any]  # Any: JSON


@built_once
def dialogue(district_id: DistrictId, key: str) -> Select[Any]:  # Any: a row
    """Where this one is."""
    return select(fsm).where(fsm.c.district_id == district_id, fsm.c.key == key)


class Dialogues(Rows):
    """States and data of dialogues; a finished one leaves no row."""

    async def get(self, key: str) -> tuple[str | None, Data]:
        """(None, {}) where no dialogue is open."""
        row = await self._first(dialogue(district_id=self.district_id, key=key))
        if row is not None and row.state == "Writing:text":  # of a program to which an answer's text was no question like the others
            return "Asking:words", {"what": "answer", **row.data}
        return (None, {}) if row is None else (row.state, row.data)

    async def set_state(self, key: str, state: str | None) -> None:
        """Move on; None ends the dialogue and keeps its data."""
        await self._set(key, state=state)

    async def set_data(self, key: str, data: Mapping[str, Any]) -> None:  # Any: JSON
        """Replace the data. Raises TypeError (in a StatementError) for what is no JSON."""
        await self._set(key, data=dict(data))

    async def _set(self, key: str, **values: object) -> None:
        new = insert(fsm).values({"state": None, "data": {}, **values, "district_id": self.district_id, "key": key})
        same = [fsm.c.district_id, fsm.c.key]
        await self._run(new.on_conflict_do_update(index_elements=same, set_={name: new.excluded[name] for name in values}))
        this = (fsm.c.district_id == self.district_id, fsm.c.key == key)
        await self._run(delete(fsm).where(*this, fsm.c.state.is_(None), fsm.c.data == {}))
