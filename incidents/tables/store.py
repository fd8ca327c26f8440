"""Files that officials sent to the bot."""

from collections.abc import Mapping
from typing import Any, Protocol

from incidents.ids import FileJobId
from incidents.tables.incoming_files import FileJob, FileState


class Files(Protocol):
    """Files that officials sent to the bot."""

    async def add(self, new: FileJob) -> FileJob:
        """Insert (id ignored)."""
        ...

    async def get(self, id: FileJobId) -> FileJob:
        """Locked until the end. Raises NotFound."""
        ...

    async def save(
        self, job: FileJob, state: FileState, *, purpose: str | None = None, body: Mapping[str, Any] | None = None
    ) -> None:  # Any: JSON
        """What became of it; the rows are kept only while a question is open."""
        ...
