"""The town's search over all walls and its Long Poll: events of a wall, and the three ways in which VK loses the thread."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import vk_api
from vk_api.bot_longpoll import VkBotEventType, VkBotLongPoll

from sandbox.client import TownClient, open_town
from tests.kit.town.vk import TOWN, _ToTown, error, response, write

HOUR = 3600
START = 1_780_293_600  # 2026-06-01T06:00:00+00:00


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, origin="2026-06-01T06:00:00+00:00", speed=HOUR) as client:
        await client.post("town", vk={"tokens": [{"token": "editor", "kind": "user", "user_id": 1002, "group_id": 1}]})
        yield client


async def written(town: TownClient, hours: int, text: str, **more: Any) -> int:
    return await write(town, text, at=START + hours * HOUR, **more)


async def found(town: TownClient, **values: Any) -> list[str]:
    return [item["text"] for item in (await response(town, "newsfeed.search", **values))["items"]]


async def test_a_search_finds_every_word_on_all_open_walls_newest_first(town: TownClient) -> None:
    await town.post("town", vk={"groups": [{"id": 4, "name": "Тайна", "is_closed": True}]})
    await written(town, 1, "Прорвало трубу на Лесной")
    await written(town, 3, "На лесной опять ТРУБУ чинят", group_id=3)
    await written(town, 2, "На Лесной тихо")
    await written(town, 2, "Лесной, трубу", group_id=4)
    gone = await written(town, 4, "трубу на лесной, удалено")
    await town.post("vk/delete", owner_id=-1, post_id=gone)
    assert await found(town, q="трубу лесной") == ["На лесной опять ТРУБУ чинят", "Прорвало трубу на Лесной"]
    answer = await response(town, "newsfeed.search", token="user", q="тихо", extended=1)
    assert (answer["total_count"], answer["count"], "next_from" in answer) == (1, 1, False)
    assert [person["id"] for person in answer["profiles"]] == [1001]
    assert [group["id"] for group in answer["groups"]] == [1]


async def test_a_search_keeps_to_its_time(town: TownClient) -> None:
    for hour in range(4):
        await written(town, hour, f"вода {hour}")
    assert await found(town, q="вода", start_time=START + HOUR, end_time=START + 2 * HOUR) == ["вода 2", "вода 1"]


async def test_a_search_is_paged_without_gaps_while_new_posts_come(town: TownClient) -> None:
    for hour in range(5):
        await written(town, hour, f"вода {hour}")
    first = await response(town, "newsfeed.search", q="вода", count=2)
    await written(town, 9, "вода 9")
    second = await response(town, "newsfeed.search", q="вода", count=2, start_from=first["next_from"])
    third = await response(town, "newsfeed.search", q="вода", count=2, start_from=second["next_from"])
    texts = [item["text"] for page in (first, second, third) for item in page["items"]]
    assert texts == ["вода 4", "вода 3", "вода 2", "вода 1", "вода 0"]
    assert "next_from" not in third


async def test_a_search_that_vk_refuses_is_refused(town: TownClient) -> None:
    assert (await error(town, "newsfeed.search", q="а", count=201))[0] == 100
    assert (await error(town, "newsfeed.search", q="а", start_from="дальше"))[0] == 100
    assert (await error(town, "newsfeed.search", token="group", q="а"))[0] == 27


async def server(town: TownClient, token: str = "group") -> dict[str, str]:
    found: dict[str, str] = await response(town, "groups.getLongPollServer", token=token, group_id=1)
    return found


async def check(town: TownClient, at: dict[str, Any], wait: int = 0, **changed: Any) -> dict[str, Any]:
    asked = {"act": "a_check", "key": at["key"], "ts": at["ts"], "wait": wait} | changed
    async with town.session.get(at["server"], params={name: str(value) for name, value in asked.items()}) as answer:
        body: dict[str, Any] = await answer.json()
        return body


async def test_posts_and_comments_of_the_wall_come_as_events(town: TownClient) -> None:
    await write(town, "было раньше")
    at = await server(town)
    post = await write(town, "Яма", photos=["pothole"])
    comment = (await town.post("vk/comment", owner_id=-1, post_id=post, author_id=1002, text="и у нас"))["comment_id"]
    target = {"owner_id": -1, "post_id": post, "comment_id": comment}
    await town.post("vk/edit", **target, text="и у нас тоже")
    await town.post("vk/delete", **target)
    await town.post("vk/restore", **target)
    answer = await response(town, "wall.createComment", token="group", owner_id=-1, post_id=post, message="Чиним")
    await town.post("vk/edit", owner_id=-1, post_id=post, text="правка записи событием не приходит")
    seen = await check(town, at)
    assert seen["ts"] == str(int(at["ts"]) + 6)
    assert [event["type"] for event in seen["updates"]] == [
        "wall_post_new", "wall_reply_new", "wall_reply_edit", "wall_reply_delete", "wall_reply_restore", "wall_reply_new",
    ]  # fmt: skip
    new, said, edited, deleted, _, own = [event["object"] for event in seen["updates"]]
    assert (new["id"], new["owner_id"], new["from_id"], new["text"]) == (post, -1, 1001, "Яма")
    assert new["attachments"][0]["photo"]["sizes"][0]["url"].startswith(town.base)
    assert (said["id"], said["post_id"], said["post_owner_id"], said["text"]) == (comment, post, -1, "и у нас")
    assert edited["text"] == "и у нас тоже"
    assert (deleted["id"], deleted["post_id"], deleted["owner_id"]) == (comment, post, -1)
    assert (own["id"], own["from_id"]) == (answer["comment_id"], -1)
    assert {event["group_id"] for event in seen["updates"]} == {1}
    assert (await check(town, at | {"ts": seen["ts"]}))["updates"] == []


async def test_a_waiting_poll_wakes_when_something_comes_and_on_a_reset(town: TownClient) -> None:
    at = await server(town, "editor")
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(check(town, at, wait=20))
        await asyncio.sleep(0.2)
        await write(town, "Яма")
    (event,) = poll.result()["updates"]
    assert event["type"] == "wall_post_new"
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(check(town, at | {"ts": poll.result()["ts"]}, wait=20))
        await asyncio.sleep(0.2)
        await town.post("reset", **TOWN)
    assert poll.result()["updates"] == []
    assert await check(town, at) == {"failed": 2}


async def test_an_outdated_ts_an_expired_key_and_a_lost_thread_are_told_apart(town: TownClient) -> None:
    at = await server(town)
    await write(town, "потеряется")
    await town.post("vk/longpoll", group_id=1, failed=1)
    outdated = await check(town, at)
    assert outdated["failed"] == 1
    assert (await check(town, at | {"ts": outdated["ts"]}))["updates"] == []
    assert (await check(town, at, ts="вчера"))["failed"] == 1
    assert (await check(town, at, ts=10**6))["failed"] == 1

    at |= {"ts": outdated["ts"]}
    await write(town, "не потеряется")
    await town.post("vk/longpoll", group_id=1, failed=2)
    assert await check(town, at) == {"failed": 2}
    at |= {"key": (await server(town))["key"]}
    assert [event["object"]["text"] for event in (await check(town, at))["updates"]] == ["не потеряется"]

    await town.post("vk/longpoll", group_id=1, failed=3)
    assert await check(town, at) == {"failed": 3}
    assert (await check(town, await server(town)))["updates"] == []


async def test_a_fault_on_order_comes_so_many_times(town: TownClient) -> None:
    at = await server(town)
    await town.post("fault", api="vk", method="longpoll", kind="error", code=1, parameters={"ts": 7})
    assert await check(town, at) == {"failed": 1, "ts": 7}
    await town.post("fault", api="vk", method="longpoll", kind="html")
    async with town.session.get(at["server"]) as answer:
        assert answer.status == 502
    async with town.session.get(at["server"], params={"act": "a_release"}) as answer:
        assert answer.status == 400


async def test_only_the_community_itself_and_its_editors_may_listen(town: TownClient) -> None:
    assert (await error(town, "groups.getLongPollServer", token="service", group_id=1))[0] == 28
    assert (await error(town, "groups.getLongPollServer", token="group", group_id=2))[0] == 15
    assert (await error(town, "groups.getLongPollServer", token="user", group_id=1))[0] == 15
    assert (await error(town, "groups.getLongPollServer", token="group", group_id=99))[0] == 100


async def test_the_vk_api_library_listens_and_finds_its_way_back(town: TownClient) -> None:
    def listener() -> VkBotLongPoll:
        session = vk_api.VkApi(token="group", api_version="5.199")
        session.http.mount("https://", _ToTown(town.base))
        return VkBotLongPoll(session, 1, wait=1)

    poll = await asyncio.to_thread(listener)
    try:
        await write(town, "Яма")
        (event,) = await asyncio.to_thread(poll.check)
        assert event.type == VkBotEventType.WALL_POST_NEW
        assert event.object["text"] == "Яма"
        for failed in (1, 2, 3):
            await town.post("vk/longpoll", group_id=1, failed=failed)
            assert await asyncio.to_thread(poll.check) == []
        await write(town, "Снова слышно")
        (event,) = await asyncio.to_thread(poll.check)
        assert event.object["text"] == "Снова слышно"
    finally:
        poll.session.close()
        poll.vk.http.close()


async def test_dialogues_are_listed_with_their_last_message_the_liveliest_first(town: TownClient) -> None:
    for user, text in ((1001, "Нет воды"), (1002, "Яма"), (1001, "Третий день")):
        await town.post("vk/message", group_id=1, user_id=user, text=text)
    listed = await response(town, "messages.getConversations", token="group")
    shown = [(each["conversation"]["peer"]["id"], each["last_message"]["text"]) for each in listed["items"]]
    assert (listed["count"], shown) == (2, [(1001, "Третий день"), (1002, "Яма")])
    await response(town, "messages.send", token="group", peer_id=1001, message="Здравствуйте!", random_id=1)
    waits = await response(town, "messages.getConversations", token="group", filter="unanswered", count=1)
    assert [each["last_message"]["text"] for each in waits["items"]] == ["Яма"]
    assert (await error(town, "messages.getConversations", token="service"))[0] == 28
