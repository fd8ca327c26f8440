"""Where reminders stand in chats: a new one replaces the former, and what is done is taken away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from incidents.ids import ChatId, IncidentId
from incidents.reminders import Reminder


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminded:
    """A reminder's message in a chat."""

    chat_id: ChatId
    code: Reminder
    message_id: int


class Reminding(Protocol):
    """Part of the Transaction."""

    async def reminders(self, id: IncidentId | None) -> Sequence[Reminded]:
        """Messages that remind of the incident; None: lists of what is overdue, one a coordinator."""
        ...

    async def forget_reminder(self, id: IncidentId | None, chat_id: ChatId) -> None:
        """It stands there no more."""
        ...
