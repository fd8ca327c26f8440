"""Files that officials sent to the bot."""

from collections.abc import Mapping
from typing import Any, Protocol

from incidents.ids import FileJobId
from incidents.tables.incoming_files import FileJob, FileState


class Files(Protocol):
    """Part of the Transaction."""

    async def add_file(self, new: FileJob) -> FileJob:
        """Insert (id ignored)."""
        ...

    async def file(self, id: FileJobId) -> FileJob:
        """Locked until the end. Raises NotFound."""
        ...

    async def save_file(
        self, job: FileJob, state: FileState, *, purpose: str | None = None, body: Mapping[str, Any] | None = None
    ) -> None:  # Any: JSON
        """What became of it; the rows are kept only while a question is open."""
        ...
