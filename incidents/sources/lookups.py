"""Read-only questions about sources."""

from collections.abc import Sequence
from datetime import datetime

from incidents.official import Official
from incidents.official_store import Officials
from incidents.posts import Source
from incidents.role_rights import Right, has_right
from incidents.sources.chats import SourceChat
from incidents.sources.health import MONTH, Yield, is_barren
from incidents.sources.store import Sources, SourcesHealth


async def barren(sources: Sources, health: SourcesHealth, *, now: datetime) -> Sequence[tuple[Source, Yield]]:
    """Those that are read, answer, and were read for the whole month; the most chatty first."""
    got = await health.yields(since=now - MONTH)
    read = [each for each in await sources.all() if each.paused_at is None and not each.is_broken]
    found = [(each, got.get(each.id, Yield())) for each in read]
    empty = [(source, what) for source, what in found if is_barren(what, read_since=source.baseline_at, now=now)]
    return sorted(empty, key=lambda each: (-each[1].posts, each[0].id))


async def proposer_of(officials: Officials, chat: SourceChat) -> Official | None:
    """Who wants to read the chat; None: nobody, or they decide over no chats any more."""
    if chat.asked_by is None:
        return None
    proposer = await officials.get(chat.asked_by)
    return proposer if proposer.active and has_right(proposer, Right.AGREE_CHATS) else None
