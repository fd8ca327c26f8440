"""A verdict on a post: what it asks, what it writes."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from incidents.desk.outcome import Outcome
from incidents.intake.arrived import Arrived
from incidents.policy import Policy
from incidents.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeVerdict:
    """`asks` reads only: what it finds, None where the verdict does not apply. `writes` gets that, and is the one who changes anything."""

    name: str
    asks: Callable[[Transaction, Policy, Arrived], Awaitable[Any]]  # Any: each finds a value of its own
    writes: Callable[[Transaction, Policy, Arrived, Any], Awaitable[Outcome]]  # Any: what `asks` found


async def decide(tx: Transaction, policy: Policy, arrived: Arrived, verdicts: Sequence[IntakeVerdict]) -> Outcome | None:
    """What the first verdict that applies has done; None: none of them does."""
    for verdict in verdicts:
        finding = await verdict.asks(tx, policy, arrived)
        if finding is not None:
            return await verdict.writes(tx, policy, arrived, finding)
    return None
