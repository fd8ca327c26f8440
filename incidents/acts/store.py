"""The store of acts: undo, notes, delays, requests, co-executors."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from incidents.acts.coexecutors import CoExecutor
from incidents.acts.delays import Delay
from incidents.acts.looks import Look, ReadRequest
from incidents.acts.notes import Note
from incidents.acts.outside_requests import Request
from incidents.acts.undo import Undo
from incidents.ids import DepartmentId, IncidentId, OfficialId
from incidents.incident import Act, Incident
from incidents.incident_store import Log
from incidents.official import Official
from incidents.official_store import StaffStores
from incidents.places.find_text import FindQuery
from incidents.settings_log import Audited


class CoExecutors(Protocol):
    """Departments that give facts to somebody else's answer."""

    async def of(self, id: IncidentId) -> Sequence[CoExecutor]:
        """Who was asked, in the order of asking."""

    async def put(self, asked: CoExecutor) -> None:
        """Insert, or write what they said."""

    async def drop(self, id: IncidentId, department: DepartmentId) -> None:
        """Asked by mistake."""


class Undos(Protocol):
    """Inner acts that may be taken back."""

    async def keep(self, undo: Undo) -> None:
        """The last inner act on this incident, in place of the one before."""

    async def of(self, id: IncidentId) -> Undo | None:
        """The last inner act that nobody took back and that has not been forgotten."""

    async def of_moment(self, act: Act, *, by: OfficialId, until: datetime) -> Sequence[IncidentId]:
        """Incidents on which this act of theirs was done in the same moment."""

    async def forget(self, id: IncidentId) -> None:
        """It is taken back."""

    async def forget_old(self, now: datetime) -> Sequence[IncidentId]:
        """Forget what is too old to be taken back; gives back whose cards showed it."""


class Notes(Protocol):
    """Notes for colleagues."""

    async def add(self, note: Note) -> Note:
        """Insert (id ignored)."""

    async def of(self, id: IncidentId) -> Sequence[Note]:
        """Notes on an incident, oldest first."""


class Delays(Protocol):
    """Reasons of delay."""

    async def add(self, delay: Delay) -> Delay:
        """Insert (id ignored)."""

    async def take_back(self, delay: int) -> None:
        """It was said by mistake."""

    async def of(self, id: IncidentId) -> Delay | None:
        """The latest reason that stands."""

    async def of_each(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Delay]:
        """The latest reason that stands, of each incident that has one."""


class Requests(Protocol):
    """Requests to organisations outside."""

    async def add(self, request: Request) -> Request:
        """Insert (id ignored)."""

    async def save(self, request: Request) -> None:
        """Update what may change: when to ask again, when asked, when the answer came."""

    async def take_back(self, request: int) -> None:
        """It was sent by mistake."""

    async def of(self, id: IncidentId) -> Request | None:
        """The latest one of an incident, answered or not."""

    async def to_repeat(self, now: datetime) -> Sequence[Request]:
        """Unanswered ones whose moment to ask again has come."""

    async def organisations(self, *, group: str, limit: int) -> Sequence[Request]:
        """The latest request to each organisation, those asked about this group of topics first."""


class Search(Protocol):
    """What officials look for."""

    async def keep(self, official_id: OfficialId, words: str) -> None:
        """What the official looks for from now on: pages of what was found are turned by it."""

    async def last(self, official_id: OfficialId) -> str | None:
        """What the official looked for last."""

    async def find(self, request: FindQuery, *, reader: Official, limit: int) -> Sequence[Incident]:
        """The one of that number; else those whose place or posts have all the words, newest first. Only what the reader may read."""


class Looks(Protocol):
    """Who looked at cards that are not theirs."""

    async def add(self, looks: Sequence[Look]) -> None:
        """Write them down."""

    async def of(self, id: IncidentId, *, limit: int, skip: int = 0) -> Sequence[Look]:
        """Who looked at the card, newest first."""

    async def newest(self, *, limit: int, skip: int = 0) -> Sequence[Audited]:
        """Who looked at any card of others, newest first, as lines of the journal."""


class ReadRequests(Protocol):
    """Requests to see a card of others."""

    async def add(self, draft: ReadRequest) -> ReadRequest:
        """Insert (id ignored)."""

    async def get(self, id: int) -> ReadRequest:
        """Locked until the end. Raises NotFound."""

    async def latest(self, official_id: OfficialId, incident_id: IncidentId) -> ReadRequest | None:
        """The last request of this official about this card."""

    async def save(self, changed: ReadRequest) -> None:
        """Write how it was decided."""

    async def cancel_all_of(self, official_id: OfficialId) -> None:
        """Whoever moved or left reads nothing by an earlier word."""


class ReaderStores(StaffStores):
    """Who has a card, and who was let in to it."""

    log: Log
    read_requests: ReadRequests
