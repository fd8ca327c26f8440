"""Pictures of the running demo for the READMEs: `make screenshots`. A system Chromium takes them; none is downloaded."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, ViewportSize, expect, sync_playwright

FOLDER = Path(__file__).parent / "img"
HEAVIEST = 200 * 1024
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)
SCENE = 120_000  # real milliseconds: people work through all that comes before it
COLOURS = 256  # a page has few: a third of the weight
LAPTOP: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}
ROADS = "Отдел дорожного хозяйства"
expect.set_options(timeout=30_000)


@contextmanager
def running_demo() -> Iterator[str]:
    """The address of a demo's page."""
    command = (sys.executable, "-m", "bot", "demo", "--port", "0", "--speed", "60")
    demo = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603 - our own program
    try:
        assert demo.stdout is not None
        found = re.search(r"http://\S+", demo.stdout.readline())
        if found is None:
            sys.exit("Демо не запустилось")
        yield found[0]
    finally:
        demo.send_signal(signal.SIGINT)
        demo.communicate()


def region(page: Page, name: str) -> Locator:
    """An open phone."""
    return page.get_by_role("region", name=f"Телефон: {name}")


def choose(page: Page, name: str) -> Locator:
    """Open a phone of the row."""
    page.locator("#dock").get_by_role("button", name=re.compile(f"^{name}")).click()
    return region(page, name)


def tour(page: Page) -> None:
    """From a post to the answer under it."""
    page.get_by_role("button", name="Экскурсия, 8 шагов").click()
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.locator("#tour")).to_contain_text("Карточка пришла")
    roads = choose(page, ROADS)
    expect(roads.locator(".bubble .album img")).to_have_count(1)
    page.get_by_role("button", name="Вижу карточку").click()
    keep(page, "tour")
    keep(page, "ispolnitel", roads)
    roads.locator(".pointed").filter(has_text="Принять").click()
    roads.locator(".pointed").filter(has_text="Ответить").click()
    expect(page.locator("#tour")).to_contain_text("Мы уже вписали")
    roads.locator("[type=submit].pointed").click()
    roads.locator(".pointed").filter(has_text="Отправить").click()
    expect(page.locator("#tour")).to_contain_text("Сначала ответ смотрит пресс-служба")
    approver = choose(page, "Согласующий")
    expect(approver.locator(".pointed").filter(has_text="Опубликовать")).to_be_visible()
    page.wait_for_timeout(2000)
    keep(page, "soglasuyushchiy", approver)
    approver.locator(".pointed").filter(has_text="Опубликовать").click()
    roads = choose(page, ROADS)
    expect(page.locator("#tour")).to_contain_text("Ответ стоит под постом")
    roads.locator(".pointed").filter(has_text="Открыть ответ").click()
    expect(page.locator("#tour")).to_contain_text("Шаг 7")
    page.get_by_role("button", name="Закончить").click()
    page.wait_for_timeout(3000)
    keep(page, "answer")


def scene(page: Page, title: str) -> None:
    """Jump to a scene and let its posts come."""
    page.get_by_role("button", name="Следующая сцена").click()
    expect(page.locator("#scene")).to_contain_text(f"{title}. ", timeout=SCENE)
    page.get_by_role("button", name="Минута за секунду").click()


def ice(page: Page) -> None:
    """The danger rings; nobody takes it before the picture."""
    people = page.get_by_label("Сотрудники отвечают сами")
    people.uncheck()
    scene(page, "Лёд у подъезда")
    duty = region(page, "Дежурный, ЕДДС")
    card = duty.locator(".bubble").filter(has_text="пр-т Ленина, 22").first
    expect(card).to_contain_text("пишут")
    expect(duty.locator(".album img")).to_have_count(2)
    page.get_by_role("button", name="Остановить время").click()
    card.evaluate("node => node.scrollIntoView({ block: 'start' })")
    page.wait_for_timeout(4500)  # the bells fall silent
    keep(page, "danger")
    keep(page, "dezhurnyy", duty)
    coordinator = choose(page, "Координатор")
    coordinator.locator(".bubble").filter(has_text="пр-т Ленина, 22").first.evaluate("node => node.scrollIntoView({ block: 'start' })")
    page.wait_for_timeout(1000)
    keep(page, "koordinator", coordinator)
    people.check()


def head(page: Page) -> None:
    """What the head is told in the morning: the demo begins with it."""
    phone = choose(page, "Глава")
    summary = phone.locator(".bubble").filter(has_text="за понедельник и ночь").filter(has_text="Для доклада")
    expect(phone.locator(".album img").first).to_be_visible()
    summary.evaluate("node => node.scrollIntoView({ block: 'start' })")
    page.wait_for_timeout(1000)
    keep(page, "glava", phone)


def keep(page: Page, name: str, part: Locator | None = None) -> None:
    """Write a picture of the page (or of a part of it) and weigh it."""
    path = FOLDER / f"{name}.png"
    page.mouse.move(1, 1)
    (part or page).screenshot(path=path, animations="disabled")
    Image.open(path).convert("RGB").quantize(COLOURS, kmeans=3, dither=Image.Dither.NONE).save(path, optimize=True)
    weight = path.stat().st_size
    sys.stdout.write(f"{path.name}: {weight // 1024} КБ\n")
    if weight > HEAVIEST:
        sys.exit(f"{path.name} тяжелее 200 КБ")


def on_a_phone(page: Page) -> None:
    """What a visitor with a telephone sees."""
    page.get_by_role("button", name="Телефоны").click()
    card = choose(page, "Дежурный, ЕДДС").locator(".bubble").filter(has_text="пр-т Ленина, 22").first
    card.evaluate("node => node.scrollIntoView({ block: 'start' })")
    page.wait_for_timeout(500)
    keep(page, "phone")


def in_the_dark(page: Page) -> None:
    """The same town at night settings: nine posts about water are one card."""
    page.get_by_role("button", name="Обычное время").click()
    for title in ("Вода во дворе", "Нарушенное обещание", "Список региона"):
        scene(page, title)
        page.get_by_role("button", name="Обычное время").click()
    page.get_by_label("Сотрудники отвечают сами").uncheck()  # the card is shown as it comes
    scene(page, "Девять постов о воде за час")
    housing = region(page, "Отдел ЖКХ")
    page.get_by_role("button", name="Десять минут за секунду").click()
    card = housing.locator(".bubble").filter(has_text="ул. Гагарина").filter(has_text="У кого").first
    expect(card).to_contain_text("ответили 0 из 9", timeout=SCENE)
    page.get_by_role("button", name="Остановить время").click()
    page.wait_for_timeout(4500)
    card.evaluate("node => node.scrollIntoView({ block: 'start' })")
    keep(page, "dark")


def main() -> None:
    """Take them all."""
    FOLDER.mkdir(exist_ok=True)
    browser_path = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser_path is None:
        sys.exit("Нет Chromium. Debian: apt-get install chromium fonts-noto-color-emoji")
    with running_demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=ARGUMENTS.split())

        def visit(steps: Callable[[Page], None], size: ViewportSize, *, dark: bool = False) -> None:
            context = browser.new_context(viewport=size, color_scheme="dark" if dark else "light", reduced_motion="reduce")
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector(".bubble", state="attached")
            page.get_by_role("button", name="Обычное время").click()
            steps(page)
            page.get_by_role("button", name="Обычное время").click()
            context.close()

        visit(head, LAPTOP)
        visit(tour, LAPTOP)
        visit(ice, LAPTOP)
        visit(on_a_phone, PHONE)
        visit(in_the_dark, LAPTOP, dark=True)
        browser.close()


if __name__ == "__main__":
    main()
