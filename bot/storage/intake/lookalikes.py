"""Which open incidents a post may be the same as.

Questions of `incident` and `reading`; each is a short walk along an index.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import heard
from bot.storage.engine.built_once import Asked, built_once
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.values import main_place_of, reading_of
from bot.storage.intake.posts import post
from bot.storage.intake.readings import reading
from incidents.ids import IncidentId
from incidents.incident import OPEN
from incidents.intake import store
from incidents.intake.one_problem import Lookalike

VOICES = 3  # of an incident, the first ones: the rest say the same
OF_A_PLACE, OF_A_GROUP = 20, 10  # of the list at most, for each place and each group; the newest fill the rest


def newest(district_id: str, since: datetime, limit: int, *key: ColumnElement[bool]) -> Select[Any]:  # Any: a row
    """Ids of the incidents of a key that wait for an answer, told of last first. The key and `last_voice_at` stand in one index."""
    lately = (incident.c.district_id == district_id, *key, incident.c.last_voice_at >= since)
    still = (incident.c.status.in_(OPEN), incident.c.merged_into.is_(None))
    return select(incident.c.id).where(*lately, *still).order_by(incident.c.last_voice_at.desc()).limit(limit)


@built_once
def at_place(district_id: str, since: datetime, place: str) -> Select[Any]:  # Any: a row
    """What stands at one place."""
    return newest(district_id, since, OF_A_PLACE, incident.c.place_id == place)


@built_once
def of_group(district_id: str, since: datetime, group: str) -> Select[Any]:  # Any: a row
    """What is of one group."""
    return newest(district_id, since, OF_A_GROUP, incident.c.group == group)


@built_once
def of_any(district_id: str, since: datetime, limit: int) -> Select[Any]:  # Any: a row
    """What is new."""
    return newest(district_id, since, limit)


def questions(district_id: str, *, groups: Sequence[str], place: Sequence[str], since: datetime, limit: int) -> Iterator[Asked]:
    """The nearest first: what stands at one place, what is of one group, what is new."""
    for id in place:
        yield at_place(district_id=district_id, since=since, place=id)
    for group in groups:
        yield of_group(district_id=district_id, since=since, group=group)
    yield of_any(district_id=district_id, since=since, limit=limit)


@built_once
def places_of(district_id: str, ids: Collection[IncidentId]) -> Select[Any]:  # Any: a row
    """Numbers and places of incidents."""
    these = select(incident.c.id, incident.c.number, incident.c.place)
    return these.where(incident.c.district_id == district_id, incident.c.id.in_(ids))


@built_once
def first_voices(district_id: str, ids: Collection[IncidentId]) -> Select[Any]:  # Any: a row
    """What the first voices of each were read as."""
    order = func.row_number().over(partition_by=heard.c.incident_id, order_by=(heard.c.joined_at, heard.c.post_id))
    numbered = (
        select(heard.c.incident_id, heard.c.post_id, order.label("nth"))
        .where(heard.c.district_id == district_id, heard.c.incident_id.in_(ids))
        .subquery("numbered")
    )
    same_post = and_(reading.c.district_id == post.c.district_id, reading.c.post_id == post.c.id)
    of_this_text = and_(same_post, reading.c.revision == post.c.revision)
    return (
        select(numbered.c.incident_id, post.c.source_id, reading.c.body)
        .join_from(numbered, post, post.c.id == numbered.c.post_id)
        .join(reading, of_this_text)
        .where(post.c.district_id == district_id, numbered.c.nth <= VOICES)
        .order_by(numbered.c.incident_id, numbered.c.nth)
    )


class Lookalikes(Rows, store.Lookalikes):
    """What a new card may be the same as."""

    @override
    async def near(self, *, groups: Sequence[str], place: Sequence[str], since: datetime, limit: int) -> Sequence[Lookalike]:
        ids: dict[IncidentId, None] = {}
        for question in questions(self.district_id, groups=groups, place=place, since=since, limit=limit):
            ids |= dict.fromkeys(IncidentId(row.id) for row in await self._all(question))
        found = list(ids)[:limit]
        said = await self._first_voices(found)
        rows = await self._all(places_of(district_id=self.district_id, ids=found))
        known = [_lookalike(row, said.get(row.id, [])) for row in rows]
        return sorted(known, key=lambda each: -each.number)

    async def _first_voices(self, ids: Collection[IncidentId]) -> dict[IncidentId, list[type_row]]:
        said: dict[IncidentId, list[type_row]] = {}
        for row in await self._all(first_voices(district_id=self.district_id, ids=ids)):
            said.setdefault(row.incident_id, []).append(row)
        return said


def _lookalike(row: type_row, said: Sequence[type_row]) -> Lookalike:
    return Lookalike(
        incident_id=row.id,
        number=row.number,
        place=main_place_of(row.place),
        said=tuple((one.source_id, reading_of(one.body)) for one in said),
    )
