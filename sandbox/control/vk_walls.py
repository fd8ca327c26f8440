"""Walls of the control API: what stands there, and whose they are."""

from sandbox.control.fates import fate
from sandbox.errors import Json, no
from sandbox.town import Town
from sandbox.vk.state import Comment, Post


def wall(town: Town, group_id: str) -> list[Json]:
    """Show a wall with everything on it, deleted things too, oldest first."""
    group = town.vk.groups.get(int(group_id)) if group_id.isdecimal() else None
    if group is None:
        no(f"нет группы VK {group_id!r}")
    return [_post(town, item) for item in group.posts.values()]


def _post(town: Town, item: Post) -> Json:
    address = f"wall{item.owner_id}_{item.id}"

    def reply(comment: Comment) -> Json:
        return _comment(comment) | {"fate": fate(town, "vk", f"{address}_r{comment.id}")}

    return _written(item) | {
        "fate": fate(town, "vk", address),
        "edited": item.edited,
        "likes": item.likes,
        "repost_of": {"owner_id": item.copy_of.owner_id, "post_id": item.copy_of.id} if item.copy_of else None,
        "copies": [_written(each) for each in item.chain()],
        "comments": [reply(each) | {"thread": [reply(inner) for inner in item.level(each)]} for each in item.level(None)],
    }


def _written(item: Post) -> Json:
    """Show a post by itself, as it also stands inside of one that passes it on."""
    return {
        "owner_id": item.owner_id,
        "post_id": item.id,
        "from_id": item.from_id,
        "signer_id": item.signer_id,
        "text": item.text,
        "date": item.date,
        "deleted": item.deleted,
        "photos": item.photos,
        "attachments": [{name: each[name] for name in ("type", "title", "url")} for each in item.attachments],
        "geo": item.geo,
    }


def _comment(item: Comment) -> Json:
    return {
        "id": item.id,
        "from_id": item.from_id,
        "text": item.text,
        "date": item.date,
        "reply_to": item.reply_to.id if item.reply_to else None,
        "deleted": item.deleted,
        "likes": item.likes,
        "photos": item.photos,
    }


def groups(town: Town) -> Json:
    """List the groups and the people of VK."""
    return {
        "groups": [
            {
                "id": group.id,
                "name": group.name,
                "screen_name": group.screen_name,
                "comments": group.comments,
                "posts": len(group.posts),
            }
            for group in town.vk.groups.values()
        ],
        "users": [{"id": person.id, "first_name": person.first_name, "last_name": person.last_name} for person in town.vk.people.values()],
    }
