"""What a wall may bring that nobody expects: each is read as far as it says anything, or left out, and spoils nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.storage.engine.storage import open_storage
from collectors.vk.wall import VkWall
from incidents.posts import Batch, Network, SourceBroken
from tests.conftest import DISTRICT
from tests.kit.vk.fake import FakeVk, client_of

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
Json = dict[str, Any]  # Any: JSON of VK


def item(id: int = 7, text: str = "Яма на Лесной", **more: Any) -> Json:
    """A post of a wall, as VK gives it."""
    made = {
        "id": id,
        "owner_id": -1,
        "from_id": 101,
        "date": int(NOW.timestamp()) - 60,
        "text": text,
        "post_type": "post",
        "attachments": [],
    }
    return {**made, "comments": {"count": 0}, "likes": {"count": 0}, **more}


def photo(n: int) -> Json:
    size = {"type": "x", "width": 604, "height": 453, "url": f"https://sun1.example.com/{n}.jpg"}
    return {"type": "photo", "photo": {"id": n, "owner_id": -1, "date": 1, "text": "", "sizes": [size]}}


async def read(vk: FakeVk, *items: Json | None, cursor: str | None = None) -> Batch:
    client = client_of(vk)
    vk.say("wall.get", {"response": {"count": len(items), "items": list(items)}})
    try:
        return await VkWall(client, -1, now=lambda: NOW).fetch(cursor)
    finally:
        client.close()


ODD = {
    "an advertisement's mark": item(marked_as_ads=1, advertiser={"erid": "2Vtzq", "name": "ООО"}),
    "a paid post": item(donut={"is_donut": True, "paid_duration": 86_400, "can_publish_free_copy": False, "edit_mode": "all"}),
    "goods of a market": item(
        attachments=[{"type": "market", "market": {"id": 1, "owner_id": -1, "title": "Лопата", "price": {"amount": "1"}}}]
    ),
    "an album of a market": item(attachments=[{"type": "market_album", "market_album": {"id": 1, "owner_id": -1, "title": "Лопаты"}}]),
    "a story": item(attachments=[{"type": "story", "story": {"id": 5, "owner_id": -1, "is_expired": True}}]),
    "an attachment of a kind that nobody knows": item(attachments=[{"type": "hologram", "hologram": {"id": 1}}, None, {"type": "photo"}]),
    "an event of a community": item(attachments=[{"type": "event", "event": {"id": 9, "time": 1, "text": "Сход", "friends": []}}]),
}


@pytest.mark.parametrize("name", ODD)
async def test_what_stands_beside_the_words_does_no_harm(vk: FakeVk, name: str) -> None:
    (post,) = (await read(vk, ODD[name])).posts
    assert (post.text, post.external_id) == ("Яма на Лесной", "wall-1_7")
    assert "Лопат" not in post.words


async def test_a_paid_post_without_words_for_us_says_nothing_and_its_neighbour_is_read(vk: FakeVk) -> None:
    shut = item(8, "", donut={"is_donut": True, "placeholder": {"text": "Только для подписчиков"}})
    found = {each.external_id: each for each in (await read(vk, shut, None, item())).posts}
    assert not found["wall-1_8"].has_words
    assert found["wall-1_7"].text == "Яма на Лесной"


async def test_a_video_alone_is_read_by_its_title(vk: FakeVk) -> None:
    video = {"type": "video", "video": {"id": 1, "owner_id": -1, "title": "Прорвало трубу у школы", "description": ""}}
    (post,) = (await read(vk, item(text="", attachments=[video]))).posts
    assert post.words == "Прорвало трубу у школы"


async def test_forty_photos_are_forty_addresses_and_one_post(vk: FakeVk) -> None:
    (post,) = (await read(vk, item(attachments=[photo(n) for n in range(40)]))).posts
    assert len(post.photos) == 40
    assert len(post.attached) <= 11


async def test_a_repost_three_deep_is_the_words_of_the_first(vk: FakeVk) -> None:
    deep = [item(id, text, owner_id=-id, from_id=-id) for id, text in ((31, ""), (32, ""), (33, "Нет воды на Правды"))]
    (post,) = (await read(vk, item(text="", copy_history=deep))).posts
    assert (post.text, post.original, post.repeats) == ("Нет воды на Правды", "wall-33_33", "-33")


async def test_a_repost_without_an_end_is_cut(vk: FakeVk) -> None:
    deep = [item(id, f"слова {id}") for id in range(30, 130)]
    (post,) = (await read(vk, item(copy_history=deep))).posts
    assert len(post.text) < 200


async def test_a_comment_of_a_community_and_of_nobody_are_read(vk: FakeVk) -> None:
    rows = [{"id": 71, "from_id": -5, "text": "И у нас яма"}, {"id": 72, "from_id": 0, "text": "И у нас"}, None]
    common = {"date": int(NOW.timestamp()), "post_id": 7, "owner_id": -1, "thread": {"count": 0, "items": []}}
    items = [row and {**row, **common} for row in rows]
    vk.say("wall.getComments", {"response": {"count": 3, "current_level_count": 3, "items": items}})
    found = (await read(vk, item(comments={"count": 3}))).posts
    assert [(each.text, each.author_id) for each in found[1:]] == [("И у нас яма", "-5"), ("И у нас", "")]


async def test_a_banned_author_is_an_author(vk: FakeVk) -> None:
    banned = {"id": 666, "first_name": "DELETED", "last_name": "", "deactivated": "banned"}
    client = client_of(vk)
    vk.say("wall.get", {"response": {"count": 1, "items": [item(from_id=666)], "profiles": [banned]}})
    (post,) = (await VkWall(client, -1, now=lambda: NOW).fetch(None)).posts
    client.close()
    assert (post.author_id, post.text) == ("666", "Яма на Лесной")


SHUT = {"shut": (15, "закрыта"), "deleted": (18, "удалена"), "private": (30, "закрыт"), "no access": (203, "закрыт")}


@pytest.mark.parametrize(("code", "says"), SHUT.values(), ids=SHUT)
async def test_a_wall_that_was_read_and_is_shut_or_deleted_is_a_broken_source(vk: FakeVk, code: int, says: str) -> None:
    before = await read(vk, item())
    client = client_of(vk)
    vk.say("wall.get", {"error": {"error_code": code, "error_msg": "no", "request_params": []}})
    with pytest.raises(SourceBroken) as caught:
        await VkWall(client, -1, now=lambda: NOW).fetch(before.cursor)
    client.close()
    assert "\n" not in caught.value.user_text
    assert says in caught.value.user_text.lower()


async def test_a_community_that_took_another_name_is_the_same_source(sqlite_url: str) -> None:
    storage = await open_storage(sqlite_url, DISTRICT)
    async with storage.transaction() as tx:
        first = await tx.sources.add(Network.VK, "-1", "Подслушано", None)
        again = await tx.sources.add(Network.VK, "-1", "Наше Конаково", None)
    await storage.close()
    assert (again.id, again.title) == (first.id, "Наше Конаково")


async def test_a_date_of_tomorrow_hides_nothing_that_comes_after(vk: FakeVk) -> None:
    ahead = item(8, "Завтрашнее", date=int((NOW + timedelta(days=400)).timestamp()))
    first = await read(vk, ahead)
    (post,) = (await read(vk, ahead, item(9, "Сегодняшнее"), cursor=first.cursor)).posts
    assert post.text == "Сегодняшнее"
