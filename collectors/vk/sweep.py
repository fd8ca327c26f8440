"""A fetch of a wall under way, and what it is asked."""

from dataclasses import dataclass, field
from datetime import datetime

from collectors.vk.memory import Memory
from collectors.vk.old_posts import PAGES
from collectors.vk.thread import PAGE
from incidents.posts import Post


@dataclass(slots=True)
class Sweep:
    """One fetch under way."""

    before: Memory
    now: int
    after: Memory
    watched: dict[int, Post] = field(default_factory=dict)  # newest first
    reach: int = 0  # posts older than this were not asked for
    news: list[Post] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    calls: int = 0  # of wall.get
    adopted: set[int] = field(default_factory=set)  # old posts that came under watch: not news
    aged: dict[int, Post] = field(default_factory=dict)  # shown, and too old to be watched
    total: int = 0  # posts that the wall says it has


def further_pages(sweep: Sweep) -> range:
    """Pages with old posts."""
    return range(sweep.calls, min(PAGES, -(-sweep.total // PAGE)))


def is_news(before: Memory, post_id: int, date: int) -> bool:
    """Tell a new post from an old one that came into sight because others were deleted; a delayed post has an early id."""
    return before.first or post_id > before.top or date >= before.latest or post_id in before.gone


def order_of(post: Post) -> tuple[datetime, int]:
    """As they were written, within one second too."""
    number = post.external_id.replace("_r", "_").rpartition("_")[2]
    return post.published_at, int(number)  # posts and comments of a wall share one row of numbers
