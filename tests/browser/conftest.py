"""One real `otklik demo` and one real Chromium for all tests of the page, and none beside the rest; a browser is never downloaded."""

import asyncio
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Literal, Protocol

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

ColorScheme = Literal["dark", "light"]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
)
START = 180.0  # real seconds
PATIENCE = 60_000  # real milliseconds
SCENE = 120_000  # real milliseconds: the bot works through all that comes before it


class Open(Protocol):
    """Open the page in a window of a width, in the light look or in the dark one."""

    async def __call__(self, width: int, *, dark: bool = False) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for all, since the browser lives in it."""
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("THE PAGE IS NOT TESTED: no Chromium here. Debian: apt-get install chromium fonts-noto-color-emoji")
    expect.set_options(timeout=PATIENCE)  # what the page shows waits as long as what is pressed
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())
        yield running
        await running.close()


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def address(browser: Browser) -> AsyncIterator[str]:
    """The page of a demo that runs; the browser comes first, so that without one nothing is started."""
    demo = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--port", "0", "--speed", "60"),
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        assert demo.stdout is not None
        async with asyncio.timeout(START):
            line = (await demo.stdout.readline()).decode()
        found = re.search(r"http://[\d.:]+/", line)
        assert found, f"the demo did not start: {line}"
        yield found[0]
    finally:
        with suppress(ProcessLookupError):
            demo.send_signal(signal.SIGINT)
        async with asyncio.timeout(20):
            await demo.communicate()


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser: Browser, address: str) -> AsyncIterator[Open]:
    """Open the page in a window of a width; whatever the page complains of is a failure."""
    complaints: list[str] = []
    contexts = []

    async def opened(width: int, *, dark: bool = False) -> Page:
        look: ColorScheme = "dark" if dark else "light"
        context = await browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce", color_scheme=look)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith((address, "data:")) else None)
        await context.request.post(f"{address}control/clock", data={"speed": 1, "paused": False})  # a slow machine is no later in the day
        await page.goto(address)
        await page.wait_for_selector(".bubble", state="attached")
        return page

    yield opened
    for context in contexts:
        await context.close()
    assert complaints == []
