"""The end of an incident is the end of its promises."""

from dataclasses import replace
from datetime import datetime

from incidents.ids import IncidentId
from incidents.incident import ClosingOutcome
from incidents.ports import Transaction
from incidents.promises import STANDING, PromiseState


async def settle(tx: Transaction, id: IncidentId, outcome: ClosingOutcome | None, *, now: datetime) -> None:
    """Closed as done: kept, late or in time. Closed otherwise: nobody waits for what was open; what was broken stays broken."""
    for each in await tx.promises_of(id):
        if each.state in STANDING and outcome is ClosingOutcome.DONE:
            await tx.save_promise(replace(each, state=PromiseState.KEPT, settled_at=now))
        elif each.state is PromiseState.OPEN:
            await tx.save_promise(replace(each, state=PromiseState.DROPPED, settled_at=now))
