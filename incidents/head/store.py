"""The store of the head's day: what to decide, orders."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from incidents.acts.store import Delays
from incidents.answers.reactions import Tone
from incidents.answers.store import Answers, Reactions
from incidents.approval.store import Approvals
from incidents.head.head_agenda import Mark, Opened
from incidents.head.lateness import Clocks
from incidents.head.messages_heard import Heard
from incidents.head.orders import Order
from incidents.ids import IncidentId, OfficialId, PostId
from incidents.incident import Incident
from incidents.incident_store import Incidents, Log, Posts, Voices
from incidents.intake.store import DroppedPosts
from incidents.official_store import Departments, Officials
from incidents.promises.store import Promises
from incidents.region.store import Region
from incidents.sources.store import Sources


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


class Figures(Protocol):
    """Counts of the district."""

    async def count_reopened(self, since: datetime, until: datetime) -> int:
        """How many incidents were taken back into work in [since, until)."""

    async def count_opened(self, since: datetime, until: datetime) -> int:
        """How many incidents came in [since, until), those too that are in no figure."""

    async def count_due(self, due: date) -> int:
        """How many open promises are due on this day."""

    async def count_broken(self, since: datetime, until: datetime) -> int:
        """How many promises were broken in [since, until), and are not kept since."""

    async def count_in_work(self) -> tuple[int, int]:
        """How many incidents are in work now, and how many nobody has accepted."""

    async def done_checks(self, since: datetime, until: datetime) -> Mapping[IncidentId, Tone | None]:
        """Incidents whose author was asked «Решено?» in [since, until).

        Each with what they said last of the deed since; None: nothing.
        """

    async def disputed(self) -> Sequence[Incident]:
        """What is closed as done and disputed now, the longest closed first."""

    async def overdue(self, until: datetime) -> Sequence[Incident]:
        """What is not closed and has a deadline before `until`, or a danger that is there now: of the rest no clock was missed."""

    async def heard(self, since: datetime, until: datetime) -> Sequence[Heard]:
        """Messages that joined in [since, until), with the incident of each; a message of several matters is there once for each."""

    async def told_of(self, topics: Collection[str], since: datetime, until: datetime) -> Sequence[tuple[str, str | None, PostId]]:
        """Topic, settlement and message of what joined in [since, until) about these topics and is in the head's figures."""

    async def missed(self, since: datetime, until: datetime) -> Sequence[IncidentId]:
        """Incidents that were answered in [since, until), whose clock ended before `until` and was met or closed at `since` or later, or
        whose danger was there then."""

    async def clocks(self, ids: Collection[IncidentId]) -> Mapping[IncidentId, Clocks]:
        """What was answered to each, and whom the region counts there."""

    async def began(self) -> datetime | None:
        """When Otklik began to work here: the first source was read or the first message was taken in. None: it has not yet."""

    async def late_voices(self, since: datetime, until: datetime) -> Mapping[IncidentId, int]:
        """Of each incident: voices written in [since, until) that became known at `until` or later."""


class AgendaStores:
    """What the head may be asked."""

    incidents: Incidents
    voices: Voices
    answers: Answers
    promises: Promises
    agenda: Agendas


class SummaryStores:
    """What the figures of a period are counted from."""

    incidents: Incidents
    log: Log
    posts: Posts
    sources: Sources
    officials: Officials
    departments: Departments
    approvals: Approvals
    delays: Delays
    promises: Promises
    reactions: Reactions
    dropped_posts: DroppedPosts
    region: Region
    figures: Figures
