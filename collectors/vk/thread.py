"""All comments under one post: newest pages first, threads whole."""

from dataclasses import dataclass, field

from collectors.vk.attachments import Item
from collectors.vk.client import Caller
from collectors.vk.items import Ref, comment_of, objects, readable
from incidents.posts import Post

PAGE = 100
INLINE = 10  # replies that VK shows inside a comment
MAX_PAGES = 10  # of one level: a thousand newest


@dataclass(slots=True)
class Thread:
    """What stands under a post. Not `complete`: older comments were not reached, so absence proves nothing."""

    comments: dict[int, Post] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    complete: bool = True

    def add(self, items: list[Item], post: Ref, top_id: int | None) -> None:
        """Take comments of one level."""
        self.deleted |= {item["id"] for item in items if item.get("deleted")}
        self.comments |= readable((item for item in items if not item.get("deleted")), lambda item: comment_of(item, post, top_id))


async def read_thread(client: Caller, post: Ref) -> Thread:
    """Read the comments under a post with the replies to each. Raises VkError."""
    thread = Thread()
    tops = await _level(client, post, None, thread)
    thread.add(tops, post, None)
    for top in tops:
        replies = top.get("thread") or {}
        given: list[object] = replies.get("items") or []
        shown = objects(given)
        if (replies.get("count") or 0) > len(given):
            shown = await _level(client, post, top["id"], thread)
        thread.add(shown, post, top["id"])
    return thread


async def _level(client: Caller, post: Ref, comment_id: int | None, thread: Thread) -> list[Item]:
    found: dict[int, Item] = {}
    for page in range(MAX_PAGES):
        answer = await client.call(
            "wall.getComments",
            owner_id=post.owner_id,
            post_id=post.post_id,
            comment_id=comment_id,
            sort="desc",
            need_likes=1,
            preview_length=0,
            count=PAGE,
            offset=page * PAGE,
            thread_items_count=INLINE if comment_id is None else None,
        )
        items: list[object] = answer["items"]
        found |= {item["id"]: item for item in objects(items)}
        total = answer.get("current_level_count", answer["count"])
        if not items or (page + 1) * PAGE >= total:
            break
    else:
        thread.complete = False
    return list(found.values())
