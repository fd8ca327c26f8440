"""wall.getComments, wall.getComment, wall.createComment."""

from sandbox.errors import Json
from sandbox.vk import longpoll, photos
from sandbox.vk.call import Call, bad_param, fail
from sandbox.vk.guards import GUID_SECONDS, check_confirmed, check_wall, check_words
from sandbox.vk.state import GROUP, Comment, Group, Post
from sandbox.vk.view import comment_view, extended, may_comment

COUNT, MOST = 10, 100
THREAD_MOST = 10
SORTS = frozenset({"asc", "desc", "smart"})
CLOSED_TO_READ, CLOSED_TO_WRITE, NO_COMMENT = 212, 213, 211


def get_comments(call: Call, base: str) -> Json:
    """Give comments of the first level, or of one thread with `comment_id`."""
    group = call.wall()
    post = call.post(group)
    if group.comments == "closed":
        fail(CLOSED_TO_READ)
    root = _root(call, post)
    level = _visible(post, post.level(root))
    if _sort(call) == "desc":
        level.reverse()
    start = _start(call, level)
    page = level[start : start + call.portion("count", COUNT, MOST)]
    threads = call.portion("thread_items_count", 0, THREAD_MOST)
    items = [_with_thread(call, group, post, comment, threads, base) for comment in page]
    shown: Json = {"count": post.alive(), "items": items, "current_level_count": len(level)}
    shown |= _rights(call, group, post)
    if call.values.get("start_comment_id"):
        shown["real_offset"] = start
    if call.flag("extended"):
        replies = [reply for comment in page for reply in post.level(comment)[:threads]]
        shown |= extended(call, {c.from_id for c in [*page, *replies] if not c.deleted}, base)
    return shown


def _root(call: Call, post: Post) -> Comment | None:
    wanted = call.number("comment_id")
    if not wanted:
        return None
    comment = post.comments.get(wanted)
    if comment is None:
        bad_param("comment_id", "is invalid")
    return comment.root or comment


def _sort(call: Call) -> str:
    sort = call.values.get("sort", "asc")
    if sort not in SORTS:
        bad_param("sort", "is invalid")
    return sort


def _start(call: Call, level: list[Comment]) -> int:
    """Tell where the page begins: `offset` counts from `start_comment_id` if that is given."""
    offset = call.number("offset", 0) or 0
    wanted = call.number("start_comment_id")
    if wanted:
        numbers = [comment.id for comment in level]
        if wanted not in numbers:
            bad_param("start_comment_id", "is invalid")
        offset += numbers.index(wanted)
    return max(0, offset)


def _visible(post: Post, comments: list[Comment]) -> list[Comment]:
    """Leave out deleted comments unless somebody alive stands in their thread."""
    return [comment for comment in comments if not comment.deleted or any(not reply.deleted for reply in post.level(comment))]


def _rights(call: Call, group: Group, post: Post) -> Json:
    can_post = may_comment(call, group) and not post.is_closed
    return {"can_post": can_post, "show_reply_button": can_post, "groups_can_post": group.groups_can_post}


def _with_thread(call: Call, group: Group, post: Post, comment: Comment, threads: int, base: str) -> Json:
    shown = _cut(call, comment_view(post, comment, base, likes=call.flag("need_likes")))
    if comment.root is not None:
        return shown
    replies = _visible(post, post.level(comment))
    likes = call.flag("need_likes")
    shown["thread"] = {
        "count": len(replies),
        "items": [_cut(call, comment_view(post, reply, base, likes=likes)) for reply in replies[:threads]],
    } | _rights(call, group, post)
    return shown


def _cut(call: Call, shown: Json) -> Json:
    length = call.number("preview_length", 0) or 0
    if length and len(shown["text"]) > length:
        shown["text"] = shown["text"][:length] + "…"
    return shown


def get_comment(call: Call, base: str) -> Json:
    """Give one comment by its id on a wall."""
    group = call.wall()
    wanted = call.needed("comment_id")
    for post in group.posts.values():
        comment = post.comments.get(wanted)
        if comment is not None and not comment.deleted and not post.deleted:
            shown: Json = {"items": [_with_thread(call, group, post, comment, 0, base)]}
            if call.flag("extended"):
                shown |= extended(call, {comment.from_id}, base)
            return shown
    return fail(NO_COMMENT)


def create_comment(call: Call, base: str) -> Json:
    """Put a comment under a post; the same guid again gives the first one's id."""
    group = call.wall()
    post = call.post(group)
    text = call.values.get("message", "")
    if not text.strip() and not call.values.get("attachments"):
        bad_param("message")
    author = _author(call, group, post)
    guid = (author, call.values.get("guid", ""))
    number, at = group.guids.get(guid, (0, 0.0))
    known = post.comments.get(number) if guid[1] and call.town.now() - at < GUID_SECONDS else None
    if known is None:
        check_confirmed(call)
        check_wall(group, post, author, text)
        check_words(call, base, author, text)
        pictures = photos.attached(call, call.town.vk)
        known = add_comment(group, post, author, text, call.town.now(), _replied(call, post))
        known.photos = pictures
        if guid[1]:
            group.guids[guid] = (known.id, call.town.now())
        longpoll.reply(call.town, group, post, known, "new")
        call.town.changes.touch("walls", group.id)
        call.town.journal.count("vk", "bot_comments")
        call.town.journal.count("vk", "comments")
    return {"comment_id": known.id, "parents_stack": [known.root.id] if known.root else []}


def _author(call: Call, group: Group, post: Post) -> int:
    """Tell in whose name the comment goes: a group token always speaks as its group."""
    if post.is_closed:
        fail(CLOSED_TO_WRITE)
    if not may_comment(call, group):
        if call.token.kind == GROUP and group.comments != "closed":
            fail(15, "group token of another community")
        fail(CLOSED_TO_WRITE)
    from_group = call.number("from_group", 0)
    if call.token.kind == GROUP:
        return -group.id
    if from_group:
        if call.token.group_id != from_group:
            fail(15, "user is no editor of the group")
        if from_group != group.id and not group.groups_can_post:
            fail(CLOSED_TO_WRITE)
        return -from_group
    return call.token.user_id or 0


def _replied(call: Call, post: Post) -> Comment | None:
    wanted = call.number("reply_to_comment")
    if not wanted:
        return None
    comment = post.comments.get(wanted)
    if comment is None or comment.deleted:
        bad_param("reply_to_comment", "is invalid")
    return comment


def add_comment(group: Group, post: Post, author: int, text: str, now: float, reply_to: Comment | None) -> Comment:
    """Put a comment under a post; a reply to a reply stands in the same thread."""
    root = (reply_to.root or reply_to) if reply_to else None
    comment = Comment(group.next_id(), author, text, int(now), reply_to, root)
    post.comments[comment.id] = comment
    return comment
