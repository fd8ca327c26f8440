"""Pages of topics and comments, one after another by the anchor."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from logging import getLogger

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
    """What stands under a topic. Not `complete`: older comments were not reached, so absence proves nothing."""

    comments: dict[str, Post] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    complete: bool = True


async def topics_page(client: OkClient, group_id: str, anchor: str | None, *, count: int = TOPICS) -> Item:
    """One page of a group's topics, the newest first. Raises OkError."""
    answer = await client.call("mediatopic.getTopics", gid=group_id, count=count, anchor=anchor, fields=FIELDS)
    if not isinstance(answer, dict) or not isinstance(answer.get("media_topics", []), list):
        raise OkError("mediatopic.getTopics", ODD)
    return answer


def uncounted(answer: Item) -> set[str]:
    """Topics that do not tell how many comments stand under them."""
    return {str(item.get("id")) for item in objects(answer.get("media_topics")) if not is_counted(item)}


def topics_in(answer: Item, group_id: str, *, now: datetime) -> dict[str, Post]:
    """Topics of a page that can be read, by their numbers, in its order."""
    entities = Entities(answer.get("entities"))
    return readable(
        objects(answer.get("media_topics")), lambda item: topic_of(item, group_id, entities, now=now), lambda item: str(item["id"])
    )


def next_anchor(answer: Item) -> str | None:
    """Where the next page begins; None: this was the last."""
    anchor = answer.get("anchor")
    return anchor if isinstance(anchor, str) and anchor and answer.get("has_more", True) else None


async def standing(client: OkClient, ids: list[str], witness: str | None = None) -> set[str]:
    """Which of these topics are still there. `witness`: one that stands for certain, asked for beside them. Raises OkError."""
    asked = [*ids, witness] if witness else ids
    try:
        answer = await client.call("mediatopic.getByIds", topic_ids=asked, media_limit=1, fields="media_topic.id")
    except OkError as error:
        if error.code != NOT_FOUND:
            raise
        return set() if len(asked) == 1 else {id for each in ids for id in await standing(client, [each])}
    found = answer.get("media_topics") if isinstance(answer, dict) else None
    stands = {str(item.get("id")) for item in objects(found)}
    if not isinstance(found, list) or (witness and witness not in stands):
        raise OkError("mediatopic.getByIds", ODD)  # an answer that lacks what stands there proves nothing
    return stands


async def read_thread(client: OkClient, topic: Ref, *, since: datetime, now: datetime) -> Thread:
    """All comments under a topic, newest pages first. Raises OkError."""
    thread, anchor = Thread(), None
    for _ in range(MAX_COMMENT_PAGES):
        answer = await client.call(
            "discussions.getComments", discussionId=topic.topic_id, discussionType="GROUP_TOPIC", count=COMMENTS, anchor=anchor
        )
        if not isinstance(answer, dict):
            raise OkError("discussions.getComments", ODD)
        items, before = objects(answer.get("comments")), len(thread.comments) + len(thread.removed)
        thread.removed |= {str(item.get("id")) for item in items if is_removed(item)}
        thread.comments |= readable(
            (item for item in items if not is_removed(item)), lambda item: comment_of(item, topic, since=since, now=now), comment_id_of
        )
        anchor = next_anchor(answer)
        if anchor is None or not items or before == len(thread.comments) + len(thread.removed):
            return thread
    thread.complete = False
    return thread


def readable(items: Iterable[Item], make: Callable[[Item], Post], id_of: Callable[[Item], str]) -> dict[str, Post]:
    """Make posts by their ids; one that cannot be read is left out and does not spoil the rest."""
    made: dict[str, Post] = {}
    for item in items:
        try:
            made[id_of(item)] = make(item)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
            log.warning("OK: an item is not as documented and is left out: %s", type(error).__name__)
    return made
