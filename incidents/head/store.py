"""The store of the head's day: what to decide, orders."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.head.head_agenda import Mark
from incidents.head.orders import Order
from incidents.ids import OfficialId
from incidents.incident import Incident


class Agendas(Protocol):
    """Part of the Transaction."""

    async def agenda_marks(self) -> Sequence[Mark]:
        """The latest of each incident that has one."""
        ...

    async def put_agenda_mark(self, mark: Mark) -> None:
        """Insert or replace: one an incident."""
        ...


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
