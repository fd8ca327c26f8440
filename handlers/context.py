"""What every handler gets besides the update: the transaction, the policy, the time, and where to leave the press's answer."""

from dataclasses import dataclass
from datetime import datetime

from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction


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

    @property
    def who(self) -> Official:
        """The official; handlers behind the enrolment filter may ask."""
        if self.official is None:
            raise LookupError("a stranger reached a handler for officials")
        return self.official
