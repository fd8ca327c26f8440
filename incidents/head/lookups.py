"""Read-only questions about the head's day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from incidents.head.head_agenda import REPEATED, Matter, matters
from incidents.incident import Incident
from incidents.transaction import Transaction


async def known_matters(tx: Transaction, *, now: datetime) -> list[Matter]:
    """Everything that the head may be asked, as it stands now."""
    since = now - REPEATED
    lately = [each for each in await tx.incidents.between(since, now) if each.opened_at >= since]
    return matters(
        open_now=await tx.incidents.unfinished(),
        lately=lately,
        broken=await tx.promises.broken(),
        voices=await tx.voices.count_by_incident(since, now),
        marks=await tx.agenda.marks(),
        now=now,
    )


QUIET = timedelta(days=7)
"""A closed card that has been silent so long need not be watched."""


def settled(incidents: Sequence[Incident], *, now: datetime) -> list[Incident]:
    """Closed and silent for a week: they may be let go."""
    return [each for each in incidents if each.closed_at is not None and now - each.closed_at >= QUIET]
