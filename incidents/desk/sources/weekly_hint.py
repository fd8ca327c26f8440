"""Once a week: sources that gave no appeal for a month."""

from datetime import date, datetime

from incidents.recipients import coordinators
from incidents.sources.lookups import barren
from incidents.sources.messages import BarrenSources
from incidents.transaction import Transaction

HINT_JOB = "barren_sources"


async def post_hint(tx: Transaction, *, day: date, now: datetime) -> bool:
    """Tell every coordinator, where there is anything to tell: True for the one run that did it. `day`: the local date."""
    people = coordinators(await tx.officials.all())
    if not people or not await barren(tx.sources, tx.sources_health, now=now) or not await tx.slots.take(HINT_JOB, day, at=now):
        return False
    for each in people:
        await tx.outbox.say(each.user_id, BarrenSources(), sound=False)
    return True
