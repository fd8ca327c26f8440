"""Orders of the head and what is under control."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import OfficialId
from incidents.incident import Incident
from incidents.orders import Order


class Orders(Protocol):
    """Part of the Transaction."""

    async def add_order(self, order: Order) -> Order:
        """Insert (id ignored)."""
        ...

    async def order(self, id: int) -> Order:
        """Locked until the end. Raises NotFound."""
        ...

    async def save_order(self, order: Order) -> None:
        """Update the report, its fate and whose order it is."""
        ...

    async def orders_of(self, by: OfficialId) -> Sequence[Order]:
        """Orders of theirs that are not settled, oldest first."""
        ...

    async def orders_due(self, now: datetime) -> Sequence[Order]:
        """Neither reported nor settled in time, nor reminded of."""
        ...

    async def controlled(self) -> Sequence[Incident]:
        """What the head watches, the longest first."""
        ...
