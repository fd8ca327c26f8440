"""A resident writes to the bot, and the district takes it for an appeal (off by default, a question for its lawyer)."""

from dataclasses import replace
from datetime import timedelta

from aiogram.types import Message

from handlers.context import Context
from handlers.forwarded import post_of
from incidents.drafts import Origin
from incidents.ids import ChatId
from incidents.ports import Say
from incidents.posts import Network

ONE_DAY = timedelta(days=1)
LONGEST = 4000
"""Code points of an appeal that are kept: more is no message of Telegram."""


async def take_private(message: Message, ctx: Context) -> bool:
    """Keep the message as a post of its author; once a day they hear that it came. False: it says nothing (a sticker, «/start»)."""
    post = post_of(message, now=ctx.now)
    if post.text.startswith("/") or not (post.text or post.photos):
        return False
    user_id = ChatId(message.chat.id)
    own = replace(
        post,
        network=Network.PRIVATE,
        external_id=f"{message.chat.id}:{message.message_id}",
        url="",
        text=post.text[:LONGEST],
        author_id=str(user_id),
    )
    await ctx.tx.bring(own, Origin.PRIVATE, at=ctx.now)
    if not await ctx.tx.audited_since("private_appeal", user_id=user_id, since=ctx.now - ONE_DAY):
        await ctx.tx.say(Say(chat_id=user_id, code="private_taken", sound=False))
    await ctx.tx.audit("private_appeal", user_id=user_id, at=ctx.now, data={})
    return True
