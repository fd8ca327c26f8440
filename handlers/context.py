"""What every handler gets besides the update.

The transaction, the policy, the time, and where to leave the press's answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from incidents.ids import IncidentId
from incidents.official import Official
from incidents.outbox_message import OutboxMessage
from incidents.policy import Policy
from incidents.transaction import Transaction


def hidden(_words: str) -> str:
    """Residents' words where nobody gave a mask for them."""
    return "‹скрыто›"


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

    @property
    def who(self) -> Official:
        """The official; handlers behind the enrolment filter may ask."""
        if self.official is None:
            raise LookupError("a stranger reached a handler for officials")
        return self.official

    async def say(self, what: OutboxMessage, *, under: IncidentId | None = None, edit: int | None = None) -> None:
        """Answer whoever acts, in private and without a sound."""
        await self.tx.outbox.say(self.who.user_id, what, under=under, edit=edit, sound=False)
