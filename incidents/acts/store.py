"""The store of acts: what may be taken back, notes, delays, requests, co-executors."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from incidents.acts.coexecutors import CoExecutor
from incidents.acts.notes_and_requests import Delay, Note, Request
from incidents.acts.undo import Undo
from incidents.ids import DepartmentId, IncidentId


class Undos(Protocol):
    """Part of the Transaction."""

    async def keep_undo(self, undo: Undo) -> None:
        """The last inner act on this incident, in place of the one before."""
        ...

    async def undo_of(self, id: IncidentId) -> Undo | None:
        """The last inner act that nobody took back and that has not been forgotten."""
        ...

    async def forget_undo(self, id: IncidentId) -> None:
        """It is taken back."""
        ...

    async def undos_over(self, now: datetime) -> Sequence[IncidentId]:
        """Forget what is too old to be taken back; gives back whose cards showed it."""
        ...


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


class CoExecutors(Protocol):
    """Part of the Transaction."""

    async def co_executors(self, id: IncidentId) -> Sequence[CoExecutor]:
        """Who was asked, in the order of asking."""
        ...

    async def put_co_executor(self, asked: CoExecutor) -> None:
        """Insert, or write what they said."""
        ...

    async def drop_co_executor(self, id: IncidentId, department: DepartmentId) -> None:
        """Asked by mistake."""
        ...
