"""The JSON that VK shows: posts, comments, people, groups."""

from sandbox.errors import Json
from sandbox.vk.attachments import attachment_view, geo_view
from sandbox.vk.call import Call
from sandbox.vk.state import GROUP, USER, Comment, Group, Person, Post

SIZES = (("s", 75, 56), ("m", 130, 98), ("x", 604, 453), ("y", 640, 480))


def photo_view(name: str, owner_id: int, date: int, base: str) -> Json:
    """Show a built-in picture as an attachment."""
    url = f"{base}/vk/photo/{name}.jpg"
    sizes = [{"type": kind, "width": w, "height": h, "url": url} for kind, w, h in SIZES]
    photo = {
        "album_id": -7,
        "date": date,
        "id": 456239017 + sum(name.encode()),
        "owner_id": owner_id,
        "sizes": sizes,
        "text": "",
        "access_key": "sandbox",
        "has_tags": False,
        "orig_photo": {"type": "base", "width": 640, "height": 480, "url": url},
    }
    return {"type": "photo", "photo": photo}


def may_comment(call: Call, group: Group) -> bool:
    """Tell whether the holder of this token may comment here."""
    token = call.token
    if group.comments == "closed":
        return False
    if token.kind == GROUP:
        return token.group_id == group.id
    if token.kind != USER:
        return False
    return group.comments == "open" or token.user_id in group.members


def post_view(call: Call, group: Group, post: Post, base: str) -> Json:
    """Show a post to the holder of a token."""
    return wall_post(post, base, can_post=int(may_comment(call, group) and not post.is_closed), groups_can_post=group.groups_can_post)


def wall_post(post: Post, base: str, *, can_post: int, groups_can_post: bool = True) -> Json:
    """Show a post; `can_post`: whether whoever looks may comment."""
    shown: Json = {
        "id": post.id,
        "owner_id": post.owner_id,
        "from_id": post.from_id,
        "date": post.date,
        "text": post.text,
        "type": "post",
        "post_type": "post",
        "post_source": {"type": "vk"},
        "inner_type": "wall_wallpost",
        "hash": f"h{post.id}",
        "attachments": attached(post, base),
        "comments": {"can_post": can_post, "count": post.alive(), "groups_can_post": groups_can_post},
        "likes": {"can_like": 0, "count": post.likes, "user_likes": 0, "can_publish": 0},
        "reposts": {"count": 0, "user_reposted": 0},
        "views": {"count": 10 + post.likes},
        "is_favorite": False,
        "marked_as_ads": 0,
    }
    if post.edited is not None:
        shown["edited"] = post.edited
    if post.pinned:
        shown["is_pinned"] = 1
    if post.signer_id is not None:
        shown["signer_id"] = post.signer_id
    if post.geo is not None:
        shown["geo"] = geo_view(post.geo)
    if chain := post.chain():
        shown["copy_history"] = [_copy(each, base) for each in chain]
    return shown


def attached(post: Post, base: str) -> list[Json]:
    """Show photos, then everything else that is attached."""
    photos = [photo_view(name, post.owner_id, post.date, base) for name in post.photos]
    rest = enumerate(post.attachments)
    return photos + [attachment_view(kept, post.id * 10 + number, post.owner_id, post.date) for number, kept in rest]


def _copy(post: Post, base: str) -> Json:
    """Show a post inside of one that passes it on: no counters."""
    shown: Json = {
        "type": "post",
        "id": post.id,
        "owner_id": post.owner_id,
        "from_id": post.from_id,
        "date": post.date,
        "post_type": "post",
        "post_source": {"type": "vk"},
        "text": post.text,
        "attachments": attached(post, base),
    }
    if post.signer_id is not None:
        shown["signer_id"] = post.signer_id
    return shown if post.geo is None else shown | {"geo": geo_view(post.geo)}


def comment_view(post: Post, comment: Comment, base: str, *, likes: bool = False) -> Json:
    """Show a comment without its thread; a deleted one keeps only its place."""
    shown: Json = {
        "id": comment.id,
        "from_id": 0 if comment.deleted else comment.from_id,
        "date": comment.date,
        "text": "" if comment.deleted else comment.text,
        "post_id": post.id,
        "owner_id": post.owner_id,
        "parents_stack": [comment.root.id] if comment.root else [],
    }
    if comment.deleted:
        return shown | {"deleted": True}
    if comment.from_id == post.from_id:
        shown["is_from_post_author"] = True
    if comment.reply_to is not None:
        shown["reply_to_user"] = comment.reply_to.from_id
        shown["reply_to_comment"] = comment.reply_to.id
    if comment.photos:
        photos = [photo_view(n, post.owner_id, comment.date, base) for n in comment.photos]
        shown["attachments"] = photos
    if likes:
        count = comment.likes
        shown["likes"] = {"can_like": 0, "count": count, "user_likes": 0, "can_publish": 0}
    return shown


def person_view(person: Person) -> Json:
    """Show a user."""
    shown: Json = {"id": person.id, "first_name": person.first_name, "last_name": person.last_name}
    if person.deactivated:
        return shown | {"deactivated": person.deactivated}
    return shown | {"can_access_closed": not person.is_closed, "is_closed": person.is_closed}


def group_view(group: Group, base: str) -> Json:
    """Show a community."""
    shown: Json = {
        "id": group.id,
        "name": group.name,
        "screen_name": group.screen_name,
        "is_closed": int(group.is_closed),
        "type": "group",
        "photo_50": f"{base}/vk/photo/lamp.jpg",
        "photo_100": f"{base}/vk/photo/lamp.jpg",
        "photo_200": f"{base}/vk/photo/lamp.jpg",
    }
    if group.deactivated:
        shown["deactivated"] = group.deactivated
    return shown


def extended(call: Call, ids: set[int], base: str) -> Json:
    """Show the people and groups behind author ids, as `extended=1` does."""
    vk = call.town.vk
    people = [person_view(vk.people[i]) for i in sorted(ids) if i in vk.people]
    groups = [group_view(vk.groups[-i], base) for i in sorted(ids) if -i in vk.groups]
    return {"profiles": people, "groups": groups}
