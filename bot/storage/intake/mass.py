"""Table `mass`: incidents of a mass event, and detached ones."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, String, Table, and_, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident, incident_of
from bot.storage.acts.voice_table import voice
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.engine.values import main_place_of
from bot.storage.intake.posts import post
from incidents.ids import IncidentId
from incidents.incident import UNFINISHED, Incident, Status
from incidents.intake import store
from incidents.intake.burst import Mass, SaidThere

mass = Table(
    "mass",
    metadata,
    district(primary_key=True),
    Column("incident_id", KEY, ForeignKey("incident.id"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("family", String, nullable=False),
    Column("said", Integer, nullable=False),
    Column("usual", Float, nullable=False),
    Column("is_apart", Boolean, nullable=False),
    Column("cause", Words),
    Column("cause_by", KEY, ForeignKey("official.id")),
    Column("cause_at", Moment),
)

AHEAD = timedelta(minutes=10)
"""By so much at most a network's clock is before ours: a post joins after it was written."""


def mass_of(row: type_row) -> Mass:
    """A row as the domain's value."""
    return Mass(**{field.name: row._mapping[field.name] for field in fields(Mass)})


class Masses(Rows, store.Masses):
    """Mass events."""

    @override
    async def said_since(self, topics: Collection[str], since: datetime) -> Sequence[SaidThere]:
        whose = and_(voice.c.post_id == post.c.id, voice.c.district_id == post.c.district_id)
        of = and_(incident.c.id == voice.c.incident_id, incident.c.district_id == voice.c.district_id)
        columns = (incident.c.id, incident.c.place, post.c.author_id, post.c.published_at)
        told = select(*columns).join_from(voice, post, whose).join(incident, of)
        lately = (voice.c.joined_at >= since - AHEAD, post.c.published_at >= since)
        told = told.where(voice.c.district_id == self.district_id, *lately, incident.c.topic.in_(topics))
        told = told.where(voice.c.place_of.is_(None))  # the same words in another community are nobody else's
        rows = await self._all(told.where(incident.c.status != Status.REJECTED).order_by(post.c.published_at, post.c.id))
        return [SaidThere(incident_id=r.id, author_id=r.author_id, at=r.published_at, place=main_place_of(r.place)) for r in rows]

    @override
    async def of(self, id: IncidentId) -> Mass | None:
        row = await self._first(select(mass).where(mass.c.district_id == self.district_id, mass.c.incident_id == id))
        return None if row is None else mass_of(row)

    @override
    async def put(self, one: Mass) -> None:
        values = {field.name: getattr(one, field.name) for field in fields(Mass)}
        new = insert(mass).values(values | {"district_id": self.district_id})
        same = [mass.c.district_id, mass.c.incident_id]
        await self._run(new.on_conflict_do_update(index_elements=same, set_={n: new.excluded[n] for n in values if n != "incident_id"}))

    @override
    async def waiting(self, family: str, *, since: datetime) -> Sequence[Incident]:
        of = and_(incident.c.id == mass.c.incident_id, incident.c.district_id == mass.c.district_id)
        open_ones = select(incident).join(mass, of).where(mass.c.district_id == self.district_id, mass.c.family == family)
        lately = (mass.c.is_apart.is_(False), incident.c.status.in_(UNFINISHED), incident.c.last_voice_at >= since)
        return [incident_of(row) for row in await self._all(open_ones.where(*lately).order_by(incident.c.id.desc()))]
