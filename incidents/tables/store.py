"""Files that officials sent to the bot."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from incidents.ids import FileJobId
from incidents.tables.incoming_files import FileJob, FileState


class Files(Protocol):
    """Files that officials sent to the bot."""

    async def add(self, new: FileJob) -> FileJob:
        """Insert (id ignored)."""

    async def get(self, id: FileJobId) -> FileJob:
        """Locked until the end. Raises NotFound."""

    async def save(
        self,
        job: FileJob,
        state: FileState,
        *,
        purpose: str | None = None,
        body: Mapping[str, Any] | None = None,  # Any: JSON, here and below
        contacts: Mapping[str, Any] | None = None,
    ) -> None:
        """What became of it; the rows are kept only while a question is open or they are on their way."""

    async def put_off(self, job: FileJob, until: datetime, *, tries: int) -> None:
        """When to go on with it, and how often that failed."""
