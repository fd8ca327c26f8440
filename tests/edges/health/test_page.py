"""The health page and the heartbeat over real HTTP, on real databases."""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import update

from bot import listening
from bot.app import App
from bot.config.program_parts import NotReady, ProgramPart
from bot.config.settings import DatabaseSettings, HttpSettings, Settings, TelegramSettings
from bot.health import heartbeat
from bot.health.heartbeat import Heartbeat
from bot.health.meters import Meters
from bot.health.page import HealthPage
from bot.health.watch import Health
from bot.http_server import serving
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage
from bot.storage.sources.sources import source as table
from bot.wakeups import Nudge
from incidents.answers.values import AnswerState
from incidents.head.summary import SUMMARY_JOB
from incidents.ids import ChatId
from incidents.messages import NotUnderstood
from incidents.official import Role
from incidents.posts import Network
from tests.kit.desk_town import StillClock, an_official, konakovo
from tests.kit.phones import TOKEN, fake_telegram
from tests.kit.phones_of_health import ANNA, Phones
from tests.kit.values.samples import MOSCOW

ANYWHERE = HttpSettings().model_copy(update={"health_port": 0})


def press(number: int, user: ChatId = ANNA) -> dict[str, object]:
    return {"update_id": number, "callback_query": {"id": str(number), "from": {"id": int(user)}, "data": "c1:accept:1"}}


@asynccontextmanager
async def page_of(storage: Storage, clock: StillClock, http: HttpSettings = ANYWHERE) -> AsyncIterator[HealthPage]:
    meters = Meters()
    health = Health(storage, clock, Phones(), signs=(), timezone=MOSCOW, meters=meters)  # type: ignore[arg-type]  # nothing is edited here
    page = HealthPage(health, storage, clock, meters, lambda: clock.now() - timedelta(minutes=20), http)
    async with page.serving():
        yield page


async def get(port: int | None, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as answer:
        return answer.status, await answer.text()


async def test_the_figures_are_what_waits_for_officials_and_can_be_taken(storage: Storage) -> None:
    clock = StillClock()
    async with storage.transaction() as tx:
        await tx.officials.enrol(an_official(1, Role.COORDINATOR))
        await tx.inbox.add(1, [press(1, ChatId(999)), press(2), press(3)], at=clock.now())
        await tx.outbox.say(ANNA, NotUnderstood(), not_before=clock.now() + timedelta(hours=9))
        await tx.outbox.say(ChatId(5), NotUnderstood())
        await tx.chats.pause(ChatId(5), clock.now() + timedelta(seconds=35))
    clock.move(seconds=20)
    async with storage.transaction() as tx:
        first = await tx.health.first_of_inbox(now=clock.now())
        assert first is not None
        assert first.age == timedelta(seconds=20)
        row = await tx.inbox.next(now=clock.now())
        assert row is not None
        assert row.update_id == 2, "a stranger's is older and does not count"
        assert await tx.health.first_of_outbox(now=clock.now()) is None, "one waits for the morning, one for the end of a pause"
        assert await tx.health.unsure() == {AnswerState.PUBLISHING: 0, AnswerState.UNKNOWN: 0}
    clock.move(hours=9)
    async with storage.transaction() as tx:
        first = await tx.health.first_of_outbox(now=clock.now())
        assert first is not None
        assert first.age == timedelta(seconds=20), "counted from the morning on"
        rows = await tx.outbox.claim(now=clock.now(), lease=timedelta(minutes=1), limit=9)
        assert [row.chat_id for row in rows] == [ANNA, ChatId(5)]
        assert await tx.health.first_of_outbox(now=clock.now()) is None, "they are being sent"


async def test_the_meters_show_what_the_database_says_and_go_on_without_it(storage: Storage) -> None:
    clock = StillClock()
    async with storage.transaction() as tx:
        await tx.officials.enrol(an_official(1, Role.COORDINATOR))
        await tx.officials.enrol(an_official(2, Role.HEAD))
        source = await tx.sources.add(Network.VK, "-1", "Подслушано у Анны", None)
        paused = await tx.sources.add(Network.VK, "-2", "На паузе", None)
        long_ago = clock.now() - timedelta(days=2)
        await tx._run(everywhere(update(table).where(table.c.id == source.id).values(baseline_at=long_ago, last_ok_at=long_ago)))
        await tx._run(everywhere(update(table).where(table.c.id == paused.id).values(paused_at=clock.now())))
        await tx.inbox.add(1, [press(1)], at=clock.now())
    clock.move(seconds=50)
    async with page_of(storage, clock) as page:
        status, said = await get(page.port, "/metrics")
        assert status == 200
        assert "otklik_inbox_oldest_seconds 50.0" in said
        assert f'otklik_source_broken{{network="vk",source="{source.id}"}} 0.0' in said
        assert f'source="{paused.id}"' not in said
        assert "otklik_summary_late_seconds 1200.0" in said
        assert "Анн" not in said
        async with storage.transaction() as tx:
            await tx.slots.take(SUMMARY_JOB, (clock.now() - timedelta(minutes=20)).date(), at=clock.now() - timedelta(minutes=19))
        assert "otklik_summary_late_seconds 60.0" in (await get(page.port, "/metrics"))[1]
        page._storage = None  # type: ignore[assignment]  # nothing answers
        status, said = await get(page.port, "/metrics")
        assert (status, "otklik_inbox_oldest_seconds 50.0" in said, "otklik_ready 0.0" in said) == (200, True, True)


async def test_a_bot_that_has_not_asked_its_database_yet_is_not_ready(storage: Storage) -> None:
    async with page_of(storage, StillClock()) as page:
        status, said = await get(page.port, "/readyz")
        assert (status, '"code": "starting"' in said) == (503, True)
        await page._health.ask_database()
        assert (await get(page.port, "/readyz"))[0] == 200
        assert (await get(page.port, "/"))[0] == 404


async def test_the_page_is_off_unless_told(storage: Storage) -> None:
    async with page_of(storage, StillClock(), HttpSettings()) as page:
        assert page.port is None


async def test_a_port_that_is_taken_is_refused_at_start_in_one_russian_line(sqlite_url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with fake_telegram() as telegram:
            settings = Settings(
                telegram=TelegramSettings.model_validate({"token": TOKEN, "api_base": telegram.base}),
                database=DatabaseSettings(url=sqlite_url),
                http=HttpSettings(health_port=port),
            )
            app = await App.build(settings, konakovo())
            try:
                with pytest.raises(NotReady, match=f"127.0.0.1:{port} .*выберите свободный HTTP__HEALTH_PORT"):
                    await app.run((ProgramPart.READ,))
            finally:
                await app.close()


class Listener:
    """A service outside that waits for signs of life."""

    def __init__(self) -> None:
        self.beats, self.status = 0, 200

    async def take(self, _request: web.Request) -> web.Response:
        self.beats += 1
        return web.Response(status=self.status)


@pytest.fixture
async def listener() -> AsyncIterator[tuple[Listener, str]]:
    made = Listener()
    async with serving("127.0.0.1", 0, {}, gets={"/ping/secret-key": made.take}) as port:
        yield made, f"http://127.0.0.1:{port}/ping/secret-key"


async def test_a_sign_of_life_goes_out_only_while_the_bot_is_ready(
    listener: tuple[Listener, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(heartbeat, "EVERY", 0.01)
    caplog.set_level(logging.INFO)
    service, url = listener
    is_ready = True

    async def more(than: int) -> None:
        async with asyncio.timeout(20):
            while service.beats <= than:  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as group:
        task = group.create_task(Heartbeat(url, lambda: is_ready).run())
        await more(2)
        service.status = 500
        await more(service.beats + 2)
        service.status = 200
        await more(service.beats + 2)
        is_ready = False
        await asyncio.sleep(0.1)
        before = service.beats
        await asyncio.sleep(0.1)
        assert service.beats == before
        task.cancel()
    assert [record.getMessage().split(":")[0] for record in caplog.records if record.name == heartbeat.__name__] == [
        "HTTP__HEARTBEAT_URL не отвечает (500)",
        "HTTP__HEARTBEAT_URL снова отвечает",
    ]
    assert "secret-key" not in caplog.text


async def test_nobody_listening_harms_nothing(storage: Storage, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "EVERY", 0.01)
    http = ANYWHERE.model_copy(update={"heartbeat_url": SecretStr("http://127.0.0.1:9/ping/secret-key")})
    async with page_of(storage, StillClock(), http) as page:
        await page._health.ask_database()
        async with asyncio.timeout(20):
            while "HTTP__HEARTBEAT_URL не отвечает" not in caplog.text:  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(0.01)
        assert (await get(page.port, "/readyz"))[0] == 200
    assert "secret-key" not in caplog.text


async def test_a_process_that_hears_no_other_one_is_ready_and_says_so(postgres_storage: Storage) -> None:
    listener, clock = listening.Listener(postgres_storage, Nudge()), StillClock()
    async with page_of(postgres_storage, clock) as page:
        page._health.is_deaf = listener.is_deaf
        await page._health.ask_database()
        status, told = await get(page.port, "/readyz")
        assert (status, [each["code"] for each in json.loads(told)["wrong"]]) == (200, ["notices"])
        async with asyncio.TaskGroup() as group:
            task = group.create_task(listener.run())
            async with asyncio.timeout(20):
                while listener.is_deaf():  # noqa: ASYNC110 - it only says so
                    await asyncio.sleep(0.01)
            status, told = await get(page.port, "/readyz")
            assert (status, json.loads(told)["wrong"]) == (200, [])
            task.cancel()
