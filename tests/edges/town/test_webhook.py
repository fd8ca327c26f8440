"""The town's webhooks: updates come by POST with the secret, in order, again until they are taken; getUpdates is refused meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from sandbox.client import TownClient, open_town
from sandbox.telegram import webhook
from tests.kit.town.telegram import TOWN, keyboard, refused, sent

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass
class Hook:
    """A bot's side: takes updates, or refuses the first of them with the given statuses."""

    statuses: list[int] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get(SECRET_HEADER))
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.taken.append(await request.json())
        self.news.set()
        return web.Response(status=status)

    async def wait(self, count: int) -> list[dict[str, Any]]:
        async with asyncio.timeout(20):
            while len(self.taken) < count:
                self.news.clear()
                await self.news.wait()
        return self.taken


@asynccontextmanager
async def open_hook(*statuses: int) -> AsyncIterator[Hook]:
    hook = Hook(list(statuses))
    app = web.Application()
    app.router.add_post("/hook", hook.handle)
    async with TestServer(app) as server:
        hook.url = str(server.make_url("/hook"))
        yield hook


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "PAUSES", (0.001,))


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN) as client:
        yield client


async def info(town: TownClient) -> dict[str, Any]:
    shown: dict[str, Any] = (await town.bot("getWebhookInfo"))["result"]
    return shown


async def settled(town: TownClient) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while (shown := await info(town))["pending_update_count"]:  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.01)
    return shown


async def test_what_waited_and_what_comes_is_brought_in_order_with_the_secret(town: TownClient) -> None:
    await town.start(101, 102)
    async with open_hook() as hook:
        assert (await town.bot("setWebhook", url=hook.url, secret_token="s-3_Cret"))["result"] is True
        await hook.wait(2)
        message = await sent(town, chat_id=101, text="а", reply_markup=keyboard("Да"))
        await town.post("tg/press", user_id=101, chat_id=101, message_id=message["message_id"], label="Да")
        updates = await hook.wait(3)
        assert [update.get("message", {}).get("chat", {}).get("id") for update in updates] == [101, 102, None]
        assert updates[2]["callback_query"]["data"] == "Да"
        assert set(hook.secrets) == {"s-3_Cret"}
        shown = await settled(town)
        assert shown == {"url": hook.url, "has_custom_certificate": False, "pending_update_count": 0, "max_connections": 40}


async def test_an_update_that_is_refused_comes_again_before_the_next_one(town: TownClient) -> None:
    async with open_hook(500, 401, 302) as hook:
        await town.bot("setWebhook", url=hook.url)
        await town.start(101, 102)
        updates = await hook.wait(2)
        assert [update["message"]["chat"]["id"] for update in updates] == [101, 102]
        assert hook.secrets == [None] * 5
        shown = await settled(town)
        assert shown["last_error_message"] == "Wrong response from the webhook: 302 Found"
        assert shown["last_error_date"] > 0


async def test_where_nobody_listens_updates_wait_and_the_reason_is_told(town: TownClient) -> None:
    async with open_hook() as hook:
        pass
    await town.bot("setWebhook", url=hook.url, allowed_updates=["message"], max_connections=1)
    await town.start(101)
    async with asyncio.timeout(20):
        while "last_error_message" not in (shown := await info(town)):  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.01)
    assert (shown["last_error_message"], shown["pending_update_count"]) == ("Connection refused", 1)
    assert (shown["allowed_updates"], shown["max_connections"]) == (["message"], 1)
    async with open_hook() as other:
        await town.bot("setWebhook", url=other.url)
        await other.wait(1)


async def test_while_a_webhook_stands_updates_are_not_asked_for(town: TownClient) -> None:
    words = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    async with open_hook(*[503] * 1000) as hook:
        await town.bot("setWebhook", url=hook.url)
        await town.start(101)
        answer = await town.bot("getUpdates")
        assert (answer["error_code"], answer["description"]) == (409, words)
        assert (await town.bot("deleteWebhook"))["result"] is True
        assert (await info(town))["url"] == ""
        (update,) = (await town.bot("getUpdates"))["result"]
        assert update["message"]["text"] == "/start"


async def test_setting_a_webhook_ends_a_long_poll_and_an_empty_address_takes_it_away(town: TownClient) -> None:
    async with open_hook() as hook, asyncio.TaskGroup() as group:
        poll = group.create_task(town.bot("getUpdates", timeout=20))
        await asyncio.sleep(0.2)
        await town.bot("setWebhook", url=hook.url)
        assert (await poll)["description"] == "Conflict: terminated by setWebhook request"
        await town.bot("setWebhook", url="")
        assert (await info(town))["url"] == ""


async def test_what_waits_may_be_dropped(town: TownClient) -> None:
    await town.start(101)
    async with open_hook() as hook:
        await town.bot("setWebhook", url=hook.url, drop_pending_updates=True)
        await town.start(102)
        (update,) = await hook.wait(1)
        assert update["message"]["chat"]["id"] == 102
    await town.start(101)
    await town.bot("deleteWebhook", drop_pending_updates=True)
    assert (await town.bot("getUpdates"))["result"] == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"url": "ftp://127.0.0.1/"}, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "hook"}, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://a.example/", "secret_token": "да"}, "Bad Request: secret token contains unallowed characters"),
        ({"url": "https://a.example/", "secret_token": "a" * 257}, "Bad Request: secret token is too long"),
    ],
)
async def test_a_webhook_that_telegram_refuses_is_refused_in_its_words(town: TownClient, values: dict[str, Any], words: str) -> None:
    assert await refused(town, "setWebhook", **values) == words


async def test_a_reset_takes_the_webhook_away(town: TownClient) -> None:
    async with open_hook() as hook:
        await town.bot("setWebhook", url=hook.url)
        await town.post("reset", **TOWN)
        await town.start(101)
        assert len((await town.bot("getUpdates"))["result"]) == 1
        assert hook.taken == []
