"""Figures of the summary: messages, clocks that were missed, reopened, late posts."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select, union_all
from typing_extensions import override

from bot.storage.acts.events import event
from bot.storage.acts.incidents import LOT, incident, incident_of
from bot.storage.acts.voice_parts import voice_part
from bot.storage.acts.voice_table import voice
from bot.storage.answers.answers import answer
from bot.storage.answers.reactions import reaction
from bot.storage.engine.batches import batches
from bot.storage.engine.built_once import built_once
from bot.storage.engine.table import Rows
from bot.storage.intake.posts import post
from bot.storage.promises.promises import promise
from bot.storage.sources.sources import source
from incidents.answers.reactions import SPEAKS_OF_THE_DEED, Tone
from incidents.answers.values import ANSWERING, AnswerKind, AnswerState
from incidents.head import store
from incidents.head.lateness import Asked, Clocks, Reply
from incidents.head.messages_heard import Heard
from incidents.ids import DistrictId, IncidentId, PostId
from incidents.incident import IN_WORK, UNFINISHED, Act, Doubt, Incident, Status
from incidents.promises.values import PromiseState
from incidents.reading import DangerGrade


def in_the_figures() -> tuple[ColumnElement[bool], ...]:
    """As `counts` says it of an incident."""
    outside = or_(incident.c.doubt.is_(None), incident.c.doubt.not_in((Doubt.OUTSIDE, Doubt.TRIAL)))
    return incident.c.status != Status.REJECTED, incident.c.merged_into.is_(None), outside


def _of(table: Table) -> ColumnElement[bool]:
    """The incident that a row is about."""
    return and_(incident.c.district_id == table.c.district_id, incident.c.id == table.c.incident_id)


def _told(said: Table, district_id: DistrictId, topics: Collection[str], since: datetime, until: datetime) -> Select[Any]:
    told = select(incident.c.topic, incident.c.place, said.c.post_id).join_from(said, incident, _of(said))
    lately = (said.c.district_id == district_id, said.c.joined_at >= since, said.c.joined_at < until)
    return told.where(*lately, incident.c.topic.in_(topics), *in_the_figures())


@built_once
def told_whole(district_id: DistrictId, topics: Collection[str], since: datetime, until: datetime) -> Select[Any]:  # Any: a row
    """Messages about these topics, once each."""
    return _told(voice, district_id, topics, since, until).where(voice.c.place_of.is_(None))


@built_once
def told_in_part(district_id: DistrictId, topics: Collection[str], since: datetime, until: datetime) -> Select[Any]:  # Any: a row
    """Parts of messages about these topics."""
    return _told(voice_part, district_id, topics, since, until)


@built_once
def replied(district_id: DistrictId, ids: Collection[IncidentId]) -> Select[Any]:  # Any: a row
    """What was answered to these incidents, in order."""
    said = select(answer.c.incident_id, answer.c.published_at, answer.c.due_by, answer.c.kind)
    stands = (answer.c.state == AnswerState.PUBLISHED, answer.c.kind.in_(ANSWERING), answer.c.published_at.is_not(None))
    mine = said.where(answer.c.district_id == district_id, answer.c.incident_id.in_(ids), *stands)
    return mine.order_by(answer.c.published_at, answer.c.id)


@built_once
def of_region(district_id: DistrictId, ids: Collection[IncidentId]) -> Select[Any]:  # Any: a row
    """The region's clocks of these incidents' messages."""
    of_post = and_(post.c.district_id == voice.c.district_id, post.c.id == voice.c.post_id)
    counted = select(voice.c.incident_id, voice.c.region_due, voice.c.answered_at, post.c.deleted_at).join(post, of_post)
    return counted.where(voice.c.district_id == district_id, voice.c.incident_id.in_(ids), voice.c.region_due.is_not(None))


@built_once
def running_out(district_id: DistrictId, until: datetime) -> Select[Any]:  # Any: a row
    """See `Figures.overdue`; by deadline."""
    mine = select(incident).where(incident.c.district_id == district_id, incident.c.status.in_(UNFINISHED))
    matters = or_(incident.c.answer_by < until, incident.c.danger_peak == DangerGrade.NOW)
    return mine.where(matters).order_by(incident.c.answer_by.asc().nulls_last(), incident.c.id)


class Figures(Rows, store.Figures):
    """Counts of the district."""

    @override
    async def count_reopened(self, since: datetime, until: datetime) -> int:
        back = select(func.count(event.c.incident_id.distinct())).join_from(event, incident, _of(event)).where(*in_the_figures())
        mine = back.where(event.c.district_id == self.district_id, event.c.act == Act.REOPEN, event.c.at >= since, event.c.at < until)
        return int(await self._scalar(mine))

    @override
    async def count_due(self, due: date) -> int:
        return await self._count_promises(promise.c.state == PromiseState.OPEN, promise.c.due == due)

    @override
    async def count_broken(self, since: datetime, until: datetime) -> int:
        return await self._count_promises(promise.c.state == PromiseState.BROKEN, promise.c.broken_at >= since, promise.c.broken_at < until)

    async def _count_promises(self, *which: ColumnElement[bool]) -> int:
        counted = select(func.count()).join_from(promise, incident, _of(promise)).where(*in_the_figures())
        return int(await self._scalar(counted.where(promise.c.district_id == self.district_id, *which)))

    @override
    async def count_opened(self, since: datetime, until: datetime) -> int:
        mine = select(func.count()).where(incident.c.district_id == self.district_id)
        return int(await self._scalar(mine.where(incident.c.opened_at >= since, incident.c.opened_at < until)))

    @override
    async def count_in_work(self) -> tuple[int, int]:
        mine = select(incident.c.status, func.count()).where(incident.c.district_id == self.district_id, incident.c.status.in_(UNFINISHED))
        of_each = [tuple(row) for row in await self._all(mine.where(*in_the_figures()).group_by(incident.c.status))]
        in_work = sum(number for status, number in of_each if status in IN_WORK)
        return in_work, sum(number for _, number in of_each) - in_work

    @override
    async def done_checks(self, since: datetime, until: datetime) -> Mapping[IncidentId, Tone | None]:
        of_it = and_(reaction.c.district_id == answer.c.district_id, reaction.c.incident_id == answer.c.incident_id)
        of_deed = and_(of_it, reaction.c.by_author, reaction.c.tone.in_(SPEAKS_OF_THE_DEED), reaction.c.at >= answer.c.published_at)
        stands = (answer.c.kind == AnswerKind.DONE_CHECK, answer.c.published_at >= since, answer.c.published_at < until)
        asked = select(answer.c.incident_id, reaction.c.tone).outerjoin(reaction, of_deed).where(answer.c.district_id == self.district_id)
        rows = await self._all(asked.where(*stands).order_by(reaction.c.at, reaction.c.id))
        return {row.incident_id: None if row.tone is None else Tone(row.tone) for row in rows}

    @override
    async def disputed(self) -> Sequence[Incident]:
        disputed = select(incident).where(incident.c.district_id == self.district_id, incident.c.disputed)
        rows = await self._all(disputed.order_by(incident.c.closed_at, incident.c.id))
        return [each for each in map(incident_of, rows) if each.is_disputed and each.closed_at is not None]

    @override
    async def overdue(self, until: datetime) -> Sequence[Incident]:
        rows = await self._execute(running_out(district_id=self.district_id, until=until))
        found: list[Incident] = []
        for some in rows.partitions(LOT):
            found += map(incident_of, some)
            await asyncio.sleep(0)
        return found

    @override
    async def heard(self, since: datetime, until: datetime) -> Sequence[Heard]:
        whole = select(voice.c.incident_id, voice.c.post_id, voice.c.region_number).where(
            voice.c.district_id == self.district_id, voice.c.joined_at >= since, voice.c.joined_at < until, voice.c.place_of.is_(None)
        )
        part = select(voice_part.c.incident_id, voice_part.c.post_id).where(
            voice_part.c.district_id == self.district_id, voice_part.c.joined_at >= since, voice_part.c.joined_at < until
        )
        found = [Heard(id, post_id, in_region=number is not None) for id, post_id, number in map(tuple, await self._all(whole))]
        return [*found, *(Heard(id, post_id) for id, post_id in map(tuple, await self._all(part)))]

    @override
    async def told_of(self, topics: Collection[str], since: datetime, until: datetime) -> Sequence[tuple[str, str | None, PostId]]:
        found: list[tuple[str, str | None, PostId]] = []
        for told in (told_whole, told_in_part) if topics else ():
            rows = await self._all(told(district_id=self.district_id, topics=topics, since=since, until=until))
            found += [(topic, place["settlement"], post_id) for topic, place, post_id in map(tuple, rows)]
        return found

    @override
    async def missed(self, since: datetime, until: datetime) -> Sequence[IncidentId]:
        mine = incident.c.district_id == self.district_id
        ours = select(answer.c.incident_id).where(
            answer.c.district_id == self.district_id, answer.c.due_by < until, answer.c.published_at >= since
        )
        regions = select(voice.c.incident_id).where(
            voice.c.district_id == self.district_id,
            voice.c.region_due < until,
            or_(voice.c.answered_at.is_(None), voice.c.answered_at >= since),
        )
        closed = select(incident.c.id).where(mine, incident.c.closed_at >= since, incident.c.answer_by < until)
        ends = (incident.c.danger_over_at, incident.c.closed_at)
        stood = select(incident.c.id).where(
            mine,
            incident.c.danger_peak == DangerGrade.NOW,
            incident.c.danger_since < since,
            *(or_(end.is_(None), end >= since) for end in ends),
        )
        said = (answer.c.state == AnswerState.PUBLISHED, answer.c.kind.in_(ANSWERING))  # whatever came after it, and no clock missed
        first = select(answer.c.incident_id).where(
            answer.c.district_id == self.district_id, *said, answer.c.published_at >= since, answer.c.published_at < until
        )
        found = await self._all(union_all(ours, regions, closed, stood, first))  # all: a sorted union would walk every answer in its order
        return list(dict.fromkeys(IncidentId(row[0]) for row in found))

    @override
    async def clocks(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Clocks]:
        replies, asked = defaultdict[IncidentId, list[Reply]](list), defaultdict[IncidentId, list[Asked]](list)
        for some in batches(sorted(set(ids))):
            await self._add_clocks(some, replies, asked)
        return {id: Clocks(replies=tuple(replies[id]), asked=tuple(asked[id])) for id in {*replies, *asked}}

    async def _add_clocks(
        self, these: Sequence[IncidentId], replies: Mapping[IncidentId, list[Reply]], asked: Mapping[IncidentId, list[Asked]]
    ) -> None:
        for id, at, due_by, kind in map(tuple, await self._all(replied(district_id=self.district_id, ids=these))):
            replies[id].append(Reply(at=at, due_by=due_by, is_final=kind == AnswerKind.FINAL))
        for id, due, answered_at, deleted_at in map(tuple, await self._all(of_region(district_id=self.district_id, ids=these))):
            asked[id].append(Asked(region_due=due, answered_at=answered_at, is_gone=deleted_at is not None))

    @override
    async def began(self) -> datetime | None:
        read = select(func.min(source.c.baseline_at)).where(source.c.district_id == self.district_id)
        taken = select(func.min(incident.c.opened_at)).where(incident.c.district_id == self.district_id)
        known = [moment for moment in (await self._scalar(read), await self._scalar(taken)) if moment is not None]
        return min(known, default=None)

    @override
    async def late_voices(self, since: datetime, until: datetime) -> Mapping[IncidentId, int]:
        of_post = and_(post.c.district_id == voice.c.district_id, post.c.id == voice.c.post_id)
        of = select(voice.c.incident_id, func.count().label("number")).join(post, of_post)
        mine = of.where(
            voice.c.district_id == self.district_id, post.c.published_at >= since, post.c.published_at < until, voice.c.place_of.is_(None)
        )
        rows = await self._all(mine.where(voice.c.joined_at >= until).group_by(voice.c.incident_id))
        return {IncidentId(row.incident_id): row.number for row in rows}
