"""Pages of topics and comments, one after another by the anchor."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from logging import getLogger
from typing import NamedTuple

from collectors.ok.attachments import Entities, Item, objects
from collectors.ok.client import OkClient
from collectors.ok.errors import NOT_FOUND, ODD, OkError
from collectors.ok.items import Ref, comment_id_of, comment_of, is_counted, is_removed, topic_of
from incidents.posts import Post

log = getLogger(__name__)

TOPICS, COMMENTS = 50, 100  # a page
MAX_PAGES = 20
MAX_COMMENT_PAGES = 10
FIELDS = "media_topic.*,group_photo.*,photo.*,movie.*,video.*,poll.*"


@dataclass(slots=True)
class Thread:
    """What stands under a topic. Not `complete`: some of it was not reached or not read, so absence proves nothing."""

    comments: dict[str, Post] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    complete: bool = False
    left_out: int = 0  # comments that came and could not be read
    has_list: bool = True  # whether each answer held a list of comments


class Made(NamedTuple):
    """Posts by the network's ids, and how many items could not be made one."""

    posts: dict[str, Post]
    left_out: int


async def topics_page(client: OkClient, group_id: str, anchor: str | None, *, count: int = TOPICS) -> Item:
    """One page of a group's topics, the newest first. Raises OkError."""
    answer = await client.call("mediatopic.getTopics", gid=group_id, count=count, anchor=anchor, fields=FIELDS)
    if not isinstance(answer, dict) or not isinstance(answer.get("media_topics", []), list):
        raise OkError("mediatopic.getTopics", ODD)
    return answer


def uncounted(answer: Item) -> set[str]:
    """Topics that do not tell how many comments stand under them."""
    return {str(item.get("id")) for item in objects(answer.get("media_topics")) if not is_counted(item)}


def topics_in(answer: Item, group_id: str, *, now: datetime) -> Made:
    """Topics of a page that can be read, by their numbers, in its order."""
    entities = Entities(answer.get("entities"))
    return readable(answer.get("media_topics"), lambda item: topic_of(item, group_id, entities, now=now), lambda item: str(item["id"]))


async def comments_page(client: OkClient, topic_id: str, anchor: str | None, *, count: int = COMMENTS) -> Item:
    """One page of the comments under a topic, the newest first. Raises OkError."""
    answer = await client.call("discussions.getComments", discussionId=topic_id, discussionType="GROUP_TOPIC", count=count, anchor=anchor)
    if not isinstance(answer, dict):
        raise OkError("discussions.getComments", ODD)
    return answer


def comments_in(answer: Item, topic: Ref, *, since: datetime, now: datetime) -> Made:
    """Comments of a page that can be read; the places of removed ones are none."""
    rows = answer.get("comments")
    standing = [row for row in rows if not (isinstance(row, dict) and is_removed(row))] if isinstance(rows, list) else []
    return readable(standing, lambda item: comment_of(item, topic, since=since, now=now), comment_id_of)


def next_anchor(answer: Item) -> str | None:
    """Where the next page begins; None: this was the last."""
    anchor = answer.get("anchor")
    return anchor if isinstance(anchor, str) and anchor and answer.get("has_more", True) else None


async def standing(client: OkClient, ids: list[str], witness: str | None = None) -> set[str]:
    """Which of these topics are still there. `witness`: one that stands for certain, asked for beside them.

    Raises OkError, also where the answer does not say which.
    """
    asked = [*ids, witness] if witness else ids
    try:
        answer = await client.call("mediatopic.getByIds", topic_ids=asked, media_limit=1, fields="media_topic.id")
    except OkError as error:
        if error.code != NOT_FOUND:
            raise
        return set() if len(asked) == 1 else {id for each in ids for id in await standing(client, [each])}
    rows = answer.get("media_topics") if isinstance(answer, dict) else None
    stands = {str(item.get("id")) for item in objects(rows)}
    if not isinstance(rows, list) or len(objects(rows)) < len(rows) or not stands <= set(asked) or (witness and witness not in stands):
        raise OkError("mediatopic.getByIds", ODD)  # an answer that lacks what stands there proves nothing
    return stands


async def read_thread(client: OkClient, topic: Ref, *, since: datetime, now: datetime) -> Thread:
    """All comments under a topic, newest pages first. Raises OkError."""
    thread, anchor, seen = Thread(), None, set[str]()
    for _ in range(MAX_COMMENT_PAGES):
        answer = await comments_page(client, topic.topic_id, anchor)
        rows = answer.get("comments")
        if not isinstance(rows, list):
            thread.has_list = False
            return thread
        made = comments_in(answer, topic, since=since, now=now)
        thread.comments |= made.posts
        thread.left_out += made.left_out
        thread.removed |= {str(item.get("id")) for item in objects(rows) if is_removed(item)}
        ids = {str(item.get("id")) for item in objects(rows)}
        is_repeated, anchor = bool(rows) and ids <= seen, next_anchor(answer)
        seen |= ids
        if anchor is None or not rows or is_repeated:
            has_more = answer.get("has_more", len(rows) >= COMMENTS)  # a full page that says nothing of others may hide some
            thread.complete = not (has_more or is_repeated or thread.left_out)
            return thread
    return thread


def readable(items: object, make: Callable[[Item], Post], id_of: Callable[[Item], str]) -> Made:
    """Make posts by their ids; one that cannot be read, a null among them, is left out and does not spoil the rest."""
    made, left_out = dict[str, Post](), 0
    for item in items if isinstance(items, list) else ():
        try:
            made[id_of(item)] = make(item)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
            left_out += 1
            log.warning("OK: an item is not as documented and is left out: %s", type(error).__name__)
    return Made(made, left_out)
