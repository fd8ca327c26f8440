"""What authors say after our answers, and what was deleted."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from incidents.answers import Answer
from incidents.follow_up import Reaction, Tone
from incidents.ids import IncidentId, PostId
from incidents.posts import Network


class FollowUps(Protocol):
    """Part of the Transaction."""

    async def put_reaction(self, reaction: Reaction) -> Reaction:
        """Keep how a comment sounds: one line a comment, a new text of it changes the line (id ignored)."""
        ...

    async def reaction_to(self, id: PostId) -> Reaction | None:
        """What is kept of this comment."""
        ...

    async def reactions_of(self, id: IncidentId) -> Sequence[Reaction]:
        """All of an incident, oldest first."""
        ...

    async def count_reactions(self, since: datetime, until: datetime) -> Mapping[Tone, int]:
        """How many of each in [since, until)."""
        ...

    async def incidents_in_thread(self, id: PostId) -> Sequence[IncidentId]:
        """Incidents with a voice that is this post or stands under it, newest first."""
        ...

    async def answer_behind(self, network: Network, external_id: str) -> Answer | None:
        """Our published answer that this comment of a network is."""
        ...
