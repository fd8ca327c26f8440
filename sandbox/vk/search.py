"""newsfeed.search and newsfeed.getMentions: posts of all open walls, newest first."""

import re

from sandbox.errors import Json
from sandbox.vk.call import Call, bad_param
from sandbox.vk.state import Group, Post
from sandbox.vk.view import extended, post_view

COUNT, MOST = 30, 200
MENTIONS, MENTIONS_MOST = 20, 50
DAY = 86_400
FOUND_MOST = 1000  # VK shows no more of one search, however long one pages
CURSOR = re.compile(r"(\d{1,12})_(-\d{1,12})_(\d{1,12})")
Place = tuple[int, int, int]  # date, owner, id: the order of the search


def search(call: Call, base: str) -> Json:
    """Find posts with every word of `q` between start_time and end_time; `start_from` goes on behind the page before."""
    words = call.values.get("q", "").lower().split()
    since, until = call.number("start_time", 0) or 0, call.number("end_time")
    found = sorted(
        ((_place(post), group, post) for group, post in _readable(call) if _fits(post, words, since, until)),
        key=lambda row: row[0],
        reverse=True,
    )[:FOUND_MOST]
    after = _cursor(call)
    rest = [row for row in found if after is None or row[0] < after]
    page = rest[: call.portion("count", COUNT, MOST)]
    shown: Json = {
        "items": [post_view(call, group, post, base) for _, group, post in page],
        "count": len(found),
        "total_count": len(found),
    }
    if page and len(page) < len(rest):
        shown["next_from"] = "_".join(map(str, page[-1][0]))
    if call.flag("extended"):
        shown |= extended(call, {author for _, _, post in page for author in (post.from_id, post.owner_id)}, base)
    return shown


def mentions(call: Call, base: str) -> Json:
    """Posts that name «[club1|…]», or the key's owner, since start_time (a day ago where none is given)."""
    owner = call.number("owner_id") or call.token.user_id or 0
    words = [f"[id{owner}|"] if owner > 0 else [f"[club{-owner}|", f"[public{-owner}|"]
    since = call.number("start_time") or int(call.town.now()) - DAY
    rows = [row for row in _readable(call) if row[1].date >= since and any(word in row[1].text for word in words)]
    rows.sort(key=lambda row: _place(row[1]), reverse=True)
    start = call.number("offset", 0) or 0
    page = rows[start : start + call.portion("count", MENTIONS, MENTIONS_MOST)]
    return {"count": len(rows), "items": [post_view(call, group, post, base) for group, post in page]}


def _readable(call: Call) -> list[tuple[Group, Post]]:
    groups = [group for group in call.town.vk.groups.values() if not group.is_closed and not group.deactivated]
    return [(group, post) for group in groups for post in group.posts.values() if not post.deleted]


def _fits(post: Post, words: list[str], since: int, until: int | None) -> bool:
    text = post.text.lower()
    return since <= post.date and (until is None or post.date <= until) and all(word in text for word in words)


def _place(post: Post) -> Place:
    return post.date, post.owner_id, post.id


def _cursor(call: Call) -> Place | None:
    text = call.values.get("start_from", "")
    if not text:
        return None
    match = CURSOR.fullmatch(text)
    if match is None:
        bad_param("start_from", "is invalid")
    return int(match[1]), int(match[2]), int(match[3])
