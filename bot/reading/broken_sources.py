"""Tell the coordinators of sources that stay broken, and of their return."""

from datetime import date, datetime, timedelta

from bot.alert_coordinators import alert_coordinators
from bot.storage.engine.transaction import Tx
from incidents.messages import SourceBack, SourceFails
from incidents.posts import Source

PATIENCE = timedelta(minutes=30)
"""A source that is broken for longer is told to the coordinators; a blink is not."""


async def tell_broken(tx: Tx, source: Source, now: datetime, *, at_once: bool = False, of_the_key: bool = False) -> None:
    """Once a day, if it stays so. `of_the_key`: one message for all sources of the network that the key reads."""
    job = f"source_broken:{source.network}" if of_the_key else _job(source)
    if (at_once or _is_long(source, now)) and await tx.slots.take(job, _day(now), at=now):
        await alert_coordinators(tx, SourceFails(source=source.id))


async def tell_back(tx: Tx, source: Source, now: datetime) -> None:
    """It answers again. Where the key was refused the message about the network's silence is taken back instead."""
    if source.broken_at is not None and _is_long(source, now) and await tx.slots.was_taken(_job(source), since=_day(source.broken_at)):
        await alert_coordinators(tx, SourceBack(source=source.id))


def _job(source: Source) -> str:
    return f"source_broken:{source.id}"


def _day(at: datetime) -> date:
    return at.astimezone().date()


def _is_long(source: Source, now: datetime) -> bool:
    return source.broken_at is not None and now - source.broken_at >= PATIENCE
