"""The store of the head's day: what to decide, orders."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.answers.store import Answers
from incidents.head.head_agenda import Mark, Opened
from incidents.head.orders import Order
from incidents.ids import OfficialId
from incidents.incident_store import Incidents, Voices
from incidents.promises.store import Promises


class Agendas(Protocol):
    """What the coordinator said of the head's list."""

    async def marks(self) -> Sequence[Mark]:
        """The latest of each incident that has one."""

    async def opened(self, since: datetime, until: datetime) -> Sequence[Opened]:
        """What was opened in [since, until), of a month thousands: no more of each than an address needs."""

    async def put_mark(self, mark: Mark) -> None:
        """Insert or replace: one an incident."""


class Orders(Protocol):
    """Orders and reports."""

    async def add(self, order: Order) -> Order:
        """Insert (id ignored)."""

    async def get(self, id: int) -> Order:
        """Locked until the end. Raises NotFound."""

    async def save(self, order: Order) -> None:
        """Update the report, its fate and whose order it is."""

    async def of(self, by: OfficialId) -> Sequence[Order]:
        """Orders of theirs that are not settled, oldest first."""

    async def due(self, now: datetime) -> Sequence[Order]:
        """Neither reported nor settled in time, nor reminded of."""


class AgendaStores:
    """What the head may be asked."""

    incidents: Incidents
    voices: Voices
    answers: Answers
    promises: Promises
    agenda: Agendas
