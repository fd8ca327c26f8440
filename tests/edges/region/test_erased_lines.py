"""The region's list after a resident was erased: their line does not come back and holds up nobody."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from bot.storage.engine.own_district import everywhere
from bot.storage.region.region import region_row
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.desk.region import region as desk
from incidents.errors import Unchanged, WrongStep
from incidents.ids import PostId
from incidents.incident import Incident
from incidents.posts import Network
from incidents.privacy.values import DataOf, Ground, Keep
from incidents.region.values import RegionRow
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.values.stored import a_post

WORDS = "На Лесной третий день нет света, помогите"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


def line(key: str, url: str, text: str = WORDS) -> RegionRow:
    return RegionRow(key=key, url=url, number="5418190", text=text)


def other(n: int) -> RegionRow:
    return line(f"vk:wall-1_{n}", f"https://vk.com/wall-1_{n}", "Не вывозят мусор у рынка, бак полный")


async def take(town: DeskTown, *rows: RegionRow) -> desk.Compared:
    async with town.storage.transaction() as tx:
        return await desk.take_list(tx, rows, by=town.who("coordinator"), now=town.clock.now())


async def take_all(town: DeskTown) -> int:
    """How many were taken; 0 where the press was refused."""
    try:
        async with town.storage.transaction() as tx:
            return await desk.take_all_theirs(tx, by=town.who("coordinator"), now=town.clock.now())
    except (Unchanged, WrongStep):
        return 0


async def erased(town: DeskTown, post: PostId) -> None:
    async with town.storage.transaction() as tx:
        target = Target(whose=DataOf.POST, post=post)
        await erase(tx, target, ground=Ground.REQUEST, by=None, keep=Keep(), now=town.clock.now())


async def kept(town: DeskTown) -> list[str]:
    async with town.storage.transaction() as tx:
        return [row.text for row in await tx._all(everywhere(select(region_row).order_by(region_row.c.id)))]


async def own_line(town: DeskTown, incident: Incident) -> tuple[PostId, RegionRow]:
    """The only voice's post and how the region lists it."""
    async with town.storage.transaction() as tx:
        post = await tx.posts.get((await tx.voices.of(incident.id))[0].post_id)
    id = post.post.external_id
    return post.id, line(f"vk:{id}", f"https://vk.com/{id}")


async def test_the_next_list_does_not_bring_erased_words_back(town: DeskTown) -> None:
    id, its_line = await own_line(town, await town.open())
    await erased(town, id)
    found = await take(town, its_line, other(77))
    assert await kept(town) == [other(77).text]
    assert (found.same, found.theirs, found.ours) == (0, 1, 0)


@pytest.mark.parametrize(
    ("network", "id", "url"),
    [
        (Network.OK, "topic/15", "https://ok.ru/group/52/topic/15"),
        (Network.TELEGRAM, "c/123/45", "https://t.me/c/123/45"),
    ],
)
async def test_an_erased_line_of_another_network_stays_away_too(town: DeskTown, network: Network, id: str, url: str) -> None:
    async with town.storage.transaction() as tx:
        source = await tx.sources.add(network, "-9", "Где пишут", None)
        seen = a_post(1, WORDS, network=network, external_id=id, url=url)
        await tx.door.receive(source, seen, at=town.clock.now(), history=False)
        post = next(each for each in await tx.unread.next(10) if each.post.external_id == id)
    await erased(town, post.id)
    assert (await take(town, line(f"{network}:{id}", url))).theirs == 0
    assert await kept(town) == []


async def test_a_line_that_was_kept_before_the_erasure_holds_up_nobody(town: DeskTown) -> None:
    id, its_line = await own_line(town, await town.open())
    await erased(town, id)
    async with town.storage.transaction() as tx:
        await tx.region.keep_rows([its_line, other(77)], at=town.clock.now())
    assert await take_all(town) == 1
    async with town.storage.transaction() as tx:
        assert [row for _, row in await tx.region.rows()] == [its_line]
    assert await take_all(town) == 0
    await take(town, its_line)
    assert await kept(town) == [other(77).text]
