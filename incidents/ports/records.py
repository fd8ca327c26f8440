"""Notes, reasons of delay, questions to other organisations."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import IncidentId
from incidents.records import Delay, Note, Request


class Records(Protocol):
    """Part of the Transaction."""

    async def add_note(self, note: Note) -> Note:
        """Insert (id ignored)."""
        ...

    async def notes(self, id: IncidentId) -> Sequence[Note]:
        """Notes on an incident, oldest first."""
        ...

    async def add_delay(self, delay: Delay) -> Delay:
        """Insert (id ignored)."""
        ...

    async def take_back_delay(self, delay: int) -> None:
        """It was said by mistake."""
        ...

    async def delay_of(self, id: IncidentId) -> Delay | None:
        """The latest reason that stands."""
        ...

    async def delays(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Delay]:
        """The latest reason that stands, of each incident that has one."""
        ...

    async def add_request(self, request: Request) -> Request:
        """Insert (id ignored)."""
        ...

    async def save_request(self, request: Request) -> None:
        """Update what may change: when to ask again, when asked, when the answer came."""
        ...

    async def take_back_request(self, request: int) -> None:
        """It was sent by mistake."""
        ...

    async def request_of(self, id: IncidentId) -> Request | None:
        """The latest one of an incident, answered or not."""
        ...

    async def requests_to_repeat(self, now: datetime) -> Sequence[Request]:
        """Unanswered ones whose moment to ask again has come."""
        ...

    async def organisations(self, *, group: str, limit: int) -> Sequence[Request]:
        """The latest request to each organisation, those asked about this group of topics first."""
        ...
