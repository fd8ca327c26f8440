"""The played day: people work by themselves, a touched phone is the visitor's, a scene shows its card, files go both ways."""

import pytest
from playwright.async_api import expect

from tests.browser.conftest import PATIENCE, SCENE, START, Open
from tests.kit.page import PLAYED, ROADS, begin_anew, keep_scenes_ahead, open_phone, phone, until

expect.set_options(timeout=PATIENCE)


async def test_people_have_names_and_the_head_has_a_summary_with_a_picture_and_a_file(visit: Open) -> None:
    page = await visit(1280)
    head = await open_phone(page, "Глава")
    await expect(head.locator("header")).to_contain_text("Николай Рощин")
    summary = head.locator(".bubble").filter(has_text="за понедельник и ночь").first
    await expect(summary).to_be_visible()
    await expect(head.locator(".bubble .album img").first).to_be_attached()
    await summary.get_by_role("button", name="Excel").click()
    file = head.locator(".file").filter(has_text=".xlsx").last
    await expect(file).to_contain_text("КБ")
    async with page.expect_download() as table:
        await file.click()
    assert (await table.value).suggested_filename.endswith(".xlsx")


async def test_an_official_sends_a_file_from_the_page(visit: Open) -> None:
    page = await visit(1280)
    coordinator = await open_phone(page, "Координатор")
    await coordinator.get_by_role("button", name="Приложить фото или файл").click()
    async with page.expect_file_chooser() as chooser:
        await coordinator.get_by_role("button", name="Файл…").click()
    table = {"name": "Люди.csv", "mimeType": "text/csv", "buffer": "Роль;Имя\n".encode()}
    await (await chooser.value).set_files(table)  # type: ignore[arg-type]  # the driver's own TypedDict
    await expect(coordinator.locator(".target")).to_contain_text("Люди.csv")
    await coordinator.get_by_role("button", name="Отправить", exact=True).click()
    await expect(coordinator.locator(".bubble.own .file").last).to_contain_text("Люди.csv")


async def test_a_touched_phone_is_the_visitors_and_the_switch_stops_everybody(visit: Open) -> None:
    page = await visit(1280)
    await page.get_by_role("button", name="Остановить время").click()
    roads = await open_phone(page, ROADS)
    await roads.get_by_role("button", name="Меню бота").click()
    await until(page, f"{PLAYED}.then((shown) => shown.held.includes(1006))", START)
    switch = page.get_by_label("Сотрудники отвечают сами")
    await expect(switch).to_be_checked()
    await switch.uncheck()
    await until(page, f"{PLAYED}.then((shown) => !shown.on)", START)
    await switch.check()
    await until(page, f"{PLAYED}.then((shown) => shown.on)", START)
    await page.get_by_role("button", name="Обычное время").click()


@pytest.mark.parametrize("width", [1280, 390])
async def test_the_longest_menu_fits_the_phone_and_esc_closes_it(visit: Open, width: int) -> None:
    page = await visit(width)
    if width == 390:
        await page.get_by_role("button", name="Телефоны").click()
    coordinator = phone(page, "Координатор")
    await coordinator.get_by_role("button", name="Меню бота").click()
    last = coordinator.locator(".menu button").filter(has_text="/help")
    await last.scroll_into_view_if_needed()
    await expect(last).to_be_in_viewport(ratio=0.95)
    await expect(coordinator.get_by_label("Сообщение", exact=True)).to_be_in_viewport(ratio=1)
    await page.keyboard.press("Escape")
    await expect(last).to_be_hidden()


async def test_a_double_click_publishes_once_a_long_post_folds_and_an_empty_one_is_refused_in_words(visit: Open) -> None:
    page = await visit(1280)
    publish = page.get_by_role("button", name="Опубликовать")
    await publish.click()
    await expect(page.locator("#toast")).to_contain_text("Напишите текст или приложите фото")
    words = "Всем привет, это длинная история о том, как мы гуляли вдоль Волги. " * 12
    await page.get_by_label("Текст", exact=True).fill(words)
    await publish.dblclick()
    post = page.locator("article").filter(has_text="длинная история")
    await expect(post).to_have_count(1)
    await expect(post.locator(".folded")).to_have_count(1)
    await post.get_by_role("button", name="Показать полностью").click()
    await expect(post.locator(".folded")).to_have_count(0)
    assert await post.count() == 1


@pytest.mark.parametrize("width", [1280, 390])
async def test_every_wall_can_be_reached_and_the_page_says_what_it_is(visit: Open, width: int) -> None:
    page = await visit(width)
    walls = page.locator("#groups button")
    for n in range(await walls.count()):
        await expect(walls.nth(n)).to_be_in_viewport(ratio=1)
    await expect(page).to_have_title("Отклик: учебный городок")
    await expect(page.locator(".about")).to_contain_text("Читает жалобы в соцсетях")
    await expect(page.locator(".about")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
async def test_a_scene_shows_its_post_its_words_and_the_phone_that_got_the_card(visit: Open, width: int) -> None:
    page = await visit(width)
    await keep_scenes_ahead(page)
    title = (await page.locator("#next-scene").get_attribute("title") or "").partition(",")[0]
    await page.get_by_role("button", name="Следующая сцена").click()
    await expect(page.locator("#scene")).to_contain_text(f"{title}. ", timeout=SCENE)  # «Впереди: …» names it before
    await expect(page.locator("#scene")).to_be_in_viewport(ratio=1)
    await page.get_by_role("button", name="Минута за секунду").click()  # its post comes in five town seconds
    day = await page.evaluate("fetch('/control/day').then((answer) => answer.json())")
    scene = next(each for each in day["scenes"] if each["title"] == title)
    if scene["text"]:
        post = page.locator("article").filter(has_text=scene["text"][:60]).first
        await expect(post).to_be_in_viewport()
        key = await post.get_attribute("data-key")
        if width == 390:
            await page.get_by_role("button", name="Телефоны").click()
        card = page.locator(f'.device .bubble:has(a[href*="wall{key}"])').first
        await expect(card).to_be_in_viewport()
    else:
        await expect(page.locator(".device").first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_the_day_begins_anew_and_forgets_what_was_written(visit: Open) -> None:
    page = await visit(390)
    pit = "Конаково, улица Учебная, 7: яма на дороге, заделайте, пожалуйста"  # no other test writes of it
    roads = page.locator("#dock button").filter(has_text=ROADS).locator(".badge")  # the other side is shown
    for _ in range(2):
        await page.get_by_label("Текст", exact=True).fill(pit)
        await page.get_by_role("button", name="Опубликовать").click()
        post = page.locator("article").filter(has_text=pit)
        await expect(post).to_be_visible()
        await expect(roads).to_contain_text("🔔")
        await begin_anew(page)
        await expect(page.locator("#busy")).to_be_hidden()
        await expect(post).to_have_count(0)
        await expect(roads).to_have_count(0)
        await expect(page.locator("#clock b")).to_contain_text("9:")
        await expect(page.locator("#scene")).to_contain_text("Впереди: Лёд у подъезда, 9:20")
