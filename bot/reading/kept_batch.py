"""Keep what a sweep brought: posts, deletions, read rows."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.storage.engine.transaction import Tx
from bot.storage.intake.door import Intake
from incidents.desk.intake.take_in import mark_deleted
from incidents.intake.messages import ManyPosts
from incidents.official import Role
from incidents.posts import Batch, Network, Post, Source
from incidents.recipients import in_role
from incidents.sources.own_words import attributed

AHEAD = timedelta(minutes=5)
"""By so much a network's clock may differ from ours."""

MESSAGES = "Сообщения: {}"
"""The title under which private messages to a community stand on cards."""


async def keep_batch(tx: Tx, source: Source, batch: Batch, *, now: datetime, backfill: bool, stop_clock: bool) -> None:
    """Posts go through the door, a post before its comments; what stood there at the first sweep is history, what was pushed never is."""
    history = source.baseline_at is None and not backfill and batch.drained is None
    officials = await tx.sources.officials(source.network) if batch.posts else frozenset()
    posts = (_not_ahead(attributed(post, source, officials), now) for post in batch.posts)
    for post in sorted(posts, key=lambda post: (post.parent_external_id is not None, post.published_at)):
        where = source if post.network is source.network else await _beside(tx, source, post.network)
        came = await tx.door.receive(where, post, at=now, history=history)
        if came is Intake.MANY and post.network is not Network.TELEGRAM:  # in a chat people talk much
            await _tell_many(tx, post, at=now)
    for deleted in await tx.posts.mark_gone(source.network, batch.gone, at=now):
        await mark_deleted(tx, deleted, now=now, stop_clock=stop_clock)
    if batch.drained is not None:
        await tx.pushed.clear(source, batch.drained, at=now)


def _not_ahead(post: Post, now: datetime) -> Post:
    """A date of the future is now: no clock starts tomorrow, and no list is headed by it for a year."""
    return replace(post, published_at=now) if post.published_at > now + AHEAD else post


async def _beside(tx: Tx, source: Source, network: Network) -> Source:
    """The source of a community's private messages: it is read with its wall and has no collector of its own."""
    return await tx.sources.add(network, source.external_id, MESSAGES.format(source.title), None)


async def _tell_many(tx: Tx, post: Post, *, at: datetime) -> None:
    """One line a day to the coordinators that an author writes very much: their harmless posts wait behind everybody else's."""
    who = blake2b(f"{post.network}:{post.author_id}".encode(), digest_size=8).hexdigest()
    if not await tx.slots.take(f"many_posts:{who}", at.astimezone().date(), at=at):
        return
    stored = await tx.posts.find(post.network, post.external_id)
    if stored is None:
        return
    for official in in_role(await tx.officials.all(), Role.COORDINATOR):
        await tx.outbox.say(official.user_id, ManyPosts(post=stored.id), sound=False)
