"""Privacy at night: what was kept long enough goes; sealing."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, time

from bot.ticks.context import Around, Tick
from incidents.desk.privacy.erase import erase_contacts, erase_old, erase_talk
from incidents.desk.privacy.keep_terms import settle_terms, terms_in_force
from incidents.ids import PostId
from incidents.privacy.chain_check import ChainHead, digest_of
from incidents.privacy.messages import HeadsWeekly
from incidents.recipients import coordinators

LOG = logging.getLogger(__name__)

NIGHT = time(3, 0)
AT_ONCE = 200  # posts in one transaction: nobody waits for the writer longer than a second
MOST_A_NIGHT = 1_000  # each brings edits of messages in chats: the morning's cards must not wait behind them
MONDAY = 0


async def keep_no_longer(around: Around) -> None:
    """Erase by night what was kept long enough (`[keep]` of norms.toml), some at a time; once a night."""
    async with around.storage.transaction() as tx:
        if not await tx.slots.take("retention", around.last(NIGHT).date(), at=around.clock.now()):
            return
        keep = await terms_in_force(tx, around.policy.keep)
        await erase_contacts(tx, keep=keep, now=around.clock.now())
    for _ in range(MOST_A_NIGHT // AT_ONCE):
        now = around.clock.now()
        async with around.storage.transaction() as tx:
            if await erase_old(tx, keep=keep, now=now, limit=AT_ONCE) is None:
                break
    async with around.storage.transaction() as tx:
        await tx.shown.purge(around.clock.now() - keep.shown)


async def blank_talk(around: Around) -> None:
    """Blank all old talk of chats, then settle the terms, once a night.

    A base that no night was taken for, after an upgrade, is not kept waiting for it.

    The night is done when its last lot is: a process that dies between two of them goes on where it stopped.
    """
    night, now = around.last(NIGHT).date(), around.clock.now()
    async with around.storage.transaction() as tx:
        if await tx.slots.was_taken("talk", since=night):
            return
    last: PostId | None = PostId(0)
    while last is not None:
        async with around.storage.transaction() as tx:
            last = await erase_talk(tx, keep=around.policy.keep, now=now, after=last, limit=AT_ONCE)
    async with around.storage.transaction() as tx:
        await settle_terms(tx, around.policy.keep, now=now)
        await tx.slots.take("talk", night, at=now)
    around.nudge.outbox.set()
    await around.storage.checkpoint()


async def cut_wal(around: Around) -> None:
    """What was erased stands in SQLite's WAL until it is cut."""
    await around.storage.checkpoint()


async def seal_heads(around: Around) -> None:
    """The digest of all logs as they stood at midnight: into the database and the log, once a week into the coordinators' chats."""
    if not around.chain_key:
        return
    day = around.last(NIGHT).date()
    async with around.storage.transaction() as tx:
        if not await tx.slots.take("heads", day, at=around.clock.now()):
            return
        until = datetime.combine(day, time(), around.timezone).astimezone(UTC)
        heads = await tx.chain_heads.heads(until)
        digest = digest_of(tx.district_id, day, heads, around.chain_key)
        head = ChainHead(day=day, until=until, incidents=len(heads), lines=sum(each.line for each in heads), digest=digest)
        await tx.chain_heads.keep(head)
        if day.weekday() == MONDAY:
            told = HeadsWeekly(day=day.isoformat(), digest=digest, incidents=head.incidents, lines=head.lines)
            for each in coordinators(await tx.officials.all()):
                await tx.outbox.say(each.user_id, told, sound=False)
    LOG.info("heads of the log: %s %s %s %s", day.isoformat(), head.incidents, head.lines, digest)


TICKS: Mapping[str, tuple[Tick, float]] = {
    "retention": (keep_no_longer, 3600.0),
    "talk": (blank_talk, 300.0),
    "heads": (seal_heads, 3600.0),
    "wal": (cut_wal, 3600.0),
}
