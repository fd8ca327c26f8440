"""Read-only questions about promises."""

from datetime import date

from incidents.incident import Incident
from incidents.posts import COPIED
from incidents.promises.values import Promise, is_broken
from incidents.transaction import Transaction


async def broken_before(tx: Transaction, incident: Incident, today: date) -> date | None:
    """The day that was promised and let pass, here or at the same place about the same topic: what an answer should own up to."""
    promise = await broken_here(tx, incident, today)
    return promise.due if promise is not None else None


async def broken_here(tx: Transaction, incident: Incident, today: date) -> Promise | None:
    """The latest promise that was let pass, of this incident, else at the same place about the same topic."""
    own = [each for each in await tx.promises.of(incident.id) if is_broken(each, today)]
    return max(own, key=lambda each: each.due) if own else await tx.promises.broken_at(incident.place, incident.topic)


async def is_copied(tx: Transaction, incident: Incident) -> bool:
    """Whether people take our answers to every resident here by hand."""
    for each in await tx.voices.of(incident.id):
        if (await tx.posts.get(each.post_id)).post.network not in COPIED:
            return False
    return True
