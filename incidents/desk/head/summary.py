"""The head's summary, posted once a day."""

from datetime import date, datetime, time

from incidents.head.messages import DailySummary, SummaryCorrection, SummaryPicture
from incidents.head.summary import SUMMARY_JOB
from incidents.ids import ChatId
from incidents.official import Role
from incidents.people.leave import seats
from incidents.recipients import in_role
from incidents.transaction import Transaction

FIX_AT, FIX_BY = time(10, 50), time(11)
"""While a source is silent: when what came late is counted, and what the summary promises (local time)."""


async def post_summary(tx: Transaction, *, day: date, since: datetime, until: datetime, now: datetime) -> bool:
    """Take the day's slot and post the summary to every head: True for the one run that did it. With no head it waits for one.

    `until` is local. While a source is silent the figures may grow: a correction is rendered at FIX_AT and goes if they did.
    """
    officials = await tx.officials.all()
    seat = seats(officials)
    heads = dict.fromkeys(seat.get(official.id, official) for official in in_role(officials, Role.HEAD))
    if not heads or not await tx.slots.take(SUMMARY_JOB, day, at=now):
        return False
    fixed_at = datetime.combine(until.date(), FIX_AT, until.tzinfo)
    doubtful = now < fixed_at and any(source.is_broken for source in await tx.sources.all())
    fix = datetime.combine(until.date(), FIX_BY, until.tzinfo) if doubtful else None
    for head in heads:
        await tx.outbox.say(head.user_id, DailySummary(since=since, until=until, at=now, fix=fix))
        if doubtful:
            await tx.outbox.say(head.user_id, SummaryCorrection(since=since, until=until), sound=False, not_before=fixed_at)
    return True


async def post_picture(tx: Transaction, chat_id: ChatId, summary: DailySummary, *, under: int) -> None:
    """Under the summary that was sent: its figures beside those of usual days, without a sound."""
    await tx.outbox.say(chat_id, SummaryPicture(since=summary.since, until=summary.until, under=under), sound=False)
