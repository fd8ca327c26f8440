"""What the town's VK refuses by itself, and the posts that it can show: signed, passed on, with all that is attached."""

from collections.abc import AsyncIterator

import pytest

from sandbox.client import TownClient, open_town
from tests.kit.town.telegram import refusal
from tests.kit.town.vk import TOWN, error, response, write

START = "2026-06-01T06:00:00+00:00"


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN, origin=START, speed=3600) as client:
        yield client


async def met(town: TownClient) -> dict[str, int]:
    limits: dict[str, int] = (await town.get("stats"))["vk"]["limits"]
    return limits


async def test_a_community_signs_and_passes_on_what_others_wrote(town: TownClient) -> None:
    first = await write(town, "Нет света", photos=["lamp"])
    empty = await write(town, "", author_id=1002, repost_of={"owner_id": -1, "post_id": first})
    signed = await write(town, "Доколе?!", author_id=None, signer_id=1001, repost_of={"owner_id": -1, "post_id": empty})
    (shown,) = (await response(town, "wall.getById", posts=f"-1_{signed}"))["items"]
    assert (shown["from_id"], shown["signer_id"]) == (-1, 1001)
    assert [(each["id"], each["text"], len(each["attachments"])) for each in shown["copy_history"]] == [
        (empty, "", 0),
        (first, "Нет света", 1),
    ]
    first_shown, _, third = (await town.get("vk/wall?group_id=1"))["posts"]
    assert (third["signer_id"], third["repost_of"]) == (1001, {"owner_id": -1, "post_id": empty})
    assert [(each["post_id"], each["text"], each["photos"]) for each in third["copies"]] == [
        (empty, "", []),
        (first, "Нет света", ["lamp"]),
    ]
    assert (first_shown["signer_id"], first_shown["repost_of"], first_shown["copies"]) == (None, None, [])
    assert "подпись" in await refusal(town, "vk/post", group_id=1, author_id=1001, signer_id=1002, text="а")


async def test_all_that_can_be_attached_is_shown_in_vks_form(town: TownClient) -> None:
    kinds = [
        {"type": each, "title": f"Название {each}", "url": "https://example.com"}
        for each in ("video", "clip", "link", "poll", "doc", "audio")
    ]
    made = await write(town, "", attachments=kinds, geo={"latitude": 56.7, "longitude": 36.8, "title": "Конаково"})
    (shown,) = (await response(town, "wall.getById", posts=f"-1_{made}"))["items"]
    assert [each["type"] for each in shown["attachments"]] == ["video", "video", "link", "poll", "doc", "audio"]
    assert shown["attachments"][1]["video"]["type"] == "short_video"
    assert shown["attachments"][3]["poll"]["question"] == "Название poll"
    assert shown["geo"]["place"]["title"] == "Конаково"
    (on_the_wall,) = (await town.get("vk/wall?group_id=1"))["posts"]
    assert on_the_wall["attachments"][2] == {"type": "link", "title": "Название link", "url": "https://example.com"}
    assert on_the_wall["geo"] == {"latitude": 56.7, "longitude": 36.8, "title": "Конаково"}


@pytest.mark.parametrize(
    ("path", "wish"),
    [
        ("vk/post", {"group_id": 1, "text": "а", "vidoes": []}),
        ("vk/comment", {"owner_id": -1, "post_id": 1, "text": "а", "attachments": []}),
        ("vk/like", {"owner_id": -1, "post_id": 1, "times": 5}),
    ],
)
async def test_a_field_that_nobody_reads_is_refused(town: TownClient, path: str, wish: dict[str, object]) -> None:
    await write(town, "яма")
    assert "таких полей нет" in await refusal(town, path, **wish)


async def test_one_closed_post_takes_no_comment_and_shows_those_it_has(town: TownClient) -> None:
    post = {"owner_id": -1, "post_id": await write(town, "яма", comments_closed=True)}
    assert (await error(town, "wall.createComment", token="group", **post, message="Засыпем"))[0] == 213
    assert (await response(town, "wall.getById", posts=f"-1_{post['post_id']}"))["items"][0]["comments"]["can_post"] == 0
    assert (await response(town, "wall.getComments", **post))["can_post"] is False


async def test_a_wall_may_refuse_other_communities(town: TownClient) -> None:
    await town.post("town", vk={"groups": [{"id": 4, "groups_can_post": False, "name": "Без сообществ"}]})
    post = {"owner_id": -4, "post_id": await write(town, "яма", group_id=4)}
    assert (await response(town, "wall.get", owner_id=-4))["items"][0]["comments"]["groups_can_post"] is False
    assert (await error(town, "wall.createComment", token="editor", **post, message="Засыпем", from_group=1))[0] == 213
    await response(town, "wall.createComment", token="editor", **post, message="Засыпем")


async def test_the_fifth_equal_comment_of_an_hour_is_flood(town: TownClient) -> None:
    await town.post("clock", paused=True, now=START)
    for number in range(5):
        post = {"owner_id": -1, "post_id": await write(town, f"яма {number}")}
        await town.post("clock", now=f"2026-06-01T06:0{number}:00+00:00")
        body = await town.vk("wall.createComment", token="group", **post, message="Приняли, чиним")
        assert ("error" in body) is (number == 4)
    assert body["error"]["error_code"] == 9
    await response(town, "wall.createComment", token="user", **post, message="Приняли, чиним")
    await town.post("clock", now="2026-06-01T07:05:00+00:00")
    await response(town, "wall.createComment", token="group", **post, message="Приняли, чиним")
    assert await met(town) == {"9": 1}


async def test_a_link_to_another_site_wants_a_captcha_with_its_picture(town: TownClient) -> None:
    post = {"owner_id": -1, "post_id": await write(town, "яма")}
    wish = post | {"message": "Подробно: https://example.com/plan"}
    refused = (await town.vk("wall.createComment", token="group", **wish))["error"]
    assert (refused["error_code"], refused["captcha_img"].startswith("http")) == (14, True)
    await response(town, "wall.createComment", token="group", **wish, captcha_sid=refused["captcha_sid"], captcha_key="abc")
    await response(town, "wall.createComment", token="group", **post, message="Ответ: https://vk.com/wall-1_1")


async def test_a_very_long_comment_is_refused(town: TownClient) -> None:
    post = {"owner_id": -1, "post_id": await write(town, "яма")}
    assert (await error(town, "wall.createComment", token="group", **post, message="а" * 16_385))[0] == 100


async def test_a_day_has_so_many_calls_of_a_key(town: TownClient) -> None:
    await town.post("town", vk={"quotas": {"wall.get": 3}})
    await town.post("clock", paused=True, now=START)
    for number in range(3):
        await town.post("clock", now=f"2026-06-01T06:0{number}:00+00:00")
        await response(town, "wall.get", owner_id=-1)
    await town.post("clock", now="2026-06-01T09:00:00+00:00")
    assert (await error(town, "wall.get", owner_id=-1))[0] == 29
    await response(town, "wall.get", token="user", owner_id=-1)
    await town.post("clock", now="2026-06-02T06:00:30+00:00")
    await response(town, "wall.get", owner_id=-1)
    assert await met(town) == {"29": 1}


async def test_a_guid_is_remembered_for_an_hour(town: TownClient) -> None:
    await town.post("clock", paused=True, now=START)
    post = {"owner_id": -1, "post_id": await write(town, "яма")}
    wish = post | {"message": "Закроем до пятницы", "guid": "g1"}
    first = await response(town, "wall.createComment", token="group", **wish)
    await town.post("clock", now="2026-06-01T06:59:00+00:00")
    assert await response(town, "wall.createComment", token="group", **wish) == first
    await town.post("clock", now="2026-06-01T07:01:00+00:00")
    assert await response(town, "wall.createComment", token="group", **wish) != first


async def test_a_wall_may_forbid_links_and_count_the_replies_of_one_author(town: TownClient) -> None:
    await town.post("town", vk={"groups": [{"id": 1, "links_forbidden": True, "most_replies": 2}]})
    post = {"owner_id": -1, "post_id": await write(town, "яма")}
    assert (await error(town, "wall.createComment", token="group", **post, message="Смотрите https://example.com"))[0] == 222
    for words in ("Засыпем", "Засыпали"):
        await response(town, "wall.createComment", token="group", **post, message=words)
    assert (await error(town, "wall.createComment", token="group", **post, message="Заасфальтировали"))[0] == 223
    other = {"owner_id": -1, "post_id": await write(town, "лужа")}
    await response(town, "wall.createComment", token="group", **other, message="Откачаем")


async def test_a_key_that_its_owner_must_confirm_reads_and_does_not_write(town: TownClient) -> None:
    await town.post("town", vk={"tokens": [{"token": "group", "kind": "group", "group_id": 1, "unconfirmed": True}]})
    post = {"owner_id": -1, "post_id": await write(town, "яма")}
    assert (await error(town, "wall.createComment", token="group", **post, message="Засыпем"))[0] == 24
    assert (await response(town, "groups.getById", token="group", group_id=1))["groups"]
