"""Which post is about which incident.

And what matching must know of all of them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    Executable,
    case,
    func,
    select,
    update,
)
from typing_extensions import override

from bot.storage.acts.candidates import MOST, Shape, having, question, values
from bot.storage.acts.incidents import AT_ONCE_LOOK, incident, incident_of
from bot.storage.acts.voice_parts import VoiceParts, changed_part, new_part, part_in
from bot.storage.acts.voice_questions import NEW_VOICE, incident_told_by, merged_at, said_of, these, told_at, voices_like, voices_of
from bot.storage.acts.voice_table import COLUMNS, heard, same_post, told_in, voice, voice_of
from bot.storage.engine.batches import batches
from bot.storage.engine.built_once import Asked
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.values import main_place_of
from bot.storage.intake.posts import post, stored_of, whole_of
from bot.storage.intake.threads import beside
from incidents import incident_store
from incidents.errors import StaleVersion
from incidents.ids import IncidentId, PostId
from incidents.incident import Voice
from incidents.incident_store import Candidate, KnownPlace
from incidents.posts import Post, StoredPost
from incidents.reading import MainPlace


class Voices(Rows, incident_store.Voices):
    """Residents' posts as voices of incidents."""

    @override
    async def incident_of(self, post: PostId) -> IncidentId | None:
        id: IncidentId | None = await self._scalar(incident_told_by(district_id=self.district_id, post=post))
        return id

    @override
    async def add(self, voice: Voice) -> None:
        if voice.part_id is not None:
            await self._run(new_part(self.district_id, voice))
        elif await self._scalar(self._new(voice)) is None and await self.incident_of(voice.post_id) != voice.incident_id:
            raise StaleVersion
        self.reworded.joined[voice.incident_id].add(voice.post_id)
        await self._run(self._heard(voice))
        if voice.region_due is not None:
            await self._run(self._regions_clock({voice.incident_id}))

    def _new(self, joins: Voice) -> Asked:
        return Asked(NEW_VOICE, {"district_id": self.district_id, **{name: getattr(joins, name) for name in COLUMNS}})

    def _heard(self, joins: Voice) -> Asked:
        return told_at(district_id=self.district_id, id=joins.incident_id, at=joins.joined_at)

    @override
    async def save(self, voice: Voice) -> None:
        if voice.part_id is not None:
            self._moves(voice, await self._scalar(part_in(self.district_id, voice.part_id)))
            await self._run(changed_part(self.district_id, voice))
            return
        former = await self.incident_of(voice.post_id)
        self._moves(voice, former)
        await self._run(self._moved(voice))
        both = {voice.incident_id, former or voice.incident_id}
        await self._run(self._regions_clock(both))
        if len(both) > 1:
            await self._run(self._last_told(both))

    def _last_told(self, ids: Collection[IncidentId]) -> Executable:
        """A voice that moved takes its moment along: matching asks when each was told of last."""
        last = select(func.max(heard.c.joined_at)).where(heard.c.district_id == self.district_id, heard.c.incident_id == incident.c.id)
        told = func.coalesce(last.scalar_subquery(), incident.c.opened_at)
        these = (incident.c.district_id == self.district_id, incident.c.id.in_(ids))
        return update(incident).where(*these).values(last_voice_at=case((told < incident.c.opened_at, incident.c.opened_at), else_=told))

    def _moves(self, after: Voice, former: IncidentId | None) -> None:
        if former is not None and former != after.incident_id:
            self.reworded.anew.add(former)
            self.reworded.joined[after.incident_id].add(after.post_id)

    def _moved(self, after: Voice) -> Executable:
        this = (voice.c.district_id == self.district_id, voice.c.post_id == after.post_id)
        kept = {"post_id", "joined_at"}
        return update(voice).where(*this).values({name: getattr(after, name) for name in COLUMNS if name not in kept})

    def _regions_clock(self, ids: Collection[IncidentId]) -> Executable:
        """The region's earliest deadline among the voices that have no answer yet, beside the district's own on the incident."""
        waiting = select(func.min(voice.c.region_due)).where(
            voice.c.district_id == self.district_id, voice.c.incident_id == incident.c.id, voice.c.answered_at.is_(None)
        )
        these = (incident.c.district_id == self.district_id, incident.c.id.in_(ids))
        return update(incident).where(*these).values(region_by=waiting.scalar_subquery(), look_at=AT_ONCE_LOOK)

    @override
    async def of(self, id: IncidentId, *, parts: bool = True) -> Sequence[Voice]:
        whole = [voice_of(row) for row in await self._all(voices_of(district_id=self.district_id, id=id))]
        there = {each.post_id for each in whole}
        kept = await self.beside(VoiceParts).of(id) if parts else ()
        others = {each.post_id: each for each in reversed(kept) if each.post_id not in there}
        return sorted([*whole, *others.values()], key=lambda each: (each.joined_at, each.post_id))

    @override
    async def with_questions(self) -> Sequence[Voice]:
        mine = select(voice).where(voice.c.district_id == self.district_id, voice.c.question_since.is_not(None))
        return [voice_of(row) for row in await self._all(mine.order_by(voice.c.question_since, voice.c.post_id))]

    @override
    async def count_by_incident(self, since: datetime, until: datetime) -> Mapping[IncidentId, int]:
        joined = select(voice.c.incident_id, func.count().label("number")).where(voice.c.district_id == self.district_id)
        these = joined.where(voice.c.joined_at >= since, voice.c.joined_at < until, voice.c.place_of.is_(None)).group_by(
            voice.c.incident_id
        )
        return {IncidentId(row.incident_id): row.number for row in await self._all(these)}

    @override
    async def places(self, one: Post, *, within: timedelta) -> Sequence[KnownPlace]:
        await self._take_turn("incident")
        alike = voices_like(
            district_id=self.district_id,
            since=one.published_at - within,
            until=one.published_at + within,
            network=one.network,
            author=one.author_id,
            original=one.original or one.external_id,
        )
        rows = await self._all(alike)
        found = [(stored_of(row), Voice(**{name: row._mapping[f"voice_{name}"] for name in COLUMNS})) for row in rows]
        ids = list({each.incident_id for _, each in found})
        known = await self._all(these(district_id=self.district_id, ids=ids)) if found else []
        incidents = {row.id: incident_of(row) for row in known}
        return [KnownPlace(post=said, voice=each, incident=incidents[each.incident_id]) for said, each in found]

    @override
    async def links(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, str]:
        known: dict[IncidentId, str] = {}
        for some in batches(ids):
            standing = select(heard.c.incident_id, post.c.url).join(post, same_post())
            these = standing.where(heard.c.district_id == self.district_id, heard.c.incident_id.in_(some), post.c.deleted_at.is_(None))
            for row in await self._all(these.order_by(heard.c.joined_at, heard.c.post_id)):
                known.setdefault(IncidentId(row.incident_id), row.url)
        return known

    @override
    async def candidates(
        self,
        *,
        groups: Collection[str],
        place: Collection[str],
        since: datetime,
        unplaced_since: datetime,
        topics: Collection[str] = (),
        house: str | None = None,
        landmark: str | None = None,
        thread: PostId | None = None,
        by: Post | None = None,
    ) -> Sequence[Candidate]:
        await self._take_turn("incident")
        author = by.author_id if by is not None else ""
        shape = Shape(
            groups=len(groups),
            places=len(place),
            topics=bool(topics),
            house=bool(house),
            landmark=bool(landmark),
            thread=thread is not None,
            author=bool(author),
        )
        marks = {"house": having("house", house), "landmark": having("landmark_id", landmark), "topics": list(topics)}
        whose = {"thread": thread, "author": author, "network": by.network if by is not None else None}
        asked = values(self.district_id, list(groups), list(place), since=since, unplaced_since=unplaced_since, **marks, **whose)
        found = await self._all(Asked(question(shape), asked))
        places: defaultdict[IncidentId, list[MainPlace]] = defaultdict(list)
        for row in await self._all(merged_at(district_id=self.district_id, place=list(place), since=since)) if place else ():
            places[row.merged_into].append(main_place_of(row.place))
        rows = await self._heads(list(dict.fromkeys([*places, *(row.id for row in found)]))[:MOST], places)
        said: defaultdict[IncidentId, list[type_row]] = defaultdict(list)
        network, ids = by.network if by is not None else "", [row.id for row in rows]
        compared = said_of(district_id=self.district_id, ids=ids, thread=thread or PostId(0), network=network, author=author)
        for row in await self._all(compared):
            said[row.incident_id].append(row)
        return [_candidate(row, said[row.id], places.get(row.id, ())) for row in rows]

    async def _heads(self, ids: Sequence[IncidentId], places: defaultdict[IncidentId, list[MainPlace]]) -> Sequence[type_row]:
        """These incidents; for one that went into another, the other.

        `places` of cards that an incident took in are handed on.
        """
        heads: dict[IncidentId, type_row] = {}
        while ids:
            rows = await self._all(these(district_id=self.district_id, ids=ids))
            heads |= {row.id: row for row in rows if row.merged_into is None}
            passed = [row for row in rows if row.merged_into is not None]
            for row in passed:
                places[row.merged_into] += places.pop(row.id, [])
            ids = [row.merged_into for row in passed if row.merged_into not in heads]
        return list(heads.values())

    @override
    async def incidents_beside(self, one: StoredPost) -> Sequence[IncidentId]:
        near = beside(one)
        if near is None:
            return ()
        rows = await self._all(told_in(self.district_id, near))
        return sorted({row.incident_id for row in rows}, reverse=True)


def _candidate(row: type_row, said: Sequence[type_row], merged: Sequence[MainPlace]) -> Candidate:
    return Candidate(
        incident=incident_of(row),
        post_ids=tuple(one.id for one in said),
        thread_ids=tuple(one.parent_id or one.id for one in said),
        author_ids=tuple(one.author_id for one in said),
        texts=tuple(whole_of(one) for one in said),
        last_voice_at=row.last_voice_at,
        merged_places=tuple(merged),
    )
