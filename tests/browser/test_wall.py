"""A wall shows posts as VK does: what is attached, what is passed on, who signed."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import PATIENCE, SCENE, Open
from tests.kit.layout import READABLE, contrast, cut, fits, overlaps

expect.set_options(timeout=PATIENCE)

LOOKS = [(1280, False), (1280, True), (390, False), (390, True)]
WALL, ELSEWHERE = "Новозавидовский: жизнь", "Редкино рядом"
KINDS = {
    "video": ("Видео", "Новозавидовский, Лесная, 4: вода бежит из-под крышки люка прямо на тротуар, снято сегодня утром"),
    "clip": ("Клип", "Как мы обходим лужу"),
    "link": ("Ссылка", "Расписание приёма"),
    "doc": ("Файл", "Ответ управляющей компании.pdf"),
    "poll": ("Опрос", "Кому ещё не хватило воды?"),
    "audio": ("Аудиозапись", "Шум из подвала"),
}


async def control(page: Page, path: str, **fields: Any) -> dict[str, Any]:  # Any: JSON
    """Ask the town as a resident's application would."""
    answer = await page.request.post(page.url.partition("#")[0] + f"control/{path}", data=fields)
    assert answer.ok, await answer.text()
    made: dict[str, Any] = await answer.json()
    return made


async def wall_of(page: Page, name: str) -> int:
    """Open a wall; give its number."""
    groups = await page.evaluate("fetch('/control/vk/groups').then((answer) => answer.json())")
    await page.locator("#groups").get_by_role("button", name=name).click()
    return next(int(one["id"]) for one in groups["groups"] if one["name"] == name)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_everything_attached_has_its_line(visit: Open, width: int, dark: bool) -> None:
    page = await visit(width, dark=dark)
    group = await wall_of(page, WALL)
    attachments = [{"type": kind, "title": title, "url": "https://example.com/raspisanie"} for kind, (_, title) in KINDS.items()]
    geo = {"latitude": 56.55, "longitude": 36.44, "title": "Новозавидовский, Лесная"}
    text = f"Смотрите сами, {width} {dark}"
    await control(page, "vk/post", group_id=group, author_id=None, text=text, attachments=attachments, geo=geo)
    post = page.locator("article").filter(has_text=text)
    lines = post.locator(".attached")
    await expect(lines).to_have_count(len(KINDS) + 1)
    for number, (kind, title) in enumerate([*KINDS.values(), ("Место", "Новозавидовский, Лесная")]):
        await expect(lines.nth(number)).to_contain_text(kind)
        await expect(lines.nth(number)).to_contain_text(title)
        assert await contrast(lines.nth(number).locator("b")) >= READABLE
        assert await contrast(lines.nth(number).locator(".dim")) >= READABLE
    await expect(post.get_by_role("link", name="Расписание приёма")).to_have_attribute("href", "https://example.com/raspisanie")
    assert await cut(lines) == []
    assert await overlaps(post.locator(":scope > *, .attached *")) == []
    assert await fits(page)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_a_repost_quotes_the_group_and_the_words_it_passes_on(visit: Open, width: int, dark: bool) -> None:
    page = await visit(width, dark=dark)
    elsewhere, group = await wall_of(page, ELSEWHERE), await wall_of(page, WALL)
    words = f"В Редкино у вокзала темно, {width} {dark}"
    first = await control(page, "vk/post", group_id=elsewhere, author_id=None, text=words, photos=["lamp"])
    place = {name: first[name] for name in ("owner_id", "post_id")}
    text = f"И у нас так же, {width} {dark}"
    second = await control(page, "vk/post", group_id=elsewhere, author_id=None, text="", repost_of=place)
    again = {name: second[name] for name in ("owner_id", "post_id")}
    await control(page, "vk/post", group_id=group, author_id=None, text=text, repost_of=again)
    post = page.locator("article").filter(has_text=text)
    quoted = post.locator(".passed")
    await expect(quoted).to_have_count(2)
    await expect(quoted.last).to_contain_text(ELSEWHERE)
    await expect(quoted.last).to_contain_text(words)
    await expect(quoted.last.get_by_role("img", name="Фото: фонарь")).to_be_visible()
    assert await contrast(quoted.last.locator(".words")) >= READABLE
    assert await contrast(quoted.last.locator(".head .dim")) >= READABLE
    assert await overlaps(post.locator(":scope > *, .passed *")) == []
    assert await fits(page)
    await control(page, "vk/delete", **place)
    await control(page, "vk/like", owner_id=-group, post_id=int((await post.get_attribute("data-key") or "").partition("_")[2]))
    await expect(quoted.last).to_contain_text("Запись удалена")
    await expect(quoted.last).not_to_contain_text(words)


async def test_a_community_signs_only_where_the_author_agreed(visit: Open) -> None:
    page = await visit(1280)
    group = await wall_of(page, WALL)
    people = await page.evaluate("fetch('/control/vk/groups').then((answer) => answer.json())")
    person = people["users"][0]
    await control(page, "vk/post", group_id=group, author_id=None, text="Анонимно: во дворе темно")
    await control(page, "vk/post", group_id=group, author_id=None, signer_id=person["id"], text="С подписью: во дворе светло")
    silent = page.locator("article").filter(has_text="Анонимно: во дворе темно")
    signed = page.locator("article").filter(has_text="С подписью: во дворе светло")
    for post in (silent, signed):
        await expect(post.locator("> .head b")).to_have_text(WALL)
    await expect(signed.locator(".signed")).to_contain_text(f"{person['first_name']} {person['last_name']}")
    await expect(silent.locator(".signed")).to_have_count(0)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_under_a_post_stands_what_became_of_it_and_its_card_is_one_press_away(visit: Open, width: int, dark: bool) -> None:
    page = await visit(width, dark=dark)
    await page.request.post(page.url.partition("#")[0] + "control/clock", data={"speed": 60, "paused": False})
    group = await wall_of(page, ELSEWHERE)
    house = 2 * LOOKS.index((width, dark)) + 40
    words = f"Редкино, Заводская {house}: на дороге яма, колесо пробил"
    made = await control(page, "vk/post", group_id=group, author_id=5001, text=words)
    place = {name: made[name] for name in ("owner_id", "post_id")}
    await control(page, "vk/comment", **place, author_id=5002, text="Продам зимние шины, недорого, торг")
    post = page.locator("article").filter(has_text=words)
    became = post.locator(":scope > .fate")
    await expect(became.get_by_role("button", name=re.compile("^→ карточка № ")), "read, routed and delivered").to_be_visible(timeout=SCENE)
    await expect(post.locator(".comment > .fate")).to_have_text("не обращение: реклама", timeout=SCENE)
    assert await contrast(became.get_by_role("button")) >= READABLE
    assert await contrast(post.locator(".comment > .fate")) >= READABLE
    assert await overlaps(post.locator(":scope > *")) == []
    assert await fits(page)
    await became.get_by_role("button").click()
    card = page.locator("#slots .bubble").filter(has_text=f"Заводская, {house}").first
    await expect(card).to_be_in_viewport()
