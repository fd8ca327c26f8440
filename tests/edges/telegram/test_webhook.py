"""The bot behind a webhook, against the town: a press comes in, is committed, then handled once; strangers get nothing."""

import asyncio
import io
import logging
import os
import re
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot.app import App
from bot.cli.main import main
from bot.config.program_parts import NotReady, ProgramPart
from bot.config.settings import DatabaseSettings, HttpSettings, Settings, TelegramSettings
from bot.health.illness import Illness
from bot.storage.delivery.inbox import inbox as table
from bot.storage.engine.own_district import everywhere
from bot.telegram.incoming import poller as poller_module
from bot.telegram.incoming import webhook as webhook_module
from bot.telegram.incoming.webhook import SECRET_HEADER, Webhook
from sandbox.client import TownClient, open_town
from sandbox.telegram import webhook as town_webhook
from tests.kit.desk_town import konakovo

TOWN: dict[str, Any] = {
    "bots": [{"token": "1:demo", "username": "otklik_bot", "name": "Отклик"}],
    "users": [{"id": 101, "first_name": "Ирина"}],
}
SECRET = "a-Secret_of-42"


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poller_module, "BACK_OFF", (0.001,))
    monkeypatch.setattr(webhook_module, "BACK_OFF", (0.001,))
    monkeypatch.setattr(town_webhook, "PAUSES", (0.01,))


@pytest.fixture
async def town() -> AsyncIterator[TownClient]:
    async with open_town(TOWN) as client:
        yield client


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings(url: str, town: TownClient, port: int | None, secret: str | None = SECRET) -> Settings:
    """A bot with a webhook on the port, or one that asks for updates itself."""
    telegram: dict[str, Any] = {"token": "1:demo", "api_base": town.base}
    if port is not None:
        telegram |= {"webhook_url": f"http://127.0.0.1:{port}/hook", "webhook_secret": secret}
    http = HttpSettings(port=port or 8080)
    return Settings(telegram=TelegramSettings.model_validate(telegram), database=DatabaseSettings(url=url), http=http)


@dataclass
class Behind:
    """A running bot and the town around it."""

    app: App
    town: TownClient
    url: str

    async def inbox(self) -> list[tuple[int, str]]:
        async with self.app.storage.transaction() as tx:
            return [(row.update_id, row.state) for row in await tx._all(everywhere(select(table).order_by(table.c.id)))]

    async def post(self, body: Any, *, secret: str | None = SECRET) -> int:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with self.town.session.post(self.url, data=io.BytesIO(body) if isinstance(body, bytes) else body, headers=headers) as answer:
            assert await answer.read() in {b"", f"{answer.status}: {answer.reason}".encode()} or answer.status == 413
            return answer.status


async def until(happens: Callable[[], Any]) -> Any:
    async with asyncio.timeout(30):
        while not (seen := await happens()):  # noqa: ASYNC110 - seen from outside
            await asyncio.sleep(0.01)
    return seen


@asynccontextmanager
async def running(
    sqlite_url: str,
    town: TownClient,
    *,
    parts: tuple[ProgramPart, ...] = (ProgramPart.POLL,),
    port: int | None = None,
    polling: bool = False,
) -> AsyncIterator[Behind]:
    port = None if polling else port or free_port()
    app = await App.build(settings(sqlite_url, town, port), konakovo())
    behind = Behind(app, town, f"http://127.0.0.1:{port}/hook")
    try:
        async with asyncio.TaskGroup() as group:
            task = group.create_task(app.run(parts))
            if not polling:

                async def stands() -> bool:
                    return isinstance(app.updates, Webhook) and not app.updates._fresh and app.updates.line.because is None

                await until(stands)
            yield behind
            task.cancel()
    finally:
        await app.close()


async def test_a_press_goes_into_the_inbox_is_handled_and_answered(sqlite_url: str, town: TownClient) -> None:
    async with running(sqlite_url, town, parts=(ProgramPart.POLL, ProgramPart.DESK)) as behind:
        await town.start(101)
        keyboard = {"inline_keyboard": [[{"text": "Старая", "callback_data": "z9:1"}]]}
        message = (await town.bot("sendMessage", chat_id=101, text="а", reply_markup=keyboard))["result"]
        pressed = await town.post("tg/press", user_id=101, chat_id=101, message_id=message["message_id"], label="Старая", wait=30)
        assert pressed["answer"] is not None

        async def done() -> bool:
            return [state for _, state in await behind.inbox()] == ["done", "done"]

        await until(done)
        shown = (await town.bot("getWebhookInfo"))["result"]
        assert shown["url"] == behind.url
        assert shown["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
        assert "last_error_message" not in shown


async def test_until_it_is_known_what_is_wanted_telegram_goes_on_with_what_was_asked_for_before(
    sqlite_url: str, town: TownClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unknown(_tx: Any) -> tuple[str, ...]:
        raise OSError

    monkeypatch.setattr(webhook_module, "wanted_updates", unknown)
    await town.bot("getUpdates", allowed_updates=["message", "channel_post"])
    async with running(sqlite_url, town):
        assert (await town.bot("getWebhookInfo"))["result"]["allowed_updates"] == ["message", "channel_post"]


async def test_an_update_that_is_brought_twice_is_taken_once(sqlite_url: str, town: TownClient) -> None:
    async with running(sqlite_url, town) as behind:
        update = {"update_id": 77, "message": {"message_id": 1, "chat": {"id": 101}, "from": {"id": 101}}}
        assert (await town.post("tg/update", raw=update))["update_id"] == 77
        await until(behind.inbox)
        assert await behind.post(aiohttp.JsonPayload(update)) == 200
        assert await behind.inbox() == [(77, "new")]


@pytest.mark.parametrize("secret", [None, "", "a-Secret_of-43", "a-Secret_of-4", "секрет"])
async def test_whoever_does_not_know_the_secret_gets_401_and_the_log_says_nothing_of_it(
    sqlite_url: str, town: TownClient, caplog: pytest.LogCaptureFixture, secret: str | None
) -> None:
    async with running(sqlite_url, town) as behind:
        assert await behind.post(b'{"update_id": 1}', secret=secret) == 401
        assert await behind.post(b'{"update_id": 2}', secret=secret) == 401
        assert await behind.inbox() == []
    lines = [record.message for record in caplog.records if record.name == "bot.telegram.incoming.webhook"]
    assert lines == ["Webhook: запросов с чужим секретом отклонено: 1 (401)"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b'{"update_id": 1', 400),
        (b"\xff\xfe", 400),
        (b"[1]", 400),
        (b'{"message": {}}', 400),
        (b'{"update_id": true}', 400),
        (b'{"update_id": 1, "x": NaN}', 400),
        (b"[" * 100_000, 400),
        (b'{"update_id": 1, "x": "' + b"a" * 1024 * 1024 + b'"}', 413),
    ],
)
async def test_what_is_no_update_is_refused_and_the_next_one_is_taken(sqlite_url: str, town: TownClient, body: bytes, status: int) -> None:
    async with running(sqlite_url, town) as behind:
        assert await behind.post(body) == status
        assert await behind.inbox() == []
        assert await behind.post(b'{"update_id": 5}') == 200
        assert await behind.inbox() == [(5, "new")]


async def test_a_body_that_does_not_come_is_not_waited_for(sqlite_url: str, town: TownClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_module, "BODY_PATIENCE", 0.05)

    async def slowly() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(1)

    async with running(sqlite_url, town) as behind:
        assert await behind.post(slowly()) == 408


async def test_when_the_inbox_does_not_commit_telegram_is_told_to_come_again(
    sqlite_url: str, town: TownClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(sqlite_url, town) as behind:
        add, refusals = behind.app.storage.transaction, [1, 2]

        def transaction(**how: Any) -> Any:
            if refusals:
                refusals.pop()
                raise RuntimeError("the disk is full")
            return add(**how)

        monkeypatch.setattr(behind.app.updates._storage, "transaction", transaction)
        await town.start(101)

        async def come() -> bool:
            return not (await town.bot("getWebhookInfo"))["result"]["pending_update_count"]

        await until(come)
        assert len(await behind.inbox()) == 1
        shown = (await town.bot("getWebhookInfo"))["result"]
        assert shown["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"


async def test_a_press_that_the_inbox_does_not_take_is_answered_and_handled_when_it_does(sqlite_url: str, town: TownClient) -> None:
    async with running(sqlite_url, town, parts=(ProgramPart.POLL, ProgramPart.DESK)) as behind:
        await town.start(101)
        keyboard = {"inline_keyboard": [[{"text": "Старая", "callback_data": "z9:1"}]]}
        message = (await town.bot("sendMessage", chat_id=101, text="а", reply_markup=keyboard))["result"]
        await until(behind.inbox)
        await pragma(behind, "query_only=ON")
        pressed = await town.post("tg/press", user_id=101, chat_id=101, message_id=message["message_id"], label="Старая", wait=30)
        assert pressed["answer"] is not None
        assert "база не записывает" in pressed["answer"]["text"]
        await pragma(behind, "query_only=OFF")

        async def done() -> bool:
            return [state for _, state in await behind.inbox()] == ["done", "done"]

        await until(done)


async def pragma(behind: Behind, words: str) -> None:
    async with behind.app.storage._engine.connect() as connection:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        await raw.driver_connection.execute(f"PRAGMA {words}")


async def test_what_telegram_cannot_deliver_is_an_illness_until_it_can(
    sqlite_url: str, town: TownClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_module, "LOOK_AGAIN", 0.02)
    async with running(sqlite_url, town) as behind:
        await pragma(behind, "query_only=ON")
        await town.start(101)
        line = behind.app.updates.line

        async def deaf() -> bool:
            return isinstance(line.sign(Illness.DEAF), str)

        await until(deaf)
        assert "Telegram не может доставить: Wrong response from the webhook" in str(line.because)
        await pragma(behind, "query_only=OFF")

        async def hears() -> bool:
            return line.sign(Illness.DEAF) is True

        await until(hears)


async def test_without_a_secret_nothing_is_built(sqlite_url: str, town: TownClient) -> None:
    with pytest.raises(NotReady, match="TELEGRAM__WEBHOOK_SECRET"):
        await App.build(settings(sqlite_url, town, 8080, secret=None), konakovo())
    with pytest.raises(ValueError, match="without a secret"):
        Webhook(None, None, None, url="", secret="", host="", port=1, nudge=lambda: None, presses=None)  # type: ignore[arg-type]  # never reached


def test_the_command_refuses_to_run_without_a_secret_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if "__" in name]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("TELEGRAM__TOKEN", "1:demo")
    monkeypatch.setenv("TELEGRAM__WEBHOOK_URL", "https://bot.example/hook")
    assert main(["run"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("TELEGRAM__WEBHOOK_SECRET: без секрета webhook не запускается")


async def test_the_webhook_is_set_again_and_again_until_telegram_agrees(
    sqlite_url: str, town: TownClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.telegram.incoming.webhook")
    await town.post("fault", api="telegram", method="getWebhookInfo", kind="html")
    await town.post("fault", api="telegram", method="setWebhook", kind="error", code=400, description="Bad Request: bad webhook", times=2)
    async with running(sqlite_url, town):
        pass
    lines = [record.message for record in caplog.records if record.name == "bot.telegram.incoming.webhook"]
    assert len(lines) == 3
    assert re.match(r"Webhook не поставлен, Telegram не отвечает: \w+$", lines[0])
    assert lines[1].startswith("Webhook не поставлен, Telegram отказал:")
    assert "bad webhook" in lines[1]
    assert lines[2] == "Webhook: снова в порядке"


async def test_a_webhook_that_somebody_took_away_is_set_again(sqlite_url: str, town: TownClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook_module, "LOOK_AGAIN", 0.02)
    async with running(sqlite_url, town) as behind:
        await town.bot("deleteWebhook")

        async def again() -> bool:
            return bool((await town.bot("getWebhookInfo"))["result"]["url"] == behind.url)

        await until(again)


async def test_a_port_that_is_taken_is_said_once_and_waited_for(
    sqlite_url: str, town: TownClient, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        app = await App.build(settings(sqlite_url, town, port), konakovo())
        try:
            async with asyncio.TaskGroup() as group:
                task = group.create_task(app.run((ProgramPart.POLL,)))

                async def broken() -> bool:
                    return app.updates.line.because is not None

                await until(broken)
                await asyncio.sleep(0.05)
                task.cancel()
        finally:
            await app.close()
    (line,) = [record.message for record in caplog.records if record.name == "bot.telegram.incoming.webhook"]
    assert f"не могу слушать 127.0.0.1:{port}" in line
    assert "HTTP__PORT" in line


async def test_a_bot_that_polls_takes_a_webhook_away_and_loses_nothing(
    sqlite_url: str, town: TownClient, caplog: pytest.LogCaptureFixture
) -> None:
    await town.bot("setWebhook", url=f"http://127.0.0.1:{free_port()}/hook")
    await town.start(101)
    async with running(sqlite_url, town, polling=True) as behind:
        await until(behind.inbox)
    assert (await town.bot("getWebhookInfo"))["result"]["url"] == ""
    assert [record.message for record in caplog.records if record.name == "bot.telegram.incoming.poller"] == [
        "У бота стоял webhook, он снят: бот опрашивает Telegram сам"
    ]


async def test_a_webhook_that_cannot_be_taken_away_is_said(sqlite_url: str, town: TownClient, caplog: pytest.LogCaptureFixture) -> None:
    await town.bot("setWebhook", url=f"http://127.0.0.1:{free_port()}/hook")
    await town.start(101)
    await town.post("fault", api="telegram", method="deleteWebhook", kind="drop")
    async with running(sqlite_url, town, polling=True) as behind:
        await until(behind.inbox)
    assert "У бота стоит webhook, и снять его не вышло: Server" in caplog.text


async def test_a_line_that_is_cut_and_a_token_that_is_not_known_are_told_apart(
    sqlite_url: str, town: TownClient, caplog: pytest.LogCaptureFixture
) -> None:
    await town.post("fault", api="telegram", method="getWebhookInfo", kind="drop")
    await town.post("fault", api="telegram", method="setWebhook", kind="error", code=401, description="Unauthorized")
    async with running(sqlite_url, town):
        pass
    lines = [record.message for record in caplog.records if record.name == "bot.telegram.incoming.webhook"]
    assert [line.partition(":")[0] for line in lines] == [
        "Webhook не поставлен, Telegram не отвечает",
        "Webhook не поставлен, Telegram не узнал токен",
    ]


async def test_updates_that_are_wanted_from_now_on_are_asked_for_at_once(
    sqlite_url: str, town: TownClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, looks = ["message"], []

    async def now(_tx: Any) -> tuple[str, ...]:
        looks.append(tuple(wanted))
        return looks[-1]

    async def looked_twice() -> bool:
        return len(looks) > 2  # once before the webhook was set

    monkeypatch.setattr(webhook_module, "wanted_updates", now)
    monkeypatch.setattr(webhook_module, "LOOK_WHAT", 0.2)
    async with running(sqlite_url, town):
        assert (await town.bot("getWebhookInfo"))["result"]["allowed_updates"] == ["message"]
        await until(looked_twice)
        wanted.append("channel_post")

        async def asked() -> bool:
            return bool((await town.bot("getWebhookInfo"))["result"]["allowed_updates"] == ["message", "channel_post"])

        await until(asked)
