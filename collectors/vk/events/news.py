"""An event of a community to posts, comments and messages.

Pure. Source: the callback objects of VK's published schema (VKCOM/vk-api-schema, 5.199). Events that say nothing of residents'
words (joins, likes, payments, market) are of no use; neither is a post that waits for its moderator.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from collectors.vk.attachments import Item, attached_to, of_kind
from collectors.vk.items import SITE, Ref, comment_of, photos_of, plain, post_of
from incidents.posts import Network, Post
from incidents.sources.pushed import EventNews

CHATS = 2_000_000_000
"""Peers from here on are talks of many people: no private messages."""

DEEPEST = 3
"""Messages passed on within messages are read so deep."""

NOT_PUBLISHED = frozenset({"suggest", "postpone"})


def news_of(event: object, group_id: int) -> EventNews:
    """What an event of this community tells. Raises KeyError, TypeError, ValueError where it is not as documented."""
    if not isinstance(event, dict):
        raise TypeError("an event is an object")
    read = _READS.get(str(event["type"]))
    return read(event["object"], abs(group_id)) if read is not None else EventNews()


def is_of_use(event: Mapping[str, object]) -> bool:
    """Whether an event is worth keeping."""
    return str(event.get("type")) in _READS


def message_id(group_id: int, peer: int, number: int) -> str:
    """The external id of a message to the community."""
    return f"im{abs(group_id)}_{peer}_{number}"


def _post(item: Item, group_id: int) -> EventNews:
    if item.get("post_type") in NOT_PUBLISHED or item["owner_id"] != -group_id:
        return EventNews()
    return EventNews(posts=(_ours(post_of(item, -group_id), group_id),))


def _comment(item: Item, group_id: int) -> EventNews:
    if item.get("deleted"):
        return _no_comment(item, group_id)
    owner = item.get("post_owner_id") or item["owner_id"]
    if owner != -group_id:
        return EventNews()
    parents = item.get("parents_stack") or [None]
    return EventNews(posts=(_ours(comment_of(item, Ref(owner, item["post_id"]), parents[-1]), group_id),))


def _no_comment(item: Item, group_id: int) -> EventNews:
    return EventNews(gone=(str(Ref(item["owner_id"], item["post_id"], item["id"])),)) if item["owner_id"] == -group_id else EventNews()


def _ours(post: Post, group_id: int) -> Post:
    """What the administration says is its own word."""
    own = str(-group_id)
    return replace(post, by_owner=True) if own in (post.author_id, post.repeats) else post


def _new_message(given: Item, group_id: int) -> EventNews:
    return _message(given.get("message") or given, group_id)


def _message(item: Item, group_id: int) -> EventNews:
    """A resident's message. Without words and photos (a sticker, a voice note that VK did not write down) there is nothing to read."""
    peer, author = int(item["peer_id"]), int(item["from_id"])
    if item.get("out") or author <= 0 or peer != author or peer >= CHATS:
        return EventNews()
    text = "\n".join(said for said in _said(item) if said.strip())
    photos, attached = photos_of(item), attached_to(item)
    if not (text or photos or any(each.words for each in attached)):
        return EventNews()
    number = int(item["conversation_message_id"])
    post = Post(
        network=Network.VK_MESSAGES,
        external_id=message_id(group_id, peer, number),
        url=f"{SITE}/gim{group_id}?sel={peer}",
        text=text,
        author_id=str(author),
        published_at=datetime.fromtimestamp(item["date"], UTC),
        photos=photos,
        attached=attached,
    )
    return EventNews(posts=(post,))


def _said(item: Item, deep: int = 0) -> Iterator[str]:
    """The words of a message, then those that it passes on: voice notes, posts of walls, other messages."""
    yield plain(item.get("text"))
    yield from (_spoken(each) for each in of_kind(item, "audio_message"))
    yield from (plain(each.get("text")) for each in of_kind(item, "wall"))
    if deep < DEEPEST:
        for each in (item.get("reply_message"), *(item.get("fwd_messages") or ())):
            if isinstance(each, dict) and int(each.get("from_id", 0)) > 0:
                yield from _said(each, deep + 1)


def _spoken(voice: Item) -> str:
    """What VK wrote down of a voice note."""
    return plain(voice.get("transcript")) if voice.get("transcript_state") == "done" else ""


_READS: Mapping[str, Callable[[Item, int], EventNews]] = {
    "wall_post_new": _post,
    "wall_reply_new": _comment,
    "wall_reply_edit": _comment,
    "wall_reply_restore": _comment,
    "wall_reply_delete": _no_comment,
    "message_new": _new_message,
    "message_edit": _message,
}
