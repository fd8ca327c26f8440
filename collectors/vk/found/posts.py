"""Found items to posts: no wall that is read anyway, nothing twice.

Pure.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from collectors.vk.attachments import Item
from collectors.vk.found.memory import FoundMemory
from collectors.vk.items import Ref, comment_of, post_of
from collectors.vk.items import readable as readable_by_id
from incidents.posts import Post

_REPLY = "reply"  # `post_type` of a comment


def posts_of(items: Iterable[Item], own_group: int | None) -> list[Post]:
    """Posts and comments wherever they stand; what the administration says is its own word."""
    own = str(-abs(own_group)) if own_group else None
    made = [post for item in items for post in readable_by_id([item], _post).values()]
    return [replace(post, by_owner=True) if own is not None and own in (post.author_id, post.repeats) else post for post in made]


def fresh_of(
    posts: Iterable[Post], memory: FoundMemory, *, since: float, walls: Collection[int], names: Callable[[str], bool]
) -> list[Post]:
    """Posts to be told: young enough, not told yet, of no wall that is read, about us; the memory learns them."""
    news = []
    for post in posts:
        is_old = post.published_at.timestamp() < since or post.external_id in memory.told
        if not is_old and owner_of(post) not in walls and names(post.whole):
            memory.told[post.external_id] = None
            news.append(post)
    return sorted(news, key=lambda post: post.published_at)


def owner_of(post: Post) -> int:
    """On whose wall it stands."""
    return int(post.external_id.removeprefix("wall").partition("_")[0])


def _post(item: Item) -> Post:
    owner = int(item["owner_id"])
    if item.get("post_type") == _REPLY:
        return comment_of(item, Ref(owner, int(item["post_id"])), None)
    return post_of(item, owner)
