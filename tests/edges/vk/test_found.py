"""VK's search and mentions, in the town: what stands on walls that nobody named is found, once, inside of the day's number."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.config.district import load_district
from bot.config.settings_networks import VkSettings
from bot.reading.vk_access import VkAccess
from bot.reading.vk_beyond import watch_beyond
from collectors.networks import KINDS
from collectors.vk.budget import DAY
from collectors.vk.client import VkClient
from collectors.vk.found.memory import FoundMemory
from collectors.vk.found.mentions import VkMentions
from collectors.vk.found.search import USED_UP, VkSearch
from collectors.vk.limiter import Steady
from incidents.ids import DistrictId, SourceId
from incidents.posts import Batch, Collector, Network, Post, Source, SourceBroken
from incidents.sources.own_words import attributed
from incidents.sources.source_links import MENTIONS, SEARCH
from sandbox.client import TownClient, open_town
from tests.kit.desk_town import desk_town
from tests.kit.vk.walls import EDITED, SPEED, START, texts

QUESTIONS = ("Редкино вода", "Редкино яма")


class Place:
    """A finder in the town; its clock is the test's. Wall 2 is read as a source."""

    def __init__(self, town: TownClient) -> None:
        self.town, self.now, self.cursor = town, START, None  # type: tuple[TownClient, Any, str | None]
        self.client = VkClient("editor", kind="user", api_base=town.base, tempo=Steady(SPEED))
        self.collector: Collector = self.search()

    def search(self, questions: Sequence[str] = QUESTIONS, **more: Any) -> VkSearch:
        about: dict[str, Any] = {"walls": lambda: {-2}, "names": lambda text: "Редкин" in text, "own_group": 1} | more
        return VkSearch(self.client, questions, now=lambda: self.now, **about)

    async def look(self, **later: float) -> Batch:
        self.now += timedelta(**(later or {"minutes": 10}))
        batch = await self.collector.fetch(self.cursor)
        self.cursor = batch.cursor
        return batch

    async def write(self, text: str, **more: Any) -> int:
        made = await self.town.post("vk/post", **({"group_id": 1, "author_id": 101, "text": text, "at": self.now.isoformat()} | more))
        return int(made["post_id"])

    async def calls(self, method: str) -> int:
        return sum(call["method"] == method for call in (await self.town.get("log?limit=500"))["calls"])


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with open_town(EDITED, origin=START.isoformat(), speed=SPEED) as town:
        made = Place(town)
        yield made
        made.client.close()


async def test_questions_are_asked_in_turn_and_what_they_find_is_told_once(place: Place) -> None:
    await place.look()
    await place.look()
    first = await place.write("В Редкино вода ржавая, и яма у дома")
    batches = [await place.look() for _ in range(4)]
    assert [[each.external_id for each in batch.posts] for batch in batches] == [[f"wall-1_{first}"], [], [], []]
    asked = [each["params"]["q"] for each in (await place.town.get("log?limit=500"))["calls"] if each["method"] == "newsfeed.search"]
    assert sorted(asked[-2:]) == sorted(QUESTIONS)


async def test_what_stood_there_before_the_first_look_is_not_told(place: Place) -> None:
    await place.write("В Редкино нет воды, вода была вчера", at=(START - timedelta(days=2)).isoformat())
    assert texts(await place.look()) == []
    assert texts(await place.look(hours=3)) == []


async def test_walls_that_are_read_and_posts_of_other_places_are_left_out(place: Place) -> None:
    await place.look()
    await place.look()
    await place.write("Редкино: вода", group_id=2)
    await place.write("редкино далеко, вода")
    await place.write("Редкино, вода с песком")
    assert texts(await place.look()) == ["Редкино, вода с песком"]


async def test_more_posts_than_a_page_are_read_to_the_end(place: Place) -> None:
    place.collector = place.search(QUESTIONS[:1])
    await place.look()
    for number in range(230):
        await place.write(f"Редкино вода {number}")
    batch = await place.look()
    assert len({each.external_id for each in batch.posts}) == 230
    assert batch.again_in == pytest.approx(2 * DAY / 900)


async def test_the_days_number_is_not_reached_and_is_shown(place: Place) -> None:
    place.collector = place.search(quota=10)
    for _ in range(9):
        batch = await place.look(minutes=1)
    assert batch.quota == "запросов 2, каждый раз в 5 ч, за сутки потратили 9 из 10"
    await place.look(minutes=1)
    place.collector = place.search(quota=10)  # a restart forgets nothing
    with pytest.raises(SourceBroken, match=USED_UP):
        await place.look(minutes=1)
    assert await place.calls("newsfeed.search") == 10


@pytest.mark.parametrize(("code", "words"), [(14, "код с картинки"), (9, "однотипными"), (29, "Суточный запас")])
async def test_a_search_that_has_to_rest_is_told_in_words(place: Place, code: int, words: str) -> None:
    await place.town.post("fault", api="vk", method="newsfeed.search", kind="error", code=code)
    with pytest.raises(SourceBroken, match=words) as caught:
        await place.look()
    assert caught.value.retry_after


async def test_mentions_of_the_community_come_once_and_its_own_wall_is_left_to_its_reader(place: Place) -> None:
    place.collector = VkMentions(place.client, 1, now=lambda: place.now, walls=lambda: {-1})
    await place.look()
    await place.write("Вопрос к [club1|администрации]: когда свет?", group_id=2)
    await place.write("[club1|Мы] здесь")
    await place.write("никого не зовём", group_id=2)
    batch = await place.look()
    assert texts(batch) == ["Вопрос к администрации: когда свет?"]
    assert (batch.again_in, texts(await place.look())) == (600.0, [])


async def test_the_sources_are_made_once_and_stay_removed(place: Place, sqlite_url: str) -> None:
    async with desk_town(sqlite_url) as town:
        settings = {"service_token": "service", "user_token": "editor", "group_id": 1, "api_base": place.town.base}
        vk = VkAccess(VkSettings.model_validate(settings), town.clock, storage=town.storage)
        try:
            made = await watch_beyond(town.storage, vk, load_district("districts/konakovo"), town.clock)
            assert [each.source.title for each in made] == ["Поиск по ВК", "Упоминания в ВК"]
            async with town.storage.transaction() as tx:
                await tx.sources.save_state(replace(made[0].source, removed_at=town.clock.now()))
            again = await watch_beyond(town.storage, vk, load_district("districts/konakovo"), town.clock)
            assert [each.source.id for each in again] == [each.source.id for each in made]
            async with town.storage.transaction() as tx:
                assert made[0].source.id not in [each.id for each in await tx.sources.all()]
        finally:
            vk.close()


async def test_the_search_asks_by_the_service_key_and_by_the_editors_where_that_is_alone(place: Place, sqlite_url: str) -> None:
    district = load_district("districts/konakovo")
    asks: list[bool] = []
    async with desk_town(sqlite_url) as town:
        for keys in ({"service_token": "service", "user_token": "editor"}, {"user_token": "editor"}):
            vk = VkAccess(VkSettings.model_validate({**keys, "group_id": 1, "api_base": place.town.base}), town.clock)
            search, _mentions = await watch_beyond(town.storage, vk, district, town.clock)
            asks.append(isinstance(search.collector, VkSearch) and search.collector._client is (vk.reader or vk.editor))
            vk.close()
    assert asks == [True, True]


def test_a_post_of_a_page_in_its_own_name_has_no_author() -> None:
    source = Source(id=SourceId(1), district_id=DistrictId("d"), network=Network.VK, external_id=SEARCH, title="Поиск по ВК")
    told = Post(network=Network.VK, external_id="wall-5_7", url="", text="Яма", author_id="-5", published_at=START)
    assert attributed(told, source, ()).author_id == ""
    assert attributed(told, source, {"-5"}).by_owner
    assert KINDS[source.network].page(source.external_id) == ""
    assert {SEARCH, MENTIONS} == {"search", "mentions"}


def test_a_broken_cursor_begins_anew() -> None:
    assert FoundMemory.load("{}", now=5).since("q") == 5
