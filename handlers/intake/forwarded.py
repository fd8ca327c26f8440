"""A forwarded message as a post: words, photos, link."""

from datetime import datetime
from hashlib import blake2b

from handlers.kit.input import Incoming
from incidents.intake.by_hand import SENT, TOGETHER
from incidents.posts import Network, Post
from incidents.sources.post_links import PostLink, find_link, post_link


def post_of(incoming: Incoming, *, now: datetime) -> Post:
    """The post that the message carries. A name of its author is never kept."""
    text = incoming.words.strip()
    link = find_link(text) or _linked(incoming)
    return Post(
        network=link.network if link else Network.HAND,
        external_id=link.external_id if link else f"{incoming.chat.id}:{incoming.message_id}",
        url=link.url if link else "",
        text=text,
        author_id="",
        published_at=now,
        photos=(f"{SENT}{incoming.photo}",) if incoming.photo is not None else (),
        attached=incoming.attached,
    )


def sent_at_once(incoming: Incoming, post: Post) -> str | None:
    """One word for all that one person wrote and that was sent on in the same second; None where it stands alone.

    A post with a link of its own does. Whose it is stays unknown: the word is a fingerprint.
    """
    by = incoming.forwarded.by if incoming.forwarded is not None else None
    if post.network is not Network.HAND or by is None:
        return None
    return f"{TOGETHER}{blake2b(f'{by}:{incoming.at.timestamp()}'.encode(), digest_size=8).hexdigest()}"


def _linked(incoming: Incoming) -> PostLink | None:
    """A link under words: «вот этот пост», or where a forwarded post of a channel stands; a person's message has no address."""
    address = incoming.forwarded.address if incoming.forwarded is not None else None
    return next(filter(None, map(post_link, (*incoming.links, *filter(None, [address])))), None)
