"""A comment of a community's board as a post.

Pure. Source: board_topic and board_topic_comment of VK's published schema (VKCOM/vk-api-schema, 5.199).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from collectors.vk.attachments import Item, attached_to
from collectors.vk.items import SITE, photos_of, plain
from incidents.posts import Network, Post

_ID = re.compile(r"topic-(\d{1,18})_(\d{1,18})(?:_r(\d{1,18}))?")


@dataclass(frozen=True, slots=True)
class TopicRef:
    """What an external id names: a topic, or a comment in it. `group_id` is positive."""

    group_id: int
    topic_id: int
    comment_id: int | None = None

    def __str__(self) -> str:
        return f"topic-{self.group_id}_{self.topic_id}" + (f"_r{self.comment_id}" if self.comment_id else "")

    @property
    def url(self) -> str:
        """The address in a browser."""
        return f"{SITE}/topic-{self.group_id}_{self.topic_id}" + (f"?post={self.comment_id}" if self.comment_id else "")


def topic_ref_of(external_id: str) -> TopicRef | None:
    """Read an external id back; None for what stands on no board."""
    match = _ID.fullmatch(external_id)
    return TopicRef(int(match[1]), int(match[2]), int(match[3]) if match[3] else None) if match is not None else None


def said_in(item: Item, topic: TopicRef, title: str, *, is_first: bool) -> Post:
    """A comment of a topic. The first one is the topic itself: its title, then its words; the others stand under it."""
    ref = topic if is_first else TopicRef(topic.group_id, topic.topic_id, item["id"])
    text = plain(item.get("text"))
    return Post(
        network=Network.VK,
        external_id=str(ref),
        url=ref.url,
        text="\n\n".join(each for each in (plain(title), text) if each.strip()) if is_first else text,
        author_id=str(item["from_id"] or ""),
        published_at=datetime.fromtimestamp(item["date"], UTC),
        parent_external_id=None if is_first else str(topic),
        photos=photos_of(item),
        attached=attached_to(item),
    )
