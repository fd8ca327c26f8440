"""Table `norm_word`: what was said in the chat over norms.toml and lint.toml."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, ForeignKey, Select, String, Table, delete, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.built_once import built_once
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import KEY, Moment
from incidents.deadlines import store
from incidents.deadlines.norm_overrides import NormWord

norm_word = Table(
    "norm_word",
    metadata,
    district(primary_key=True),
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
    Column("by_id", KEY, ForeignKey("official.id")),
    Column("at", Moment, nullable=False),
)


@built_once
def words_of(district_id: str) -> Select[Any]:  # Any: a row
    """All that was said."""
    return select(norm_word).where(norm_word.c.district_id == district_id).order_by(norm_word.c.key)


class NormWords(Rows, store.NormWords):
    """A handful of rows: whoever needs the policy reads them all."""

    @override
    async def all(self) -> Sequence[NormWord]:
        mine = words_of(district_id=self.district_id)
        return [NormWord(key=row.key, value=row.value, by=row.by_id, at=row.at) for row in await self._all(mine)]

    @override
    async def put(self, word: NormWord) -> None:
        what = {"value": word.value, "by_id": word.by, "at": word.at}
        new = insert(norm_word).values(district_id=self.district_id, key=word.key, **what)
        await self._run(new.on_conflict_do_update(index_elements=[norm_word.c.district_id, norm_word.c.key], set_=what))

    @override
    async def drop(self, key: str) -> bool:
        this = (norm_word.c.district_id == self.district_id, norm_word.c.key == key)
        return await self._run(delete(norm_word).where(*this)) > 0
