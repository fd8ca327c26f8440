"""A post with more comments than one look reads: all are read in the end, each once."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from collectors.vk.client import VkClient
from collectors.vk.limiter import Steady
from collectors.vk.memory import Memory
from collectors.vk.wall import VkWall
from incidents.posts import Batch
from tests.kit.vk.fake import FAST
from tests.kit.vk.walls import START

Json = dict[str, Any]  # Any: JSON
MANY, PER_LOOK = 2_500, 2_000
REPLY = 10**6


class Crowd:
    """A wall of one post with very many comments, and its collector."""

    def __init__(self) -> None:
        self.now, self.told = START, Counter[str]()
        self.cursor: str | None = None
        self.has_post = False
        self.ids: list[int] = []  # oldest first
        self.replies: dict[int, list[int]] = {}
        self.calls = 0
        self.base = ""

    def write(self, number: int) -> None:
        first = max(self.ids, default=100) + 1
        self.ids += range(first, first + number)

    async def handle(self, request: web.Request) -> web.Response:
        form = await request.post()
        if request.match_info["method"] == "wall.get":
            shown = self._item(7) | {"comments": {"count": len(self.ids) + sum(map(len, self.replies.values()))}}
            return web.json_response({"response": {"count": int(self.has_post), "items": [shown] if self.has_post else []}})
        self.calls += 1
        offset = int(str(form["offset"]))
        page = [self._with_thread(id) for id in self.ids[::-1][offset : offset + int(str(form["count"]))]]
        return web.json_response({"response": {"count": len(self.ids), "current_level_count": len(self.ids), "items": page}})

    def _with_thread(self, id: int) -> Json:
        under = self.replies.get(id, [])
        return self._item(id) | {"thread": {"count": len(under), "items": [self._item(each) for each in under]}}

    def _item(self, id: int) -> Json:
        return {"id": id, "from_id": 101, "owner_id": -1, "date": int(START.timestamp()), "text": f"слово {id}"}

    async def look(self, **later: float) -> Batch:
        self.now += timedelta(**(later or {"minutes": 5}))
        client = VkClient("t", kind="service", api_base=self.base, tempo=Steady(FAST))
        try:
            batch = await VkWall(client, -1, now=lambda: self.now).fetch(self.cursor)
        finally:
            client.close()
        self.cursor = batch.cursor
        self.told.update(post.text for post in batch.posts if post.parent_external_id)
        return batch

    def all_once(self) -> bool:
        written = [*self.ids, *(id for each in self.replies.values() for id in each)]
        return self.told == Counter(f"слово {id}" for id in written)


@pytest.fixture
async def crowd() -> AsyncIterator[Crowd]:
    made = Crowd()
    app = web.Application()
    app.router.add_post("/method/{method}", made.handle)
    async with TestServer(app) as server:
        made.base = str(server.make_url("/"))
        yield made


async def test_older_comments_are_read_in_later_looks(crowd: Crowd) -> None:
    await crowd.look()
    crowd.has_post = True
    crowd.write(MANY)
    await crowd.look()
    assert crowd.told.total() == PER_LOOK
    await crowd.look()
    assert crowd.all_once()
    crowd.calls = 0
    assert (await crowd.look()).posts == ()
    assert crowd.calls == 0, "what was read to its end is not asked for at every look"


async def test_new_comments_that_come_meanwhile_move_nothing(crowd: Crowd) -> None:
    await crowd.look()
    crowd.has_post = True
    crowd.write(MANY)
    for new in (130, 1, 77, 0, 40):
        await crowd.look()
        crowd.write(new)
    await crowd.look()
    assert crowd.all_once()


async def test_a_rush_between_two_looks_is_read_whole(crowd: Crowd) -> None:
    await crowd.look()
    crowd.has_post = True
    crowd.write(900)
    await crowd.look()
    crowd.write(3_000)
    for _ in range(4):
        await crowd.look(minutes=31)
    assert crowd.all_once()


async def test_a_reply_to_an_old_comment_is_read(crowd: Crowd) -> None:
    await crowd.look()
    crowd.has_post = True
    crowd.write(MANY)
    for _ in range(3):
        await crowd.look()
    crowd.replies[crowd.ids[3]] = [REPLY]
    for _ in range(3):
        await crowd.look(minutes=31)
    assert crowd.told[f"слово {REPLY}"] >= 1


async def test_what_stood_before_the_first_look_is_told_as_history_only(crowd: Crowd) -> None:
    crowd.has_post = True
    crowd.write(MANY)
    await crowd.look()
    for _ in range(4):
        assert (await crowd.look(minutes=31)).posts == ()
    assert crowd.told.total() == PER_LOOK - 1_000
    crowd.write(2)
    await crowd.look()
    assert crowd.told.total() == PER_LOOK - 1_000 + 2


async def test_deleted_comments_hide_none_that_stands_below(crowd: Crowd) -> None:
    await crowd.look()
    crowd.has_post = True
    crowd.write(MANY)
    await crowd.look()
    crowd.ids = [id for id in crowd.ids if id % 7]
    await crowd.look()
    assert set(crowd.told) >= {f"слово {id}" for id in crowd.ids}


async def test_the_cursor_keeps_where_reading_stopped(crowd: Crowd) -> None:
    await crowd.look()
    crowd.has_post = True
    crowd.write(MANY)
    memory = Memory.load((await crowd.look()).cursor)
    tail = memory.posts[7].tail
    assert tail is not None
    assert (tail.left, tail.since) == (MANY - PER_LOOK, 0)
    assert Memory.load(memory.dump()) == memory
