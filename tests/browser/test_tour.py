"""The guided tour, as a visitor takes it: every step waits for the act and goes on by itself."""

import asyncio
import re

import pytest
from playwright.async_api import Route, expect

from tests.browser.conftest import SCENE, Open
from tests.kit.page import ROADS, keep_scenes_ahead, open_phone, phone, tab


@pytest.mark.parametrize("width", [1280, 390])
async def test_the_tour_leads_from_a_post_to_the_answer_under_it(visit: Open, width: int) -> None:
    page = await visit(width)
    await keep_scenes_ahead(page)
    tour = page.get_by_role("complementary", name="Экскурсия")
    await page.get_by_role("button", name="Экскурсия, 8 шагов").click()
    await expect(tour).to_contain_text("Шаг 1 из 8")
    await page.get_by_role("button", name="Опубликовать").click()

    await expect(tour).to_contain_text(f"Карточка пришла: {ROADS}")
    if width == 390:
        await page.get_by_role("button", name="Телефоны").click()
    roads = await open_phone(page, ROADS)
    await tour.get_by_role("button", name="Вижу карточку").click()

    await expect(tour).to_contain_text("Шаг 3 из 8")
    await roads.locator(".pointed").filter(has_text="Принять").click()

    await expect(tour).to_contain_text("Шаг 4 из 8")
    await roads.locator(".pointed").filter(has_text="Ответить").click()
    await expect(tour).to_contain_text("Мы уже вписали ответ")
    await roads.locator("[type=submit].pointed").click()

    await expect(tour).to_contain_text("Шаг 5 из 8")
    await roads.locator(".pointed").filter(has_text="Отправить").click()

    await expect(tour).to_contain_text("Шаг 6 из 8")
    await expect(tour).to_contain_text("Сначала ответ смотрит пресс-служба")
    approver = await open_phone(page, "Согласующий")
    await approver.locator(".pointed").filter(has_text="Опубликовать").click()
    await open_phone(page, ROADS)
    await expect(tour).to_contain_text("Ответ стоит под постом")
    await roads.locator(".pointed").filter(has_text="Открыть ответ").click()
    await expect(page.locator("#posts .comment.official").filter(has_text="откачаем воду").first).to_be_attached()

    await expect(tour).to_contain_text("Шаг 7 из 8")
    title = (await page.locator("#next-scene").get_attribute("title") or "").partition(",")[0]
    await expect(tour).to_contain_text(f"«{title}»")
    await page.get_by_role("button", name="Следующая сцена").click()
    await expect(tour).to_contain_text("Шаг 8 из 8", timeout=SCENE)
    await expect(page.locator("#scene")).to_contain_text(title)

    await expect(tour).not_to_have_class(re.compile("waits"))  # it is the visitor's turn: no dots run
    if width == 390:
        await page.get_by_role("button", name="Телефоны").click()
    head = await open_phone(page, "Глава")
    await head.locator(".pointed").filter(has_text="Обещания").click()
    await expect(tour).to_contain_text("Вот она: ул. Энергетиков")
    await expect(head.locator(".bubble.pointed")).to_contain_text("откачаем воду")
    await tour.get_by_role("button", name="Вижу лужу").click()
    await expect(tour).to_contain_text("Вот и весь путь")
    await tour.get_by_role("button", name="Хорошо").click()
    await expect(tour).to_be_hidden()


@pytest.mark.parametrize("width", [1280, 390])
async def test_whatever_is_skipped_is_done_and_the_tour_lives(visit: Open, width: int) -> None:
    page = await visit(width)
    await keep_scenes_ahead(page)
    tour = page.get_by_role("complementary", name="Экскурсия")
    await page.get_by_role("button", name="Экскурсия, 8 шагов").click()
    for number in range(1, 9):
        await expect(tour).to_contain_text(f"Шаг {number} из 8", timeout=SCENE)
        if number == 7:  # the next scene may be played on another wall
            await expect(page.locator("#posts .comment.official").filter(has_text="откачаем воду").first).to_be_attached()
        await tour.get_by_role("button", name="Пропустить шаг").click()
    await expect(tour).to_contain_text("Вот и весь путь")
    await expect(tour).to_contain_text("напишите на стене свою жалобу")
    puddle = phone(page, "Глава").locator(".bubble").filter(has_text="откачаем воду")
    async with asyncio.timeout(SCENE / 1000):
        while not await puddle.count():  # a card of the scene may bring its own phone to the front meanwhile
            await tab(page, "Глава").click()
            await asyncio.sleep(0.5)


async def test_the_tour_can_be_left_at_any_step(visit: Open) -> None:
    page = await visit(1280)
    tour = page.get_by_role("complementary", name="Экскурсия")
    await page.get_by_role("button", name="Экскурсия, 8 шагов").click()
    await expect(tour).to_contain_text("Шаг 1 из 8")
    await tour.get_by_role("button", name="Закончить").click()
    await expect(tour).to_be_hidden()
    await expect(page.get_by_role("button", name="Экскурсия, 8 шагов")).to_be_visible()


async def test_the_tour_goes_on_where_the_day_has_no_scene_left(visit: Open) -> None:
    page = await visit(390)
    await page.route("**/control/day", without_scenes_ahead)
    await page.reload()
    await page.wait_for_selector(".bubble", state="attached")
    tour = page.get_by_role("complementary", name="Экскурсия")
    await page.get_by_role("button", name="Экскурсия, 8 шагов").click()
    for number in range(1, 7):
        await expect(tour).to_contain_text(f"Шаг {number} из 8", timeout=SCENE)
        await tour.get_by_role("button", name="Пропустить шаг").click()
    await expect(tour).to_contain_text("Шаг 7 из 8", timeout=SCENE)
    await expect(tour).to_contain_text("Все сцены этого дня уже были")
    await tour.get_by_role("button", name="Понятно").click()
    await expect(tour).to_contain_text("Шаг 8 из 8")


async def without_scenes_ahead(route: Route) -> None:
    """The day as the page would be told of it late in the evening."""
    answer = await route.fetch()
    day = await answer.json()
    await route.fulfill(response=answer, json=day | {"scenes": [one | {"at": "2026-11-24T08:00:00+03:00"} for one in day["scenes"]]})
