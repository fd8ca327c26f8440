"""What every collector keeps, whatever the network: add yours to COLLECTORS and it is held to the same."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, timedelta

import pytest

from bot.reading.collect import Collecting, Watched
from bot.wakeups import Nudge
from collectors.feeds.feed import Feed
from collectors.feeds.feed_file import Limits
from collectors.ok.group import OkGroup
from collectors.vk.client import VkClient
from collectors.vk.limiter import Steady
from collectors.vk.wall import VkWall
from incidents.posts import Batch, Collector, SourceBroken
from sandbox.client import TownClient, open_town
from tests.kit.desk_town import desk_town
from tests.kit.ok import GROUP, OK_TOWN, ok_client
from tests.kit.scripted_collector import sweep, unread
from tests.kit.vk.walls import SPEED, START, TOWN


@dataclass
class Scene:
    """A source with its residents; moments of the collector are `hours` after the start."""

    collector: Collector
    town: TownClient
    hours: float = 0.0
    tells_of_deletions: bool = True
    has_parents_elsewhere: bool = False  # a post and its comments come from two sources

    async def fetch(self, cursor: str | None) -> Batch:
        self.hours += 1
        return await self.collector.fetch(cursor)

    async def write(self, text: str) -> None:
        made = await self.town.post("vk/post", group_id=1, author_id=101, text=text)
        await self.town.post("vk/comment", owner_id=-1, post_id=made["post_id"], author_id=102, text=f"ответ на «{text}»")

    async def edit_first(self, text: str) -> None:
        await self.town.post("vk/edit", owner_id=-1, post_id=1, text=text)

    async def delete_first(self) -> None:
        await self.town.post("vk/delete", owner_id=-1, post_id=1)

    async def break_down(self) -> None:
        await self.town.post("fault", api="vk", method="*", kind="html", times=4)


@asynccontextmanager
async def vk_scene() -> AsyncIterator[Scene]:
    async with open_town(TOWN, origin=START.isoformat(), speed=SPEED) as town:
        client = VkClient("service", kind="service", api_base=town.base, tempo=Steady(SPEED))
        scene: Scene
        scene = Scene(VkWall(client, -1, now=lambda: START + timedelta(hours=scene.hours)), town)
        yield scene
        client.close()


class FeedScene(Scene):
    """A newspaper's comments: the news stand there already, an edit is of a comment that the paper takes again."""

    async def write(self, text: str) -> None:
        for words in (text, f"ответ на «{text}»"):
            await self.town.post("feed/comment", paper="zarya", news_id=1, author="Анна", text=words)

    async def edit_first(self, text: str) -> None:
        await self.town.post("feed/edit", paper="zarya", comment_id=2, text=text)

    async def delete_first(self) -> None:
        await self.town.post("feed/delete", paper="zarya", comment_id=2)

    async def break_down(self) -> None:
        await self.town.post("fault", api="feeds", method="*", kind="html")


@asynccontextmanager
async def feeds_scene() -> AsyncIterator[Scene]:
    papers = [{"name": "zarya", "title": "Заря", "about": "Редкино"}]
    async with open_town({"papers": papers}, origin=START.isoformat(), speed=SPEED) as town:
        await town.post("feed/news", paper="zarya", title="Итоги недели")
        scene: FeedScene
        collector = Feed(
            f"{town.base}/feed/zarya/comments/feed",
            names=lambda text: "Редкино" in text,
            now=lambda: START + timedelta(hours=scene.hours),
            zone=UTC,
            limits=Limits(allow_hosts=("127.0.0.1",)),
        )
        scene = FeedScene(collector, town, tells_of_deletions=False, has_parents_elsewhere=True)
        yield scene


class OkScene(Scene):
    """A group of Odnoklassniki."""

    first: int = 0

    async def write(self, text: str) -> None:
        made = await self.town.post("ok/post", group_id=GROUP, author_id=101, text=text)
        self.first = self.first or made["topic_id"]
        await self.town.post("ok/comment", topic_id=made["topic_id"], author_id=102, text=f"ответ на «{text}»")

    async def edit_first(self, text: str) -> None:
        await self.town.post("ok/edit", topic_id=self.first, text=text)

    async def delete_first(self) -> None:
        await self.town.post("ok/delete", topic_id=self.first)

    async def break_down(self) -> None:
        await self.town.post("fault", api="ok", method="*", kind="html", times=4)


@asynccontextmanager
async def ok_scene() -> AsyncIterator[Scene]:
    async with open_town(OK_TOWN, origin=START.isoformat(), speed=SPEED) as town:
        client = ok_client(town.base, speed=SPEED)
        scene: OkScene
        scene = OkScene(OkGroup(client, str(GROUP), now=lambda: START + timedelta(hours=scene.hours)), town)
        yield scene
        await client.close()


COLLECTORS: dict[str, Callable[[], AbstractAsyncContextManager[Scene]]] = {"vk": vk_scene, "feeds": feeds_scene, "ok": ok_scene}


@pytest.fixture(params=COLLECTORS)
async def scene(request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    async with COLLECTORS[request.param]() as made:
        yield made


async def test_an_empty_source_gives_a_cursor_all_the_same(scene: Scene) -> None:
    batch = await scene.fetch(None)
    assert (batch.posts, batch.gone) == ((), ())
    await scene.write("Нет воды")
    assert len((await scene.fetch(batch.cursor)).posts) == 2


async def test_what_was_read_is_not_read_again(scene: Scene) -> None:
    await scene.write("Нет воды")
    first = await scene.fetch(None)
    again = await scene.fetch(first.cursor)
    assert (again.posts, again.gone) == ((), ())
    repeated = await scene.fetch(None)
    assert repeated.posts == first.posts


async def test_posts_are_whole_and_in_order(scene: Scene) -> None:
    for text in ("Нет воды", "Нет света", "Яма"):
        await scene.write(text)
    posts = (await scene.fetch(None)).posts
    ids = [post.external_id for post in posts]
    assert len(ids) == len(set(ids)) == 6
    assert [post.published_at for post in posts] == sorted(post.published_at for post in posts)
    for post in posts:
        assert post.published_at.utcoffset() == timedelta(0)
        assert post.url.startswith("https://")
        assert post.author_id
        parent = post.parent_external_id
        assert parent is None or (ids.index(parent) < ids.index(post.external_id) if parent in ids else scene.has_parents_elsewhere)


async def test_a_changed_post_keeps_its_id_and_a_deleted_one_is_told_once(scene: Scene) -> None:
    await scene.write("Нет воды")
    first = await scene.fetch(None)
    await scene.edit_first("Нет воды на Баскакова")
    changed = await scene.fetch(first.cursor)
    assert [(post.external_id, post.text) for post in changed.posts] == [(first.posts[0].external_id, "Нет воды на Баскакова")]
    await scene.delete_first()
    gone = await scene.fetch(changed.cursor)
    if not scene.tells_of_deletions:
        assert (gone.posts, gone.gone) == ((), ())
        return
    assert first.posts[0].external_id in gone.gone
    assert (await scene.fetch(gone.cursor)).gone == ()


async def test_a_broken_source_speaks_russian_and_loses_nothing(scene: Scene) -> None:
    first = await scene.fetch(None)
    await scene.write("Нет воды")
    await scene.break_down()
    with pytest.raises(SourceBroken) as caught:
        await scene.fetch(first.cursor)
    line = caught.value.user_text
    assert line
    assert "\n" not in line
    assert any("а" <= letter <= "я" for letter in line.lower())
    assert len((await scene.fetch(first.cursor)).posts) == 2


async def test_a_cursor_is_text_that_goes_on_forward_only(scene: Scene) -> None:
    """What was seen after the first cursor is given again by it, never by a later one: the collector itself remembers nothing."""
    await scene.write("Нет воды")
    first = await scene.fetch(None)
    await scene.write("Нет света")
    second = await scene.fetch(first.cursor)
    third = await scene.fetch(second.cursor)
    assert json.loads(third.cursor)
    assert [len(batch.posts) for batch in (first, second, third)] == [2, 2, 0]
    repeated = await scene.fetch(first.cursor)
    assert repeated.posts == second.posts
    assert {post.external_id for post in first.posts} & {post.external_id for post in second.posts} == set()


async def test_a_cursor_that_cannot_be_read_is_as_if_nothing_was(scene: Scene) -> None:
    await scene.write("Нет воды")
    whole = await scene.fetch(None)
    for spoilt in ("", "{", "[]", '{"v": 99}', "null"):
        assert (await scene.fetch(spoilt)).posts == whole.posts


async def test_what_stood_there_at_the_first_fetch_is_history_and_what_comes_then_is_read(scene: Scene, sqlite_url: str) -> None:
    """As the sweep of the program keeps it: the first batch is baseline, one that fails changes nothing, a repeat brings nothing."""
    await scene.write("Нет воды")
    async with desk_town(sqlite_url) as town:
        source = replace(town.source, cursor=None, baseline_at=None)
        async with town.storage.transaction() as tx:
            await tx.sources.save_state(source)
        collecting = Collecting(town.storage, town.clock, [Watched(source, scene)], Nudge())
        await sweep(collecting)
        assert await unread(town) == []
        await scene.break_down()
        await sweep(collecting)
        async with town.storage.transaction() as tx:
            assert (await tx.sources.get(source.id)).is_broken
        await scene.write("Нет света")
        await sweep(collecting)
        fresh = await unread(town)
        assert len(fresh) == 2
        await sweep(collecting)
        assert await unread(town) == fresh
