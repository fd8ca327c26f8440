"""A wall as a collector, in the sandbox: what residents do is seen, once."""

import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from collectors.vk.budget import Budget
from collectors.vk.client import VkClient
from collectors.vk.limiter import Steady
from collectors.vk.wall import VkWall
from incidents.posts import Batch, SourceBroken
from sandbox.client import TownClient, open_town
from tests.kit.vk.walls import EDITED, SPEED, START, texts


class Wall:
    """A wall of the town and its collector, whose clock is the test's."""

    def __init__(self, town: TownClient) -> None:
        self.town, self.now = town, START
        self.cursor: str | None = None
        self.client = VkClient("service", kind="service", api_base=town.base, tempo=Steady(SPEED))
        self.collector = VkWall(self.client, -1, now=lambda: self.now)

    async def sweep(self, **later: float) -> Batch:
        self.now += timedelta(**(later or {"minutes": 5}))
        batch = await self.collector.fetch(self.cursor)
        self.cursor = batch.cursor
        return batch

    async def post(self, text: str, *, at: datetime | None = None, **more: Any) -> int:
        made = await self.town.post("vk/post", group_id=1, author_id=101, text=text, at=(at or self.now).isoformat(), **more)
        return int(made["post_id"])

    async def comment(self, post_id: int, text: str, *, reply_to: int | None = None, author_id: int = 102, **more: Any) -> int:
        who = {"owner_id": -1, "post_id": post_id, "author_id": author_id}
        made = await self.town.post("vk/comment", **who, text=text, reply_to=reply_to, **more)
        return int(made["comment_id"])

    async def calls(self, method: str) -> int:
        log = await self.town.get("log?limit=500")
        return sum(call["method"] == method for call in log["calls"])


@pytest.fixture
async def wall() -> AsyncIterator[Wall]:
    async with open_town(EDITED, origin=START.isoformat(), speed=SPEED) as town:
        made = Wall(town)
        yield made
        made.client.close()


async def test_our_own_answer_under_anothers_post_is_no_residents_word(wall: Wall) -> None:
    first = await wall.post("Яма на Баскакова")
    await wall.comment(first, "Здравствуйте! Засыпали сегодня", author_id=-2)
    await wall.comment(first, "спасибо", author_id=102)
    wall.collector = VkWall(wall.client, -1, now=lambda: wall.now, own_group=2)
    assert [post.by_owner for post in (await wall.sweep()).posts] == [False, True, False]


async def test_our_own_post_is_no_residents_word_and_what_is_said_under_it_is(wall: Wall) -> None:
    await wall.post("Нет воды")
    wall.collector = VkWall(wall.client, -1, now=lambda: wall.now, own_group=1)
    await wall.sweep()
    made = await wall.town.vk("wall.post", token="editor", owner_id=-1, from_group=1, message="Порыв, чиним до 18:00", guid="g")
    await wall.comment(made["response"]["post_id"], "и на Правды нет воды")
    own, said = (await wall.sweep()).posts
    assert (own.text, own.by_owner, own.author_id) == ("Порыв, чиним до 18:00", True, "-1")
    assert (said.text, said.by_owner, said.parent_external_id) == ("и на Правды нет воды", False, own.external_id)


async def test_the_first_sweep_gives_what_stands_and_the_next_only_what_is_new(wall: Wall) -> None:
    first = await wall.post("Яма на Баскакова", photos=["pothole"])
    reply = await wall.comment(first, "и у нас")
    batch = await wall.sweep()
    assert [post.external_id for post in batch.posts] == [f"wall-1_{first}", f"wall-1_{first}_r{reply}"]
    post, comment = batch.posts
    assert (post.url, post.author_id, post.comments, post.by_owner) == (f"https://vk.com/wall-1_{first}", "101", 1, False)
    assert post.published_at == START
    assert post.photos == (f"{wall.town.base}/vk/photo/pothole.jpg",)
    assert (comment.url, comment.parent_external_id) == (f"https://vk.com/wall-1_{first}?reply={reply}", post.external_id)
    assert (await wall.sweep()).posts == ()
    await wall.post("Нет света")
    assert texts(await wall.sweep()) == ["Нет света"]


async def test_an_edited_post_and_an_edited_comment_come_again(wall: Wall) -> None:
    post = await wall.post("Яма")
    reply = await wall.comment(post, "и у нас")
    await wall.sweep()
    await wall.town.post("vk/edit", owner_id=-1, post_id=post, text="Яма на Баскакова, 12")
    await wall.town.post("vk/edit", owner_id=-1, post_id=post, comment_id=reply, text="и у нас, на Новой")
    assert texts(await wall.sweep()) == ["Яма на Баскакова, 12"]
    assert texts(await wall.sweep(minutes=31)) == ["и у нас, на Новой"]


async def test_a_deleted_post_goes_with_its_comments_and_comes_back_when_restored(wall: Wall) -> None:
    post = await wall.post("Яма")
    await wall.post("Нет света")
    reply = await wall.comment(post, "и у нас")
    await wall.sweep()
    await wall.town.post("vk/delete", owner_id=-1, post_id=post)
    batch = await wall.sweep()
    assert batch.gone == (f"wall-1_{post}", f"wall-1_{post}_r{reply}")
    assert (await wall.sweep()).gone == ()
    await wall.town.post("vk/restore", owner_id=-1, post_id=post)
    assert "Яма" in texts(await wall.sweep())


async def test_a_deleted_comment_goes_and_a_reply_under_it_stays(wall: Wall) -> None:
    post = await wall.post("Яма")
    root = await wall.comment(post, "первый")
    inner = await wall.comment(post, "второй", reply_to=root)
    alone = await wall.comment(post, "третий")
    await wall.sweep()
    await wall.town.post("vk/delete", owner_id=-1, post_id=post, comment_id=root)
    await wall.town.post("vk/delete", owner_id=-1, post_id=post, comment_id=alone)
    batch = await wall.sweep()
    assert set(batch.gone) == {f"wall-1_{post}_r{root}", f"wall-1_{post}_r{alone}"}
    await wall.town.post("vk/delete", owner_id=-1, post_id=post, comment_id=inner)
    assert (await wall.sweep()).gone == (f"wall-1_{post}_r{inner}",)


async def test_threads_of_any_length_are_read_to_the_end(wall: Wall) -> None:
    post = await wall.post("Отключили воду")
    roots = [await wall.comment(post, f"двор {number}") for number in range(130)]
    inner = [await wall.comment(post, f"ответ {number}", reply_to=roots[0]) for number in range(115)]
    batch = await wall.sweep()
    assert len(batch.posts) == 1 + 130 + 115
    by_id = {each.external_id: each for each in batch.posts}
    assert by_id[f"wall-1_{post}_r{inner[-1]}"].reply_to_external_id == f"wall-1_{post}_r{roots[0]}"
    assert by_id[f"wall-1_{post}_r{roots[0]}"].reply_to_external_id is None
    await wall.comment(post, "ещё ответ", reply_to=inner[3])
    batch = await wall.sweep()
    last = next(each for each in batch.posts if each.text == "ещё ответ")
    assert last.reply_to_external_id == f"wall-1_{post}_r{inner[3]}"
    assert batch.gone == ()


async def test_many_new_posts_are_read_page_after_page(wall: Wall) -> None:
    await wall.post("старый")
    await wall.sweep()
    for number in range(230):
        await wall.post(f"новый {number}")
    batch = await wall.sweep()
    assert texts(batch) == [f"новый {number}" for number in range(230)]


async def test_posts_older_than_the_window_are_found_after_a_long_silence(wall: Wall) -> None:
    await wall.post("старый")
    await wall.sweep()
    for number in range(120):
        await wall.post(f"новый {number}", at=wall.now + timedelta(minutes=number))
    assert len((await wall.sweep(days=20)).posts) == 120
    await wall.town.post("vk/delete", owner_id=-1, post_id=2)
    assert (await wall.sweep()).posts == ()


async def test_an_old_post_that_moves_up_when_others_go_is_not_news(wall: Wall) -> None:
    old = START - timedelta(days=30)
    ids = [await wall.post(f"пост {number}", at=old + timedelta(hours=number)) for number in range(60)]
    await wall.comment(ids[5], "давний")
    assert len((await wall.sweep()).posts) == 50
    for post_id in ids[-10:]:
        await wall.town.post("vk/delete", owner_id=-1, post_id=post_id)
    batch = await wall.sweep()
    assert len(batch.gone) == 10
    assert not [post for post in batch.posts if post.parent_external_id is None]


async def test_threads_are_read_only_when_their_number_changes_or_now_and_then(wall: Wall) -> None:
    post = await wall.post("Яма")
    await wall.post("Без ответов")
    await wall.comment(post, "и у нас")
    await wall.sweep()
    await wall.sweep()
    await wall.sweep()
    assert await wall.calls("wall.getComments") == 1
    await wall.sweep(minutes=30)
    assert await wall.calls("wall.getComments") == 2


async def test_a_broken_source_says_one_russian_line_and_recovers(wall: Wall) -> None:
    await wall.post("Яма")
    await wall.sweep()
    await wall.town.post("fault", api="vk", method="wall.get", kind="html", times=4)
    await wall.post("Нет света")
    with pytest.raises(SourceBroken) as caught:
        await wall.sweep()
    assert caught.value.user_text == "ВК временно не работает"
    assert not caught.value.fatal
    assert texts(await wall.sweep()) == ["Нет света"]


async def test_a_wrong_kind_of_token_is_told_by_the_sandbox_too(wall: Wall) -> None:
    client = VkClient("group", kind="group", api_base=wall.town.base, tempo=Steady(SPEED))
    with pytest.raises(SourceBroken, match="Нужен токен другого вида"):
        await VkWall(client, -1, now=lambda: START).fetch(None)
    client.close()


LONG_AGO = (START - timedelta(days=10)).isoformat()


async def a_long_wall(wall: Wall, number: int) -> list[int]:
    """So many posts, a day after another, the newest three weeks ago."""
    return [await wall.post(f"пост {n}", at=START - timedelta(days=20 + number - n)) for n in range(number)]


async def test_a_comment_under_a_post_of_three_weeks_ago_is_found_at_the_next_sweep(wall: Wall) -> None:
    ids = await a_long_wall(wall, 90)
    await wall.comment(ids[3], "давний", at=LONG_AGO)
    await wall.sweep()
    fresh = await wall.comment(ids[3], "а воды так и нет", at=wall.now.isoformat())
    await wall.comment(ids[4], "и у нас", at=wall.now.isoformat())
    batch = await wall.sweep()
    assert texts(batch) == ["а воды так и нет", "и у нас"]
    assert (batch.posts[0].parent_external_id, batch.posts[0].external_id) == (f"wall-1_{ids[3]}", f"wall-1_{ids[3]}_r{fresh}")
    assert texts(await wall.sweep()) == []
    assert await wall.calls("wall.get") == 3


async def test_a_comment_under_a_post_of_a_further_page_is_found_by_a_rare_look(wall: Wall) -> None:
    ids = await a_long_wall(wall, 230)
    await wall.comment(ids[0], "давний", at=LONG_AGO)
    await wall.sweep()
    assert await wall.calls("wall.get") == 3
    await wall.comment(ids[0], "а воды так и нет", at=wall.now.isoformat())
    assert texts(await wall.sweep()) == []
    assert await wall.calls("wall.get") == 4
    assert texts(await wall.sweep(hours=7)) == ["а воды так и нет"]
    await wall.comment(ids[0], "и сегодня нет", at=wall.now.isoformat())
    assert texts(await wall.sweep(hours=7)) == ["и сегодня нет"]
    assert texts(await wall.sweep(hours=7)) == []


async def test_a_post_that_leaves_the_watch_and_comes_back_tells_no_comment_twice(wall: Wall) -> None:
    old = await wall.post("Нет воды", at=START - timedelta(days=2))
    await wall.comment(old, "и у нас", at=wall.now.isoformat())
    await wall.sweep()
    newer = [await wall.post(f"пост {number}") for number in range(60)]
    await wall.sweep(days=5)
    await wall.comment(old, "до сих пор нет", at=wall.now.isoformat())
    assert texts(await wall.sweep()) == ["до сих пор нет"]
    for post_id in newer[:30]:
        await wall.town.post("vk/delete", owner_id=-1, post_id=post_id)
    await wall.comment(old, "и сегодня", at=wall.now.isoformat())
    assert texts(await wall.sweep()) == ["Нет воды", "и сегодня"]  # the post itself has another number of comments
    assert texts(await wall.sweep(minutes=31)) == []


async def test_a_wall_known_to_an_earlier_version_does_not_tell_its_past(wall: Wall) -> None:
    ids = await a_long_wall(wall, 130)
    await wall.comment(ids[0], "давний", at=LONG_AGO)
    await wall.sweep()
    assert wall.cursor is not None
    kept = json.loads(wall.cursor)
    kept.pop("old"), kept.pop("deep_at")
    wall.cursor = json.dumps(kept)
    assert texts(await wall.sweep()) == []
    await wall.comment(ids[0], "а воды так и нет", at=wall.now.isoformat())
    assert texts(await wall.sweep(hours=7)) == ["а воды так и нет"]


async def test_old_posts_wait_where_the_days_quota_is_nearly_used_up(wall: Wall) -> None:
    await a_long_wall(wall, 230)
    budget = Budget(tokens=1, least=180.0, quota=4)
    budget.know({-1: 1.0})
    budget.spend(-1, START.timestamp())
    budget.spend(-1, START.timestamp())
    wall.collector = VkWall(wall.client, -1, now=lambda: wall.now, budget=budget)
    batch = await wall.sweep()
    assert len(batch.posts) == 50
    assert await wall.calls("wall.get") == 2


async def test_thread_that_fails_is_read_the_next_time(wall: Wall) -> None:
    ids = await a_long_wall(wall, 60)
    await wall.sweep()
    await wall.comment(ids[0], "а воды так и нет", at=wall.now.isoformat())
    await wall.town.post("fault", api="vk", method="wall.getComments", kind="error", code=24)
    with pytest.raises(SourceBroken):
        await wall.sweep()
    assert texts(await wall.sweep(minutes=30)) == ["а воды так и нет"]
