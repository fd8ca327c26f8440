"""Table `similar_pair`: cards that may be one trouble, and what officials said.

The texts stand in `post`: what is erased there teaches no more.
"""

from collections.abc import Sequence

from sqlalchemy import Column, Float, ForeignKey, Index, Select, String, Table, and_, or_, select
from sqlalchemy.dialects.postgresql import Insert, insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment
from bot.storage.intake.posts import post
from incidents.ids import IncidentId
from incidents.incident import OPEN
from incidents.sameness import store
from incidents.sameness.similar_pairs import PairVerdict, SimilarPair

similar_pair = Table(
    "similar_pair",
    metadata,
    district(primary_key=True),
    Column("incident_id", KEY, ForeignKey(incident.c.id), primary_key=True, autoincrement=False),
    Column("other_id", KEY, ForeignKey(incident.c.id), primary_key=True, autoincrement=False),
    Column("post_id", KEY, ForeignKey(post.c.id), nullable=False),
    Column("other_post_id", KEY, ForeignKey(post.c.id), nullable=False),
    Column("p", Float),
    Column("at", Moment, nullable=False),
    Column("verdict", String),
    Column("by_id", KEY, ForeignKey("official.id")),
    Index("ix_similar_pair_verdict", "district_id", "verdict", "at"),
    Index("ix_similar_pair_other", "district_id", "other_id"),
)


def similar_pair_of(row: type_row) -> SimilarPair:
    """A row as the domain's value."""
    return SimilarPair(
        incident_id=row.incident_id,
        other_id=row.other_id,
        post_id=row.post_id,
        other_post_id=row.other_post_id,
        p=row.p,
        at=row.at,
        verdict=PairVerdict(row.verdict) if row.verdict else None,
        by=row.by_id,
    )


class SimilarPairs(Rows, store.SimilarPairs):
    """What a card may be the same as."""

    @override
    async def keep(self, pair: SimilarPair) -> None:
        await self._run(_kept(self.district_id, pair))

    @override
    async def of(self, id: IncidentId) -> Sequence[SimilarPair]:
        mine = self._mine().where(similar_pair.c.incident_id == id)
        likeliest = similar_pair.c.p.desc().nulls_last()
        return [similar_pair_of(row) for row in await self._all(mine.order_by(likeliest, similar_pair.c.other_id.desc()))]

    @override
    async def between(self, one: IncidentId, other: IncidentId) -> SimilarPair | None:
        forth = and_(similar_pair.c.incident_id == one, similar_pair.c.other_id == other)
        back = and_(similar_pair.c.incident_id == other, similar_pair.c.other_id == one)
        row = await self._first(self._mine().where(or_(forth, back)))
        return None if row is None else similar_pair_of(row)

    @override
    async def offering(self, id: IncidentId) -> Sequence[IncidentId]:
        own = (similar_pair.c.district_id == self.district_id, incident.c.district_id == self.district_id, similar_pair.c.other_id == id)
        waits = (similar_pair.c.verdict.is_(None), similar_pair.c.p.is_not(None), incident.c.status.in_(list(OPEN)))
        found = select(similar_pair.c.incident_id).join(incident, incident.c.id == similar_pair.c.incident_id).where(*own, *waits)
        return [row.incident_id for row in await self._all(found.order_by(similar_pair.c.incident_id))]

    @override
    async def told(self) -> Sequence[SimilarPair]:
        judged = self._mine().where(similar_pair.c.verdict.in_(list(PairVerdict)))
        order = (similar_pair.c.at, similar_pair.c.incident_id, similar_pair.c.other_id)
        return [similar_pair_of(row) for row in await self._all(judged.order_by(*order))]

    def _mine(self) -> Select[tuple[object, ...]]:
        return select(similar_pair).where(similar_pair.c.district_id == self.district_id)


def _kept(district_id: str, pair: SimilarPair) -> Insert:
    changes = {"verdict": pair.verdict, "by_id": pair.by}
    row = {"post_id": pair.post_id, "other_post_id": pair.other_post_id, "p": pair.p, "at": pair.at, **changes}
    new = insert(similar_pair).values(district_id=district_id, incident_id=pair.incident_id, other_id=pair.other_id, **row)
    return new.on_conflict_do_update(index_elements=["district_id", "incident_id", "other_id"], set_=changes)
