"""Odnoklassniki of the town: keys and signatures are checked, groups are read a page at a time."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from collectors.ok.check import check_ok
from collectors.ok.client import OkClient
from collectors.ok.errors import OkError
from collectors.ok.look import look_at_group
from incidents.posts import SourceBroken
from sandbox.client import TownClient, open_town
from sandbox.errors import ControlError
from tests.kit.ok import FAST, GROUP, OK_TOWN, TOKEN, ok_client
from tests.kit.vk.walls import START


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(OK_TOWN, origin=START.isoformat()) as made:
        yield made


@pytest.fixture
async def client(town: TownClient) -> AsyncIterator[OkClient]:
    made = ok_client(town.base, speed=FAST)
    yield made
    await made.close()


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"application_key": "OTHER"}, 101),
        ({"access_token": "other"}, 103),
        ({"session_secret": "other"}, 104),
        ({"access_token": "old", "session_secret": "older"}, 102),
    ],
)
async def test_wrong_keys_are_told_apart(town: TownClient, keys: dict[str, str], code: int) -> None:
    await town.post("town", ok={"tokens": [{"token": "old", "secret": "older", "expired": True}]})
    client = ok_client(town.base, keys)
    with pytest.raises(OkError) as caught:
        await client.call("users.getCurrentUser", fields="uid")
    assert caught.value.code == code
    assert TOKEN not in str(await town.get("log"))
    await client.close()


async def test_what_is_not_served_or_not_documented_is_refused(town: TownClient, client: OkClient) -> None:
    calls: list[tuple[str, dict[str, Any], int]] = [
        ("discussions.addDiscussionComment", {"entityId": "1"}, 3),
        ("url.getInfo", {"url": "https://ok.ru/x", "text": "y"}, 100),
        ("url.getInfo", {}, 100),
        ("mediatopic.getTopics", {"gid": "1"}, 300),
        ("mediatopic.getTopics", {"gid": GROUP, "anchor": "?"}, 100),
        ("mediatopic.getTopics", {"gid": GROUP, "count": "много"}, 100),
        ("mediatopic.getByIds", {"topic_ids": "1,2"}, 100),
        ("mediatopic.getByIds", {"topic_ids": "1"}, 300),
        ("discussions.getComments", {"discussionId": "1", "discussionType": "USER_STATUS"}, 100),
        ("discussions.getComments", {"discussionId": "1", "discussionType": "GROUP_TOPIC"}, 300),
    ]
    for method, params, code in calls:
        with pytest.raises(OkError) as caught:
            await client.call(method, **params)
        assert (method, caught.value.code) == (method, code)


async def test_a_body_that_cannot_be_read_is_a_refusal(town: TownClient) -> None:
    async with aiohttp.ClientSession() as session, session.post(f"{town.base}/fb.do", json=[1]) as answer:
        assert (answer.status, (await answer.json())["error_code"]) == (200, 4)


async def test_topics_and_comments_come_a_page_at_a_time_and_as_they_were_written(town: TownClient, client: OkClient) -> None:
    first = await town.post("ok/post", group_id=GROUP, text="Первая", photos=["pothole"], at="2026-06-01T08:00:00Z")
    attached = [{"type": kind, "title": f"Это {kind}"} for kind in ("movie", "poll", "link", "music")]
    await town.post("ok/post", group_id=GROUP, author_id=101, attachments=attached, repost_of=first["topic_id"], at="2026-06-01T09:00:00Z")
    page = await client.call("mediatopic.getTopics", gid=GROUP, count=1)
    assert [block["type"] for block in page["media_topics"][0]["media"]] == ["movie", "poll", "link", "music", "topic"]
    assert page["has_more"]
    rest = await client.call("mediatopic.getTopics", gid=GROUP, count=1, anchor=page["anchor"])
    assert (rest["media_topics"][0]["author_ref"], rest["has_more"]) == (f"group:{GROUP}", False)
    said = [await town.post("ok/comment", topic_id=first["topic_id"], author_id=102, text=str(n)) for n in range(3)]
    await town.post("ok/comment", topic_id=first["topic_id"], group_id=GROUP, text="от группы", reply_to=said[0]["comment_id"])
    await town.post("ok/delete", topic_id=first["topic_id"], comment_id=said[1]["comment_id"])
    await town.post("ok/like", topic_id=first["topic_id"], comment_id=said[2]["comment_id"])
    asked = {"discussionId": first["topic_id"], "discussionType": "GROUP_TOPIC"}
    comments = await client.call("discussions.getComments", **asked, count=2)
    assert [(each["text"], each["like_count"]) for each in comments["comments"]] == [("2", 1), ("от группы", 0)]
    assert comments["comments"][1]["author_type"] == "GROUP"
    older = await client.call("discussions.getComments", **asked, count=2, anchor=comments["anchor"])
    assert [each["text"] for each in older["comments"]] == ["0"]
    shown = (await town.get(f"ok/group?group_id={GROUP}"))["topics"]
    assert [len(each["comments"]) for each in shown] == [4, 0]
    await town.post("ok/delete", topic_id=first["topic_id"])
    await town.post("ok/restore", topic_id=first["topic_id"])


async def test_groups_are_found_by_number_and_by_name_and_the_keys_pass_the_check(town: TownClient, client: OkClient) -> None:
    made = await town.post("ok/post", group_id=GROUP, author_id=101, text="Яма")
    await town.post("ok/comment", topic_id=made["topic_id"], author_id=102, text="И у нас")
    for address in ("ok:nashe-redkino", f"ok:group/{GROUP}"):
        assert (await look_at_group(client, address)).external_id == f"group:{GROUP}"
    for address, says in (("ok:nobody", "не знают"), ("ok:profile/101", "не группа"), ("ok:group/77", "закрытая")):
        with pytest.raises(SourceBroken, match=says):
            await look_at_group(client, address)
    lines = await check_ok(client, {f"group:{GROUP}": "Наше Редкино"})
    assert False not in [well for well, _ in lines]


async def test_a_wish_that_no_group_can_grant_is_refused(town: TownClient) -> None:
    made = await town.post("ok/post", group_id=GROUP, text="Яма")
    refused: dict[str, tuple[str, dict[str, Any]]] = {
        "нет группы Одноклассников 1": ("ok/post", {"group_id": 1, "text": "y"}),
        "Пустую тему": ("ok/post", {"group_id": GROUP}),
        "нет человека Одноклассников": ("ok/post", {"group_id": GROUP, "author_id": 9, "text": "y"}),
        "нет темы 7": ("ok/comment", {"topic_id": 7, "text": "y"}),
        "нет комментария": ("ok/edit", {"topic_id": made["topic_id"], "comment_id": "x", "text": "y"}),
        "таких полей нет": ("ok/post", {"group_id": GROUP, "texst": "y"}),
        "access должно быть": ("town", {"ok": {"groups": [{"id": 5, "name": "x", "access": "ajar"}]}}),
    }
    for words, (path, wish) in refused.items():
        with pytest.raises(ControlError, match=words):
            await town.post(path, **wish)
    with pytest.raises(ControlError, match="нет группы Одноклассников"):
        await town.get("ok/group?group_id=x")


async def test_the_page_sees_groups_as_it_sees_walls(town: TownClient) -> None:
    lists = await town.get("ok/groups")
    assert GROUP in [each["id"] for each in lists["groups"]] and 101 in [each["id"] for each in lists["users"]]
    topic = await town.post("ok/post", group_id=GROUP, author_id=101, text="Яма", attachments=[{"type": "movie", "title": "Видео"}])
    first = await town.post("ok/comment", topic_id=topic["topic_id"], author_id=102, text="И у нас")
    second = await town.post("ok/comment", topic_id=topic["topic_id"], author_id=101, text="Где?", reply_to=first["comment_id"])
    third = await town.post("ok/comment", topic_id=topic["topic_id"], group_id=GROUP, text="Заделаем", reply_to=second["comment_id"])
    await town.post("ok/post", group_id=GROUP, author_id=None, text="", repost_of=topic["topic_id"])
    shown = (await town.get(f"ok/wall?group_id={GROUP}"))["posts"]
    one, passing = shown[-2:]
    assert (one["owner_id"], one["post_id"], one["from_id"], one["attachments"][0]["type"]) == (-GROUP, topic["topic_id"], 101, "video")
    (thread,) = one["comments"]
    assert [each["id"] for each in thread["thread"]] == [second["comment_id"], third["comment_id"]]
    assert (thread["thread"][1]["from_id"], passing["copies"][0]["text"]) == (-GROUP, "Яма")
    assert (await town.post("ok/like", topic_id=topic["topic_id"]))["group_id"] == GROUP
