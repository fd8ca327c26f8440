"""Discussions of a community: board.getTopics, board.getComments, board.createComment."""

from sandbox.errors import Json
from sandbox.vk.boards_state import BoardComment, Topic
from sandbox.vk.call import Call, bad_param, fail
from sandbox.vk.guards import GUID_SECONDS, check_confirmed, check_words
from sandbox.vk.state import Group
from sandbox.vk.view import extended, photo_view

TOPICS, SAID, MOST = 40, 20, 100
UPDATED_FIRST = 1


def get_topics(call: Call, _base: str) -> Json:
    """Give topics; with order=1 the last updated first, fixed ones before all."""
    group = _board(call)
    topics = list(group.topics.values())
    if call.number("order", 0) == UPDATED_FIRST:
        topics.sort(key=lambda topic: topic.updated, reverse=True)
    topics.sort(key=lambda topic: not topic.is_fixed)
    start = call.number("offset", 0) or 0
    page = topics[start : start + call.portion("count", TOPICS, MOST)]
    return {"count": len(topics), "items": [_topic(each) for each in page], "default_order": UPDATED_FIRST, "can_add_topics": 0}


def get_comments(call: Call, base: str) -> Json:
    """Give comments of a topic."""
    group = _board(call)
    topic = _named(call, group)
    said = list(topic.said)
    if call.values.get("sort", "asc") == "desc":
        said.reverse()
    start = call.number("offset", 0) or 0
    page = said[start : start + call.portion("count", SAID, MOST)]
    shown: Json = {"count": len(said), "items": [_comment(group, each, base) for each in page]}
    return shown | (extended(call, {each.from_id for each in page}, base) if call.flag("extended") else {})


def create_comment(call: Call, base: str) -> int:
    """Write in a topic, as the community with `from_group`; the same guid again gives the first comment's id."""
    group = _board(call)
    topic, text = _named(call, group), call.values.get("message", "")
    if not text.strip() and not call.values.get("attachments"):
        bad_param("message")
    if call.flag("from_group") and call.token.group_id != group.id:
        fail(15, "user is no editor of the group")
    author = -group.id if call.flag("from_group") else call.token.user_id or 0
    guid = (author, f"board {call.values.get('guid', '')}")
    number, at = group.guids.get(guid, (0, 0.0))
    if call.values.get("guid") and call.town.now() - at < GUID_SECONDS:
        return number
    check_confirmed(call)
    check_words(call, base, author, text)
    made = say(group, topic, author, text, int(call.town.now()))
    group.guids[guid] = (made.id, call.town.now())
    call.town.journal.count("vk", "bot_comments")
    return made.id


def say(group: Group, topic: Topic, author: int, text: str, date: int) -> BoardComment:
    """Put a comment into a topic."""
    group.last_said += 1
    made = BoardComment(group.last_said, author, text, date)
    topic.said.append(made)
    return made


def _board(call: Call) -> Group:
    group = call.town.vk.groups.get(call.needed("group_id"))
    if group is None or group.is_closed or group.deactivated or group.board == "closed":
        fail(15)
    return group


def _named(call: Call, group: Group) -> Topic:
    topic = group.topics.get(call.needed("topic_id"))
    if topic is None:
        bad_param("topic_id", "is invalid")
    return topic


def _topic(topic: Topic) -> Json:
    first, last = topic.said[0], topic.said[-1]
    own = {"id": topic.id, "title": topic.title, "created": first.date, "created_by": first.from_id}
    return own | {
        "updated": last.date,
        "updated_by": last.from_id,
        "comments": len(topic.said),
        "is_closed": 0,
        "is_fixed": int(topic.is_fixed),
    }


def _comment(group: Group, said: BoardComment, base: str) -> Json:
    shown: Json = {"id": said.id, "from_id": said.from_id, "date": said.date, "text": said.text, "can_edit": 0}
    return shown | ({"attachments": [photo_view(name, -group.id, said.date, base) for name in said.photos]} if said.photos else {})
