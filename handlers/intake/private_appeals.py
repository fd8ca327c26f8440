"""A resident's message to the bot becomes an appeal.

Off by default, a question for the district's lawyer.
One person has so many messages a day; a flood of them gets one answer, a line in the log, and is not even looked at.
"""

from dataclasses import replace
from functools import partial

from handlers.intake.forwarded import post_of
from handlers.kit.context import Context
from handlers.kit.input import Incoming, RepliedTo
from incidents.desk.intake.private_appeals import take_message
from incidents.ids import ChatId
from incidents.posts import Network, Post

LONGEST = 4000
"""Code points of an appeal that are kept: more is no message of Telegram."""


async def take_private(incoming: Incoming, ctx: Context) -> bool:
    """Keep the message as a post of its author. False: it says nothing (a sticker, «/start»)."""
    words, user_id = incoming.words.strip(), incoming.chat.id
    if words.startswith("/") or not (words or incoming.photo):
        return False
    answered = _id(user_id, incoming.reply_to) if incoming.reply_to is not None else None
    await take_message(ctx.tx, partial(_own, incoming, ctx), user_id=user_id, album=incoming.album, answered=answered, now=ctx.now)
    return True


def _id(chat_id: ChatId, one: Incoming | RepliedTo) -> str:
    """What the post is known by."""
    return f"{chat_id}:{one.album or one.message_id}"


def _own(incoming: Incoming, ctx: Context) -> Post:
    """The message as a post of its author. An album is one message."""
    post, author = post_of(incoming, now=ctx.now), incoming.chat.id
    own = replace(post, network=Network.PRIVATE, external_id=_id(author, incoming), url="", text=post.text[:LONGEST])
    return replace(own, author_id=str(author))
