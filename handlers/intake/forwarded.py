"""A forwarded message as a post: words, photos, link."""

from datetime import datetime
from hashlib import blake2b

from aiogram.types import Message, MessageOriginChannel, MessageOriginHiddenUser, MessageOriginUser

from incidents.intake.by_hand import SENT, TOGETHER
from incidents.posts import Attachment, AttachmentKind, Network, Post
from incidents.sources.post_links import PostLink, find_link, post_link


def post_of(message: Message, *, now: datetime) -> Post:
    """The post that the message carries. A name of its author is never kept."""
    text = (message.text or message.caption or "").strip()
    link = find_link(text) or _linked(message) or _of_channel(message)
    photos = (f"{SENT}{message.photo[-1].file_id}",) if message.photo else ()
    return Post(
        network=link.network if link else Network.HAND,
        external_id=link.external_id if link else f"{message.chat.id}:{message.message_id}",
        url=link.url if link else "",
        text=text,
        author_id="",
        published_at=now,
        photos=photos,
        attached=_attached(message),
    )


def sent_at_once(message: Message, post: Post) -> str | None:
    """One word for all that one person wrote and that was sent on in the same second; None where it stands alone.

    A post with a link of its own does. Whose it is stays unknown: the word is a fingerprint.
    """
    origin = message.forward_origin
    if post.network is not Network.HAND or not isinstance(origin, MessageOriginUser | MessageOriginHiddenUser):
        return None
    who = origin.sender_user.id if isinstance(origin, MessageOriginUser) else origin.sender_user_name
    return f"{TOGETHER}{blake2b(f'{who}:{message.date.timestamp()}'.encode(), digest_size=8).hexdigest()}"


def _attached(message: Message) -> tuple[Attachment, ...]:
    """What came with the words beside photos; a name of a file says nothing of the trouble."""
    there = {
        AttachmentKind.VIDEO: message.video or message.animation,
        AttachmentKind.DOCUMENT: message.document if message.animation is None else None,  # Telegram calls an animation both
        AttachmentKind.AUDIO: message.audio or message.voice,
    }
    return tuple(Attachment(kind=kind) for kind, thing in there.items() if thing is not None)


def _linked(message: Message) -> PostLink | None:
    """A link under words: «вот этот пост»."""
    for entity in (*(message.entities or ()), *(message.caption_entities or ())):
        link = post_link(entity.url) if entity.url else None
        if link is not None:
            return link
    return None


def _of_channel(message: Message) -> PostLink | None:
    """Where a post of a channel stands; a person's message has no address."""
    origin = message.forward_origin
    if not isinstance(origin, MessageOriginChannel):
        return None
    name = origin.chat.username or f"c/{str(origin.chat.id).removeprefix('-100')}"
    return post_link(f"https://t.me/{name}/{origin.message_id}")
