"""The bot as a whole takes VK's events: at the webhook's port, or at a port of its own where Telegram is asked."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.app import App
from bot.config.program_parts import ProgramPart
from bot.config.settings import DatabaseSettings, HttpSettings, Settings, TelegramSettings
from bot.config.settings_networks import VkSettings
from sandbox.client import TownClient, open_town
from tests.kit.desk_town import konakovo
from tests.kit.town.vk import TOWN
from tests.kit.vk.community import SECRET, WORD

BOT: dict[str, Any] = {"bots": [{"token": "1:demo", "username": "otklik_bot", "name": "Отклик"}]}


@pytest.fixture
async def net() -> AsyncIterator[TownClient]:
    async with open_town(TOWN | BOT) as client:
        yield client


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("webhook", [True, False])
async def test_events_are_taken_at_their_path_and_nowhere_else(sqlite_url: str, net: TownClient, webhook: bool) -> None:
    port = free_port()
    telegram = {"token": "1:demo", "api_base": net.base}
    hook = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "webhook_secret": "a-Secret_of-42"} if webhook else {}
    keys = {"service_token": "service", "group_token": "group", "group_id": 1, "api_base": net.base}
    settings = Settings(
        telegram=TelegramSettings.model_validate(telegram | hook),
        vk=VkSettings.model_validate({**keys, "callback_secret": SECRET, "callback_confirmation": WORD}),
        database=DatabaseSettings(url=sqlite_url),
        http=HttpSettings(port=port),
    )
    app = await App.build(settings, konakovo())
    task = asyncio.ensure_future(app.run((ProgramPart.POLL,)))
    try:
        url = f"http://127.0.0.1:{port}"
        async with asyncio.timeout(20):
            while (await net.post("vk/callback", group_id=1, url=f"{url}/vk", secret=SECRET))["confirmation"] != WORD:  # noqa: ASYNC110 - nothing tells it
                await asyncio.sleep(0.05)
        event = {"type": "wall_post_new", "group_id": 1, "event_id": "e1", "secret": SECRET, "object": {}}
        async with net.session.post(f"{url}/vk", json=event) as answer:
            assert (answer.status, await answer.text()) == (200, "ok")
        async with net.session.post(f"{url}/telegram", json=event) as answer:
            assert answer.status == (401 if webhook else 404)
        async with net.session.get(f"{url}/vk") as answer:
            assert answer.status == 405
        async with app.storage.transaction() as tx:
            assert len(await tx.pushed.waiting()) == 1
    finally:
        task.cancel()
        await asyncio.wait([task])
        await app.close()


async def test_without_a_secret_nobody_listens(sqlite_url: str, net: TownClient) -> None:
    port = free_port()
    settings = Settings(
        telegram=TelegramSettings.model_validate({"token": "1:demo", "api_base": net.base}),
        database=DatabaseSettings(url=sqlite_url),
        http=HttpSettings(port=port),
    )
    app = await App.build(settings, konakovo())
    try:
        assert app.doors == []
        with pytest.raises(aiohttp.ClientConnectorError):
            await net.session.post(f"http://127.0.0.1:{port}/vk", json={})
    finally:
        await app.close()
