"""Posts of the administration: what VK said of one, and the proof by reading the wall."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from collectors.vk.client import VkClient
from collectors.vk.limiter import Steady
from collectors.vk.poster import VkPoster
from incidents.posts import SourceBroken
from incidents.publisher import NotAllowed, PhotoRefused, Published, TryLater, Unclear
from sandbox.client import TownClient, open_town
from tests.kit.vk.fake import DROP, HANG, FakeVk, client_of, recorded
from tests.kit.vk.posts import PHOTO, post
from tests.kit.vk.walls import EDITED, SPEED, START

TEXT = "Здравствуйте! В Редкино порыв, воду дадут до 18:00."


class Desk:
    """A poster in the town."""

    def __init__(self, town: TownClient) -> None:
        self.town = town
        self.reader = VkClient("service", kind="service", api_base=town.base, tempo=Steady(SPEED))
        self.editor = VkClient("editor", kind="user", api_base=town.base, tempo=Steady(SPEED), timeout=0.5)
        self.poster = VkPoster(self.reader, 1, editor=self.editor)

    async def wall(self) -> list[dict[str, Any]]:
        return list((await self.town.get("vk/wall?group_id=1"))["posts"])


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    async with open_town(EDITED, origin=START.isoformat(), speed=SPEED) as town:
        made = Desk(town)
        yield made
        made.reader.close()
        made.editor.close()


async def outcome_of(vk: FakeVk, said: Any) -> object:
    vk.say("wall.post", said)
    editor = client_of(vk, kind="user", timeout=0.3)
    try:
        return await VkPoster(editor, 1, editor=editor).publish(post(), TEXT, guid="g")
    finally:
        editor.close()


def refusal(code: int) -> dict[str, Any]:
    return {"error": {"error_code": code, "error_msg": "no", "request_params": []}}


async def test_a_post_stands_on_the_wall_and_is_found_by_its_author_and_text(desk: Desk) -> None:
    done = await desk.poster.publish(post("wall-2_1"), TEXT, guid="a")
    assert isinstance(done, Published)
    assert done.url == f"https://vk.com/{done.external_id}"
    assert await desk.poster.publish(post("wall-2_1"), TEXT, guid="a") == done
    (shown,) = await desk.wall()
    assert (shown["from_id"], shown["text"]) == (-1, TEXT)
    assert await desk.poster.find(post(), TEXT, since=START) == done
    assert await desk.poster.find(post(), "Другой пост", since=START) is None
    assert await desk.poster.find(post(), TEXT, since=START + timedelta(days=2)) is None


async def test_a_resident_who_copies_our_text_is_not_us(desk: Desk) -> None:
    await desk.town.post("vk/post", group_id=1, author_id=101, text=TEXT)
    assert await desk.poster.find(post(), TEXT, since=START) is None


@pytest.mark.parametrize("kind", ["html", "hang", "drop"])
async def test_an_unclear_outcome_is_settled_by_looking(desk: Desk, kind: str) -> None:
    await desk.town.post("fault", api="vk", method="wall.post", kind=kind, after=True, seconds=5)
    assert isinstance(await desk.poster.publish(post(), TEXT, guid="a"), Unclear)
    found = await desk.poster.find(post(), TEXT, since=START)
    assert found is not None
    assert await desk.poster.publish(post(), TEXT, guid="a") == found
    assert len(await desk.wall()) == 1


async def test_photos_go_with_the_post(desk: Desk) -> None:
    attachment = await desk.poster.upload(post(), PHOTO)
    assert isinstance(await desk.poster.publish(post(), TEXT, guid="a", attachments=[attachment]), Published)
    assert len((await desk.wall())[0]["photos"]) == 1
    bare = await desk.poster.publish(post(), "Без фото", guid="b", attachments=["photo-1_5"])
    assert isinstance(bare, Published)
    assert bare.bare


async def test_without_an_editor_nothing_is_asked_and_the_reason_is_plain(desk: Desk) -> None:
    poster = VkPoster(desk.reader, 1, editor=None)
    refused = await poster.publish(post(), TEXT, guid="a")
    assert refused == NotAllowed(user_text="для постов нужен ключ редактора сообщества, VK__USER_TOKEN")
    with pytest.raises(PhotoRefused):
        await poster.upload(post(), PHOTO)
    assert await desk.wall() == []


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (15, "нет права писать"),
        (27, "ключ редактора"),
        (214, "больше нельзя писать сегодня"),
        (222, "ссылки в постах"),
        (5, "недействителен"),
    ],
)
async def test_a_refusal_is_final_and_says_why(vk: FakeVk, code: int, words: str) -> None:
    outcome = await outcome_of(vk, refusal(code))
    assert isinstance(outcome, NotAllowed)
    assert words in outcome.user_text


@pytest.mark.parametrize(("code", "seconds"), [(9, 300.0), (14, 900.0), (29, 3600.0)])
async def test_flood_captcha_and_the_days_quota_bar_all_of_ours(vk: FakeVk, code: int, seconds: float) -> None:
    outcome = await outcome_of(vk, refusal(code))
    assert isinstance(outcome, TryLater)
    assert (outcome.seconds, outcome.is_barred) == (seconds, True)


@pytest.mark.parametrize("said", [HANG, DROP, "vk_created_without_id"])
async def test_what_may_have_arrived_is_asked_once(vk: FakeVk, said: str) -> None:
    assert isinstance(await outcome_of(vk, said if said in (HANG, DROP) else recorded(said)), Unclear)
    assert vk.count("wall.post") == 1


@pytest.mark.parametrize("said", ["vk_error_29_quota", "vk_answer_a_list"])
async def test_a_wall_that_cannot_be_read_is_a_broken_source(vk: FakeVk, said: str) -> None:
    vk.say("wall.get", recorded(said))
    reader = client_of(vk)
    with pytest.raises(SourceBroken):
        await VkPoster(reader, 1, editor=None).find(post(), TEXT, since=START)
    reader.close()
