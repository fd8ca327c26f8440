"""Whose phones are played: a touched phone is the visitor's for ten town minutes; orders reach whoever plays the day."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from sandbox.client import TownClient, open_town
from sandbox.errors import ControlError

TOWN: dict[str, Any] = {
    "bots": [{"token": "1:demo", "username": "otklik_bot", "name": "Отклик"}],
    "users": [{"id": 101, "first_name": "Ирина"}, {"id": 103, "first_name": "Олег"}],
    "vk": {"groups": [{"id": 1, "name": "Наш двор", "screen_name": "dvor"}]},
}


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, origin="2026-06-01T06:00:00+00:00") as client:
        await client.post("clock", paused=True)
        yield client


async def held(town: TownClient) -> list[int]:
    return list((await town.get("played"))["held"])


async def test_a_touched_phone_is_the_visitors_until_ten_town_minutes_after_the_last_touch(town: TownClient) -> None:
    assert await held(town) == []
    await town.post("tg/touch", users=[101])
    await town.post("clock", now="2026-06-01T06:09:59+00:00")
    assert await held(town) == [101]
    await town.post("tg/touch", users=[101])
    await town.post("clock", now="2026-06-01T06:19:58+00:00")
    assert await held(town) == [101]
    await town.post("clock", now="2026-06-01T06:20:00+00:00")
    assert await held(town) == []


async def test_what_a_hand_types_is_a_touch_and_what_a_robot_types_is_none(town: TownClient) -> None:
    await town.post("tg/type", user_id=103, text="/my")
    assert await held(town) == []
    await town.post("tg/type", user_id=103, text="/my", hand=True)
    assert await held(town) == [103]


async def test_the_phones_of_a_tour_are_the_visitors_whatever_the_clock_does(town: TownClient) -> None:
    await town.post("tg/touch", users=[101], tour=True)
    await town.post("clock", now="2026-06-02T06:00:00+00:00")
    assert await held(town) == [101]


async def test_the_switch_is_kept_and_told_to_the_page(town: TownClient) -> None:
    assert (await town.get("day"))["played"] is False
    assert (await town.post("played", on=True))["on"] is True
    assert (await town.get("day"))["played"] is True
    with pytest.raises(ControlError, match="true или false"):
        await town.post("played", on="yes")


async def test_orders_wait_for_whoever_plays_the_day_and_are_taken_once(town: TownClient) -> None:
    with pytest.raises(ControlError, match="никто не ведёт"):
        await town.post("order", act="restart")
    scene = {"title": "Лёд", "at": "2026-06-01T09:20:00+03:00", "phones": [101], "text": "С крыши упала глыба"}
    await town.post("town", directed=True, scenes=[scene])
    with pytest.raises(ControlError, match="утра впереди нет"):
        await town.post("order", act="morning")
    await town.post("town", scenes=[scene, {"title": "Утро", "at": "2026-06-02T07:30:00+03:00"}])
    await town.post("order", act="scene", scene=0)
    await town.post("order", act="morning")
    for wrong in ({"act": "scene", "scene": 7}, {"act": "scene"}, {"act": "dance"}):
        with pytest.raises(ControlError):
            await town.post("order", **wrong)
    taken = (await town.post("orders"))["orders"]
    assert [(each["act"], each["scene"]) for each in taken] == [("scene", 0), ("morning", None)]
    assert (await town.post("orders"))["orders"] == []
    shown = (await town.get("day"))["scenes"][0]
    assert (shown["phones"], shown["text"]) == ([101], "С крыши упала глыба")


async def test_a_file_of_a_chat_is_shown_with_its_size_and_given_under_its_name(town: TownClient) -> None:
    table: dict[str, Any] = {"name": "Список «А».csv", "base64": "0J3QvtC80LXRgA=="}
    await town.post("tg/type", user_id=101, text="", document=table)
    (message,) = (await town.get("tg/chat/101"))["messages"]
    file = message["document"]
    assert (file["name"], file["bytes"]) == ("Список «А».csv", len("Номер".encode()))
    async with town.session.get(f"{town.base}{file['url']}") as answer:
        assert (await answer.read()).decode() == "Номер"
        assert "attachment" in answer.headers["Content-Disposition"]
    async with town.session.get(f"{town.base}/control/tg/document/nothing") as answer:
        assert answer.status == 404


async def test_the_page_hears_of_the_switch_and_of_what_is_done_meanwhile(town: TownClient) -> None:
    async with town.session.get(f"{town.base}/control/stream") as stream:
        await stream.content.readuntil(b"\n\n")
        await town.post("busy", busy="Начинаем день заново")
        news = json.loads((await stream.content.readuntil(b"\n\n")).removeprefix(b"data: "))
    assert news == {"day": []}
    assert (await town.get("day"))["busy"] == "Начинаем день заново"
    await town.post("busy", busy="")
    assert (await town.get("day"))["busy"] is None


async def test_the_page_hears_that_a_town_was_emptied_and_not_merely_changed(town: TownClient) -> None:
    async with town.session.get(f"{town.base}/control/stream") as stream:

        async def news() -> dict[str, object]:
            heard: dict[str, object] = json.loads((await stream.content.readuntil(b"\n\n")).removeprefix(b"data: "))
            return heard

        await news()
        await town.post("town", users=[])
        assert sorted(await news()) == ["clock", "town"]
        await town.post("reset", users=[])
        assert sorted(await news()) == ["anew", "clock", "town"]
