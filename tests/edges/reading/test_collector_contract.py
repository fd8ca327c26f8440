"""What every collector keeps, whatever the network: add yours to COLLECTORS and it is held to the same."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from collectors.vk.client import VkClient
from collectors.vk.limiter import Steady
from collectors.vk.wall import VkWall
from incidents.posts import Batch, Collector, SourceBroken
from sandbox.client import TownClient, open_town
from tests.kit.vk.walls import SPEED, START, TOWN


@dataclass
class Scene:
    """A source with its residents; moments of the collector are `hours` after the start."""

    collector: Collector
    town: TownClient
    hours: float = 0.0

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


COLLECTORS: dict[str, Callable[[], AbstractAsyncContextManager[Scene]]] = {"vk": vk_scene}


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
        assert post.parent_external_id is None or ids.index(post.parent_external_id) < ids.index(post.external_id)


async def test_a_changed_post_keeps_its_id_and_a_deleted_one_is_told_once(scene: Scene) -> None:
    await scene.write("Нет воды")
    first = await scene.fetch(None)
    await scene.edit_first("Нет воды на Баскакова")
    changed = await scene.fetch(first.cursor)
    assert [(post.external_id, post.text) for post in changed.posts] == [(first.posts[0].external_id, "Нет воды на Баскакова")]
    await scene.delete_first()
    gone = await scene.fetch(changed.cursor)
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
