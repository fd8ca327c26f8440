"""Channels, discussions, anonymous administrators and bots without privacy mode, as the town's Telegram shows them."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.client import TownClient, open_town
from tests.kit.town.telegram import TOWN

CHANNEL, TALK, YARD = -1007, -1008, -1009


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, origin="2026-06-01T06:00:00+00:00", speed=3600) as client:
        yield client


@pytest.fixture
async def channels(town: TownClient) -> TownClient:
    chats = [
        {"id": CHANNEL, "type": "channel", "title": "Новости", "members": [101], "bot_status": "administrator", "discussion": TALK},
        {"id": TALK, "type": "supergroup", "title": "Обсуждение", "members": [101], "bot_status": "administrator"},
        {"id": YARD, "type": "supergroup", "title": "Двор", "members": [101], "bot_status": "member"},
    ]
    await town.post("town", **{**TOWN, "chats": chats})
    return town


async def updates(town: TownClient, *kinds: str) -> list[dict[str, Any]]:
    found = (await town.bot("getUpdates", allowed_updates=list(kinds)))["result"]
    return [{kind: value for kind, value in each.items() if kind != "update_id"} for each in found]


async def test_a_post_of_a_channel_comes_with_its_copy_in_the_discussion(channels: TownClient) -> None:
    await updates(channels, "message", "channel_post")
    said = await channels.post("tg/type", user_id=101, chat_id=CHANNEL, text="Воду дали")
    post, copied = await updates(channels, "message", "channel_post")
    assert "from" not in post["channel_post"]
    assert post["channel_post"]["sender_chat"]["id"] == CHANNEL
    assert (copied["message"]["chat"]["id"], copied["message"]["sender_chat"]["id"]) == (TALK, CHANNEL)
    assert copied["message"]["is_automatic_forward"] is True
    assert copied["message"]["forward_origin"]["message_id"] == said["message_id"]


async def test_posts_of_channels_are_not_given_to_whoever_did_not_ask(channels: TownClient) -> None:
    await updates(channels, "message")
    await channels.post("tg/type", user_id=101, chat_id=CHANNEL, text="Воду дали")
    assert [list(each) for each in await updates(channels, "message")] == [["message"]]


async def test_an_anonymous_administrator_hides_behind_the_group(channels: TownClient) -> None:
    await channels.post("tg/type", user_id=101, chat_id=TALK, text="Объявление", anonymous=True)
    (said,) = await updates(channels, "message")
    assert said["message"]["sender_chat"]["id"] == TALK
    assert said["message"]["from"]["username"] == "GroupAnonymousBot"


async def test_a_bot_without_privacy_mode_sees_all_that_is_said(channels: TownClient) -> None:
    await channels.post("tg/type", user_id=101, chat_id=YARD, text="Не слышно")
    assert await updates(channels, "message") == []
    await channels.post("town", bots=[{"token": "1:demo", "reads_all": True}])
    await channels.post("tg/type", user_id=101, chat_id=YARD, text="Слышно")
    assert [each["message"]["text"] for each in await updates(channels, "message")] == ["Слышно"]
    assert (await channels.bot("getMe"))["result"]["can_read_all_group_messages"] is True
