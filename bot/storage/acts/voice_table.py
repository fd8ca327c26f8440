"""Table `voice`: which post is about which incident.

What residents said of an incident stands in whole posts and in parts of posts.
"""

from dataclasses import fields

from sqlalchemy import Column, ColumnElement, ForeignKey, Index, Table, and_, select, text, union_all

from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_parts import voice_part
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.intake.posts import post
from bot.storage.intake.threads import Bound, Ids
from incidents.ids import DistrictId
from incidents.incident import Voice

IN_REGION = "region_number IS NOT NULL OR entered_at IS NOT NULL"
"""Voices that a coordinator wrote a number of the region for, or marked as entered: none where the region's system is not used."""

HAS_DUE = "region_due IS NOT NULL"

ASKS = "question_since IS NOT NULL"

voice = Table(
    "voice",
    metadata,
    district(primary_key=True),
    Column("post_id", KEY, ForeignKey(post.c.id), primary_key=True, autoincrement=False),
    Column("incident_id", KEY, ForeignKey(incident.c.id), nullable=False),
    Column("joined_at", Moment, nullable=False),
    Column("because", Words, nullable=False),
    Column("answered_at", Moment),
    Column("region_number", Words),
    Column("region_due", Moment),
    Column("entered_at", Moment),
    Column("entered_by", KEY, ForeignKey("official.id")),
    Column("place_of", KEY),  # another row of this table
    Column("question_since", Moment),
    Index("ix_voice_of_incident", "district_id", "incident_id", "joined_at", "post_id"),
    Index("ix_voice_in_region", "district_id", sqlite_where=text(IN_REGION), postgresql_where=text(IN_REGION)),
    Index("ix_voice_region_due", "district_id", "region_due", sqlite_where=text(HAS_DUE), postgresql_where=text(HAS_DUE)),
    Index("ix_voice_question", "district_id", "question_since", sqlite_where=text(ASKS), postgresql_where=text(ASKS)),
    Index("ix_voice_joined_at", "district_id", "joined_at"),
    Index("ix_voice_region", "district_id", "entered_at", "answered_at"),
)

COLUMNS = tuple(field.name for field in fields(Voice) if field.name != "part_id")
_SAID = ("district_id", "incident_id", "post_id", "joined_at")
heard = union_all(select(*(voice.c[n] for n in _SAID)), select(*(voice_part.c[n] for n in _SAID))).subquery("heard")
"""Posts and parts of posts: what residents said of an incident."""


def voice_of(row: type_row) -> Voice:
    """A row as the domain's value."""
    return Voice(**{name: row._mapping[name] for name in COLUMNS})


def same_post() -> ColumnElement[bool]:
    """What was heard, and its post."""
    return and_(heard.c.district_id == post.c.district_id, heard.c.post_id == post.c.id)


def told_in(district_id: DistrictId | Bound, posts: Ids) -> Ids:
    """Incidents of which these posts, or parts of them, are voices."""
    both = (select(each.c.incident_id).where(each.c.district_id == district_id, each.c.post_id.in_(posts)) for each in (voice, voice_part))
    return union_all(*both)
