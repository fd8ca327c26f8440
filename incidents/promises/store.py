"""Promises to residents."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from incidents.ids import IncidentId
from incidents.promises.values import Promise
from incidents.reading import MainPlace


class Promises(Protocol):
    """Part of the Transaction."""

    async def new_promise(self, draft: Promise) -> Promise:
        """Insert (id ignored)."""
        ...

    async def save_promise(self, promise: Promise) -> None:
        """Update."""
        ...

    async def promises_of(self, id: IncidentId) -> Sequence[Promise]:
        """All promises of an incident, oldest first."""
        ...

    async def open_promises(self) -> Sequence[Promise]:
        """All whose day is not settled, earliest first."""
        ...

    async def broken_promises(self) -> Sequence[Promise]:
        """All whose day passed and that nobody has kept or moved since, earliest first."""
        ...

    async def count_promises(self, due: date) -> int:
        """How many open ones are due on this day."""
        ...

    async def count_broken(self, since: datetime, until: datetime) -> int:
        """How many were broken in [since, until), and are not kept since."""
        ...

    async def broken_promise_at(self, place: MainPlace, topic: str) -> Promise | None:
        """The latest promise about this topic at this very place that was broken and is still not kept."""
        ...
