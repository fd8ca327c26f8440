"""Table `voice_part`: further incidents of a post that was parted.

Its own voice, which the region counts, is in `voice`.
"""

from collections.abc import Sequence

from sqlalchemy import Column, Executable, ForeignKey, Index, Select, Table, select, update
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from bot.storage.acts.incidents import incident
from bot.storage.engine.schema import district, metadata
from bot.storage.engine.table import Rows, type_row
from bot.storage.engine.types import KEY, Moment, Words
from bot.storage.intake.posts import post
from incidents import incident_store
from incidents.ids import DistrictId, IncidentId, PostId
from incidents.incident import Voice

voice_part = Table(
    "voice_part",
    metadata,
    district(primary_key=True),
    Column("part_id", KEY, ForeignKey(incident.c.id), primary_key=True, autoincrement=False),  # opened for this part
    Column("post_id", KEY, ForeignKey(post.c.id), nullable=False),
    Column("incident_id", KEY, ForeignKey(incident.c.id), nullable=False),  # whose it is now: a merge moves it
    Column("joined_at", Moment, nullable=False),
    Column("because", Words, nullable=False),
    Column("answered_at", Moment),
    Index("ix_voice_part_incident_id", "district_id", "incident_id"),
    Index("ix_voice_part_joined_at", "district_id", "joined_at"),
    Index("ix_voice_part_post_id", "district_id", "post_id"),
)
_COLUMNS = ("part_id", "post_id", "incident_id", "joined_at", "because", "answered_at")
_CHANGES = ("incident_id", "because", "answered_at")


def part_of(row: type_row) -> Voice:
    """A row as the domain's value."""
    return Voice(**{name: row._mapping[name] for name in _COLUMNS})


def new_part(district_id: DistrictId, part: Voice) -> Executable:
    """Insert."""
    return insert(voice_part).values({"district_id": district_id, **{name: getattr(part, name) for name in _COLUMNS}})


def changed_part(district_id: DistrictId, part: Voice) -> Executable:
    """Its answer, or another incident that it belongs to."""
    this = (voice_part.c.district_id == district_id, voice_part.c.part_id == part.part_id)
    return update(voice_part).where(*this).values({name: getattr(part, name) for name in _CHANGES})


def part_in(district_id: DistrictId, part_id: IncidentId) -> Select[tuple[int]]:
    """The incident that a part belongs to."""
    this = (voice_part.c.district_id == district_id, voice_part.c.part_id == part_id)
    return select(voice_part.c.incident_id).where(*this)


class VoiceParts(Rows, incident_store.VoiceParts):
    """Parts of posts as voices."""

    @override
    async def incidents_of(self, post: PostId) -> Sequence[IncidentId]:
        mine = select(voice_part.c.incident_id).where(voice_part.c.district_id == self.district_id, voice_part.c.post_id == post)
        rows = await self._all(mine.order_by(voice_part.c.part_id))
        return list(dict.fromkeys(row.incident_id for row in rows))

    async def of(self, id: IncidentId) -> Sequence[Voice]:
        """Parts that are voices of the incident, oldest first."""
        mine = select(voice_part).where(voice_part.c.district_id == self.district_id, voice_part.c.incident_id == id)
        return [part_of(row) for row in await self._all(mine.order_by(voice_part.c.joined_at, voice_part.c.part_id))]
