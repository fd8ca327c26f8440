"""Old posts: their numbers of comments tell of new comments.

The newest posts and those of the last days are watched whole (wall.py). Of older ones the number of comments is remembered: those on a
page that is asked for anyway cost nothing, further pages are read rarely, as the day's quota allows. The thread of a post whose number grew
is read. A comment that comes in the moment in which another one goes is not found: the number stands.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from collectors.vk.attachments import Item
from collectors.vk.client import Caller
from collectors.vk.errors import UNREADABLE_THREAD, VkError
from collectors.vk.items import Ref, objects, ref_of
from collectors.vk.thread import PAGE, read_thread
from incidents.posts import Post

log = logging.getLogger(__name__)

DEEP = 6 * 3600.0  # seconds between two looks at old posts where no budget plans them
PAGES = 6  # of a hundred posts, the first page with them: so far back a deep pass looks
KEPT = 600  # old posts remembered, the newest
AT_ONCE = 20  # threads read in a sweep; the others wait for the next look
SKEW = 300  # seconds by which VK's clock may differ from ours


@dataclass(slots=True, kw_only=True)
class Old:
    """An old post as last seen. `top`: its newest comment that was read; 0: none was, then what is younger than `at` is news."""

    count: int
    top: int = 0
    at: int = 0

    def is_news(self, comment_id: int, comment: Post) -> bool:
        """Whether a comment was written since."""
        return comment_id > self.top if self.top else comment.published_at.timestamp() >= self.at - SKEW


def dumped(old: Mapping[int, Old]) -> str:
    """As one word of the cursor for each, the newest posts only."""
    return " ".join(f"{id}:{old[id].count}:{old[id].top}:{old[id].at}" for id in sorted(old, reverse=True)[:KEPT])


def restored(words: str) -> dict[int, Old]:
    """What `dumped` wrote. Raises ValueError."""
    rows = (map(int, word.split(":")) for word in words.split())
    return {id: Old(count=count, top=top, at=at) for id, count, top, at in rows}


async def deep_pages(client: Caller, owner_id: int, pages: range, may_ask: Callable[[], bool]) -> list[Item]:
    """Posts of these pages; where VK or the day's quota gives no more, the rest waits for the next look."""
    found: list[Item] = []
    for page in pages:
        if not may_ask():
            break
        try:
            answer = await client.call("wall.get", owner_id=owner_id, count=PAGE, offset=page * PAGE, filter="all")
        except VkError as error:
            log.info("VK: old posts of %s wait: %s", owner_id, error)
            break
        found += objects(answer["items"])
    return found


async def read_old(client: Caller, shown: Mapping[int, Post], known: dict[int, Old], *, now: int) -> list[Post]:
    """New comments under the posts that were shown; `known` learns what they are like now. Raises VkError where nothing was found."""
    news: list[Post] = []
    left = AT_ONCE
    for post_id, post in shown.items():
        before = known.setdefault(post_id, Old(count=post.comments, at=now))
        if post.comments <= before.count:
            before.count = post.comments
            continue
        if not left:
            continue
        left -= 1
        try:
            thread = await read_thread(client, Ref(ref_of(post.external_id).owner_id, post_id))
        except VkError as error:
            if error.code in UNREADABLE_THREAD:
                before.count = post.comments
                continue
            if news:
                return news  # what is left is read the next time: the remembered number stands
            raise
        news += [comment for id, comment in sorted(thread.comments.items()) if before.is_news(id, comment)]
        known[post_id] = Old(count=post.comments, top=max([before.top, *thread.comments]), at=now)
    return news


def left_watch(before: Mapping[int, tuple[int, int, int]], known: dict[int, Old]) -> None:
    """Remember posts that are watched no more, by (count, newest comment, moment of reading)."""
    for post_id, (count, top, at) in before.items():
        known.setdefault(post_id, Old(count=max(0, count), top=top, at=at))
