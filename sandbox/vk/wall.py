"""wall.get, wall.getById, wall.post."""

from sandbox.errors import Json
from sandbox.vk import longpoll, photos
from sandbox.vk.call import Call, bad_param, fail
from sandbox.vk.guards import GUID_SECONDS, check_confirmed, check_wall
from sandbox.vk.state import Group, Post
from sandbox.vk.view import extended, post_view

COUNT, MOST = 20, 100
BY_ID_MOST = 100
FILTERS = frozenset({"all", "owner", "others"})
FOR_EDITORS = frozenset({"suggests", "postponed", "donut"})
A_DAY, DAY = 50, 24 * 3600
NOT_NOW = ("publish_date", "post_id", "close_comments", "donut_paid_duration")


def get(call: Call, base: str) -> Json:
    """Give a wall, newest first, a pinned post before all."""
    group = call.wall()
    posts = [post for post in group.posts.values() if not post.deleted]
    posts = [post for post in posts if _passes(call.values.get("filter", "all"), post)]
    posts.sort(key=lambda post: (post.pinned, post.date, post.id), reverse=True)
    offset = call.number("offset", 0) or 0
    page = posts[offset : offset + call.portion("count", COUNT, MOST)]
    shown = [post_view(call, group, post, base) for post in page]
    return {"count": len(posts), "items": shown} | _authors(call, page, base)


def _passes(wanted: str, post: Post) -> bool:
    if wanted in FOR_EDITORS:
        fail(15, f"filter {wanted} is for editors of the group")
    if wanted not in FILTERS:
        bad_param("filter", "is invalid")
    own = post.from_id == post.owner_id
    return wanted == "all" or own == (wanted == "owner")


def _authors(call: Call, page: list[Post], base: str) -> Json:
    if not call.flag("extended"):
        return {}
    return extended(call, {post.from_id for post in page} | {post.owner_id for post in page}, base)


def get_by_id(call: Call, base: str) -> Json:
    """Give posts by «owner_post»; those that are gone are left out."""
    names = call.words("posts")
    if not names:
        bad_param("posts")
    found = [pair for name in names[:BY_ID_MOST] if (pair := _find(call, name)) is not None]
    shown = [post_view(call, group, post, base) for group, post in found]
    return {"items": shown} | _authors(call, [post for _, post in found], base)


def _find(call: Call, name: str) -> tuple[Group, Post] | None:
    owner, _, number = name.partition("_")
    if not owner.lstrip("-").isdecimal() or not number.isdecimal():
        bad_param("posts", "is invalid")
    group = call.town.vk.groups.get(-int(owner[:20]))
    post = group.posts.get(int(number[:20])) if group else None
    if group is None or post is None or post.deleted or group.is_closed or group.deactivated:
        return None
    return group, post


def post(call: Call, base: str) -> Json:
    """Write on a community's wall, as the community with `from_group`; the same guid again gives the first post's id."""
    group = call.wall()
    for name in NOT_NOW:
        if call.values.get(name):
            fail(100, f"the sandbox keeps no {name}")
    text = call.values.get("message", "")
    if not text.strip() and not call.values.get("attachments"):
        bad_param("message")
    author = _writer(call, group)
    guid = (author, call.values.get("guid", ""))
    number, at = group.guids.get(guid, (0, 0.0))
    known = group.posts.get(number) if guid[1] and call.town.now() - at < GUID_SECONDS else None
    if known is None:
        check_confirmed(call)
        check_wall(group, None, author, text)
        if sum(each.from_id == author and each.date > call.town.now() - DAY for each in group.posts.values()) >= A_DAY:
            fail(214, f"you can only add {A_DAY} posts a day")
        known = Post(group.next_id(), -group.id, author, text, int(call.town.now()), photos.attached(call, call.town.vk))
        group.posts[known.id] = known
        if guid[1]:
            group.guids[guid] = (known.id, call.town.now())
        longpoll.post_new(call.town, group, known)
        call.town.changes.touch("walls", group.id)
        call.town.journal.count("vk", "posts")
    return {"post_id": known.id}


def _writer(call: Call, group: Group) -> int:
    """In whose name: the community's own editor may speak as it."""
    if not call.flag("from_group"):
        return call.token.user_id or 0
    if call.token.group_id != group.id:
        fail(214, "user is no editor of the group")
    return -group.id
