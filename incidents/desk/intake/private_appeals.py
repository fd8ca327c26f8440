"""A resident's message to the bot is kept as a post.

One person has so many messages a day; a flood of them gets one answer, a line in the log, and is not even looked at.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from incidents.ids import ChatId
from incidents.intake.by_hand import Origin
from incidents.intake.messages import PrivateEnough, PrivateTaken
from incidents.posts import Network, Post
from incidents.transaction import Transaction

ONE_DAY = timedelta(days=1)
A_DAY = 10
"""So many messages of one person are taken in a day."""


async def take_message(
    tx: Transaction, read: Callable[[], Post], *, user_id: ChatId, album: str | None, now: datetime, answered: str | None = None
) -> None:
    """Keep what `read` makes of the message; once a day its author hears that it came. An album is one message.

    `answered`: the message of the chat that it answers, theirs or ours.
    """
    since = now - ONE_DAY
    if album is not None and await tx.audit.happened(f"private_album {album}", user_id=user_id, since=since):
        own = read()
        post_id = await tx.posts_by_hand.bring(own, Origin.PRIVATE, at=now)
        await tx.posts_by_hand.add_photos(post_id, own.photos)
        if own.text:
            await tx.posts_by_hand.add_words(post_id, own.text, at=now)
        return
    if await tx.audit.count("private_appeal", user_id=user_id, since=since) >= A_DAY:
        await _say_enough(tx, user_id, now)
        return
    await tx.posts_by_hand.bring(replace(read(), parent_external_id=await _thread(tx, answered)), Origin.PRIVATE, at=now)
    if not await tx.audit.happened("private_appeal", user_id=user_id, since=since):
        await tx.outbox.say(user_id, PrivateTaken(), sound=False)
    await tx.audit.add("private_appeal", user_id=user_id, at=now, data={})
    if album is not None:
        await tx.audit.add(f"private_album {album}", user_id=user_id, at=now, data={})


async def _thread(tx: Transaction, answered: str | None) -> str | None:
    """The message of theirs that the talk began with: an answer of ours stands under what it answers."""
    if answered is None:
        return None
    ours = await tx.answers.find(Network.PRIVATE, answered)
    if ours is None:
        return answered
    post = (await tx.posts.get(ours.post_id)).post
    return post.parent_external_id or post.external_id


async def _say_enough(tx: Transaction, user_id: ChatId, now: datetime) -> None:
    """Once a day."""
    if not await tx.audit.happened("private_flood", user_id=user_id, since=now - ONE_DAY):
        await tx.outbox.say(user_id, PrivateEnough(), sound=False)
        await tx.audit.add("private_flood", user_id=user_id, at=now, data={})
