"""/control/ok/…: what residents do in groups of Odnoklassniki."""

from base64 import b64encode

from sandbox.control.vk import moment_of
from sandbox.control.wish import Wish
from sandbox.errors import Json, no
from sandbox.ok.state import ACCESS, Comment, Group, Token, Topic
from sandbox.town import Town

POST = frozenset({"group_id", "author_id", "text", "photos", "attachments", "repost_of", "at"})
COMMENT = frozenset({"topic_id", "author_id", "group_id", "text", "photos", "reply_to", "at"})
TARGET = frozenset({"topic_id", "comment_id"})
KINDS = frozenset({"movie", "poll", "link", "music"})


def describe(town: Town, wish: Wish) -> None:
    """Merge a description: `application_key`, `tokens`, `users`, `groups`."""
    town.ok.application_key = wish.maybe_text("application_key") or town.ok.application_key
    for row in wish.rows("users"):
        town.ok.people[row.number("id")] = row.maybe_text("name") or ""
    for row in wish.rows("tokens"):
        token = Token(row.text("token"), row.text("secret"), row.maybe_number("user_id") or 1)
        token.expired = bool(row.fields.get("expired", False))
        town.ok.tokens[token.token] = token
    for row in wish.rows("groups"):
        number = row.number("id")
        known = town.ok.groups.get(number) or Group(number, row.text("name"))
        known.name = row.maybe_text("name") or known.name
        known.short = row.maybe_text("short") or known.short
        known.access = row.choice("access", ACCESS, known.access)
        town.ok.groups[number] = known


def post(town: Town, wish: Wish) -> Json:
    """Write a topic; without `author_id` the group itself writes."""
    wish.only(POST)
    group = _group(town, wish)
    author = wish.maybe_number("author_id")
    made = Topic(town.ok.next_id(), _author(town, group, author), wish.maybe_text("text") or "", moment_of(town, wish), wish.photos())
    made.owner, made.attachments = group.id, [_attachment(each) for each in wish.rows("attachments")]
    copied = wish.maybe_number("repost_of")
    made.copy_of = _topic(town, copied) if copied is not None else None
    if not (made.text or made.photos or made.attachments or made.copy_of):
        no("Пустую тему не опубликовать: напишите текст или приложите фото")
    group.topics[made.id] = made
    return {"group_id": group.id, "topic_id": made.id, "url": f"https://ok.ru/group/{group.id}/topic/{made.id}"}


def comment(town: Town, wish: Wish) -> Json:
    """Write under a topic: a person (`author_id`), a group (`group_id`), or nobody that is named."""
    wish.only(COMMENT)
    topic = _topic(town, wish.number("topic_id"))
    person, group = wish.maybe_number("author_id"), wish.maybe_number("group_id")
    at = moment_of(town, wish)
    author = f"group:{group}" if group is not None else f"user:{person}" if person is not None else ""
    id = b64encode(f"{int(at * 1000)}:{len(topic.comments)}:{topic.id}:1".encode()).decode()
    made = Comment(id, author, wish.maybe_text("text") or "", at, wish.maybe_text("reply_to"), wish.photos())
    topic.comments[id] = made
    return {"topic_id": topic.id, "comment_id": id, "group_id": topic.owner}


def edit(town: Town, wish: Wish) -> Json:
    """Change a topic or a comment."""
    wish.only(TARGET | {"text"})
    found = _target(town, wish)
    found.text = wish.text("text")
    return {"ok": True, "group_id": _owner(town, wish)}


def delete(town: Town, wish: Wish) -> Json:
    """Take a topic or a comment away."""
    wish.only(TARGET)
    _target(town, wish).deleted = True
    return {"ok": True, "group_id": _owner(town, wish)}


def restore(town: Town, wish: Wish) -> Json:
    """Bring it back."""
    wish.only(TARGET)
    _target(town, wish).deleted = False
    return {"ok": True, "group_id": _owner(town, wish)}


def like(town: Town, wish: Wish) -> Json:
    """«Класс!» for a topic or a comment."""
    wish.only(TARGET)
    found = _target(town, wish)
    found.likes += 1
    return {"likes": found.likes, "group_id": _owner(town, wish)}


def group(town: Town, group_id: str) -> list[Json]:
    """Show a group's topics with everything under them, deleted things too, oldest first."""
    return [
        {"topic_id": each.id, "author": each.author, "text": each.text, "deleted": each.deleted}
        | {"comments": [{"id": one.id, "author": one.author, "text": one.text, "deleted": one.deleted} for one in each.comments.values()]}
        for each in group_of(town, group_id).topics.values()
    ]


def group_of(town: Town, group_id: str) -> Group:
    """Find a group by the number in a query."""
    found = town.ok.groups.get(int(group_id)) if group_id.isdecimal() else None
    return found or no(f"нет группы Одноклассников {group_id!r}")


def _group(town: Town, wish: Wish) -> Group:
    number = wish.number("group_id")
    if number not in town.ok.groups:
        no(f"нет группы Одноклассников {number}")
    return town.ok.groups[number]


def _topic(town: Town, number: int) -> Topic:
    found = next((each.topics[number] for each in town.ok.groups.values() if number in each.topics), None)
    return found or no(f"нет темы {number}")


def _owner(town: Town, wish: Wish) -> int:
    """The group where it stands: the page looks at that one again."""
    return _topic(town, wish.number("topic_id")).owner


def _target(town: Town, wish: Wish) -> Topic | Comment:
    topic, id = _topic(town, wish.number("topic_id")), wish.maybe_text("comment_id")
    if id is None:
        return topic
    if id not in topic.comments:
        no(f"под темой {topic.id} нет комментария {id}")
    return topic.comments[id]


def _author(town: Town, group: Group, number: int | None) -> str:
    if number is None:
        return f"group:{group.id}"
    if number not in town.ok.people:
        no(f"нет человека Одноклассников с id {number}")
    return f"user:{number}"


def _attachment(row: Wish) -> Json:
    kind = row.choice("type", KINDS, "link")
    return {"type": kind, "title": row.maybe_text("title") or "", "url": row.maybe_text("url") or "https://example.org/"}
