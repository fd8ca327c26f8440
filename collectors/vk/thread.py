"""All comments under one post: newest pages first, threads whole."""

from dataclasses import dataclass, field, replace

from collectors.vk.attachments import Item
from collectors.vk.client import Caller
from collectors.vk.items import Ref, comment_of, objects, readable
from incidents.posts import Post

PAGE = 100
INLINE = 10  # replies that VK shows inside a comment
MAX_PAGES = 10  # of one level: a thousand newest; the older ones of a post are read on look by look


@dataclass(slots=True)
class Thread:
    """What stands under a post. Not `complete`: older comments were not reached, so absence proves nothing."""

    comments: dict[int, Post] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    complete: bool = True
    older: int = 0  # comments of the first level that stand below the newest ones

    def add(self, items: list[Item], post: Ref, top_id: int | None) -> None:
        """Take comments of one level."""
        self.deleted |= {item["id"] for item in items if item.get("deleted")}
        self.comments |= readable((item for item in items if not item.get("deleted")), lambda item: comment_of(item, post, top_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """How far the older comments of a post were read. They are read in passes, from the newest to the oldest.

    `left`: so many stand below; new ones come above and move nothing. `since`: what is no younger was read before this pass.
    `newest`: the post's newest comment when the pass began.
    """

    left: int = 0
    since: int = 0
    newest: int = 0


async def read_thread(client: Caller, post: Ref) -> Thread:
    """Read the comments under a post with the replies to each. Raises VkError."""
    thread = Thread()
    tops, total = await _level(client, post, None, thread)
    thread.older = max(0, total - MAX_PAGES * PAGE)
    await _add_with_replies(client, post, tops, thread)
    return thread


async def read_tail(client: Caller, post: Ref, newest: Thread, tail: Tail) -> tuple[Thread, Tail]:
    """Read on where a former look stopped, and say where this one did. Raises VkError."""
    thread = Thread()
    if not tail.left:
        tail = replace(tail, left=newest.older, newest=max(newest.comments, default=tail.newest))
    start = max(0, MAX_PAGES * PAGE + newest.older - tail.left)
    tops, total = await _level(client, post, None, thread, start=start)
    await _add_with_replies(client, post, tops, thread)
    left = max(0, total - start - MAX_PAGES * PAGE)
    return thread, replace(tail, left=left, since=tail.since if left else tail.newest)


async def _add_with_replies(client: Caller, post: Ref, tops: list[Item], thread: Thread) -> None:
    thread.add(tops, post, None)
    for top in tops:
        replies = top.get("thread") or {}
        given: list[object] = replies.get("items") or []
        shown = objects(given)
        if (replies.get("count") or 0) > len(given):
            shown, _total = await _level(client, post, top["id"], thread)
        thread.add(shown, post, top["id"])


async def _level(client: Caller, post: Ref, comment_id: int | None, thread: Thread, *, start: int = 0) -> tuple[list[Item], int]:
    """Read one level from `start` on, newest first, and count it."""
    found: dict[int, Item] = {}
    total = 0
    for offset in range(start, start + MAX_PAGES * PAGE, PAGE):
        answer = await client.call(
            "wall.getComments",
            owner_id=post.owner_id,
            post_id=post.post_id,
            comment_id=comment_id,
            sort="desc",
            need_likes=1,
            preview_length=0,
            count=PAGE,
            offset=offset,
            thread_items_count=INLINE if comment_id is None else None,
        )
        items: list[object] = answer["items"]
        found |= {item["id"]: item for item in objects(items)}
        total = answer.get("current_level_count", answer["count"])
        if not items or offset + PAGE >= total:
            break
    else:
        thread.complete = False
    return list(found.values()), total
