"""The whole day, played by robots, as visitors with a wide and a narrow screen see it, in the light look and in the dark one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PATIENCE, SCENE, Open
from tests.kit.layout import READABLE, contrast, cut, fits, overlaps
from tests.kit.page import asked, keep_scenes_ahead, phone, tab

pytestmark = pytest.mark.long
expect.set_options(timeout=PATIENCE)

ALL = 11
SEEN = {
    "Лёд у подъезда": "пр-т Ленина, 22",
    "Вода во дворе": "ул. Баскакова, 14",
    "Второй голос": "пишут 2 жителя",
    "Нарушенное обещание": "Третий раз за 30 дней",
    "Комментарий в газете": "Снег красивый",
    "Список региона": "Сверили: 5 сообщений региона",
    "Что бот не взял": "Не взяли",
    "Девять постов о воде за час": "ул. Гагарина",
    "Запах газа": "пр-т Химиков, 7",
    "Вечер": "Главе на решение, 25 ноября",
    "Утро главы": "за вторник и ночь",
}
"""Scenes in their order, with what stands on the phone that each is about."""

BARS = ".top > *, .sides > *, #groups > *, #post-form > *, .strip > *, .device > header > *, .device .composer .row > *"
LEAST_ANSWERS = 10
NEAR = timedelta(minutes=3)
"""So long before the next scene time goes on at an ordinary pace: a slow machine must not miss it."""


@dataclass(frozen=True)
class Visitor:
    """A page and how wide it is."""

    page: Page
    width: int

    async def side(self, name: str) -> None:
        """On a small screen one side at a time is shown."""
        if self.width < 800:
            await self.page.get_by_role("button", name=name).click()

    async def pace(self, name: str) -> None:
        await self.page.get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
async def test_the_day_shows_what_each_scene_promises(visit: Open, width: int, dark: bool) -> None:
    page = await visit(width, dark=dark)
    await keep_scenes_ahead(page, ALL)
    await page.reload()  # the page of somebody who has just come
    await page.wait_for_selector(".bubble", state="attached")
    visitor = Visitor(page, width)
    for title, words in SEEN.items():
        scene = await go(visitor, title)
        if scene["group_id"]:
            await sees_the_post(visitor, scene, words)
        else:
            await sees_on_the_phone(visitor, scene, words)
        await looks_right(visitor)
    await sees_the_heads_morning(visitor)
    assert await answers(page) >= LEAST_ANSWERS


async def go(visitor: Visitor, title: str) -> dict[str, Any]:  # Any: JSON
    """Press «Следующая сцена»; give the scene as the page was told of it."""
    page = visitor.page
    button = page.locator("#next-scene")
    await expect(button).to_be_enabled(timeout=SCENE)
    assert (await button.get_attribute("title") or "").startswith(f"{title}, ")
    await button.click()
    await expect(page.locator("#scene")).to_contain_text(f"{title}. ", timeout=SCENE)
    await expect(page.locator("#scene")).to_be_in_viewport(ratio=1)
    await expect(page.locator("#busy")).to_be_hidden()
    day = await asked(page, "day")
    scene: dict[str, Any] = next(one for one in day["scenes"] if one["title"] == title)
    return scene


async def sees_the_post(visitor: Visitor, scene: dict[str, Any], words: str) -> None:
    """The post stands on its wall, its card on the phones that the scene names."""
    page = visitor.page
    async with hours_fly(visitor, scene):
        post = page.locator("article").filter(has_text=scene["text"][:60]).first
        await expect(post).to_be_in_viewport()
        groups = await asked(page, "vk/groups")
        wall = next(one["name"] for one in groups["groups"] if one["id"] == scene["group_id"])
        await expect(page.locator("#groups [aria-pressed=true]")).to_have_text(wall)
        key = await post.get_attribute("data-key")
        await looks_right(visitor)
        await visitor.side("Телефоны")
        first = await named(page, scene["phones"][0])
        link = "" if scene["shows"] else f"wall{key}"  # a second voice lands on the card of another post
        card = first.locator(f'.bubble:has(a[href*="{link}"])').filter(has_text=words)
        await expect(card.first).to_be_in_viewport(timeout=SCENE)
        for other in scene["phones"][1:]:
            told = (await named(page, other)).locator(".bubble").filter(has_text=words)
            await expect(told.first).to_be_attached(timeout=SCENE)


async def sees_on_the_phone(visitor: Visitor, scene: dict[str, Any], words: str) -> None:
    """A scene without a post on a wall is about a phone, which is open already."""
    await expect(visitor.page.locator("body")).to_have_attribute("data-side", "phone")
    async with hours_fly(visitor, scene):
        told = (await named(visitor.page, scene["phones"][0])).locator(".bubble").filter(has_text=words)
        shown = told.filter(has_not=visitor.page.locator(".quote")).last
        await expect(shown).to_be_in_viewport(timeout=SCENE)


@asynccontextmanager
async def hours_fly(visitor: Visitor, scene: dict[str, Any]) -> AsyncIterator[None]:
    """A minute passes in a second, until it is seen what is to be seen; near the next scene time slows down by itself."""
    moments = [datetime.fromisoformat(one["at"]) for one in (await asked(visitor.page, "day"))["scenes"]]
    later = [each for each in moments if each > datetime.fromisoformat(scene["at"])]
    await visitor.pace("Минута за секунду")
    async with asyncio.TaskGroup() as group:
        watch = group.create_task(slows_down(visitor, min(later) - NEAR)) if later else None
        yield
        if watch is not None:
            watch.cancel()
    await visitor.pace("Обычное время")


async def slows_down(visitor: Visitor, moment: datetime) -> None:
    while datetime.fromisoformat((await asked(visitor.page, "clock"))["now"]) < moment:  # noqa: ASYNC110 - the page tells nobody
        await asyncio.sleep(0.2)
    await visitor.pace("Обычное время")


async def sees_the_heads_morning(visitor: Visitor) -> None:
    """A picture, a file that opens, and what the coordinator has prepared in the evening."""
    head = phone(visitor.page, "Глава")
    summary = head.locator(".bubble").filter(has_text="за вторник и ночь").filter(has_text="Для доклада")
    await expect(summary).to_contain_text("Предлагаем замер вместе с управляющей компанией")
    assert await contrast(summary.locator(".words").first) >= READABLE
    await expect(head.locator(".album img").last).to_be_visible(timeout=SCENE)
    await summary.get_by_role("button", name="Excel").click()
    file = head.locator(".file").filter(has_text=".xlsx").last
    async with visitor.page.expect_download() as table:
        await file.click()
    assert (await table.value).suggested_filename.endswith(".xlsx")
    await expect(visitor.page.locator("#next-scene")).to_be_disabled()


async def looks_right(visitor: Visitor) -> None:
    """Nothing covers anything, sticks out or is cut."""
    page = visitor.page
    assert await fits(page)
    assert await overlaps(page.locator(BARS)) == []
    assert await overlaps(page.locator("#posts > article")) == []
    for device in await page.locator(".device").all():
        assert await overlaps(device.locator(".bubble")) == []
    assert await cut(page.locator(".strip button, .keys button, .keys a, #groups button, .top button")) == []
    assert await contrast(page.locator("#scene")) >= READABLE


async def named(page: Page, user: int) -> Locator:
    """The phone of a person, opened if it is not."""
    person = next(one for one in await asked(page, "tg/chats") if one["id"] == user)
    shown = phone(page, person["job"])
    if not await shown.count():
        await tab(page, person["job"]).first.click()
    return shown


async def answers(page: Page) -> int:
    """How many answers of the administration stand on all walls."""
    found = 0
    for group in (await asked(page, "vk/groups"))["groups"]:
        for post in (await asked(page, f"vk/wall?group_id={group['id']}"))["posts"]:
            replies = [reply for one in post["comments"] for reply in (one, *one["thread"])]
            found += sum(reply["from_id"] < 0 for reply in replies)
    return found
