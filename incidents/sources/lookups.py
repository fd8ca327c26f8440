"""Read-only questions about sources."""

from collections.abc import Sequence
from datetime import datetime

from incidents.posts import Source
from incidents.sources.health import MONTH, Yield, is_barren
from incidents.transaction import Transaction


async def barren(tx: Transaction, *, now: datetime) -> Sequence[tuple[Source, Yield]]:
    """Those that are read, answer, and were read for the whole month; the most chatty first."""
    got = await tx.sources_health.yields(since=now - MONTH)
    read = [each for each in await tx.sources.all() if each.paused_at is None and not each.is_broken]
    found = [(each, got.get(each.id, Yield())) for each in read]
    empty = [(source, what) for source, what in found if is_barren(what, read_since=source.baseline_at, now=now)]
    return sorted(empty, key=lambda each: (-each[1].posts, each[0].id))
