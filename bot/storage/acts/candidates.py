"""Which incidents a post may belong to: short walks along indexes.

A month of a big district holds thousands of incidents of one group; what a post can join is in its thread, is its author's, stands at its
place, or is as vague as itself and new. Each key gives its newest; the keys that say most come first.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Text, bindparam, literal, or_, select, type_coerce, union_all

from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import told_in
from bot.storage.intake.posts import post
from bot.storage.intake.threads import of_thread
from incidents.ids import DistrictId
from incidents.incident import Status

MOST = 50
"""Incidents that a post is compared with."""

Bound = BindParameter[Any]  # Any: of any column

OF_THREAD, OF_AUTHOR = 15, 8
OF_HOUSE, OF_TROUBLE, OF_GROUP, OF_PLACE, UNPLACED = 12, 20, 10, 12, 10
"""The newest of one house, of one trouble (at one place, or anywhere for some days), of a group, of a place, of no known place."""


def newest(district_id: Bound, since: Bound, limit: int, *key: ColumnElement[bool]) -> Select[Any]:  # Any: a row
    """Ids of the incidents of a key that a voice may join, heard of last first."""
    may_be_joined = (incident.c.merged_into.is_(None), incident.c.status != Status.REJECTED)
    lately = (incident.c.district_id == district_id, *key, incident.c.last_voice_at >= since, *may_be_joined)
    return select(incident.c.id).where(*lately).order_by(incident.c.last_voice_at.desc(), incident.c.id.desc()).limit(limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Which keys a post has. `author`: it is known, and so are groups or places beside them."""

    groups: int
    places: int
    topics: bool
    house: bool
    landmark: bool
    thread: bool
    author: bool


@cache
def question(shape: Shape) -> Select[Any]:  # Any: a row
    """All keys of a shape in one statement, built once: the values are bound by `values`."""
    mine, since, lately = _bound("mine"), _bound("since"), _bound("unplaced_since")
    groups, place = ([_bound(f"{name}_{n}") for n in range(many)] for name, many in (("group", shape.groups), ("place", shape.places)))
    return in_their_order(
        [
            *(_of_thread(mine, since) if shape.thread else ()),
            *(_of_author(mine, since) if shape.author else ()),
            *_keys(mine, groups, place, since, lately, shape),
        ]
    )


def values(district_id: DistrictId, groups: Sequence[str], place: Sequence[str], **more: object) -> dict[str, Any]:  # Any: what is bound
    """What a question of these groups and places is asked with."""
    numbered = {f"{name}_{n}": one for name, many in (("group", groups), ("place", place)) for n, one in enumerate(many)}
    return {"mine": district_id, "groups": groups, "places": place, **numbered, **more}


def _bound(name: str) -> Bound:
    return bindparam(name)


def having(part: str, value: str | None) -> str | None:
    """What a place with this value there is like; it is kept as compact JSON."""
    if not value:
        return None
    said = json.dumps({part: value}, separators=(",", ":"))[1:-1]
    for sign in "/%_":
        said = said.replace(sign, f"/{sign}")
    return f"%{said}%"


def _of_thread(mine: Bound, since: Bound) -> Iterator[Select[Any]]:  # Any: a row
    told = told_in(mine, of_thread(mine, bindparam("thread")))
    yield newest(mine, since, OF_THREAD, incident.c.id.in_(told))


def _of_author(mine: Bound, since: Bound) -> Iterator[Select[Any]]:  # Any: a row
    theirs = (post.c.district_id == mine, post.c.network == bindparam("network"), post.c.author_id == bindparam("author"))
    beside = (incident.c.group.in_(bindparam("groups", expanding=True)), incident.c.place_id.in_(bindparam("places", expanding=True)))
    yield newest(mine, since, OF_AUTHOR, or_(*beside), incident.c.id.in_(told_in(mine, select(post.c.id).where(*theirs))))


def _keys(
    district_id: Bound, groups: Sequence[Bound], place: Sequence[Bound], since: Bound, unplaced_since: Bound, shape: Shape
) -> Iterator[Select[Any]]:  # Any: a row
    """One question a key: the house, the landmark, then the trouble at a place, the group there, the place, and so on.

    Of a landmark its id. An incident that has a street too is found by the street's id alone, so it is looked for among its group.
    """
    of_trouble = incident.c.topic.in_(bindparam("topics", expanding=True))  # whatever the group: two departments have one snow
    if shape.house:
        for id in place:
            yield newest(district_id, since, OF_HOUSE, incident.c.place_id == id, _is_like("house"))
    if shape.landmark:
        for group in groups[:1]:
            yield newest(district_id, since, OF_PLACE, incident.c.group == group, _is_like("landmark"))
    for id in place:
        there = incident.c.place_id == id
        if shape.topics:
            yield newest(district_id, since, OF_TROUBLE, there, of_trouble)
        for group in groups[:1]:
            yield newest(district_id, since, OF_GROUP, there, incident.c.group == group)
        yield newest(district_id, since, OF_PLACE, there)
    if shape.topics:
        yield newest(district_id, unplaced_since, OF_TROUBLE, of_trouble)
    for group in groups:
        yield newest(district_id, since, OF_GROUP, incident.c.group == group)
    yield newest(district_id, unplaced_since, UNPLACED, incident.c.place_id.is_(None))


def _is_like(part: str) -> ColumnElement[bool]:
    return type_coerce(incident.c.place, Text).like(bindparam(part), escape="/")


def in_their_order(questions: Sequence[Select[Any]]) -> Select[Any]:  # Any: a row
    """One statement of them all: the ids, those of the first questions first."""
    parts = [question.subquery() for question in questions]
    every = union_all(*(select(part.c.id, literal(n).label("nth")) for n, part in enumerate(parts))).subquery("keys")
    return select(every.c.id).order_by(every.c.nth)
