"""Read-only questions about promises."""

from datetime import date

from incidents.incident import Incident
from incidents.promises.values import is_broken
from incidents.transaction import Transaction


async def broken_before(tx: Transaction, incident: Incident, today: date) -> date | None:
    """The day that was promised and let pass, here or at the same place about the same topic: what an answer should own up to."""
    own = [each.due for each in await tx.promises.of(incident.id) if is_broken(each, today)]
    if own:
        return max(own)
    there = await tx.promises.broken_at(incident.place, incident.topic)
    return there.due if there is not None else None
