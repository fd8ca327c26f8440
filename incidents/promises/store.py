"""Promises to residents."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import IncidentId
from incidents.promises.values import Promise
from incidents.reading import MainPlace


class Promises(Protocol):
    """Promises to residents."""

    async def add(self, draft: Promise) -> Promise:
        """Insert (id ignored)."""

    async def save(self, promise: Promise) -> None:
        """Update. Raises NotFound."""

    async def of(self, id: IncidentId) -> Sequence[Promise]:
        """All promises of an incident, oldest first."""

    async def still_open(self) -> Sequence[Promise]:
        """All whose day is not settled, earliest first."""

    async def broken(self) -> Sequence[Promise]:
        """All whose day passed and that nobody has kept or moved since, earliest first."""

    async def broken_at(self, place: MainPlace, topic: str) -> Promise | None:
        """The latest promise about this topic at this very place that was broken and is still not kept."""

    async def standing_at(self, moment: datetime) -> Sequence[Promise]:
        """All that stood at that moment: given before, not yet kept, moved or dropped; earliest day first."""

    async def of_each(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Sequence[Promise]]:
        """The promises of each incident that has any, in order."""
