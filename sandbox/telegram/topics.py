"""Topics of a forum: create, rename, close, open again, delete.

Only an administrator may.
"""

from sandbox.errors import Json, bad_request
from sandbox.telegram.call import Call
from sandbox.telegram.messages import new_message
from sandbox.telegram.state import Chat

COLORS = frozenset({7322096, 16766590, 13338331, 9367192, 16749490, 16478047})
NAME_MOST = 128


async def create_forum_topic(call: Call) -> Json:
    """Open a topic; its id is that of the service message that tells of it."""
    chat = _forum(call, "create a topic")
    name = _name(call)
    color = call.get("icon_color", 7322096)
    if color not in COLORS:
        bad_request("wrong topic icon color specified")
    message = new_message(call, chat, kind="service", extra={"forum_topic_created": {"name": name, "icon_color": color}})
    message.thread_id = message.id
    chat.topics[message.id] = name
    return {"message_thread_id": message.id, "name": name, "icon_color": color}


async def edit_forum_topic(call: Call) -> bool:
    """Rename a topic; icons are taken and forgotten."""
    chat, topic = _topic(call)
    if call.get("name") is None and call.get("icon_custom_emoji_id") is None:
        bad_request("TOPIC_NOT_MODIFIED")
    if call.get("name"):
        name = _name(call)
        if name == chat.topics[topic]:
            bad_request("TOPIC_NOT_MODIFIED")
        chat.topics[topic] = name
        new_message(call, chat, kind="service", thread_id=topic, extra={"forum_topic_edited": {"name": name}})
    return True


async def close_forum_topic(call: Call) -> bool:
    """Close a topic: only administrators write there from now on."""
    chat, topic = _topic(call)
    if topic in chat.closed_topics:
        bad_request("TOPIC_NOT_MODIFIED")
    chat.closed_topics.add(topic)
    new_message(call, chat, kind="service", thread_id=topic, extra={"forum_topic_closed": {}})
    return True


async def reopen_forum_topic(call: Call) -> bool:
    """Open a closed topic again."""
    chat, topic = _topic(call)
    if topic not in chat.closed_topics:
        bad_request("TOPIC_NOT_MODIFIED")
    chat.closed_topics.discard(topic)
    new_message(call, chat, kind="service", thread_id=topic, extra={"forum_topic_reopened": {}})
    return True


async def delete_forum_topic(call: Call) -> bool:
    """Delete a topic with all that stands in it."""
    chat, topic = _topic(call)
    del chat.topics[topic]
    chat.closed_topics.discard(topic)
    for message in chat.messages.values():
        message.deleted = message.deleted or message.thread_id == topic
    return True


def _forum(call: Call, act: str) -> Chat:
    chat = call.writable_chat()
    if not chat.is_forum:
        bad_request("the chat is not a forum")
    if chat.bot_status != "administrator":
        bad_request(f"not enough rights to {act}")
    return chat


def _topic(call: Call) -> tuple[Chat, int]:
    chat = _forum(call, "edit the topic")
    topic = call.get("message_thread_id")
    if topic not in chat.topics:
        bad_request("message thread not found")
    return chat, int(topic)


def _name(call: Call) -> str:
    name = str(call.get("name")).strip()
    if not name or len(name) > NAME_MOST:
        bad_request("topic name must be non-empty" if not name else "topic name is too long")
    return name
