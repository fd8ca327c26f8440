"""The bot itself is ill, by real faults, and people are told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta

import pytest
from aiosqlite import Connection
from sqlalchemy.engine import make_url

from bot.health import mail_alarm
from bot.reading import reader as reader_module
from bot.reading.reader import ReaderProcess
from bot.storage.engine.sqlite_library import sqlite3
from incidents.official import Role
from tests.kit.mail_server import mail_server
from tests.kit.story_town import Json, Story

POTHOLE = "На Энергетиков у дома 29 яма на дороге, заделайте, пожалуйста"
ONE_MORE = """INSERT INTO inbox (district_id, bot_id, update_id, lane, raw, state, received_at, tries)
    SELECT district_id, bot_id, -abs(random()), lane, '{}', 'done', received_at, 0 FROM inbox LIMIT 1"""
REPLY = "Здравствуйте! Завтра до 12:00 бригада заделает яму. Отвечает отдел дорожного хозяйства."
Fault = Callable[[Story], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def the_bots_connection(town: Story) -> AsyncIterator[Connection]:
    """Where its transactions run; it waits meanwhile."""
    async with town.app.storage._engine.connect() as connection:
        raw = await connection.get_raw_connection()
        assert raw.driver_connection is not None
        yield raw.driver_connection


@asynccontextmanager
async def full_disk(town: Story) -> AsyncIterator[None]:
    """SQLite may take no page more, and the inbox's are full."""
    async with the_bots_connection(town) as connection:
        for statement in ("VACUUM", "PRAGMA max_page_count=1"):
            await connection.execute(statement)
        with pytest.raises(sqlite3.OperationalError, match="full"):
            for _ in range(10_000):
                await connection.execute(ONE_MORE)
    yield
    async with the_bots_connection(town) as connection:
        await connection.execute("PRAGMA max_page_count=1000000000")


@asynccontextmanager
async def read_only(town: Story) -> AsyncIterator[None]:
    """SQLite writes nothing, as on a read-only disk."""
    async with the_bots_connection(town) as connection:
        await connection.execute("PRAGMA query_only=ON")
    yield
    async with the_bots_connection(town) as connection:
        await connection.execute("PRAGMA query_only=OFF")


@asynccontextmanager
async def another_program_holds(town: Story) -> AsyncIterator[None]:
    """A second connection holds the lock; the bot's own patience is short."""
    async with the_bots_connection(town) as connection:
        await connection.execute("PRAGMA busy_timeout=200")
    file = str(make_url(town.settings.database.url).database)
    other = sqlite3.connect(file, isolation_level=None, timeout=20, check_same_thread=False)
    try:
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        yield
    finally:
        await asyncio.to_thread(other.close)
        async with the_bots_connection(town) as connection:
            await connection.execute("PRAGMA busy_timeout=10000")


@pytest.mark.parametrize(
    ("fault", "ill", "back"),
    [
        (full_disk, "на сервере кончилось место", "место на диске есть"),
        (read_only, "база открыта только для чтения", "база записывает"),
        (another_program_holds, "базу держит другая программа", "база свободна"),
    ],
    ids=["full", "read-only", "locked"],
)
async def test_a_database_that_takes_nothing_answers_presses_and_is_told_while_it_lasts_and_after(
    town: Story, fault: Fault, ill: str, back: str
) -> None:
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    await town.post(POTHOLE)
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.quiet()
    async with fault(town):
        toast = await town.press(executor, card, "Принять")
        assert toast is not None, "the press is answered while the database takes nothing"
        assert "второй раз нажимать не нужно" in toast.lower()
        told = await town.message(coordinator, ill, "Позвоните тому, кто обслуживает бота")
        assert "об опасном звоните в ЕДДС" in told["text"]
    await town.message(executor, "приняли в ")
    await town.message(coordinator, f"Снова работает: {back}", "повторять не нужно")
    assert len([text for text in await town.texts(coordinator) if ill in text]) == 1


async def test_two_programs_on_one_bot_are_told_to_the_coordinator(town: Story) -> None:
    words = {"code": 409, "description": "Conflict: terminated by other getUpdates request"}
    await town.control.post("fault", api="telegram", method="getUpdates", times=2, kind="error", **words)
    coordinator = town.who(Role.COORDINATOR)
    await town.control.type(coordinator, "/my")  # ends the long poll that waits
    await town.message(coordinator, "Ботом управляют две программы сразу", "остановить вторую программу")
    await town.control.type(coordinator, "/my")
    await town.message(coordinator, "Снова работает: второй программы больше нет")


@pytest.mark.parametrize(
    ("fault", "back"),
    [
        ({"method": "getUpdates", "kind": "error", "code": 401, "description": "Unauthorized"}, "Telegram узнаёт токен бота"),
        ({"method": "getUpdates", "kind": "html", "http_status": 502}, "Telegram отвечает"),
    ],
    ids=["401", "502"],
)
async def test_a_messenger_that_was_away_is_told_afterwards_with_how_long_it_was(town: Story, fault: Json, back: str) -> None:
    await town.control.post("fault", api="telegram", times=3, **fault)
    coordinator = town.who(Role.COORDINATOR)
    await town.control.type(coordinator, "/my")  # ends the long poll that waits
    told = await town.message(coordinator, f"Снова работает: {back}", "Бот не работал")
    assert "мин" in told["text"].splitlines()[1]


async def test_an_outage_of_the_messenger_is_told_by_a_letter(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_alarm, "AWAY", timedelta(minutes=1))
    async with mail_server() as post:
        story.settings = story.settings.model_copy(update={"mail": post.settings()})
        async with story.running():
            await story.move_in()
            await story.control.post("fault", api="telegram", times=3, method="getUpdates", kind="html", http_status=502)
            coordinator = story.who(Role.COORDINATOR)
            await story.control.type(coordinator, "/my")  # ends the long poll that waits
            await story.message(coordinator, "Снова работает: Telegram отвечает")
            async with asyncio.timeout(30):
                while len(post.letters) < 2:  # noqa: ASYNC110 - seen from outside
                    await asyncio.sleep(0.05)
    assert [letter["Subject"].partition(": ")[2] for letter in post.letters] == [
        "Бот не работает: Telegram не отвечает",
        "Снова работает: Telegram отвечает",
    ]


async def test_a_reader_that_does_not_start_is_told_and_so_is_its_return(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "BACK_OFF", (0.2,))
    ours = ReaderProcess(story.district.folder, ["there is no such program"])
    story.reader = ours
    try:
        async with story.running():
            await story.move_in()
            await story.post(POTHOLE)
            coordinator = story.who(Role.COORDINATOR)
            await story.message(coordinator, "Бот не читает новые посты", "опасное среди них не видно", "смотрите посты в сообществах сами")
            ours._command = ReaderProcess(story.district.folder)._command
            await story.message(story.who(Role.EXECUTOR, "roads"), "ул. Энергетиков, 29", button="Принять")
            await story.message(coordinator, "Снова работает: посты читаются")
    finally:
        await ours.close()


async def test_a_token_of_answers_that_is_dead_is_told_to_the_coordinator_too(town: Story) -> None:
    coordinator, executor = town.who(Role.COORDINATOR), town.who(Role.EXECUTOR, "roads")
    await town.control.post("fault", api="vk", method="wall.createComment", times=1, kind="error", code=5)
    await town.post(POTHOLE)
    card = await town.message(executor, "ул. Энергетиков, 29", button="Принять")
    await town.answer(executor, card, REPLY)
    await town.message(executor, "ВКонтакте не пропустил ответ")
    await town.message(coordinator, "Ответы жителям не выходят", "VK__GROUP_TOKEN", "Причина: Токен ВК недействителен")
    await town.post("На улице Учинской у дома 5 выбоины на дороге, заделайте")
    await town.answer(executor, await town.message(executor, "ул. Учинская, 5", button="Ответить"), REPLY)
    await town.message(coordinator, "Снова работает: ответы жителям выходят")
