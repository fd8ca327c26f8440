"""A resident's message to the bot becomes an appeal.

Off by default, a question for the district's lawyer.
One person has so many messages a day; a flood of them gets one answer, a line in the log, and is not even looked at.
"""

from dataclasses import replace
from functools import partial

from aiogram.types import Message

from handlers.context import Context
from handlers.intake.forwarded import post_of
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
    await take_message(ctx.tx, read, user_id=ChatId(message.chat.id), album=message.media_group_id, now=ctx.now)
    return True


def _own(message: Message, ctx: Context) -> Post:
    """The message as a post of its author. An album is one message."""
    post = post_of(message, now=ctx.now)
    id = f"{message.chat.id}:{message.media_group_id or message.message_id}"
    own = replace(post, network=Network.PRIVATE, external_id=id, url="", text=post.text[:LONGEST])
    return replace(own, author_id=str(message.chat.id))
