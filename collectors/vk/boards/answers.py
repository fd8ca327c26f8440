"""Answers in the own community's board: one comment, proved by reading it.

Source: board.createComment (user token, `from_group`, `guid`) of VK's published schema; it knows no reply to a comment.
"""

from collections.abc import Sequence
from datetime import datetime

from collectors.vk.boards.items import TopicRef
from collectors.vk.client import Caller, VkClient
from collectors.vk.items import objects, plain

NEWEST = 100  # comments of a topic in which an answer is looked for
ELSEWHERE = "в обсуждениях другого сообщества бот не пишет"
NO_KEY = "в обсуждения пишет только ключ редактора сообщества (VK__USER_TOKEN)"


def why_not(topic: TopicRef, group_id: int, editor: VkClient) -> str | None:
    """Why the bot writes no answer there; None: it does."""
    if topic.group_id != group_id:
        return ELSEWHERE
    return None if editor.kind == "user" else NO_KEY


async def comment_in(editor: VkClient, topic: TopicRef, text: str, guid: str, attachments: Sequence[str]) -> TopicRef:
    """Write in the community's name. Raises VkError, TypeError or ValueError."""
    place = {"group_id": topic.group_id, "topic_id": topic.topic_id, "from_group": 1}
    pictures = ",".join(attachments) or None
    made = await editor.call("board.createComment", **place, message=text, guid=guid, attachments=pictures)
    return TopicRef(topic.group_id, topic.topic_id, int(made))


async def find_in(reader: Caller, topic: TopicRef, text: str, *, since: datetime) -> TopicRef | None:
    """The community's own comment with this text, not older. Raises VkError, LookupError or TypeError."""
    asked = {"group_id": topic.group_id, "topic_id": topic.topic_id, "sort": "desc", "count": NEWEST}
    answer = await reader.call("board.getComments", **asked)
    for item in objects(answer["items"]):
        is_ours = item["from_id"] == -topic.group_id and item["date"] >= since.timestamp()
        if is_ours and " ".join(plain(item.get("text")).split()) == " ".join(text.split()):
            return TopicRef(topic.group_id, topic.topic_id, item["id"])
    return None
