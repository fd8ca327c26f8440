"""Table `reaction`: what authors say after our answers.

Their words stand in `post`: what is erased there says nothing here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Index, Select, String, Table, UniqueConstraint, func, select, true
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment
from bot.storage.intake.posts import post
from incidents.answers import store
from incidents.answers.reactions import Reaction, Tone
from incidents.ids import IncidentId, PostId

reaction = Table(
    "reaction",
    metadata,
    key(),
    district(),
    Column("incident_id", KEY, ForeignKey("incident.id"), nullable=False),
    Column("post_id", KEY, ForeignKey(post.c.id), nullable=False),
    Column("tone", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by_author", Boolean, nullable=False, server_default=true()),
    Column("kept_by", KEY, ForeignKey("official.id")),
    UniqueConstraint("district_id", "post_id"),
    Index("ix_reaction_incident_id", "district_id", "incident_id"),
    Index("ix_reaction_at", "district_id", "at"),
    sqlite_autoincrement=True,
)


def reaction_of(row: type_row) -> Reaction:
    """A row as the domain's value."""
    return Reaction(**{**row._mapping, "tone": Tone(row.tone)})


class Reactions(Rows, store.Reactions):
    """Reactions in the district."""

    @override
    async def put(self, reaction: Reaction) -> Reaction:
        id = await self._scalar(self._heard_reaction(reaction))
        return replace(reaction, id=id, district_id=self.district_id)

    def _heard_reaction(self, heard: Reaction) -> Any:  # Any: an INSERT with RETURNING
        changes = {"tone": heard.tone, "kept_by": heard.kept_by}
        row = {"incident_id": heard.incident_id, "post_id": heard.post_id, "at": heard.at, "by_author": heard.by_author, **changes}
        new = insert(reaction).values(district_id=self.district_id, **row)
        same = [reaction.c.district_id, reaction.c.post_id]
        return new.on_conflict_do_update(index_elements=same, set_=changes).returning(reaction.c.id)

    @override
    async def to(self, id: PostId) -> Reaction | None:
        row = await self._first(self._reactions().where(reaction.c.post_id == id))
        return None if row is None else reaction_of(row)

    @override
    async def of(self, id: IncidentId) -> Sequence[Reaction]:
        mine = self._reactions().where(reaction.c.incident_id == id)
        return [reaction_of(row) for row in await self._all(mine.order_by(reaction.c.at, reaction.c.id))]

    @override
    async def count(self, since: datetime, until: datetime) -> Mapping[Tone, int]:
        mine = select(reaction.c.tone, func.count().label("number"))
        mine = mine.where(reaction.c.district_id == self.district_id, reaction.c.by_author)
        rows = await self._all(mine.where(reaction.c.at >= since, reaction.c.at < until).group_by(reaction.c.tone))
        return {Tone(row.tone): row.number for row in rows}

    def _reactions(self) -> Select[Any]:  # Any: a row
        return select(reaction).where(reaction.c.district_id == self.district_id)
