"""The training ground in a real browser: walls, phones, the clock."""

import re

from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PATIENCE, START, Open
from tests.kit.layout import READABLE, contrast
from tests.kit.page import PLAYED, ROADS, open_phone, phone, tab, until

COORDINATOR = "Координатор"
DUTY = "Дежурный, ЕДДС"


expect.set_options(timeout=PATIENCE)


async def write(page: Page, text: str, *pictures: str) -> Locator:
    """Write on the wall that is open; give the post."""
    await page.get_by_label("Текст", exact=True).fill(text)
    for picture in pictures:
        await page.locator("#pictures").get_by_role("button", name=picture).click()
    await page.get_by_role("button", name="Опубликовать").click()
    post = page.locator("article").filter(has_text=text)
    await expect(post).to_be_visible()
    return post


async def speed(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def test_the_tour_is_the_one_main_button_above_the_town(visit: Open) -> None:
    page = await visit(1280)
    tour = page.get_by_role("button", name="Экскурсия, 8 шагов")
    await expect(tour).to_be_in_viewport(ratio=1)
    await expect(page.locator("header.top button")).to_have_count(1)
    accent, plain = page.locator("#speeds [aria-pressed=true]").first, page.locator("#speeds [aria-pressed=false]").first
    await expect(accent).to_be_visible()  # the page learns the speed from the town, a colour comes by a transition
    colour = str(await tour.evaluate("(node) => getComputedStyle(node).backgroundColor"))  # the speeds are drawn anew meanwhile
    await expect(accent).to_have_css("background-color", colour)
    await expect(plain).not_to_have_css("background-color", colour)
    assert await contrast(tour) >= READABLE


async def test_a_post_on_the_wall_rings_the_phone_and_its_photos_come_as_an_album(visit: Open) -> None:
    page = await visit(1280)
    await speed(page, "Обычное время")
    post = await write(page, "Конаково, улица Свободы, 3: яма на дороге, заделайте, пожалуйста", "яма", "лужа")
    await expect(post.get_by_role("img", name="Фото")).to_have_count(2)
    await expect(tab(page, ROADS).locator(".badge")).to_contain_text("🔔")
    roads = await open_phone(page, ROADS)
    card = roads.locator(".bubble").filter(has_text="Яма").filter(has_text="ул. Свободы, 3").filter(has_text="У кого")
    await expect(card).to_be_visible()
    await expect(roads.locator(".bubble .album.of2 img")).to_have_count(2)
    await expect(tab(page, ROADS).locator(".badge")).to_have_count(0)


async def test_a_press_on_one_phone_changes_the_other_and_is_answered_by_a_toast(visit: Open) -> None:
    page = await visit(1280)
    staff = page.get_by_label("Сотрудники отвечают сами")
    await staff.uncheck()  # else a colleague may be the first
    await until(page, f"{PLAYED}.then((shown) => !shown.on)", START)
    await speed(page, "Обычное время")
    await write(page, "Конаково, улица Революции, 5: с крыши упала глыба льда, чуть не убила людей у подъезда, висит ещё")
    duty, coordinator = phone(page, DUTY), phone(page, COORDINATOR)
    mine = duty.locator(".bubble").filter(has_text="ул. Революции, 5").filter(has_text="Приняли")
    theirs = coordinator.locator(".bubble").filter(has_text="ул. Революции, 5").filter(has_text="Приняли")
    await expect(mine).to_contain_text("ОПАСНО")
    await expect(theirs).to_contain_text("пока никто")
    await mine.get_by_role("button", name="Принято, выезжаем").click()
    await expect(duty.get_by_role("status")).to_contain_text("Принято")
    await expect(theirs).to_contain_text(re.compile(r"Приняли в \d"))
    await expect(mine.get_by_role("button", name="Принято, выезжаем")).to_have_count(0)
    await staff.check()
    await until(page, f"{PLAYED}.then((shown) => shown.on)", START)


async def test_time_stands_and_the_bot_still_answers(visit: Open) -> None:
    page = await visit(1280)
    await speed(page, "Остановить время")
    clock = page.locator("#clock b")
    before = await clock.text_content()
    coordinator = phone(page, COORDINATOR)
    asked = await coordinator.locator(".bubble").count()
    await coordinator.get_by_role("button", name="Меню бота").click()
    await coordinator.get_by_role("button", name="/help").click()
    await expect(coordinator.locator(".bubble")).to_have_count(asked + 2)
    await coordinator.get_by_label("Сообщение", exact=True).fill("/my")
    await coordinator.get_by_role("button", name="Отправить").click()
    await expect(coordinator.locator(".bubble")).to_have_count(asked + 4)
    assert await clock.text_content() == before


async def test_a_resident_likes_edits_deletes_and_brings_back(visit: Open) -> None:
    page = await visit(1280)
    text = "Всем доброго утра из <b>Конаково</b>!"
    post = await write(page, text)
    await post.get_by_role("button", name="Нравится").click()
    await expect(post.get_by_role("button", name="Нравится, 1")).to_be_visible()
    await post.get_by_role("button", name="Изменить").click()
    await page.get_by_label("Текст", exact=True).fill("Всем доброго вечера из <b>Конаково</b>!")
    await page.get_by_role("button", name="Сохранить").click()
    edited = page.locator("article").filter(has_text="доброго вечера из <b>Конаково</b>")
    await expect(edited).to_contain_text("изменено")
    await edited.get_by_role("button", name="Ответить").click()
    await page.get_by_label("Текст", exact=True).fill("И вам!")
    await page.locator("#post-form").get_by_role("button", name="Ответить").click()
    await expect(edited.locator(".comment")).to_contain_text("И вам!")
    await edited.locator("> .acts").get_by_role("button", name="Удалить").click()
    await expect(edited.locator("> .head")).to_contain_text("удалено")
    await edited.get_by_role("button", name="Вернуть").click()
    await expect(edited.locator("> .head")).not_to_contain_text("удалено")


async def test_every_phone_can_be_opened_and_a_small_screen_shows_one(visit: Open) -> None:
    page = await visit(390)
    await page.get_by_role("button", name="Телефоны").click()
    await expect(page.locator(".device")).to_have_count(1)
    await page.get_by_role("button", name=re.compile("Ещё \\d+")).click()
    await expect(await open_phone(page, "Отдел культуры и спорта")).to_be_visible()
    await expect(page.locator(".device")).to_have_count(1)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
