"""Table `reaction`: what authors say after our answers. Their words stand in `post`: what is erased there says nothing here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Select, String, Table, UniqueConstraint, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from bot.storage.acts.voices import in_thread
from bot.storage.answers.answers import answer, answer_of
from bot.storage.engine.schema import district, key, metadata
from bot.storage.engine.table import Joined, type_row
from bot.storage.engine.types import KEY, Moment
from bot.storage.intake.posts import post
from incidents.answers.reactions import Reaction, Tone
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.ids import IncidentId, PostId
from incidents.posts import Network

reaction = Table(
    "reaction",
    metadata,
    key(),
    district(),
    Column("incident_id", KEY, ForeignKey("incident.id"), nullable=False),
    Column("post_id", KEY, ForeignKey(post.c.id), nullable=False),
    Column("tone", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kept_by", KEY, ForeignKey("official.id")),
    UniqueConstraint("district_id", "post_id"),
    Index("ix_reaction_incident_id", "district_id", "incident_id"),
    Index("ix_reaction_at", "district_id", "at"),
    sqlite_autoincrement=True,
)


def reaction_of(row: type_row) -> Reaction:
    """A row as the domain's value."""
    return Reaction(**{**row._mapping, "tone": Tone(row.tone)})


class FollowUps(Joined):
    """Reactions in the district."""

    async def put_reaction(self, reaction: Reaction) -> Reaction:
        """Keep how a comment sounds: one line a comment, a new text of it changes the line (id ignored)."""
        id = await self._scalar(self._heard_reaction(reaction))
        return replace(reaction, id=id, district_id=self.district_id)

    def _heard_reaction(self, heard: Reaction) -> Any:  # Any: an INSERT with RETURNING
        changes = {"tone": heard.tone, "kept_by": heard.kept_by}
        row = {"incident_id": heard.incident_id, "post_id": heard.post_id, "at": heard.at, **changes}
        new = insert(reaction).values(district_id=self.district_id, **row)
        same = [reaction.c.district_id, reaction.c.post_id]
        return new.on_conflict_do_update(index_elements=same, set_=changes).returning(reaction.c.id)

    async def reaction_to(self, id: PostId) -> Reaction | None:
        """What is kept of this comment."""
        row = await self._first(self._reactions().where(reaction.c.post_id == id))
        return None if row is None else reaction_of(row)

    async def reactions_of(self, id: IncidentId) -> Sequence[Reaction]:
        """All of an incident, oldest first."""
        mine = self._reactions().where(reaction.c.incident_id == id)
        return [reaction_of(row) for row in await self._all(mine.order_by(reaction.c.at, reaction.c.id))]

    async def count_reactions(self, since: datetime, until: datetime) -> Mapping[Tone, int]:
        """How many of each in [since, until)."""
        mine = select(reaction.c.tone, func.count().label("number")).where(reaction.c.district_id == self.district_id)
        rows = await self._all(mine.where(reaction.c.at >= since, reaction.c.at < until).group_by(reaction.c.tone))
        return {Tone(row.tone): row.number for row in rows}

    async def incidents_in_thread(self, id: PostId) -> Sequence[IncidentId]:
        """Incidents with a voice that is this post or stands under it, newest first."""
        found = {row.incident_id for row in await self._all(in_thread(self.district_id, id))}
        return sorted(found, reverse=True)

    async def answer_behind(self, network: Network, external_id: str) -> Answer | None:
        """Our published answer that this comment (or post of the administration) of a network is."""
        here = select(answer).join(post, post.c.id == answer.c.post_id).where(answer.c.district_id == self.district_id)
        is_there = or_(post.c.network == network, answer.c.kind == AnswerKind.POST) if network is Network.VK else post.c.network == network
        this = (is_there, answer.c.external_id == external_id, answer.c.state == AnswerState.PUBLISHED)
        row = await self._first(here.where(*this).order_by(answer.c.id.desc()).limit(1))
        return None if row is None else answer_of(row)

    def _reactions(self) -> Select[Any]:  # Any: a row
        return select(reaction).where(reaction.c.district_id == self.district_id)
