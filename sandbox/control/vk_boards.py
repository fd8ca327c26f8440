"""/control/vk/topic, /control/vk/said: what residents write in discussions."""

from sandbox.clock import parse_moment
from sandbox.control.wish import Wish
from sandbox.errors import Json, no
from sandbox.town import Town
from sandbox.vk.boards import say
from sandbox.vk.boards_state import Topic
from sandbox.vk.state import Group

TOPIC = frozenset({"group_id", "author_id", "title", "text", "fixed", "at"})
SAID = frozenset({"group_id", "topic_id", "author_id", "text", "at"})


def topic(town: Town, wish: Wish) -> Json:
    """Open a topic by its first comment."""
    wish.only(TOPIC)
    group = _group(town, wish)
    made = Topic(len(group.topics) + 1, wish.text("title"), is_fixed=bool(wish.fields.get("fixed", False)))
    group.topics[made.id] = made
    return {"topic_id": made.id, "comment_id": _say(town, wish, group, made)}


def said(town: Town, wish: Wish) -> Json:
    """Write in a topic."""
    wish.only(SAID)
    group = _group(town, wish)
    found = group.topics.get(wish.number("topic_id"))
    if found is None:
        no(f"в обсуждениях сообщества {group.id} нет такой темы")
    return {"comment_id": _say(town, wish, group, found)}


def _say(town: Town, wish: Wish, group: Group, found: Topic) -> int:
    author = wish.number("author_id")
    if author not in town.vk.people and -author not in town.vk.groups:
        no(f"нет человека VK с id {author}")
    at = parse_moment(wish.fields["at"]) if wish.fields.get("at") is not None else town.now()
    return say(group, found, author, wish.text("text"), int(at)).id


def _group(town: Town, wish: Wish) -> Group:
    number = wish.number("group_id")
    group = town.vk.groups.get(number)
    if group is None:
        no(f"нет группы VK {number}")
    return group
