"""Which incidents a post may belong to: short walks along indexes.

A month of a big district holds thousands of incidents of one group; what a post can join is in its thread, is its author's, stands at its
place, or is as vague as itself and new. Each key gives its newest; the keys that say most come first.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, literal, select, type_coerce, union_all

from bot.storage.acts.incidents import incident
from incidents.ids import DistrictId
from incidents.incident import Status

MOST = 50
"""Incidents that a post is compared with."""

OF_THREAD, OF_AUTHOR = 15, 8
OF_HOUSE, OF_TROUBLE, OF_GROUP, OF_PLACE, UNPLACED = 12, 20, 10, 12, 10
"""The newest of one house, of one trouble (at one place, or anywhere for some days), of a group, of a place, of no known place."""


def newest(district_id: DistrictId, since: datetime, limit: int, *key: ColumnElement[bool]) -> Select[Any]:  # Any: a row
    """Ids of the incidents of a key that a voice may join, heard of last first."""
    may_be_joined = (incident.c.merged_into.is_(None), incident.c.status != Status.REJECTED)
    lately = (incident.c.district_id == district_id, *key, incident.c.last_voice_at >= since, *may_be_joined)
    return select(incident.c.id).where(*lately).order_by(incident.c.last_voice_at.desc(), incident.c.id.desc()).limit(limit)


def keys(
    district_id: DistrictId,
    *,
    groups: Sequence[str],
    topics: Collection[str],
    place: Collection[str],
    since: datetime,
    unplaced_since: datetime,
    house: str | None = None,
    landmark: str | None = None,
) -> Iterator[Select[Any]]:  # Any: a row
    """One question a key: the house, the landmark, then the trouble at a place, the group there, the place, and so on.

    `landmark`: its id. An incident that has a street too is found by the street's id alone, so it is looked for among its group.
    """
    of_trouble = incident.c.topic.in_(topics)  # whatever the group: two departments have one snow
    if house:
        for id in place:
            yield newest(district_id, since, OF_HOUSE, incident.c.place_id == id, names("house", house))
    if landmark:
        for group in groups[:1]:
            yield newest(district_id, since, OF_PLACE, incident.c.group == group, names("landmark_id", landmark))
    for id in place:
        there = incident.c.place_id == id
        if topics:
            yield newest(district_id, since, OF_TROUBLE, there, of_trouble)
        for group in groups[:1]:
            yield newest(district_id, since, OF_GROUP, there, incident.c.group == group)
        yield newest(district_id, since, OF_PLACE, there)
    if topics:
        yield newest(district_id, unplaced_since, OF_TROUBLE, of_trouble)
    for group in groups:
        yield newest(district_id, since, OF_GROUP, incident.c.group == group)
    yield newest(district_id, unplaced_since, UNPLACED, incident.c.place_id.is_(None))


def names(part: str, value: str) -> ColumnElement[bool]:
    """Whether a place has this value there; it is kept as compact JSON."""
    return type_coerce(incident.c.place, Text).contains(json.dumps({part: value}, separators=(",", ":"))[1:-1], autoescape=True)


def in_their_order(questions: Sequence[Select[Any]]) -> Select[Any]:  # Any: a row
    """One statement of them all: the ids, those of the first questions first."""
    parts = [question.subquery() for question in questions]
    every = union_all(*(select(part.c.id, literal(n).label("nth")) for n, part in enumerate(parts))).subquery("keys")
    return select(every.c.id).order_by(every.c.nth)
