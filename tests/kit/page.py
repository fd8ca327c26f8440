"""Page."""

import asyncio
import re
from typing import Any

from playwright.async_api import Locator, Page, expect

PLAYED = "fetch('/control/played').then((answer) => answer.json())"
ROADS = "Отдел дорожного хозяйства"
ANEW = 120.0  # real seconds
LOOK = "const [day, clock] = await Promise.all(['day', 'clock'].map((name) => fetch(`/control/${name}`).then((answer) => answer.json())));"
COMING = "day.scenes.filter((one) => Date.parse(one.at) > Date.parse(clock.now))"
AHEAD = f"async () => {{ {LOOK} return {COMING}.length; }}"
BEGUN = f"async () => {{ {LOOK} return !day.busy && !clock.paused && {COMING}.length === day.scenes.length; }}"


def phone(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"Телефон: {name}")


def tab(page: Page, name: str) -> Locator:
    return page.locator("#dock").get_by_role("button", name=re.compile(f"^{name}"))


async def open_phone(page: Page, name: str) -> Locator:
    await tab(page, name).click()
    return phone(page, name)


async def asked(page: Page, path: str) -> Any:  # Any: JSON
    """GET of the town's control API, by the page itself."""
    return await page.evaluate("(path) => fetch(`/control/${path}`).then((answer) => answer.json())", path)


async def until(page: Page, asked: str, most: float) -> None:
    """Wait until what is asked of the page (a promise too, which Playwright's own wait takes for a yes) is true."""
    async with asyncio.timeout(most):
        while not await page.evaluate(asked):  # noqa: ASYNC110 - the page tells nobody
            await asyncio.sleep(0.1)


async def begin_anew(page: Page) -> None:
    """Press the page's own «Начать день заново» and wait until the new morning runs, at an ordinary pace."""
    await page.get_by_label("Ещё о дне").click()
    begin = page.get_by_role("button", name="Начать день заново")
    await expect(begin).to_be_in_viewport(ratio=1)
    await begin.click()
    await expect(page.locator("#busy")).to_contain_text("Начинаем день заново")
    await until(page, BEGUN, ANEW)
    await page.get_by_role("button", name="Обычное время", exact=True).click()
    await page.wait_for_selector(".bubble", state="attached")


async def keep_scenes_ahead(page: Page, least: int = 3) -> None:
    """Begin the day anew where fewer scenes are left: the town is shared, and a slow machine is late in its day."""
    if await page.evaluate(AHEAD) < least:
        await begin_anew(page)
