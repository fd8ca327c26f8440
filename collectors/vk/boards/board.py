"""The board of a community: new comments in its topics.

A topic whose number of comments or moment of change is another one is read, newest comments first. Nothing tells of comments that are
edited or deleted there. Its memory is a part of the wall's cursor. Source: board.getTopics, board.getComments of VK's published schema.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self

from collectors.vk.attachments import Item
from collectors.vk.boards.items import TopicRef, said_in
from collectors.vk.client import Caller
from collectors.vk.errors import ODD, VkError
from collectors.vk.items import objects, readable
from incidents.posts import Post

PAGE = 100
MAX_PAGES = 5  # of topics that changed
MAX_SAID = 10  # pages of one topic: a thousand newest comments
KEPT = 300  # topics remembered, those that changed last
AT_ONCE = 20  # topics read at once; the others wait for the next look
DAY = 86_400.0  # seconds: no look is farther
EVERY = 900.0  # scenario seconds between two looks
CLOSED = 6 * 3600.0  # until a closed board is asked for again
SKEW = 300  # seconds by which VK's clock may differ from ours
UPDATED_FIRST = 1  # `order`
_SHUT = frozenset({7, 15, 18, 19, 30, 100, 104, 203})
_READ = "обсуждения раз в {} мин"
_IS_SHUT = "обсуждения закрыты или выключены, их не читаем"
_FAILS = "обсуждения пока не читаются: {}"


@dataclass(slots=True, kw_only=True)
class Topic:
    """A topic as last seen. `top`: its newest comment that was read; 0: none was."""

    count: int
    updated: int
    top: int = 0


@dataclass(slots=True, kw_only=True)
class BoardMemory:
    """`at`: the moment of the last look, 0: there was none; `next_at`: of the next one; `note`: what to say of it."""

    at: int = 0
    next_at: float = 0.0
    note: str = ""
    topics: dict[int, Topic] = field(default_factory=dict)

    def dump(self) -> dict[str, Any]:
        """As JSON's values."""
        newest = sorted(self.topics, key=lambda id: self.topics[id].updated, reverse=True)[:KEPT]
        rows = [[id, self.topics[id].count, self.topics[id].updated, self.topics[id].top] for id in newest]
        return {"at": self.at, "next_at": self.next_at, "note": self.note, "topics": rows}

    @classmethod
    def load(cls, data: dict[str, Any]) -> Self:
        """What `dump` wrote. Raises LookupError, TypeError or ValueError."""
        topics = {int(id): Topic(count=int(count), updated=int(updated), top=int(top)) for id, count, updated, top in data["topics"]}
        return cls(at=int(data["at"]), next_at=float(data["next_at"]), note=str(data["note"]), topics=topics)


class Board:
    """Reads the board of a community by a service or user token. Trouble with it never breaks the wall: it is a `note`."""

    def __init__(self, client: Caller, group_id: int) -> None:
        self._client, self._group_id = client, abs(group_id)

    async def read(self, memory: BoardMemory, *, since: float, now: float) -> list[Post]:
        """New comments; `memory` learns what there is. At the first look those since this moment."""
        if now < memory.next_at <= now + DAY:
            return []
        news: list[Post] = []
        memory.at = (memory.at if memory.at <= now else int(now - DAY)) or int(since)  # a clock that ran ahead wrote a later one
        since = memory.at - SKEW
        try:
            topics = await self._topics(since)
            left = await self._read_topics(topics, memory, news, since)
            memory.note = _READ.format(round(EVERY / 60)) if memory.topics else ""
            memory.at, memory.next_at = (memory.at if left else int(now)), (now if left else now + EVERY)
        except VkError as error:
            is_shut = error.code in _SHUT
            memory.note = _IS_SHUT if is_shut else _FAILS.format(small(error.policy.source))
            memory.next_at = now + max(CLOSED if is_shut else EVERY, error.wait or 0.0)
        except (LookupError, TypeError, ValueError, AttributeError):
            memory.note, memory.next_at = _FAILS.format(small(ODD.source)), now + EVERY
        return news

    async def _topics(self, since: float) -> dict[int, Item]:
        """Topics that changed since, and the rest of their page."""
        found: dict[int, Item] = {}
        for page in range(MAX_PAGES):
            asked = {"group_id": self._group_id, "order": UPDATED_FIRST, "count": PAGE, "offset": page * PAGE}
            answer = await self._client.call("board.getTopics", **asked)
            items = objects(answer["items"])
            found |= {item["id"]: item for item in items}
            is_past = any(int(item["updated"]) < since for item in items if not item.get("is_fixed"))
            if not answer["items"] or is_past or (page + 1) * PAGE >= answer["count"]:
                break
        return found

    async def _read_topics(self, topics: dict[int, Item], memory: BoardMemory, news: list[Post], since: float) -> bool:
        """Whether some have to wait."""
        read = 0
        for id, item in topics.items():
            now = Topic(count=int(item["comments"]), updated=int(item["updated"]))
            known = memory.topics.get(id)
            if known is not None and (known.count, known.updated) == (now.count, now.updated):
                continue
            now.top = known.top if known is not None else 0
            if now.updated >= since or (known is not None and now.count > known.count):
                if read >= AT_ONCE:
                    return True
                read += 1
                news += await self._said(TopicRef(self._group_id, id), str(item.get("title") or ""), now, since)
            memory.topics[id] = now
        return False

    async def _said(self, topic: TopicRef, title: str, known: Topic, since: float) -> list[Post]:
        """Comments of a topic that were not read yet, the oldest first."""
        items, is_whole = await self._pages(topic, known, since)
        first = min(items, default=0) if is_whole else None
        made = readable(items.values(), lambda item: said_in(item, topic, title, is_first=item["id"] == first))
        fresh = {id: post for id, post in made.items() if (id > known.top if known.top else post.published_at.timestamp() >= since)}
        known.top = max([known.top, *items])
        return [fresh[id] for id in sorted(fresh)]

    async def _pages(self, topic: TopicRef, known: Topic, since: float) -> tuple[dict[int, Item], bool]:
        """The newest comments down to what is known; whether all of the topic is there."""
        found: dict[int, Item] = {}
        for page in range(MAX_SAID):
            asked = {"group_id": self._group_id, "topic_id": topic.topic_id, "sort": "desc", "count": PAGE, "offset": page * PAGE}
            answer = await self._client.call("board.getComments", **asked)
            items = objects(answer["items"])
            found |= {item["id"]: item for item in items}
            if not answer["items"] or (page + 1) * PAGE >= answer["count"]:
                return found, True
            if any(item["id"] <= known.top if known.top else item["date"] < since for item in _dated(items)):
                return found, False
        return found, False


def _dated(items: list[Item]) -> Iterator[Item]:
    return (item for item in items if isinstance(item.get("date"), int))


def small(line: str) -> str:
    """A line inside of another one: «ВК …» keeps its letters."""
    return line if line.startswith("ВК") else line[:1].lower() + line[1:]
