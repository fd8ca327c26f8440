"""What every handler gets besides the update.

The transaction, the policy, the time, and where to leave the press's answer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, Unpack

from incidents.delivery import Envelope, Say, outbox_row
from incidents.ids import ChatId, IncidentId
from incidents.official import Official
from incidents.outbox_message import OutboxMessage
from incidents.policy import Policy
from incidents.transaction import Transaction


def hidden(_words: str) -> str:
    """Residents' words where nobody gave a mask for them."""
    return "‹скрыто›"


class Dialogue(Protocol):
    """What somebody was asked and has said so far."""

    async def set_state(self, state: str | None = None) -> None:
        """Wait for an answer; None: no question is open."""

    async def get_data(self) -> dict[str, Any]:  # Any: JSON, here and below
        """What was kept."""

    async def set_data(self, data: Mapping[str, Any]) -> None:
        """Keep this instead."""

    async def clear(self) -> None:
        """It is over."""


@dataclass(slots=True)
class Context:
    """One update's surroundings. The worker answers the press with `toast` after the commit; a handler sends nothing."""

    tx: Transaction
    policy: Policy
    now: datetime
    official: Official | None  # None: a stranger
    toast: str | None = None
    alert: bool = False
    takes_private: bool = False  # the district takes residents' messages to the bot as appeals
    masked: Callable[[str], str] = hidden  # for residents' words in a toast
    screens: list[Say] = field(default_factory=list)  # menus, lists and pages to be shown after the commit
    dialogue: Dialogue = field(init=False, repr=False)  # with whoever acts, in private; the messenger's adapter gives it

    @property
    def who(self) -> Official:
        """The official; handlers behind the enrolment filter may ask."""
        if self.official is None:
            raise LookupError("a stranger reached a handler for officials")
        return self.official

    async def say(self, what: OutboxMessage, *, under: IncidentId | None = None, edit: int | None = None) -> None:
        """Answer whoever acts, in private and without a sound."""
        await self.say_in(self.who.user_id, what, under=under, edit=edit)

    async def say_in(self, chat_id: ChatId, what: OutboxMessage, **envelope: Unpack[Envelope]) -> None:
        """Answer in the chat where somebody acts, without a sound: a screen after the commit, the rest with it."""
        envelope["sound"] = False
        if what.is_screen:
            self.screens.append(outbox_row(chat_id, what, envelope))
        else:
            await self.tx.outbox.say(chat_id, what, **envelope)
