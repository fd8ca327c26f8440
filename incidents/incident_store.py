"""Incidents, their voices and their log."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import DepartmentId, IncidentId, OfficialId, PostId
from incidents.incident import Event, Incident, Voice
from incidents.intake.matching import Candidate


class Incidents(Protocol):
    """Part of the Transaction."""

    async def incident(self, id: IncidentId) -> Incident:
        """The incident, locked until the end. Raises NotFound."""
        ...

    async def incident_by_number(self, number: int) -> Incident | None:
        """The incident that people call «№ 7», locked until the end."""
        ...

    async def incident_of(self, post: PostId) -> IncidentId | None:
        """Whose voice the post is."""
        ...

    async def parted_from(self, post: PostId) -> Sequence[IncidentId]:
        """Incidents that were opened for parts of this post, beside the one whose voice it is; oldest first."""
        ...

    async def new_incident(self, draft: Incident, event: Event) -> Incident:
        """Insert with the district's next number (id and number of `draft` are ignored) and its first event."""
        ...

    async def save(self, incident: Incident, event: Event) -> Incident:
        """Update under its version (raises StaleVersion) and append the event to the chain; gives back the new version."""
        ...

    async def events(self, id: IncidentId) -> Sequence[Event]:
        """The incident's log, oldest first."""
        ...

    async def add_voice(self, voice: Voice) -> None:
        """A post joins an incident; a post is a voice of one incident only, though parts of it may be voices of others."""
        ...

    async def save_voice(self, voice: Voice) -> None:
        """Update a voice's answer state."""
        ...

    async def voices(self, id: IncidentId) -> Sequence[Voice]:
        """The incident's voices, oldest first."""
        ...

    async def candidates(
        self, *, groups: Collection[str], place: Collection[str], since: datetime, unplaced_since: datetime, thread: PostId | None = None
    ) -> Sequence[Candidate]:
        """Incidents opened or joined since then, of these groups, at one of these place ids, or with a voice in this thread.

        Those whose place has no id cannot be asked for by it: all of them since `unplaced_since`.
        """
        ...

    async def held_by(self, *, official: OfficialId | None, department: DepartmentId | None) -> Sequence[Incident]:
        """Open incidents of an official or a department, earliest deadline first."""
        ...

    async def open_incidents(self) -> Sequence[Incident]:
        """All that is not closed or rejected, earliest deadline first."""
        ...

    async def incidents_between(self, since: datetime, until: datetime) -> Sequence[Incident]:
        """Those opened, answered or closed in [since, until)."""
        ...

    async def count_voices(self, since: datetime, until: datetime) -> int:
        """How many voices joined in [since, until)."""
        ...

    async def voices_by_incident(self, since: datetime, until: datetime) -> Mapping[IncidentId, int]:
        """How many voices of each incident joined in [since, until), where there were any."""
        ...
