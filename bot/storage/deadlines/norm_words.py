"""Table `norm_word`: what was said in the chat over norms.toml and lint.toml."""

from collections.abc import Sequence

from sqlalchemy import Column, ForeignKey, String, Table, delete, select
from sqlalchemy.dialects.postgresql import insert

from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Joined
from bot.storage.engine.types import KEY, Moment
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


class NormWords(Joined):
    """A handful of rows: whoever needs the policy reads them all."""

    async def norm_words(self) -> Sequence[NormWord]:
        """All words that hold, by key."""
        mine = select(norm_word).where(norm_word.c.district_id == self.district_id).order_by(norm_word.c.key)
        return [NormWord(key=row.key, value=row.value, by=row.by_id, at=row.at) for row in await self._all(mine)]

    async def say_norm(self, word: NormWord) -> None:
        """Insert or replace."""
        what = {"value": word.value, "by_id": word.by, "at": word.at}
        new = insert(norm_word).values(district_id=self.district_id, key=word.key, **what)
        await self._run(new.on_conflict_do_update(index_elements=[norm_word.c.district_id, norm_word.c.key], set_=what))

    async def unsay_norm(self, key: str) -> bool:
        """The file holds again; False: nothing was said."""
        this = (norm_word.c.district_id == self.district_id, norm_word.c.key == key)
        return await self._run(delete(norm_word).where(*this)) > 0
