"""Odnoklassniki's JSON to posts and fingerprints.

Pure.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from hashlib import blake2b
from urllib.parse import quote

from collectors.ok.attachments import Entities, Item, attached_to, comment_photos, content_of, of_comment, plain
from incidents.posts import Network, Post

SITE = "https://ok.ru"
GROUP = "group:"
MOSCOW = timezone(timedelta(hours=3))  # moments without a zone are Moscow's (apiok.ru, mediatopic.post, publishAt)
_EARLIEST = datetime(2006, 3, 1, tzinfo=UTC)  # the network is not older


@dataclass(frozen=True, slots=True)
class Ref:
    """A topic of a group, or a comment under it. As an external id the topic's number is enough: a group has a name and a number."""

    group_id: str
    topic_id: str
    comment_id: str | None = None

    def __str__(self) -> str:
        return f"topic/{self.topic_id}" + (f"/comment/{self.comment_id}" if self.comment_id else "")

    @property
    def url(self) -> str:
        """The address in a browser: a comment has none of its own, so the mark behind the topic's is ours."""
        topic = f"{SITE}/group/{self.group_id}/topic/{self.topic_id}"
        return topic + (f"#comment-{quote(self.comment_id, safe='')}" if self.comment_id else "")


def topic_of(item: Item, group_id: str, entities: Entities, *, now: datetime) -> Post:
    """A topic as a post. Raises KeyError, TypeError, ValueError for what is not as we know it."""
    ref, made = Ref(group_id, _number(item["id"])), content_of(item, entities)
    return Post(
        network=Network.OK,
        external_id=str(ref),
        url=ref.url,
        text=made.text,
        author_id=author_ref(item),
        published_at=min(moment_of(item), now),
        photos=tuple(made.photos),
        likes=_count(item, "like_summary", "count"),
        comments=_count(item, "discussion_summary", "comments_count"),
        attached=attached_to(made),
        repeats=made.repeats,
    )


def comment_of(item: Item, topic: Ref, *, since: datetime, now: datetime) -> Post:
    """A comment as a post. `since`: its topic's moment, which is told more exactly than its own. Raises as `topic_of`."""
    ref, target = Ref(topic.group_id, topic.topic_id, comment_id_of(item)), item.get("reply_to_comment_id")
    return Post(
        network=Network.OK,
        external_id=str(ref),
        url=ref.url,
        text=plain(item.get("text")),
        author_id=_commenter(item),
        published_at=min(max(moment_of(item), since), now),
        parent_external_id=str(topic),
        reply_to_external_id=str(Ref(topic.group_id, topic.topic_id, target)) if isinstance(target, str) and target else None,
        photos=comment_photos(item),
        likes=_whole(item.get("like_count")),
        attached=of_comment(item),
    )


def comment_id_of(item: Item) -> str:
    """The id of a comment: letters of any kind. Raises ValueError where there is none."""
    given = item.get("id")
    id = str(given) if isinstance(given, str | int) and not isinstance(given, bool) else ""
    if not 0 < len(id) <= 200 or id.split() != [id]:  # noqa: PLR2004 - those that were seen have about 70 signs
        raise ValueError("a comment without an id")
    return id


def is_removed(item: Item) -> bool:
    """Whether a comment is only the place where one stood."""
    kind = str(item.get("type", "")).upper()
    return bool(item.get("removed") or item.get("deleted")) or "REMOVED" in kind or "DELETED" in kind


def author_ref(item: Item) -> str:
    """«user:5» or «group:5»; "" where the topic does not say."""
    for name in ("author_ref", "owner_ref"):
        ref = item.get(name)
        if isinstance(ref, str) and re.fullmatch(r"(?:user|group):\w{1,40}", ref):
            return ref
    return ""


def _commenter(item: Item) -> str:
    given = item.get("author_id")
    if not isinstance(given, str | int) or not str(given):
        return ""
    return f"{'group' if str(item.get('author_type', '')).upper() == 'GROUP' else 'user'}:{given}"


def is_counted(item: Item) -> bool:
    """Whether a topic tells how many comments stand under it."""
    return isinstance(item.get("discussion_summary"), dict) and "comments_count" in item["discussion_summary"]


def moment_of(item: Item) -> datetime:
    """When it was written. Raises ValueError where that cannot be read."""
    for name in ("created_ms", "date_ms"):
        if isinstance(item.get(name), int | str) and str(item[name]).isdigit():
            return _known(datetime.fromtimestamp(int(item[name]) / 1000, UTC))
    for name in ("date", "created"):
        if isinstance(item.get(name), str):
            return _known(datetime.strptime(item[name], "%Y-%m-%d %H:%M:%S").replace(tzinfo=MOSCOW).astimezone(UTC))
    raise ValueError("no moment")


def _known(moment: datetime) -> datetime:
    if moment < _EARLIEST:
        raise ValueError("a moment before the network was")
    return moment


def mark_of(post: Post) -> str:
    """A short fingerprint. Addresses of photos are signed anew each time, so only their number counts."""
    kinds = (f"{each.kind}:{each.words}" for each in post.attached)
    seen = "\0".join((post.text, str(post.likes), str(post.comments), str(len(post.photos)), *kinds))
    return blake2b(seen.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _number(value: object) -> str:
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) <= 24):  # noqa: PLR2004 - today fourteen
        raise ValueError("a topic without a number")
    return text


def _count(item: Item, name: str, field: str) -> int:
    summary = item.get(name)
    return _whole(summary.get(field)) if isinstance(summary, dict) else 0


def _whole(value: object) -> int:
    return max(0, value) if isinstance(value, int) else 0
