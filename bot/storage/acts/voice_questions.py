"""Questions about voices, asked whenever a post is taken in."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, Select, and_, func, or_, select, union_all, update
from sqlalchemy.dialects.postgresql import insert

from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import COLUMNS, heard, voice
from bot.storage.engine.built_once import built_once
from bot.storage.intake.posts import post, stored
from bot.storage.intake.threads import of_thread
from incidents.ids import DistrictId, IncidentId, PostId

MOST_PLACES = 200
"""Voices of one author in a few days that are looked at."""

MOST_MERGED = 20
"""Cards at the places of a post that went into another."""

COMPARED = 60
"""Voices of an incident that a post is compared with, the first ones: the rest say the same."""

NEW_VOICE = insert(voice).on_conflict_do_nothing().returning(voice.c.post_id)

alike = post.alias("alike")


@built_once
def incident_told_by(district_id: DistrictId, post: PostId) -> Select[Any]:  # Any: a row
    """The incident of a post."""
    return select(voice.c.incident_id).where(voice.c.district_id == district_id, voice.c.post_id == post)


@built_once
def voices_of(district_id: DistrictId, id: IncidentId) -> Select[Any]:  # Any: a row
    """Whole posts of an incident, oldest first."""
    mine = select(voice).where(voice.c.district_id == district_id, voice.c.incident_id == id)
    return mine.order_by(voice.c.joined_at, voice.c.post_id)


@built_once
def told_at(district_id: DistrictId, id: IncidentId, at: datetime) -> Executable:
    """The incident was told of at this moment."""
    this = (incident.c.district_id == district_id, incident.c.id == id, incident.c.last_voice_at < at)
    return update(incident).where(*this).values(last_voice_at=at)


@built_once
def these(district_id: DistrictId, ids: Collection[IncidentId]) -> Select[Any]:  # Any: a row
    """Incidents by their ids."""
    return select(incident).where(incident.c.district_id == district_id, incident.c.id.in_(ids)).order_by(incident.c.id)


@built_once
def merged_at(district_id: DistrictId, place: Collection[str], since: datetime) -> Select[Any]:  # Any: a row
    """Which incidents at these places went into another."""
    there = (incident.c.district_id == district_id, incident.c.place_id.in_(place), incident.c.last_voice_at >= since)
    merged = select(incident.c.id, incident.c.merged_into, incident.c.place).where(*there, incident.c.merged_into.is_not(None))
    return merged.order_by(incident.c.last_voice_at.desc(), incident.c.id.desc()).limit(MOST_MERGED)


@built_once
def said_of(
    district_id: DistrictId, ids: Collection[IncidentId], thread: PostId, network: str, author: str
) -> Select[Any]:  # Any: a row of `stored` with its incident
    """What residents said of incidents.

    The first voices of each, and those of the post's own thread and author.
    """
    order = func.row_number().over(partition_by=heard.c.incident_id, order_by=(heard.c.joined_at, heard.c.post_id))
    voices = select(heard, order.label("nth")).where(heard.c.district_id == district_id, heard.c.incident_id.in_(ids)).subquery("said")
    theirs = (post.c.district_id == district_id, post.c.network == network, post.c.author_id == author, post.c.author_id != "")
    written = select(post.c.id).where(*theirs).order_by(post.c.id.desc()).limit(COMPARED)
    beside = of_thread(district_id, thread).subquery("beside")
    near = select(beside.c.id).order_by(beside.c.id).limit(COMPARED)
    of_them = (
        stored()
        .join(voices, and_(voices.c.district_id == post.c.district_id, voices.c.post_id == post.c.id))
        .add_columns(voices.c.incident_id)
    )
    compared = or_(voices.c.nth <= COMPARED, voices.c.post_id.in_(written), voices.c.post_id.in_(near))
    return of_them.where(post.c.district_id == district_id, compared).order_by(voices.c.joined_at, voices.c.post_id)


@built_once
def voices_like(
    district_id: DistrictId, since: datetime, until: datetime, network: str, author: str, original: str
) -> Select[Any]:  # Any: a row of `stored` with its voice
    """Voices of an author, or of one text in several places, written in a span."""
    here = (alike.c.district_id == district_id, alike.c.network == network, alike.c.published_at.between(since, until))
    ways = (and_(alike.c.author_id == author, alike.c.author_id != ""), alike.c.external_id == original)
    ids = union_all(*(select(alike.c.id).where(*here, way) for way in (*ways, alike.c.original_id == original)))
    return (
        stored()
        .join(voice, and_(voice.c.district_id == post.c.district_id, voice.c.post_id == post.c.id))
        .add_columns(*(voice.c[name].label(f"voice_{name}") for name in COLUMNS))
        .where(post.c.district_id == district_id, post.c.id.in_(ids))
        .order_by(post.c.published_at, post.c.id)
        .limit(MOST_PLACES)
    )
