"""Page."""

import re

from playwright.async_api import Locator, Page

ROADS = "Отдел дорожного хозяйства"


def phone(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"Телефон: {name}")


def tab(page: Page, name: str) -> Locator:
    return page.locator("#dock").get_by_role("button", name=re.compile(f"^{name}"))


async def open_phone(page: Page, name: str) -> Locator:
    await tab(page, name).click()
    return phone(page, name)
