"""Which open incidents a post may be the same as.

Questions of `incident` and `reading`; each is a short walk along an index.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, Text, and_, func, or_, select, type_coerce, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import heard
from bot.storage.engine.built_once import Asked, built_once
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows
from bot.storage.engine.types import Json
from bot.storage.engine.values import main_place_of
from bot.storage.intake.posts import post
from bot.storage.intake.readings import reading
from incidents.ids import IncidentId, PostId
from incidents.incident import OPEN, UNFINISHED, Status
from incidents.posts import ERASED, StoredPost
from incidents.sameness import store
from incidents.sameness.fingerprint import Fingerprint
from incidents.sameness.one_problem import OF_A_GROUP, OF_A_PLACE, REMEMBERED, VOICES, Lookalike

likeliest = Table("likeliest", metadata, district(primary_key=True), Column("p", Json, nullable=False))
"""How likely the likeliest candidate of each new card was, of late: a row a district. What is offered is measured by it."""

PRINTS = 512  # fingerprints that are kept as read: the newest incidents are candidates of post after post


def newest(
    district_id: str, since: datetime, statuses: Collection[Status], limit: int, *key: ColumnElement[bool]
) -> Select[Any]:  # Any: a row
    """Ids of the incidents of a key in these statuses, told of last first.

    The key and `last_voice_at` stand in one index.
    """
    lately = (incident.c.district_id == district_id, *key, incident.c.last_voice_at >= since)
    still = (incident.c.status.in_(statuses), incident.c.merged_into.is_(None))
    return select(incident.c.id).where(*lately, *still).order_by(incident.c.last_voice_at.desc()).limit(limit)


_OF_THIS_TEXT = and_(reading.c.district_id == post.c.district_id, reading.c.post_id == post.c.id, reading.c.revision == post.c.revision)


@built_once
def at_place(district_id: str, since: datetime, statuses: Collection[Status], place: str) -> Select[Any]:  # Any: a row
    """What stands at one place."""
    return newest(district_id, since, statuses, OF_A_PLACE, incident.c.place_id == place)


@built_once
def of_group(district_id: str, since: datetime, statuses: Collection[Status], group: str) -> Select[Any]:  # Any: a row
    """What is of one group."""
    return newest(district_id, since, statuses, OF_A_GROUP, incident.c.group == group)


@built_once
def of_any(district_id: str, since: datetime, statuses: Collection[Status], limit: int) -> Select[Any]:  # Any: a row
    """What is new."""
    return newest(district_id, since, statuses, limit)


def questions(
    district_id: str, *, groups: Sequence[str], place: Sequence[str], since: datetime, limit: int, statuses: Collection[Status] = OPEN
) -> Iterator[Asked]:
    """The nearest first: what stands at one place, what is of one group, what is new."""
    wanted = list(statuses)
    for id in place:
        yield at_place(district_id=district_id, since=since, statuses=wanted, place=id)
    for group in groups:
        yield of_group(district_id=district_id, since=since, statuses=wanted, group=group)
    yield of_any(district_id=district_id, since=since, statuses=wanted, limit=limit)


@built_once
def places_of(district_id: str, ids: Collection[IncidentId]) -> Select[Any]:  # Any: a row
    """Numbers and places of incidents."""
    these = select(incident.c.id, incident.c.number, incident.c.place)
    return these.where(incident.c.district_id == district_id, incident.c.id.in_(ids))


@built_once
def first_voices(district_id: str, ids: Collection[IncidentId]) -> Select[Any]:  # Any: a row
    """The first posts of each."""
    order = func.row_number().over(partition_by=heard.c.incident_id, order_by=(heard.c.joined_at, heard.c.post_id))
    numbered = (
        select(heard.c.incident_id, heard.c.post_id, order.label("nth"))
        .where(heard.c.district_id == district_id, heard.c.incident_id.in_(ids))
        .subquery("numbered")
    )
    first = select(numbered.c.incident_id, numbered.c.post_id).where(numbered.c.nth <= VOICES)
    return first.order_by(numbered.c.incident_id, numbered.c.nth)


@built_once
def what_they_say(district_id: str, ids: Collection[PostId]) -> Select[Any]:  # Any: a row
    """Posts as they were read. Not joined to the voices: SQLite that has counted nothing would walk through all that was read."""
    these = select(post.c.id, post.c.source_id, reading.c.body).join_from(post, reading, _OF_THIS_TEXT)
    return these.where(post.c.district_id == district_id, post.c.id.in_(ids))


def read_by_other_weights(district_id: str, mark: str, closed_since: datetime) -> Select[Any]:  # Any: a row
    """Voices whose fingerprint has another mark or none.

    Of what is not over, or was closed since then; the newest first.
    What is erased has no words to be read again and no fingerprint: it stays without.
    """
    lately = and_(incident.c.status == Status.CLOSED, incident.c.last_voice_at >= closed_since)
    compared = select(incident.c.id).where(incident.c.district_id == district_id, or_(incident.c.status.in_(UNFINISHED), lately))
    voices = select(heard.c.post_id).where(heard.c.district_id == district_id, heard.c.incident_id.in_(compared))
    is_marked = type_coerce(reading.c.body, Text).contains(f'{mark}"')  # JSON as it is kept: the mark ends the fingerprint
    others = select(post.c.id).join_from(post, reading, _OF_THIS_TEXT).where(post.c.district_id == district_id, post.c.id.in_(voices))
    return others.where(~is_marked, ~post.c.external_id.startswith(ERASED)).order_by(post.c.id.desc())


@lru_cache(maxsize=PRINTS)
def _read(fingerprint: str | None) -> Fingerprint | None:
    return Fingerprint.read(fingerprint)


class Lookalikes(Rows, store.Lookalikes):
    """What a new card may be the same as."""

    @override
    async def near(
        self, *, groups: Sequence[str], place: Sequence[str], since: datetime, limit: int, statuses: Collection[Status] = OPEN
    ) -> Sequence[Lookalike]:
        ids: dict[IncidentId, None] = {}
        for question in questions(self.district_id, groups=groups, place=place, since=since, statuses=statuses, limit=limit):
            ids |= dict.fromkeys(IncidentId(row.id) for row in await self._all(question))
        found = list(ids)[:limit]
        said = await self._first_voices(found)
        rows = await self._all(places_of(district_id=self.district_id, ids=found))
        known = [
            Lookalike(incident_id=row.id, number=row.number, place=main_place_of(row.place), said=tuple(said.get(row.id, ())))
            for row in rows
        ]
        return sorted(known, key=lambda each: -each.number)

    @override
    async def likeliest_of_late(self) -> Sequence[float]:
        return list(await self._scalar(select(likeliest.c.p).where(likeliest.c.district_id == self.district_id)) or ())

    @override
    async def keep(self, p: float) -> None:
        kept = [*await self.likeliest_of_late(), round(p, 4)][-REMEMBERED:]
        new = insert(likeliest).values(district_id=self.district_id, p=kept)
        await self._run(new.on_conflict_do_update(index_elements=["district_id"], set_={"p": kept}))

    async def of_other_weights(self, mark: str, *, closed_since: datetime) -> Sequence[PostId]:
        """Posts whose fingerprints other weights made, the newest first."""
        return [PostId(row.id) for row in await self._all(read_by_other_weights(self.district_id, mark, closed_since))]

    async def bodies(self, ids: Collection[PostId]) -> Mapping[PostId, Mapping[str, Any]]:  # Any: JSON
        """What the reader said of the present texts."""
        return {PostId(row.id): row.body for row in await self._all(what_they_say(district_id=self.district_id, ids=ids))}

    async def keep_fingerprint(self, post: StoredPost, body: Mapping[str, Any], fingerprint: str | None) -> None:  # Any: JSON
        """Keep it in place of the old one, unless the reading was changed or erased meanwhile."""
        this = (reading.c.district_id == self.district_id, reading.c.post_id == post.id, reading.c.revision == post.revision)
        await self._run(update(reading).where(*this, reading.c.body == body).values(body={**body, "fingerprint": fingerprint}))

    async def _first_voices(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[tuple[int, Fingerprint]]]:
        """Of each incident, with their sources; what an older reader has read says nothing."""
        first = await self._all(first_voices(district_id=self.district_id, ids=ids))
        rows = await self._all(what_they_say(district_id=self.district_id, ids=[row.post_id for row in first]))
        posts = {row.id: (row.source_id, read) for row in rows if (read := _read(row.body.get("fingerprint"))) is not None}
        said: dict[IncidentId, list[tuple[int, Fingerprint]]] = {}
        for row in first:
            if row.post_id in posts:
                said.setdefault(row.incident_id, []).append(posts[row.post_id])
        return said
