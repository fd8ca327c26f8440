"""A group's talk that is not meant for the bot is never stored: neither by the poller nor by the webhook."""

import asyncio
import json
import socket
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.app import App
from bot.config.program_parts import ProgramPart
from bot.config.settings import DatabaseSettings, HttpSettings, Settings, TelegramSettings
from bot.storage.delivery.inbox import inbox as table
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage
from bot.telegram.incoming.webhook import SECRET_HEADER
from tests.kit.desk_town import konakovo
from tests.kit.values.stored import NOW

BOT = 4242
GROUP = {"id": -1001, "type": "supergroup", "title": "Дороги"}
SECRET = "a-Secret_of-42"
TALK = "у соседки из седьмой опять скорая, диагноз сами знаете"
Json = dict[str, Any]  # Any: JSON of Telegram


def message(number: int, text: str | None = TALK, *, kind: str = "message", chat: Json = GROUP, **more: Any) -> Json:
    words = {} if text is None else {"text": text}
    sender = {"id": 77, "is_bot": False, "first_name": "Пётр"}
    return {"update_id": number, kind: {"message_id": number, "date": 1, "chat": chat, "from": sender, **words, **more}}


def of_bot(id: int = BOT, **more: Any) -> Json:
    return {
        "message_id": 5,
        "date": 1,
        "chat": GROUP,
        "from": {"id": id, "is_bot": True, "first_name": "Отклик"},
        "text": "карточка",
        **more,
    }


TALKS = [
    message(1),
    message(2, kind="edited_message"),
    message(3, None, caption=TALK, photo=[{"file_id": "p"}]),
    message(4, reply_to_message={"message_id": 3, "date": 1, "chat": GROUP, "from": {"id": 78, "is_bot": False}, "text": TALK}),
    message(5, f"/note@another_bot {TALK}"),
    message(6, reply_to_message=of_bot(555)),
    message(7, reply_to_message=of_bot(forum_topic_created={"name": "Дороги"}), is_topic_message=True),
    message(8, None, pinned_message={"message_id": 3, "date": 1, "chat": GROUP, "text": TALK}),
    message(9, chat={"id": -1002, "type": "group", "title": "Двор"}),
    message(10, kind="channel_post", chat={"id": -1003, "type": "channel", "title": "Канал"}),
    message(11, "   "),
]
MEANT = [
    message(20, "/connect"),
    message(21, "/Disconnect@otklik_bot"),
    message(22, "/start"),
    message(23, "посмотрю завтра", reply_to_message=of_bot()),
    message(24, "посмотрю в пятницу", kind="edited_message", reply_to_message=of_bot()),
    message(25, "что меня ждёт", chat={"id": 77, "type": "private"}),
    {"update_id": 26, "callback_query": {"id": "1", "from": {"id": 77}, "data": "c1:accept:1", "message": of_bot()}},
    {"update_id": 27, "my_chat_member": {"chat": GROUP, "from": {"id": 77}, "date": 1}},
]


async def kept(storage: Storage) -> dict[int, Json]:
    async with storage.transaction() as tx:
        return {row.update_id: row.raw for row in await tx._all(everywhere(select(table)))}


@pytest.mark.parametrize("raw", TALKS, ids=lambda raw: str(raw["update_id"]))
async def test_talk_of_a_group_is_not_stored(storage: Storage, raw: Json) -> None:
    async with storage.transaction() as tx:
        assert await tx.inbox.add(BOT, [raw], at=NOW) == 0
    assert await kept(storage) == {}


async def test_a_command_to_another_bot_is_talk_though_ours_has_one_of_that_name(storage: Storage) -> None:
    updates = [message(1, f"/help@another_bot {TALK}"), message(2, f"/start@another_bot {TALK}", reply_to_message=of_bot())]
    meant = [message(3, "/Connect@Otklik_bot"), message(4, "/connect"), message(5, "пишите на a@b.ru", reply_to_message=of_bot())]
    async with storage.transaction() as tx:
        await tx.inbox.add(BOT, [*updates, *meant], at=NOW, username="otklik_bot")
    assert sorted(await kept(storage)) == [3, 4, 5]


@pytest.mark.parametrize("raw", MEANT, ids=lambda raw: str(raw["update_id"]))
async def test_what_is_meant_for_the_bot_is_stored_as_it_came(storage: Storage, raw: Json) -> None:
    async with storage.transaction() as tx:
        assert await tx.inbox.add(BOT, [raw], at=NOW) == 1
    assert await kept(storage) == {raw["update_id"]: raw}


async def test_a_command_brings_no_words_of_whom_it_answers(storage: Storage) -> None:
    colleague = {"message_id": 3, "date": 1, "chat": GROUP, "from": {"id": 78, "is_bot": False}, "text": TALK}
    async with storage.transaction() as tx:
        await tx.inbox.add(BOT, [message(1, "/connect", reply_to_message=colleague, quote={"text": TALK})], at=NOW)
    assert TALK not in json.dumps(await kept(storage), ensure_ascii=False)
    assert 1 in await kept(storage)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Telegram:
    """Gives updates once to whoever polls; says yes to everything else."""

    def __init__(self, updates: list[Json]) -> None:
        self.updates, self.offsets = updates, list[int]()

    async def handle(self, request: web.Request) -> web.Response:
        given: Any = True
        match request.path.rsplit("/", 1)[-1]:
            case "getUpdates":
                self.offsets.append(int(request.query.get("offset", 0)))
                given, self.updates = self.updates, []
                await asyncio.sleep(0 if given else 0.01)
            case "getWebhookInfo":
                given = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        return web.json_response({"ok": True, "result": given})


def settings(url: str, base: str, port: int | None) -> Settings:
    telegram: Json = {"token": f"{BOT}:test-token", "api_base": base}
    if port is not None:
        telegram |= {"webhook_url": f"http://127.0.0.1:{port}/hook", "webhook_secret": SECRET}
    return Settings(
        telegram=TelegramSettings.model_validate(telegram), database=DatabaseSettings(url=url), http=HttpSettings(port=port or 8080)
    )


async def stored(app: App, until: int) -> dict[int, Json]:
    """What the inbox holds once the last update has come in."""
    async with asyncio.timeout(20):
        while until not in (found := await kept(app.storage)):  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.02)
    return found


@pytest.mark.parametrize("by_webhook", [False, True], ids=["poller", "webhook"])
async def test_the_raw_table_never_holds_the_words(sqlite_url: str, by_webhook: bool) -> None:
    last = message(99, "/connect")
    telegram = Telegram([] if by_webhook else [message(1), message(2, kind="edited_message"), last])
    server = web.Application()
    server.router.add_route("*", "/{path:.*}", telegram.handle)
    async with TestServer(server) as town:
        port = free_port() if by_webhook else None
        app = await App.build(settings(sqlite_url, str(town.make_url("")).rstrip("/"), port), konakovo())
        running = asyncio.create_task(app.run((ProgramPart.POLL,)))  # noqa: TID251 - watched and ended below
        try:
            if port is not None:
                await brought(port, [message(1), message(2, kind="edited_message"), last])
            found = await stored(app, 99)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await app.close()
    assert sorted(found) == [99]
    assert TALK not in json.dumps(found, ensure_ascii=False)


async def brought(port: int, updates: list[Json]) -> None:
    """By POST, as Telegram does; every one is taken, so that it does not come again."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(20):
        for each in updates:
            while True:
                try:
                    async with session.post(f"http://127.0.0.1:{port}/hook", json=each, headers={SECRET_HEADER: SECRET}) as answer:
                        assert answer.status == 200
                        break
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.05)
