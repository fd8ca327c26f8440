"""A resident's message to the bot becomes an appeal.

Off by default, a question for the district's lawyer.
One person has so many messages a day; a flood of them gets one answer, a line in the log, and is not even looked at.
"""

from dataclasses import replace
from functools import partial

from aiogram.types import Message

from handlers.intake.forwarded import post_of
from handlers.kit.context import Context
from incidents.desk.intake.private_appeals import take_message
from incidents.ids import ChatId
from incidents.posts import Network, Post

LONGEST = 4000
"""Code points of an appeal that are kept: more is no message of Telegram."""


async def take_private(message: Message, ctx: Context) -> bool:
    """Keep the message as a post of its author. False: it says nothing (a sticker, «/start»)."""
    words = (message.text or message.caption or "").strip()
    if words.startswith("/") or not (words or message.photo):
        return False
    read = partial(_own, message, ctx)
    user_id, album, under = ChatId(message.chat.id), message.media_group_id, message.reply_to_message
    answered = _id(under) if under is not None else None
    await take_message(ctx.tx, read, user_id=user_id, album=album, answered=answered, now=ctx.now)
    return True


def _id(message: Message) -> str:
    """What the post is known by."""
    return f"{message.chat.id}:{message.media_group_id or message.message_id}"


def _own(message: Message, ctx: Context) -> Post:
    """The message as a post of its author. An album is one message."""
    post = post_of(message, now=ctx.now)
    own = replace(post, network=Network.PRIVATE, external_id=_id(message), url="", text=post.text[:LONGEST])
    return replace(own, author_id=str(message.chat.id))
