"""/control/vk/…: what residents do on walls."""

from sandbox.clock import parse_moment
from sandbox.control.vk_attachments import read_attachments, read_geo
from sandbox.control.wish import Wish
from sandbox.errors import Json, no
from sandbox.town import Town
from sandbox.vk import longpoll
from sandbox.vk.comments import add_comment
from sandbox.vk.state import Comment, Group, Post

FAILED = range(1, 4)
POST = frozenset(
    {"group_id", "author_id", "signer_id", "text", "photos", "attachments", "geo", "repost_of", "pinned", "comments_closed", "at"}
)
COMMENT = frozenset({"owner_id", "post_id", "author_id", "text", "photos", "reply_to", "at"})
TARGET = frozenset({"owner_id", "post_id", "comment_id"})


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
    wish.only(POST)
    number = wish.number("group_id")
    group = town.vk.groups.get(number)
    if group is None:
        no(f"нет группы VK {number}")
    text, photos, attachments = wish.maybe_text("text") or "", wish.photos(), read_attachments(wish)
    copy = _passed_on(town, wish)
    if not text and not photos and not attachments and copy is None:
        no("Пустую запись не опубликовать: напишите текст или приложите фото")
    author = _author(town, group, wish.maybe_number("author_id"))
    at = moment_of(town, wish)
    made = Post(group.next_id(), -group.id, author, text, int(at), photos)
    made.pinned = bool(wish.fields.get("pinned", False))
    made.attachments, made.geo, made.copy_of = attachments, read_geo(wish), copy
    made.signer_id = _signer(town, wish, made)
    made.is_closed = bool(wish.fields.get("comments_closed", False))
    group.posts[made.id] = made
    longpoll.post_new(town, group, made)
    town.journal.count("vk", "posts")
    url = f"https://vk.com/wall{made.owner_id}_{made.id}"
    return {"owner_id": made.owner_id, "post_id": made.id, "url": url}


def _passed_on(town: Town, wish: Wish) -> Post | None:
    """Find the post that a repost passes on."""
    value = wish.fields.get("repost_of")
    if value is None:
        return None
    if not isinstance(value, dict):
        no("поле repost_of должно быть объектом с owner_id и post_id")
    return find_post(town, Wish(value))[1]


def _signer(town: Town, wish: Wish, made: Post) -> int | None:
    """Only a post of the community names its author."""
    number = wish.maybe_number("signer_id")
    if number is not None and made.from_id != made.owner_id:
        no("подпись signer_id бывает только у записи от имени сообщества: уберите author_id")
    if number is not None and number not in town.vk.people:
        no(f"нет человека VK с id {number}")
    return number


def moment_of(town: Town, wish: Wish) -> float:
    """The moment that was wished for, or now."""
    return parse_moment(wish.fields["at"]) if wish.fields.get("at") is not None else town.now()


def comment(town: Town, wish: Wish) -> Json:
    """Write under a post."""
    wish.only(COMMENT)
    group, found = find_post(town, wish)
    if found.deleted:
        no(f"запись {found.id} удалена")
    reply_to = _comment(found, wish.maybe_number("reply_to"))
    text, photos = wish.maybe_text("text") or "", wish.photos()
    if not text and not photos:
        no("Пустую запись не опубликовать: напишите текст или приложите фото")
    author = _author(town, group, wish.maybe_number("author_id"))
    made = add_comment(group, found, author, text, moment_of(town, wish), reply_to)
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
    wish.only(frozenset({"group_id", "failed"}))
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
    wish.only(TARGET | {"text"})
    target = _target(town, wish)
    target.text = wish.text("text")
    if isinstance(target, Post):
        target.edited = int(town.now())
    _tell(town, wish, target, "edit")
    return {"ok": True}


def delete(town: Town, wish: Wish) -> Json:
    """Delete a post or a comment."""
    wish.only(TARGET)
    target = _target(town, wish)
    target.deleted = True
    _tell(town, wish, target, "delete")
    return {"ok": True}


def restore(town: Town, wish: Wish) -> Json:
    """Bring a deleted post or comment back."""
    wish.only(TARGET)
    target = _target(town, wish)
    target.deleted = False
    _tell(town, wish, target, "restore")
    return {"ok": True}


def like(town: Town, wish: Wish) -> Json:
    """Like a post or a comment."""
    wish.only(TARGET)
    target = _target(town, wish)
    target.likes += 1
    return {"likes": target.likes}
