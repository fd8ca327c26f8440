"""/control/vk/…: what residents do on walls, and everything that stands there."""

from sandbox.clock import parse_moment
from sandbox.control.wish import Wish
from sandbox.errors import Json, no
from sandbox.town import Town
from sandbox.vk import longpoll
from sandbox.vk.comments import add_comment
from sandbox.vk.state import Comment, Group, Post

FAILED = range(1, 4)


def find_post(town: Town, wish: Wish) -> tuple[Group, Post]:
    """Find a post, deleted ones too."""
    owner = wish.number("owner_id")
    group = town.vk.groups.get(-owner)
    if group is None:
        no(f"нет стены {owner}: owner_id группы отрицателен")
    number = wish.number("post_id")
    found = group.posts.get(number)
    if found is None:
        no(f"на стене {owner} нет записи {number}")
    return group, found


def _author(town: Town, group: Group, number: int | None) -> int:
    if number is None or number == -group.id:
        return -group.id
    if number not in town.vk.people and -number not in town.vk.groups:
        no(f"нет человека VK с id {number}")
    return number


def post(town: Town, wish: Wish) -> Json:
    """Write on a wall."""
    number = wish.number("group_id")
    group = town.vk.groups.get(number)
    if group is None:
        no(f"нет группы VK {number}")
    text, photos = wish.maybe_text("text") or "", wish.photos()
    if not text and not photos:
        no("Пустую запись не опубликовать: напишите текст или приложите фото")
    author = _author(town, group, wish.maybe_number("author_id"))
    at = _moment(town, wish)
    made = Post(group.next_id(), -group.id, author, text, int(at), photos)
    made.pinned = bool(wish.fields.get("pinned", False))
    group.posts[made.id] = made
    longpoll.post_new(town, group, made)
    town.journal.count("vk", "posts")
    url = f"https://vk.com/wall{made.owner_id}_{made.id}"
    return {"owner_id": made.owner_id, "post_id": made.id, "url": url}


def _moment(town: Town, wish: Wish) -> float:
    return parse_moment(wish.fields["at"]) if wish.fields.get("at") is not None else town.now()


def comment(town: Town, wish: Wish) -> Json:
    """Write under a post."""
    group, found = find_post(town, wish)
    if found.deleted:
        no(f"запись {found.id} удалена")
    reply_to = _comment(found, wish.maybe_number("reply_to"))
    text, photos = wish.maybe_text("text") or "", wish.photos()
    if not text and not photos:
        no("Пустую запись не опубликовать: напишите текст или приложите фото")
    author = _author(town, group, wish.maybe_number("author_id"))
    made = add_comment(group, found, author, text, _moment(town, wish), reply_to)
    made.photos = photos
    longpoll.reply(town, group, found, made, "new")
    town.journal.count("vk", "comments")
    return {"comment_id": made.id}


def _comment(found: Post, number: int | None) -> Comment | None:
    if number is None:
        return None
    if number not in found.comments:
        no(f"под записью {found.id} нет комментария {number}")
    return found.comments[number]


def _target(town: Town, wish: Wish) -> Post | Comment:
    found = find_post(town, wish)[1]
    return _comment(found, wish.maybe_number("comment_id")) or found


def _tell(town: Town, wish: Wish, target: Post | Comment, kind: str) -> None:
    """Long Poll has no events for a post that is edited or deleted."""
    if isinstance(target, Comment):
        group, found = find_post(town, wish)
        longpoll.reply(town, group, found, target, kind)


def break_off(town: Town, wish: Wish) -> Json:
    """Let a community's Long Poll lose the thread as VK does: `failed` 1, 2 or 3."""
    group = town.vk.groups.get(wish.number("group_id"))
    if group is None:
        no("нет группы VK с этим group_id")
    failed = wish.number("failed")
    if failed not in FAILED:
        no(f"failed бывает 1, 2 и 3, а не {failed}")
    group.poll.break_off(failed)
    return {"ok": True}


def edit(town: Town, wish: Wish) -> Json:
    """Change the text of a post or a comment."""
    target = _target(town, wish)
    target.text = wish.text("text")
    if isinstance(target, Post):
        target.edited = int(town.now())
    _tell(town, wish, target, "edit")
    return {"ok": True}


def delete(town: Town, wish: Wish) -> Json:
    """Delete a post or a comment."""
    target = _target(town, wish)
    target.deleted = True
    _tell(town, wish, target, "delete")
    return {"ok": True}


def restore(town: Town, wish: Wish) -> Json:
    """Bring a deleted post or comment back."""
    target = _target(town, wish)
    target.deleted = False
    _tell(town, wish, target, "restore")
    return {"ok": True}


def like(town: Town, wish: Wish) -> Json:
    """Like a post or a comment."""
    target = _target(town, wish)
    target.likes += 1
    return {"likes": target.likes}


def wall(town: Town, group_id: str) -> list[Json]:
    """Show a wall with everything on it, deleted things too, oldest first."""
    group = town.vk.groups.get(int(group_id)) if group_id.isdecimal() else None
    if group is None:
        no(f"нет группы VK {group_id!r}")
    return [_post(item) for item in group.posts.values()]


def _post(item: Post) -> Json:
    return {
        "owner_id": item.owner_id,
        "post_id": item.id,
        "from_id": item.from_id,
        "text": item.text,
        "date": item.date,
        "edited": item.edited,
        "deleted": item.deleted,
        "likes": item.likes,
        "photos": item.photos,
        "comments": [_shown(reply) | {"thread": [_shown(inner) for inner in item.level(reply)]} for reply in item.level(None)],
    }


def _shown(item: Comment) -> Json:
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
