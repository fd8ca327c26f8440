"""Groups of Odnoklassniki beside the walls: topics, cards, copied answers."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PATIENCE, SCENE, Open
from tests.kit.layout import READABLE, contrast, cut, fits, overlaps
from tests.kit.page import ROADS, open_phone

expect.set_options(timeout=PATIENCE)

LOOKS = [(1280, False), (1280, True), (390, False), (390, True)]
GROUP, WALL = "Соседи: Конаково", "Наше Конаково"
ANSWER = "Здравствуйте! Завтра до 12:00 бригада заделает яму, вечером покажем здесь фото. Отвечает отдел дорожного хозяйства."


async def group(page: Page) -> Locator:
    """Open the group; give its tab."""
    tab = page.locator("#groups").get_by_role("button", name=GROUP)
    await tab.click()
    await expect(tab).to_have_attribute("aria-pressed", "true")
    return tab


async def write(page: Page, text: str, who: str, label: str) -> None:
    await page.get_by_label("Текст", exact=True).fill(text)
    if label != "Сохранить":
        await page.locator("#post-form [name=author]").select_option(label=who)
    await page.locator("#post-form").get_by_role("button", name=label, exact=True).click()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
async def test_a_group_is_told_from_a_wall_and_its_topics_are_readable(visit: Open, width: int, dark: bool) -> None:
    page = await visit(width, dark=dark)
    tab = await group(page)
    await expect(tab.get_by_role("img", name="Одноклассники")).to_have_text("ОК")
    await expect(page.locator("#groups").get_by_role("button", name=WALL).locator(".net")).to_have_count(0)
    for each in await page.locator("#groups button").all():
        await expect(each).to_be_in_viewport(ratio=1)  # no wall is scrolled away
    assert await contrast(tab.locator(".net")) >= READABLE
    old = page.locator("article").filter(has_text="по каким дням теперь открыт каток")
    await expect(old.locator(".head b")).to_have_text("Валентина Р.")
    await write(page, f"Кто видел рыжего кота? {width} {dark}", "Борис Н.", "Опубликовать")
    post = page.locator("article").filter(has_text=f"рыжего кота? {width} {dark}")
    await expect(post.locator(".head b")).to_have_text("Борис Н.")
    await post.get_by_role("button", name="Ответить").click()
    await write(page, "У магазина сидит", "Зоя Т.", "Ответить")
    first = post.locator(".comment").filter(has_text="У магазина сидит")
    await first.get_by_role("button", name="Ответить").click()
    await write(page, "Спасибо, побежала", "Лидия П.", "Ответить")
    await expect(first.locator(".comment")).to_contain_text("Спасибо, побежала")
    await post.get_by_role("button", name="Нравится").first.click()
    await expect(post.get_by_role("button", name="Нравится, 1")).to_be_visible()
    await first.locator("> .acts").get_by_role("button", name="Удалить").click()
    await expect(first.locator("> .head")).to_contain_text("удалено")
    await first.locator("> .acts").get_by_role("button", name="Вернуть").click()
    await expect(first.locator("> .head")).not_to_contain_text("удалено")
    assert await cut(page.locator("#groups button")) == []
    assert await overlaps(page.locator("#groups button")) == []
    assert await overlaps(post.locator(":scope > *")) == []
    assert await fits(page)


async def test_authors_are_of_the_network_that_is_open(visit: Open) -> None:
    page = await visit(1280)
    authors = page.locator("#post-form [name=author] option")
    await expect(authors.last).to_have_text("само сообщество")
    await group(page)
    await expect(authors.last).to_have_text("сама группа")
    await expect(authors).to_have_count(7)
    await page.locator("#groups").get_by_role("button", name=WALL).click()
    await expect(authors.last).to_have_text("само сообщество")


async def test_a_topic_becomes_a_card_and_the_copied_answer_stands_in_the_group_as_it_is(visit: Open) -> None:
    page = await visit(1280)
    await group(page)
    await write(page, "Конаково, улица Гагарина, 17: яма на дороге, заделайте, пожалуйста", "Геннадий Ф.", "Опубликовать")
    await page.locator("#groups").get_by_role("button", name=WALL).click()
    roads = await open_phone(page, ROADS)
    card = roads.locator(".bubble").filter(has_text="ул. Гагарина, 17").filter(has_text="У кого")
    await expect(card).to_be_visible()
    await expect(card).to_contain_text("ОК")
    await card.get_by_role("link", name="Открыть пост").click()
    topic = page.locator("article").filter(has_text="улица Гагарина, 17")
    await expect(topic).to_be_in_viewport()
    await expect(page.locator("#groups [aria-pressed=true]")).to_contain_text(GROUP)
    await card.get_by_role("button", name="Ответить", exact=True).click()
    await roads.get_by_label("Сообщение", exact=True).fill(ANSWER)
    await roads.get_by_role("button", name="Отправить", exact=True).last.click()
    await roads.locator(".bubble").get_by_role("button", name="Отправить", exact=True).click()
    await page.get_by_role("button", name="Минута за секунду", exact=True).click()
    told = roads.locator(".bubble").filter(has_text="Ответ вставьте в Одноклассниках сами", has=page.locator("pre")).last
    await expect(told).to_be_visible(timeout=SCENE)
    copied = await told.locator("pre").inner_text()
    assert copied == ANSWER
    await topic.get_by_role("button", name="Ответить").click()
    await write(page, copied, "сама группа", "Ответить")
    stands = topic.locator(".comment.official")
    await expect(stands.locator(".words")).to_have_text(copied)
    await expect(stands.locator(".head b")).to_have_text(GROUP)
    assert await contrast(stands.locator(".words")) >= READABLE
    await told.get_by_role("button", name="Опубликовано").click()
    await expect(roads.locator(".bubble").filter(has_text="Ответ опубликован").last).to_be_visible()
