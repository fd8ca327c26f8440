"""Discussions of a community, in the town: read with the wall, once, and answered in the own community only."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from collectors.vk.boards.board import AT_ONCE, Board
from collectors.vk.client import VkClient
from collectors.vk.limiter import Steady
from collectors.vk.memory import Memory
from collectors.vk.network import address_in
from collectors.vk.publisher import VkPublisher
from collectors.vk.wall import VkWall
from incidents.posts import Batch
from incidents.publisher import NotAllowed, Published
from incidents.sources.post_links import post_link
from sandbox.client import TownClient, open_town
from tests.kit.vk.posts import post
from tests.kit.vk.walls import EDITED, SPEED, START, texts


class Place:
    """A community with a board; the reader's clock is the test's."""

    def __init__(self, town: TownClient) -> None:
        self.town, self.now, self.cursor = town, START, None  # type: tuple[TownClient, Any, str | None]
        self.client = VkClient("service", kind="service", api_base=town.base, tempo=Steady(SPEED))
        self.writer = VkClient("group", kind="group", api_base=town.base, tempo=Steady(SPEED))
        self.editor = VkClient("editor", kind="user", api_base=town.base, tempo=Steady(SPEED))
        self.collector = VkWall(self.client, -1, now=lambda: self.now, own_group=1, board=Board(self.client, -1))

    async def sweep(self, **later: float) -> Batch:
        self.now += timedelta(**(later or {"minutes": 20}))
        batch = await self.collector.fetch(self.cursor)
        self.cursor = batch.cursor
        return batch

    async def topic(self, title: str, text: str, **more: Any) -> int:
        made = {"group_id": 1, "author_id": 101, "title": title, "text": text, "at": self.now.isoformat()} | more
        return int((await self.town.post("vk/topic", **made))["topic_id"])

    async def say(self, topic_id: int, text: str, **more: Any) -> int:
        made = {"group_id": 1, "topic_id": topic_id, "author_id": 102, "text": text, "at": self.now.isoformat()} | more
        return int((await self.town.post("vk/said", **made))["comment_id"])

    async def calls(self, method: str) -> int:
        return sum(call["method"] == method for call in (await self.town.get("log?limit=500"))["calls"])


@pytest.fixture
async def place() -> AsyncIterator[Place]:
    async with open_town(EDITED, origin=START.isoformat(), speed=SPEED) as town:
        made = Place(town)
        yield made
        for each in (made.client, made.writer, made.editor):
            each.close()


async def test_a_topic_and_what_is_said_in_it_come_once_with_links_that_open(place: Place) -> None:
    await place.sweep()
    topic = await place.topic("Дороги", "Яма на Баскакова")
    said = await place.say(topic, "и на Новой")
    first, second = (await place.sweep()).posts
    assert (first.external_id, first.url) == (f"topic-1_{topic}", f"https://vk.com/topic-1_{topic}")
    assert first.text == "Дороги\n\nЯма на Баскакова"
    assert (second.url, second.parent_external_id) == (f"https://vk.com/topic-1_{topic}?post={said}", first.external_id)
    assert (second.text, second.author_id, second.by_owner) == ("и на Новой", "102", False)
    assert texts(await place.sweep()) == []
    link = post_link(second.url)
    assert link is not None
    assert link.external_id == second.external_id


async def test_only_what_is_new_in_an_old_topic_is_told(place: Place) -> None:
    ago = (START - timedelta(days=400)).isoformat()
    topic = await place.topic("Вода", "давно", at=ago)
    await place.say(topic, "тоже давно", at=ago)
    assert texts(await place.sweep()) == []
    await place.say(topic, "воды нет")
    assert texts(await place.sweep()) == ["воды нет"]
    await place.say(topic, "и сегодня нет")
    assert texts(await place.sweep()) == ["и сегодня нет"]


async def test_a_wall_of_an_earlier_version_does_not_tell_the_past_of_its_board(place: Place) -> None:
    await place.topic("Вода", "месяц назад", at=(START - timedelta(days=30)).isoformat())
    await place.topic("Свет", "час назад")
    place.cursor = Memory(at=int((START - timedelta(hours=2)).timestamp()), top=1, latest=1).dump()
    assert texts(await place.sweep()) == ["Свет\n\nчас назад"]


async def test_a_topic_of_many_comments_is_read_to_what_is_known(place: Place) -> None:
    topic = await place.topic("Вода", "нет воды")
    await place.sweep()
    for number in range(130):
        await place.say(topic, f"дом {number}")
    assert texts(await place.sweep()) == [f"дом {number}" for number in range(130)]
    assert texts(await place.sweep()) == []


async def test_more_topics_than_are_read_at_once_come_with_the_next_sweep(place: Place) -> None:
    await place.sweep()
    for number in range(AT_ONCE + 5):
        await place.topic(f"тема {number}", "вопрос")
    first = await place.sweep()
    second = await place.sweep(minutes=1)
    assert (len(first.posts), len(second.posts)) == (AT_ONCE, 5)
    assert len({each.external_id for each in (*first.posts, *second.posts)}) == AT_ONCE + 5


async def test_the_board_is_asked_seldom_and_a_quiet_one_costs_one_call(place: Place) -> None:
    await place.topic("Вода", "нет воды", at=(START - timedelta(days=9)).isoformat())
    batch = await place.sweep()
    assert batch.quota == "обсуждения раз в 15 мин"
    await place.sweep(minutes=5)
    await place.sweep(minutes=15)
    assert (await place.calls("board.getTopics"), await place.calls("board.getComments")) == (2, 0)


@pytest.mark.parametrize(
    ("code", "note"),
    [
        (15, "обсуждения закрыты или выключены, их не читаем"),
        (9, "обсуждения пока не читаются: ВК счёл обращения однотипными, сделали паузу"),
        (14, "обсуждения пока не читаются: ВК требует ввести код с картинки, сделали паузу"),
    ],
)
async def test_a_board_that_is_not_given_is_told_in_words_and_the_wall_is_read_on(place: Place, code: int, note: str) -> None:
    await place.town.post("fault", api="vk", method="board.getTopics", kind="error", code=code)
    await place.town.post("vk/post", group_id=1, author_id=101, text="Яма", at=START.isoformat())
    batch = await place.sweep()
    assert (texts(batch), batch.quota, batch.ill) == (["Яма"], note, None)
    await place.sweep(minutes=5)
    assert await place.calls("board.getTopics") == 1


async def test_a_closed_board_is_asked_for_again_after_hours(place: Place) -> None:
    await place.town.post("town", vk={"groups": [{"id": 1, "board": "closed"}]})
    await place.sweep()
    await place.sweep(hours=1)
    assert await place.calls("board.getTopics") == 1
    await place.town.post("town", vk={"groups": [{"id": 1, "board": "open"}]})
    await place.topic("Вода", "нет воды")
    assert texts(await place.sweep(hours=7)) == ["Вода\n\nнет воды"]


async def test_an_answer_goes_into_the_own_board_once_in_the_communitys_name_and_is_proved(place: Place) -> None:
    topic = await place.topic("Вода", "нет воды")
    await place.sweep()
    asked = post(f"topic-1_{topic}_r{await place.say(topic, 'и у нас')}")
    publisher = VkPublisher(place.writer, place.client, 1, editor=place.editor)
    first = await publisher.publish(asked, "Воду дадим к 18:00", guid="g1")
    again = await publisher.publish(asked, "Воду дадим к 18:00", guid="g1")
    assert isinstance(first, Published)
    assert first == again
    assert first.url.startswith(f"https://vk.com/topic-1_{topic}?post=")
    assert await publisher.find(asked, "Воду дадим к 18:00", since=START) == first
    assert await publisher.find(asked, "Другое", since=START) is None
    own = [each for each in (await place.sweep()).posts if each.by_owner]
    assert [each.text for each in own] == ["Воду дадим к 18:00"]


async def test_boards_of_others_and_a_desk_without_an_editor_are_answered_by_hand(place: Place) -> None:
    without = VkPublisher(place.writer, place.client, 1)
    refused = await without.publish(post("topic-1_1_r2"), "Ответ", guid="g")
    assert refused == NotAllowed(user_text="в обсуждения пишет только ключ редактора сообщества (VK__USER_TOKEN)")
    with_editor = VkPublisher(place.writer, place.client, 1, editor=place.editor)
    refused = await with_editor.publish(post("topic-2_1_r2"), "Ответ", guid="g")
    assert refused == NotAllowed(user_text="в обсуждениях другого сообщества бот не пишет")
    assert await place.calls("board.createComment") == 0


def test_a_link_to_a_topic_adds_its_community() -> None:
    assert address_in("https://vk.com/topic-12345_7?post=2") == "-12345"


async def test_a_board_is_read_on_after_a_clock_that_ran_a_year_ahead(place: Place) -> None:
    topic = await place.topic("Дороги", "Пишите сюда")
    await place.sweep()
    place.now += timedelta(days=365)
    await place.sweep()
    place.now -= timedelta(days=365)
    await place.say(topic, "На Правды яма")
    assert "На Правды яма" in texts(await place.sweep())
