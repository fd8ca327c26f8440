"""Planned works."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import WorksId
from incidents.works.values import Works


class PlannedWorks(Protocol):
    """Planned works."""

    async def add(self, new: Works) -> Works:
        """Insert (id ignored)."""

    async def get(self, id: WorksId) -> Works:
        """Locked until the end. Raises NotFound."""

    async def save(self, after: Works) -> None:
        """When they end."""

    async def after(self, moment: datetime) -> Sequence[Works]:
        """Works that have not ended by then, the earliest first."""
