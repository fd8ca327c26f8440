"""The store of deadlines: norms, reminders that stand, nights."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from incidents.deadlines.night_digest import Night
from incidents.deadlines.norm_overrides import NormWord
from incidents.deadlines.reminders import Reminder
from incidents.deadlines.sound_budget import Sound
from incidents.ids import ChatId, IncidentId, OfficialId
from incidents.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """A reminder's message in a chat."""

    chat_id: ChatId
    code: Reminder
    message_id: int


class NormWords(Protocol):
    """Norms as the district says them in the chat."""

    async def all(self) -> Sequence[NormWord]:
        """All words that hold, by key."""

    async def put(self, word: NormWord) -> None:
        """Insert or replace."""

    async def drop(self, key: str) -> bool:
        """The file holds again; False: nothing was said."""


class NextLooks(Protocol):
    """When reminders look at an incident next. Every change of an open one, and of its region's deadline, asks for a look at once."""

    async def now_due(self, now: datetime, *, after: IncidentId, most: int) -> Sequence[Incident]:
        """The first incidents after this one that are to be looked at, locked until the end.

        Those in another process's hands are passed over.
        """

    async def put(self, looks: Mapping[IncidentId, datetime | None]) -> None:
        """When each is looked at again; None: only after a change."""

    async def keep_rules(self, rules: int) -> bool:
        """All that is open is looked at anew if it was looked at by other rules (norms, days) than these; True where it was."""

    async def overdue(self, now: datetime, *, after: IncidentId, most: int) -> Sequence[Incident]:
        """The first open incidents after this one whose own deadline is over."""

    async def to_come_back(self, now: datetime) -> Sequence[IncidentId]:
        """Postponed incidents whose day has come."""


class Reminders(Protocol):
    """Reminders that stand in chats."""

    async def of(self, id: IncidentId | None) -> Sequence[Reminded]:
        """Messages that remind of the incident; None: lists of what is overdue, one a coordinator."""

    async def forget(self, id: IncidentId | None, chat_id: ChatId) -> None:
        """It stands there no more."""

    async def calling(self, chat_id: ChatId, codes: Collection[Reminder], *, but: IncidentId) -> Sequence[IncidentId]:
        """Other incidents whose reminder stands in the chat or waits."""

    async def ringing(self) -> Sequence[Incident]:
        """Dangers that nobody took though all were called, the oldest first."""

    async def sounds(self, chat_id: ChatId, *, since: datetime) -> Sequence[Sound]:
        """What wanted to ring in the chat since then, oldest first."""


class Nights(Protocol):
    """Cards that wait for the morning."""

    async def of(self, day: date) -> Night | None:
        """What was said of the cards that waited for this working day."""

    async def save(self, night: Night, *, by: OfficialId) -> None:
        """Insert or replace."""

    async def count_held(self) -> int:
        """How many cards wait in quiet hours."""

    async def move_held(self, until: datetime | None) -> int:
        """They go then; None: at once. Gives back how many."""
