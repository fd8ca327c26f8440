"""Private messages of a community against the town: answered where the resident wrote first, once, and proved by reading."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from collectors.vk.client import VkClient
from collectors.vk.limiter import Steady
from collectors.vk.messages import VkMessages, random_id
from incidents.posts import Network, Post, SourceBroken
from incidents.publisher import NotAllowed, PhotoRefused, Published, TryLater, Unclear
from sandbox.client import TownClient, open_town
from tests.kit.town.vk import TOWN

START = datetime(2026, 6, 1, 6, 0, tzinfo=UTC)
TEXT = "Здравствуйте! Трубу починим сегодня до 18:00. Отвечает отдел ЖКХ."


@pytest.fixture
async def net() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, origin=START.isoformat(), speed=60.0) as client:
        yield client


@pytest.fixture
async def client(net: TownClient) -> AsyncIterator[VkClient]:
    made = VkClient("group", kind="group", api_base=net.base, tempo=Steady(60.0), timeout=2.0)
    yield made
    made.close()


@pytest.fixture
def messages(client: VkClient) -> VkMessages:
    return VkMessages(client, 1)


def question(peer: int = 1001, group: int = 1) -> Post:
    id = f"im{group}_{peer}_1"
    return Post(network=Network.VK_MESSAGES, external_id=id, url="", text="Нет воды", author_id=str(peer), published_at=START)


async def wrote(net: TownClient, user: int = 1001) -> None:
    await net.post("vk/message", group_id=1, user_id=user, text="Нет воды")


async def answers(net: TownClient, user: int = 1001) -> list[str]:
    shown: Any = await net.get(f"vk/dialog?group_id=1&user_id={user}")
    return [each["text"] for each in shown["messages"] if each["out"]]


async def test_an_answer_goes_into_the_dialogue_and_is_found_there(net: TownClient, messages: VkMessages) -> None:
    await wrote(net)
    assert await messages.find(question(), TEXT, since=START) is None
    sent = await messages.publish(question(), TEXT, guid="g1")
    assert sent == Published(external_id="im1_1001_2", url="https://vk.com/gim1?sel=1001")
    assert await messages.find(question(), TEXT, since=START) == sent
    assert await answers(net) == [TEXT]


async def test_the_same_guid_makes_no_second_message(net: TownClient, messages: VkMessages) -> None:
    await wrote(net)
    first = await messages.publish(question(), TEXT, guid="g1")
    assert await messages.publish(question(), TEXT, guid="g1") == first
    assert await messages.publish(question(), TEXT, guid="g2") != first
    assert await answers(net) == [TEXT, TEXT]


async def test_an_answer_whose_outcome_is_unknown_is_found_by_reading(net: TownClient, messages: VkMessages) -> None:
    await wrote(net)
    await net.post("fault", api="vk", method="messages.send", kind="drop", after=True)
    assert isinstance(await messages.publish(question(), TEXT, guid="g1"), Unclear)
    assert isinstance(await messages.find(question(), TEXT, since=START), Published)
    assert await answers(net) == [TEXT]


async def test_a_resident_who_never_wrote_or_takes_no_messages_is_answered_under_the_post(net: TownClient, messages: VkMessages) -> None:
    closed = NotAllowed(user_text="житель не принимает сообщения сообщества, напишите под постом")
    assert await messages.publish(question(), TEXT, guid="g1") == closed
    await wrote(net)
    await net.post("vk/deny", group_id=1, user_id=1001)
    assert await messages.publish(question(), TEXT, guid="g2") == closed
    await net.post("vk/deny", group_id=1, user_id=1001, allow=True)
    assert isinstance(await messages.publish(question(), TEXT, guid="g3"), Published)


@pytest.mark.parametrize("code", [900, 901, 902, 917, 936])
async def test_every_refusal_of_a_person_says_where_to_write_instead(net: TownClient, messages: VkMessages, code: int) -> None:
    await wrote(net)
    await net.post("fault", api="vk", method="messages.send", kind="error", code=code)
    refused = await messages.publish(question(), TEXT, guid="g1")
    assert isinstance(refused, NotAllowed)
    assert refused.user_text.endswith("напишите под постом")


async def test_a_text_that_is_too_long_and_a_captcha_are_told_apart(net: TownClient, messages: VkMessages) -> None:
    await wrote(net)
    assert await messages.publish(question(), "а" * 4097, guid="g1") == NotAllowed(user_text="сообщение слишком длинное")
    await net.post("fault", api="vk", method="messages.send", kind="error", code=14)
    later = await messages.publish(question(), TEXT, guid="g2")
    assert isinstance(later, TryLater)
    assert later.is_barred


async def test_an_older_message_of_the_same_words_proves_nothing(net: TownClient, messages: VkMessages) -> None:
    await wrote(net)
    await messages.publish(question(), TEXT, guid="g1")
    assert await messages.find(question(), TEXT, since=START + timedelta(hours=2)) is None


async def test_the_residents_own_words_prove_nothing(net: TownClient, messages: VkMessages) -> None:
    await net.post("vk/message", group_id=1, user_id=1001, text=TEXT)
    assert await messages.find(question(), TEXT, since=START) is None


@pytest.mark.parametrize("id", ["wall-1_7", "im2_1001_1", "im1_x_1", ""])
async def test_what_is_no_message_to_this_community_is_refused(messages: VkMessages, id: str) -> None:
    post = Post(network=Network.VK_MESSAGES, external_id=id, url="", text="", author_id="1", published_at=START)
    assert await messages.publish(post, TEXT, guid="g1") == NotAllowed(user_text="это не сообщение сообществу")
    assert await messages.find(post, TEXT, since=START) is None


async def test_a_dialogue_that_cannot_be_read_is_said(net: TownClient, messages: VkMessages) -> None:
    await net.post("fault", api="vk", method="messages.getHistory", kind="error", code=15, times=9)
    with pytest.raises(SourceBroken):
        await messages.find(question(), TEXT, since=START)


async def test_no_photos_go_into_dialogues(messages: VkMessages) -> None:
    with pytest.raises(PhotoRefused):
        await messages.upload(question(), b"")


def test_a_random_id_is_a_number_that_vk_takes() -> None:
    numbers = {random_id(f"otklik-{number}") for number in range(1000)}
    assert len(numbers) == 1000
    assert all(0 < number < 2**31 for number in numbers)
    assert random_id("g1") == random_id("g1")


@pytest.mark.parametrize("code", [7, 15])
async def test_a_key_without_the_right_to_messages_is_told_of_messages(net: TownClient, messages: VkMessages, code: int) -> None:
    await wrote(net)
    await net.post("fault", api="vk", method="messages.send", kind="error", code=code)
    refused = NotAllowed(user_text="ключу сообщества не хватает права «сообщения»")
    assert await messages.publish(question(), TEXT, guid="g1") == refused


async def test_a_text_that_vk_does_not_take_is_said_of_the_message(net: TownClient, messages: VkMessages) -> None:
    await wrote(net)
    await net.post("fault", api="vk", method="messages.send", kind="error", code=100)
    assert await messages.publish(question(), TEXT, guid="g1") == NotAllowed(user_text="текст сообщения не подходит")
