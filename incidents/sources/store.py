"""What is read, and links that are to be looked at."""

from typing import Protocol

from incidents.ids import OfficialId, SourceId
from incidents.posts import Source
from incidents.sources.source_links import FoundWall, SourceJob


class Sources(Protocol):
    """Part of the Transaction."""

    async def source(self, id: SourceId) -> Source:
        """A removed one too. Raises NotFound."""
        ...

    async def take_source(self, found: FoundWall, *, by: OfficialId) -> Source:
        """Insert, or bring a removed one back without what it remembered."""
        ...

    async def save_source_state(self, changed: Source) -> None:
        """What the chat says of it: its settlement, pause, removal, health and memory."""
        ...

    async def add_source_job(self, new: SourceJob) -> None:
        """Insert (id ignored)."""
        ...

    async def source_job_done(self, id: int) -> None:
        """The link was looked at."""
        ...
