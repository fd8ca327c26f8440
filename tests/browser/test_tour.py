"""The guided tour, as a visitor takes it: every step waits for the act and goes on by itself."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Open
from tests.kit.page import ROADS, open_phone


@pytest.mark.parametrize("width", [1280, 390])
async def test_the_tour_leads_from_a_post_to_the_answer_under_it(visit: Open, width: int) -> None:
    page = await visit(width)
    tour = page.get_by_role("complementary", name="Экскурсия")
    await page.get_by_role("button", name="Экскурсия, 7 шагов").click()
    await expect(tour).to_contain_text("Шаг 1 из 7")
    await page.get_by_role("button", name="Опубликовать").click()

    await expect(tour).to_contain_text(f"Карточка пришла: {ROADS}")
    if width == 390:
        await page.get_by_role("button", name="Телефоны").click()
    roads = await open_phone(page, ROADS)
    await tour.get_by_role("button", name="Вижу карточку").click()

    await expect(tour).to_contain_text("Шаг 3 из 7")
    await roads.locator(".pointed").filter(has_text="Принять").click()

    await expect(tour).to_contain_text("Шаг 4 из 7")
    await roads.locator(".pointed").filter(has_text="Ответить").click()
    await expect(tour).to_contain_text("Мы уже вписали ответ")
    await roads.locator("[type=submit].pointed").click()

    await expect(tour).to_contain_text("Шаг 5 из 7")
    await roads.locator(".pointed").filter(has_text="Отправить").click()

    await expect(tour).to_contain_text("Шаг 6 из 7")
    await expect(tour).to_contain_text("Сначала ответ смотрит пресс-служба")
    approver = await open_phone(page, "Согласующий")
    await approver.locator(".pointed").filter(has_text="Опубликовать").click()
    await open_phone(page, ROADS)
    await expect(tour).to_contain_text("Ответ стоит под постом")
    await roads.locator(".pointed").filter(has_text="Открыть ответ").click()
    await expect(page.locator("#posts .comment.official").first).to_contain_text("откачаем воду")

    await expect(tour).to_contain_text("Шаг 7 из 7")
    await page.get_by_role("button", name="Следующая сцена").click()
    await expect(tour).to_contain_text("Вот и весь путь")
    await tour.get_by_role("button", name="Хорошо").click()
    await expect(tour).to_be_hidden()


async def test_the_tour_can_be_left_at_any_step(visit: Open) -> None:
    page = await visit(1280)
    tour = page.get_by_role("complementary", name="Экскурсия")
    await page.get_by_role("button", name="Экскурсия, 7 шагов").click()
    await tour.get_by_role("button", name="Пропустить шаг").click()
    await expect(tour).to_contain_text("Шаг 2 из 7")
    await tour.get_by_role("button", name="Закончить").click()
    await expect(tour).to_be_hidden()
    await expect(page.get_by_role("button", name="Экскурсия, 7 шагов")).to_be_visible()
