"""A resident writes to the bot, and the district takes it for an appeal (off by default, a question for its lawyer).

One person has so many messages a day; a flood of them gets one answer, a line in the log, and is not even looked at.
"""

from dataclasses import replace
from datetime import timedelta

from aiogram.types import Message

from handlers.context import Context
from handlers.intake.forwarded import post_of
from incidents.delivery import Say
from incidents.ids import ChatId
from incidents.intake.by_hand import Origin
from incidents.posts import Network, Post

ONE_DAY = timedelta(days=1)
A_DAY = 10
"""So many messages of one person are taken in a day."""

LONGEST = 4000
"""Code points of an appeal that are kept: more is no message of Telegram."""


async def take_private(message: Message, ctx: Context) -> bool:
    """Keep the message as a post of its author; once a day they hear that it came. False: it says nothing (a sticker, «/start»)."""
    words = (message.text or message.caption or "").strip()
    if words.startswith("/") or not (words or message.photo):
        return False
    user_id, since, album = ChatId(message.chat.id), ctx.now - ONE_DAY, message.media_group_id
    if album is not None and await ctx.tx.audited_since(f"private_album {album}", user_id=user_id, since=since):
        own = _own(message, ctx)
        await ctx.tx.add_photos(await ctx.tx.bring(own, Origin.PRIVATE, at=ctx.now), own.photos)
        return True
    if await ctx.tx.audited_count("private_appeal", user_id=user_id, since=since) >= A_DAY:
        if not await ctx.tx.audited_since("private_flood", user_id=user_id, since=since):
            await ctx.tx.say(Say(chat_id=user_id, code="private_enough", sound=False))
            await ctx.tx.audit("private_flood", user_id=user_id, at=ctx.now, data={})
        return True
    await ctx.tx.bring(_own(message, ctx), Origin.PRIVATE, at=ctx.now)
    if not await ctx.tx.audited_since("private_appeal", user_id=user_id, since=since):
        await ctx.tx.say(Say(chat_id=user_id, code="private_taken", sound=False))
    await ctx.tx.audit("private_appeal", user_id=user_id, at=ctx.now, data={})
    if album is not None:
        await ctx.tx.audit(f"private_album {album}", user_id=user_id, at=ctx.now, data={})
    return True


def _own(message: Message, ctx: Context) -> Post:
    """The message as a post of its author. An album is one message."""
    post = post_of(message, now=ctx.now)
    id = f"{message.chat.id}:{message.media_group_id or message.message_id}"
    own = replace(post, network=Network.PRIVATE, external_id=id, url="", text=post.text[:LONGEST])
    return replace(own, author_id=str(message.chat.id))
