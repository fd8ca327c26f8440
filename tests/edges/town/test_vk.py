"""The town's VK API: walls, threads, tokens, errors, and that vk_api lives with it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import requests
import vk_api

from sandbox.client import TownClient, open_town
from tests.kit.town.vk import TOWN, _ToTown, error, response, write


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, origin="2026-06-01T06:00:00+00:00", speed=3600) as client:
        yield client


async def test_a_wall_is_given_newest_first_in_pages_with_authors(town: TownClient) -> None:
    for number in range(3):
        await town.post("clock", paused=True, now=f"2026-06-01T0{number + 7}:00:00+00:00")
        await write(town, f"пост {number}", author_id=None if number == 1 else 1001, photos=["ice"])
    page = await response(town, "wall.get", owner_id=-1, count=2, extended=1)
    assert (page["count"], [post["text"] for post in page["items"]]) == (3, ["пост 2", "пост 1"])
    assert [post["from_id"] for post in page["items"]] == [1001, -1]
    assert (page["profiles"][0]["last_name"], page["groups"][0]["screen_name"]) == ("Петрова", "talk")
    rest = await response(town, "wall.get", domain="talk", offset=2)
    assert [post["text"] for post in rest["items"]] == ["пост 0"]
    assert rest["items"][0]["date"] == 1780297200
    own = await response(town, "wall.get", owner_id=-1, filter="owner")
    assert [post["text"] for post in own["items"]] == ["пост 1"]
    async with town.session.get(rest["items"][0]["attachments"][0]["photo"]["sizes"][-1]["url"]) as answer:
        assert answer.content_type == "image/jpeg"
        assert (await answer.read()).startswith(b"\xff\xd8")


async def test_a_pinned_post_stands_before_newer_ones(town: TownClient) -> None:
    await write(town, "правила", pinned=True)
    await write(town, "новое", at="2026-07-01T00:00:00+00:00")
    items = (await response(town, "wall.get", owner_id=-1))["items"]
    assert [(post["text"], post.get("is_pinned")) for post in items] == [("правила", 1), ("новое", None)]


async def test_edited_posts_tell_when_and_deleted_ones_are_gone(town: TownClient) -> None:
    kept, gone = await write(town, "яма"), await write(town, "лишнее")
    await town.post("vk/edit", owner_id=-1, post_id=kept, text="яма у школы")
    await town.post("vk/delete", owner_id=-1, post_id=gone)
    await town.post("vk/like", owner_id=-1, post_id=kept)
    found = (await response(town, "wall.getById", posts=f"-1_{kept},-1_{gone},-1_999,-9_1"))["items"]
    assert [(post["text"], post["likes"]["count"]) for post in found] == [("яма у школы", 1)]
    assert found[0]["edited"] >= found[0]["date"]
    assert (await response(town, "wall.get", owner_id=-1))["count"] == 1
    code, words = await error(town, "wall.getComments", owner_id=-1, post_id=gone)
    assert (code, words) == (15, "Access denied: post was not found check post_id param")
    await town.post("vk/restore", owner_id=-1, post_id=gone)
    assert (await response(town, "wall.get", owner_id=-1))["count"] == 2


async def test_comments_come_in_threads_and_pages(town: TownClient) -> None:
    post = {"owner_id": -1, "post_id": await write(town, "яма")}
    roots = [(await town.post("vk/comment", **post, author_id=1001, text=f"к{n}"))["comment_id"] for n in range(3)]
    reply = (await town.post("vk/comment", **post, author_id=1002, text="ответ", reply_to=roots[0]))["comment_id"]
    inner = (await town.post("vk/comment", **post, author_id=1001, text="ответ на ответ", reply_to=reply))["comment_id"]
    page = await response(town, "wall.getComments", **post, count=2, thread_items_count=1, need_likes=1, extended=1)
    assert (page["count"], page["current_level_count"], len(page["items"])) == (5, 3, 2)
    assert page["items"][0]["thread"]["count"] == 2
    assert [item["id"] for item in page["items"][0]["thread"]["items"]] == [reply]
    assert page["items"][0]["likes"]["count"] == 0
    assert [person["id"] for person in page["profiles"]] == [1001, 1002]
    thread = await response(town, "wall.getComments", **post, comment_id=roots[0])
    assert thread["current_level_count"] == 2
    last = thread["items"][1]
    assert (last["id"], last["parents_stack"], last["reply_to_comment"], last["reply_to_user"]) == (inner, [roots[0]], reply, 1002)
    newest = await response(town, "wall.getComments", **post, sort="desc", count=1)
    assert newest["items"][0]["id"] == roots[2]
    later = await response(town, "wall.getComments", **post, start_comment_id=roots[1])
    assert ([item["id"] for item in later["items"]], later["real_offset"]) == (roots[1:], 1)
    short = await response(town, "wall.getComments", **post, comment_id=roots[0], preview_length=3)
    assert short["items"][0]["text"] == "отв…"


async def test_a_deleted_comment_keeps_its_place_while_it_has_replies(town: TownClient) -> None:
    post = {"owner_id": -1, "post_id": await write(town, "яма")}
    root = (await town.post("vk/comment", **post, author_id=1001, text="к"))["comment_id"]
    reply = (await town.post("vk/comment", **post, author_id=1002, text="о", reply_to=root))["comment_id"]
    await town.post("vk/delete", **post, comment_id=root)
    page = await response(town, "wall.getComments", **post, thread_items_count=10)
    assert (page["items"][0]["deleted"], page["items"][0]["text"]) == (True, "")
    assert [item["id"] for item in page["items"][0]["thread"]["items"]] == [reply]
    await town.post("vk/delete", **post, comment_id=reply)
    assert (await response(town, "wall.getComments", **post))["items"] == []
    (shown,) = (await town.get("vk/wall?group_id=1"))["posts"]
    assert [(c["id"], c["deleted"], [t["deleted"] for t in c["thread"]]) for c in shown["comments"]] == [(root, True, [True])]
    await town.post("vk/restore", **post, comment_id=root)
    assert (await response(town, "wall.getComments", **post))["items"][0]["text"] == "к"


async def test_a_group_token_comments_as_the_group_and_the_same_guid_only_once(town: TownClient) -> None:
    post = {"owner_id": -1, "post_id": await write(town, "яма")}
    asked = (await town.post("vk/comment", **post, author_id=1001, text="когда?"))["comment_id"]
    wish = post | {"message": "Закроем до пятницы", "guid": "g1", "reply_to_comment": asked, "from_group": 1}
    first = await response(town, "wall.createComment", token="group", **wish)
    assert first["parents_stack"] == [asked]
    assert await response(town, "wall.createComment", token="group", **wish) == first
    (shown,) = (await town.get("vk/wall?group_id=1"))["posts"]
    (answer,) = shown["comments"][0]["thread"]
    assert (answer["id"], answer["from_id"], answer["reply_to"]) == (first["comment_id"], -1, asked)
    assert (await town.get("stats"))["vk"]["bot_comments"] == 1
    one = await response(town, "wall.getComment", token="user", owner_id=-1, comment_id=first["comment_id"], extended=1)
    assert (one["items"][0]["text"], one["groups"][0]["id"]) == ("Закроем до пятницы", 1)


async def test_a_person_comments_under_their_own_name(town: TownClient) -> None:
    post = {"owner_id": -1, "post_id": await write(town, "яма")}
    made = await response(town, "wall.createComment", token="user", **post, message="и у нас")
    items = (await response(town, "wall.getComments", **post))["items"]
    assert (items[0]["id"], items[0]["from_id"]) == (made["comment_id"], 1001)
    assert await error(town, "wall.createComment", token="user", **post, message="а", from_group=1) == (
        15,
        "Access denied: user is no editor of the group",
    )


async def test_an_editor_posts_as_the_group_and_the_same_guid_only_once(town: TownClient) -> None:
    wish = {"owner_id": -1, "from_group": 1, "message": "Порыв, чиним до 18:00", "guid": "g"}
    first = await response(town, "wall.post", token="editor", **wish)
    assert await response(town, "wall.post", token="editor", **wish) == first
    (shown,) = (await response(town, "wall.get", owner_id=-1, filter="owner"))["items"]
    assert (shown["id"], shown["from_id"], shown["text"]) == (first["post_id"], -1, wish["message"])
    (known,) = (await response(town, "wall.getById", posts=f"-1_{first['post_id']}"))["items"]
    assert known["text"] == wish["message"]
    own = await response(town, "wall.post", token="user", owner_id=-1, message="Кто видел кота?")
    assert (await response(town, "wall.getById", posts=f"-1_{own['post_id']}"))["items"][0]["from_id"] == 1001


async def test_posts_are_refused_with_vks_own_numbers(town: TownClient) -> None:
    wish = {"owner_id": -1, "from_group": 1, "message": "а"}
    assert (await error(town, "wall.post", token="group", **wish))[0] == 27
    assert (await error(town, "wall.post", token="service", **wish))[0] == 28
    assert (await error(town, "wall.post", token="user", **wish))[0] == 214
    assert (await error(town, "wall.post", token="editor", **{**wish, "owner_id": -9}))[0] == 15
    assert (await error(town, "wall.post", token="editor", **{**wish, "message": " "}))[0] == 100
    assert (await error(town, "wall.post", token="editor", **wish, publish_date=1))[0] == 100
    for code in (9, 14):
        await town.post("fault", api="vk", method="wall.post", kind="error", code=code, times=1)
        assert (await error(town, "wall.post", token="editor", **wish))[0] == code
    for n in range(50):
        await town.post("clock", paused=True, now=f"2026-06-01T10:{n:02}:00+00:00")
        await response(town, "wall.post", token="editor", **{**wish, "message": f"пост {n}"})
    assert await error(town, "wall.post", token="editor", **wish) == (214, "Access to adding post denied: you can only add 50 posts a day")
    await town.post("clock", paused=True, now="2026-06-02T12:00:00+00:00")
    assert await response(town, "wall.post", token="editor", **wish)


async def test_each_method_takes_only_its_kinds_of_token(town: TownClient) -> None:
    post = {"owner_id": -1, "post_id": await write(town, "яма")}
    assert await error(town, "wall.get", token="group", owner_id=-1) == (
        27,
        "Group authorization failed: method is unavailable with group auth.",
    )
    assert (await error(town, "wall.createComment", **post, message="а"))[0] == 28
    assert (await error(town, "wall.get", token="чужой", owner_id=-1)) == (5, "User authorization failed: invalid access_token (4).")
    assert (await error(town, "wall.get", token="", owner_id=-1))[0] == 5
    async with town.session.get(f"{town.base}/method/wall.get?owner_id=-1&v=5.199", headers={"Authorization": "Bearer service"}) as answer:
        assert (await answer.json())["response"]["count"] == 1


async def test_wrong_calls_are_refused_with_what_was_asked_and_without_the_token(town: TownClient) -> None:
    body = await town.vk("wall.getComments", owner_id="стена", post_id=1)
    assert body["error"]["error_code"] == 100
    assert {"key": "owner_id", "value": "стена"} in body["error"]["request_params"]
    assert "access_token" not in str(body)
    for method, values, code in (
        ("wall.getComments", {"owner_id": -1}, 100),
        ("wall.getById", {}, 100),
        ("wall.get", {}, 100),
        ("wall.get", {"owner_id": -77}, 15),
        ("wall.get", {"owner_id": 77}, 18),
        ("wall.get", {"owner_id": -1, "count": -1}, 100),
        ("wall.pin", {"owner_id": -1}, 3),
        ("wall.get", {"owner_id": -1, "v": ""}, 8),
        ("wall.get", {"owner_id": -1, "v": "5.21"}, 8),
    ):
        await asyncio.sleep(0.001)
        assert (await error(town, method, **values))[0] == code, (method, values)


async def test_closed_walls_and_closed_comments_have_their_own_numbers(town: TownClient) -> None:
    await town.post("town", vk={"groups": [{"id": 1, "is_closed": True}], "users": [{"id": 1002, "is_closed": True}]})
    assert (await error(town, "wall.get", owner_id=-1))[0] == 15
    assert await error(town, "wall.get", owner_id=1002) == (30, "This profile is private")
    shut = {"owner_id": -2, "post_id": await write(town, "а", group_id=2)}
    assert (await error(town, "wall.getComments", **shut))[0] == 212
    assert (await error(town, "wall.createComment", token="user", **shut, message="а"))[0] == 213
    own = {"owner_id": -3, "post_id": await write(town, "а", group_id=3)}
    assert (await error(town, "wall.createComment", token="user", **own, message="а"))[0] == 213
    assert (await response(town, "wall.createComment", token="member", **own, message="а"))["comment_id"]
    assert (await error(town, "wall.createComment", token="group", **own, message="а"))[0] == 15


async def test_calls_above_the_rate_get_error_6_in_scenario_time(town: TownClient) -> None:
    await town.post("clock", paused=True)
    service = [await town.vk("utils.getServerTime") for _ in range(4)]
    group = [await town.vk("utils.getServerTime", token="group") for _ in range(21)]
    assert [answer.get("error", {}).get("error_code") for answer in service] == [None, None, None, 6]
    assert ["error" in answer for answer in group] == [False] * 20 + [True]
    assert service[3]["error"]["error_msg"] == "Too many requests per second"
    await town.post("clock", now="2026-06-02T06:00:00+00:00")
    assert await response(town, "utils.getServerTime") == 1780380000


async def test_people_and_groups_are_found_by_number_and_name(town: TownClient) -> None:
    people = await response(town, "users.get", user_ids="1001,id1002,77", fields="photo_50")
    assert [(person["id"], person["first_name"]) for person in people] == [(1001, "Анна"), (1002, "Сергей")]
    assert (await response(town, "users.get", token="user"))[0]["id"] == 1001
    found = await response(town, "groups.getById", group_ids="talk,2,club3", fields="members_count")
    assert [(group["id"], group["members_count"]) for group in found["groups"]] == [(1, 0), (2, 0), (3, 1)]
    assert (await response(town, "groups.getById", token="group"))["groups"][0]["screen_name"] == "talk"
    assert (await error(town, "groups.getById", group_id="nobody"))[0] == 100


async def test_wild_texts_come_through_unharmed(town: TownClient) -> None:
    wild = ["я" * 100_000, "🔥🔥🔥", "<b onclick=x>&amp;</b>", "a\x00b", "a\ud800b"]
    for text in wild:
        await write(town, text)
    items = (await response(town, "wall.get", owner_id=-1))["items"]
    assert {post["text"] for post in items} == set(wild)


async def test_the_vk_api_library_reads_and_answers(town: TownClient) -> None:
    post_id = await write(town, "яма")

    def talk() -> tuple[Any, Any, Any]:
        with requests.Session() as session:
            session.mount("https://", _ToTown(town.base))
            reading = vk_api.VkApi(token="service", api_version="5.199", session=session).get_api()
            posts = reading.wall.get(owner_id=-1, count=10)
            writing = vk_api.VkApi(token="group", api_version="5.199", session=session).get_api()
            made = writing.wall.createComment(owner_id=-1, post_id=post_id, message="видим", guid="g")
            with pytest.raises(vk_api.exceptions.ApiError) as refused:
                writing.wall.get(owner_id=-1)
            return posts, made, refused.value.code

    posts, made, code = await asyncio.to_thread(talk)
    assert [post["id"] for post in posts["items"]] == [post_id]
    assert made["comment_id"] > post_id
    assert code == 27
