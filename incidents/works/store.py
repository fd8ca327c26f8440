"""Planned works."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import WorksId
from incidents.works.values import Works


class PlannedWorks(Protocol):
    """Part of the Transaction."""

    async def add_works(self, new: Works) -> Works:
        """Insert (id ignored)."""
        ...

    async def works(self, id: WorksId) -> Works:
        """Locked until the end. Raises NotFound."""
        ...

    async def save_works(self, after: Works) -> None:
        """When they end."""
        ...

    async def works_after(self, moment: datetime) -> Sequence[Works]:
        """Works that have not ended by then, the earliest first."""
        ...
