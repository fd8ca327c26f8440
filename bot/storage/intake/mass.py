"""Table `mass`: incidents of a mass event, and detached ones."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, Select, String, Table, and_, func, select
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident, incident_of
from bot.storage.acts.voice_table import voice
from bot.storage.engine.built_once import built_once
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


@built_once
def mass_at(district_id: str, id: IncidentId) -> Select[Any]:  # Any: a row
    """The mass event that the incident stands for."""
    return select(mass).where(mass.c.district_id == district_id, mass.c.incident_id == id)


@built_once
def told_since(district_id: str, topics: Collection[str], joined: datetime, published: datetime) -> Select[Any]:  # Any: a row
    """What was said of these topics and where. The same words in another community are nobody else's."""
    whose = and_(voice.c.post_id == post.c.id, voice.c.district_id == post.c.district_id)
    of = and_(incident.c.id == voice.c.incident_id, incident.c.district_id == voice.c.district_id)
    told = select(incident.c.id, incident.c.place, post.c.author_id, post.c.published_at).join_from(voice, post, whose).join(incident, of)
    lately = (voice.c.district_id == district_id, voice.c.joined_at >= joined, post.c.published_at >= published)
    these = (incident.c.topic.in_(topics), voice.c.place_of.is_(None), incident.c.status != Status.REJECTED)
    return told.where(*lately, *these).order_by(post.c.published_at, post.c.id)


class Masses(Rows, store.Masses):
    """Mass events."""

    @override
    async def said_since(self, topics: Collection[str], since: datetime) -> Sequence[SaidThere]:
        told = told_since(district_id=self.district_id, topics=list(topics), joined=since - AHEAD, published=since)
        rows = await self._all(told)
        return [SaidThere(incident_id=r.id, author_id=r.author_id, at=r.published_at, place=main_place_of(r.place)) for r in rows]

    @override
    async def of(self, id: IncidentId) -> Mass | None:
        row = await self._first(mass_at(district_id=self.district_id, id=id))
        return None if row is None else mass_of(row)

    @override
    async def count_voices(self, id: IncidentId) -> int:
        its = (voice.c.district_id == self.district_id, voice.c.incident_id == id)
        row = await self._first(select(func.count().label("voices")).select_from(voice).where(*its))
        return int(row.voices) if row is not None else 0

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
