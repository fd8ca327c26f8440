"""The end of an incident is the end of its promises."""

from dataclasses import replace
from datetime import date, datetime

from incidents.ids import IncidentId
from incidents.incident import ClosingOutcome, Incident
from incidents.ports import Transaction
from incidents.promises import STANDING, PromiseState, is_broken


async def broken_before(tx: Transaction, incident: Incident, today: date) -> date | None:
    """The day that was promised and let pass, here or at the same place about the same topic: what an answer should own up to."""
    own = [each.due for each in await tx.promises_of(incident.id) if is_broken(each, today)]
    if own:
        return max(own)
    there = await tx.broken_promise_at(incident.place, incident.topic)
    return there.due if there is not None else None


async def settle(tx: Transaction, id: IncidentId, outcome: ClosingOutcome | None, *, now: datetime) -> None:
    """Closed as done: kept, late or in time. Closed otherwise: nobody waits for what was open; what was broken stays broken."""
    for each in await tx.promises_of(id):
        if each.state in STANDING and outcome is ClosingOutcome.DONE:
            await tx.save_promise(replace(each, state=PromiseState.KEPT, settled_at=now))
        elif each.state is PromiseState.OPEN:
            await tx.save_promise(replace(each, state=PromiseState.DROPPED, settled_at=now))
