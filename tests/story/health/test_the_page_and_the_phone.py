"""A key that VK refuses, seen by the page, the phone and /status."""

import asyncio

import aiohttp

from incidents.official import Role
from tests.kit.story_town import Json, Story


async def wrong(story: Story) -> tuple[int, Json]:
    """What `/readyz` says now, by code."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{story.app.page.port}/readyz") as answer:
        said = await answer.json()
        return answer.status, {each["code"]: each for each in said["wrong"]}


async def test_a_key_that_is_refused_is_said_by_the_page_the_phone_and_status(story: Story) -> None:
    http = story.settings.http.model_copy(update={"health_port": 0})  # any free one
    story.settings = story.settings.model_copy(update={"http": http})
    async with story.running() as app:
        await story.move_in()

        async def is_ready() -> bool:
            return (await wrong(story))[0] == 200

        await story.until(is_ready, "all is well")
        coordinator = story.who(Role.COORDINATOR)
        await story.control.post("fault", api="vk", method="wall.get", times=1000, kind="error", code=5)
        await story.message(
            coordinator, "Бот не видит новых постов", "Причина: Токен ВК недействителен", "смотрите посты в сообществах сами"
        )
        status, codes = await wrong(story)
        assert status == 503
        assert "Токен ВК недействителен" in codes["sources"]["because"]
        assert codes["sources"]["wanted"]
        await story.control.type(coordinator, "/status")
        told = await story.message(coordinator, "Бот работает не весь", "Бот не видит новых постов, с ", "Источник молчит")
        assert "Карточки и нажатия: никто не ждёт" in told["text"]
        page = await asyncio.wait_for(_metrics(app.page.port), 10)
        assert 'otklik_illness{kind="sources"} 1.0' in page
        assert not [line for line in page.splitlines() if line.startswith('otklik_failures_total{part="source",reason="token"} 0')]


async def _metrics(port: int | None) -> str:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as answer:
        return await answer.text()
