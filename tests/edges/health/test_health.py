"""The watch over the bot, on real databases."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import make_url

from bot.health import state_file, systemd, watch
from bot.health.illness import Illness
from bot.health.pulse import STUCK
from bot.health.signs import Sign
from bot.health.watch import Health
from bot.storage.engine.storage import Storage, open_storage
from incidents.ids import ChatId
from incidents.messenger import Dead, Later
from incidents.official import Role
from tests.conftest import run_sql
from tests.kit.desk_town import DISTRICT, StillClock, an_official
from tests.kit.phones_of_health import ANNA, Phones, pragma
from tests.kit.values.samples import MOSCOW

EVERYTHING = tuple(Illness)
BORIS = ChatId(1002)


class Patient:
    """Says how it is."""

    def __init__(self) -> None:
        self.state: str | bool = False

    def sign(self) -> str | bool:
        return self.state


def health_of(storage: Storage, clock: StillClock, phones: Phones, reader: Patient, file: Path | None = None) -> Health:
    made = Health(storage, clock, phones, signs=(Sign(Illness.READER, reader.sign),), timezone=MOSCOW, file=file)  # type: ignore[arg-type]  # nothing is edited here
    made._alarm.tells = EVERYTHING
    return made


async def enrol(storage: Storage, *roles: Role) -> None:
    async with storage.transaction() as tx:
        for number, role in enumerate(roles, start=1):
            await tx.officials.enrol(an_official(number, role))


async def some_time(health: Health, clock: StillClock, minutes: int = 2) -> None:
    """The rounds of so many minutes, one every ten seconds."""
    for _ in range(minutes * 6):
        clock.move(seconds=10)
        try:
            await health.ask_database()
        except Exception:  # noqa: BLE001 - the loop around it goes on too
            assert health.episodes.now_ill
        await health.look()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def phones() -> Phones:
    return Phones()


@pytest.fixture
def reader() -> Patient:
    return Patient()


@pytest.fixture
async def health(storage: Storage, clock: StillClock, phones: Phones, reader: Patient) -> Health:
    await enrol(storage, Role.COORDINATOR, Role.COORDINATOR, Role.EXECUTOR)
    made = health_of(storage, clock, phones, reader)
    await made.ask_database()
    return made


async def test_the_coordinators_are_told_once_with_a_sound_and_once_silently_when_it_is_over(
    health: Health, clock: StillClock, phones: Phones, reader: Patient
) -> None:
    reader.state = "EOFError"
    await some_time(health, clock, minutes=90)
    reader.state = True
    await some_time(health, clock)
    for chat in (ANNA, BORIS):
        assert phones.titles(chat) == ["Бот не читает новые посты", "Снова работает: посты читаются"]
    assert [silent for _, _, silent in phones.got] == [False, False, True, True]
    assert {chat for chat, _, _ in phones.got} == {ANNA, BORIS}


async def test_a_chat_that_cannot_be_reached_now_is_tried_later_and_one_that_is_dead_is_not(
    health: Health, clock: StillClock, phones: Phones, reader: Patient
) -> None:
    phones.says = {ANNA: Later(seconds=60, because="слишком часто"), BORIS: Dead(because="blocked")}
    reader.state = "EOFError"
    await some_time(health, clock)
    assert health._alarm.is_on_its_way(Illness.READER)
    phones.says = {}
    await some_time(health, clock)
    assert phones.titles(ANNA) == ["Бот не читает новые посты"]
    assert phones.titles(BORIS) == []
    assert not health._alarm.is_on_its_way(Illness.READER)


async def test_what_could_not_be_said_while_it_lasted_is_not_said_late(
    health: Health, clock: StillClock, phones: Phones, reader: Patient
) -> None:
    phones.says = dict.fromkeys((ANNA, BORIS), Later(seconds=5, because="ConnectionError"))
    reader.state = "EOFError"
    await some_time(health, clock)
    reader.state, phones.says = True, {}
    await some_time(health, clock)
    assert phones.titles() == ["Снова работает: посты читаются"]


async def test_a_process_tells_only_what_is_its_own(health: Health, clock: StillClock, phones: Phones, reader: Patient) -> None:
    health._alarm.tells = (Illness.CONFLICT,)
    reader.state = "EOFError"
    await some_time(health, clock)
    reader.state = True
    await some_time(health, clock)
    assert phones.got == []


async def test_who_becomes_a_coordinator_is_told_too(health: Health, storage: Storage, clock: StillClock, phones: Phones) -> None:
    async with storage.transaction() as tx:
        third = await tx.officials.enrol(an_official(9, Role.COORDINATOR))
    await health.ask_database()
    health._seen(Illness.CONFLICT, "409")
    await some_time(health, clock, minutes=1)
    assert phones.titles(third.user_id) == ["Ботом управляют две программы сразу"]


async def test_on_postgresql_a_database_that_is_read_only_and_one_that_lets_nobody_in_are_told(
    postgres_server: str, postgres_url: str, clock: StillClock, phones: Phones, reader: Patient
) -> None:
    name = make_url(postgres_url).database
    storage = await open_storage(postgres_url, DISTRICT)
    await enrol(storage, Role.COORDINATOR)
    health = health_of(storage, clock, phones, reader)
    drop = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    try:
        await health.ask_database()
        await run_sql(postgres_server, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on', drop)
        await some_time(health, clock, minutes=6)
        await run_sql(postgres_server, f'ALTER DATABASE "{name}" RESET default_transaction_read_only', drop)
        await some_time(health, clock)
        await run_sql(postgres_server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false', drop)
        await some_time(health, clock, minutes=90)
        await run_sql(postgres_server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        await some_time(health, clock)
    finally:
        await run_sql(postgres_server, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        await run_sql(postgres_server, f'ALTER DATABASE "{name}" RESET default_transaction_read_only', drop)
        await storage.close()
    assert phones.titles() == [
        "Бот не записывает: база открыта только для чтения",
        "Снова работает: база записывает",
        "Бот не работает: база недоступна",
        "Снова работает: база на месте",
    ]
    assert not health._is_gone_for_good(), "a server is waited for, however long"


async def test_a_file_put_in_the_place_of_the_open_one_is_noticed_without_a_write(
    sqlite_url: str, clock: StillClock, phones: Phones, reader: Patient
) -> None:
    file = Path(str(make_url(sqlite_url).database))
    storage = await open_storage(sqlite_url, DISTRICT)
    try:
        await enrol(storage, Role.COORDINATOR)
        health = health_of(storage, clock, phones, reader)
        await health.ask_database()
        await asyncio.to_thread(replace_with_a_copy, file)
        clock.move(seconds=5)
        with pytest.raises(Exception, match="not in its place"):
            await health.ask_database()
        assert not health._is_gone_for_good()
        await some_time(health, clock)
        assert phones.titles() == ["Бот не работает: база недоступна"]
        assert health._is_gone_for_good()
    finally:
        await storage.close()


def replace_with_a_copy(file: Path) -> None:
    copy = file.with_suffix(".copy")
    copy.write_bytes(file.read_bytes())
    copy.replace(file)


async def test_an_idle_bot_notices_by_itself_that_it_cannot_write(
    sqlite_url: str, clock: StillClock, phones: Phones, reader: Patient
) -> None:
    storage = await open_storage(sqlite_url, DISTRICT)
    try:
        await enrol(storage, Role.COORDINATOR)
        health = health_of(storage, clock, phones, reader)
        await health.ask_database()
        await pragma(storage, "VACUUM", "PRAGMA max_page_count=1")
        await some_time(health, clock, minutes=6)
        assert phones.titles() == ["Бот не записывает: на сервере кончилось место"]
        await pragma(storage, "PRAGMA max_page_count=1000000")
        await some_time(health, clock)
        assert phones.titles()[1:] == ["Снова работает: место на диске есть"]
    finally:
        await storage.close()


async def test_a_database_that_hangs_is_told_though_nothing_fails(
    health: Health, storage: Storage, clock: StillClock, phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "NO_ANSWER", -1.0)
    for _ in range(3):
        await health.look()
        clock.move(seconds=10)
    assert phones.titles() == [], "nobody has asked it anything"
    health._asked_at = 0.0
    for _ in range(3):
        await health.look()
        clock.move(seconds=10)
    assert phones.titles() == ["Бот не работает: база недоступна"]
    await some_time(health, clock)
    assert phones.titles()[1:] == ["Снова работает: база на месте"]


async def test_a_new_process_does_not_end_for_what_the_old_one_missed(
    sqlite_url: str, clock: StillClock, phones: Phones, reader: Patient, tmp_path: Path
) -> None:
    storage = await open_storage(sqlite_url, DISTRICT)
    try:
        old = health_of(storage, clock, phones, reader, tmp_path / "health.json")
        old._seen(Illness.DATABASE_GONE, "файла базы нет на месте")
        old.episodes.told(old.episodes.now_ill[Illness.DATABASE_GONE], at=clock.now())
        await old.report()
        clock.move(minutes=10)
        new = health_of(storage, clock, phones, reader, tmp_path / "health.json")
        known = await asyncio.to_thread(state_file.read, tmp_path / "health.json", now=clock.now())
        new.episodes.remember(known.now_ill, known.told_at)
        assert Illness.DATABASE_GONE in new.episodes.now_ill
        assert not new._is_gone_for_good()
    finally:
        await storage.close()


async def test_trying_to_write_leaves_nothing_in_the_database(health: Health, storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.dialogues.get("health") == (None, {})


@pytest.fixture
async def heard(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[str]]:
    """What systemd would hear."""
    words: list[str] = []

    def notify(*said: str) -> bool:
        words.extend(said)
        return True

    monkeypatch.setattr(systemd, "notify", notify)
    yield words


async def test_the_watchdog_is_fed_only_while_the_loops_turn(
    health: Health, heard: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    moment = [0.0]
    health.pulse._now = lambda: moment[0]
    health.pulse.expect("worker", "courier", "scheduler")
    await health.report()
    assert heard == ["STATUS=Работает", "WATCHDOG=1"]
    moment[0] = STUCK + 1
    health.pulse.of("courier")()
    for _ in range(2):
        heard.clear()
        await health.report()
        assert heard == ["STATUS=Стоит: worker, scheduler"]
    assert caplog.text.count("стоит: worker, scheduler") == 1
    health._database_failed(OSError("no route"), began=False)
    heard.clear()
    await health.report()
    assert heard == ["STATUS=Бот не работает: база недоступна", "WATCHDOG=1"], "they wait for the database: a new process would too"


async def test_the_health_file_says_who_is_ill_and_a_new_process_goes_on_with_it(
    storage: Storage, clock: StillClock, phones: Phones, reader: Patient, tmp_path: Path
) -> None:
    await enrol(storage, Role.COORDINATOR)
    file = tmp_path / "health.json"
    first = health_of(storage, clock, phones, reader, file)
    await first.ask_database()
    reader.state = "EOFError"
    await some_time(first, clock)
    await first.report()
    state = json.loads(await asyncio.to_thread(file.read_text, encoding="utf-8"))
    assert (state["state"], [each["kind"] for each in state["ill"]], state["coordinators"]) == ("ill", ["reader"], [ANNA])
    second = health_of(storage, clock, phones, reader, file)
    await until_ready(second)
    await some_time(second, clock)
    reader.state = True
    await some_time(second, clock)
    assert phones.titles() == ["Бот не читает новые посты", "Снова работает: посты читаются"]


async def until_ready(health: Health, tells: Sequence[Illness] = EVERYTHING) -> None:
    """It has started: it remembers, and its rounds have begun."""
    async with asyncio.TaskGroup() as group:
        task = group.create_task(health.run(tells))
        async with asyncio.timeout(30):
            while not health._alarm.addresses:  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(0.01)
        task.cancel()


async def test_a_file_that_cannot_be_written_stops_nothing_and_is_told_once(
    storage: Storage, clock: StillClock, phones: Phones, reader: Patient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    health = health_of(storage, clock, phones, reader, tmp_path / "no such folder" / "health.json")
    for _ in range(3):
        await health.report()
    assert caplog.text.count("не записан") == 1


async def test_a_defect_of_the_watch_does_not_end_it(
    health: Health, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.0)
    turns: list[int] = []

    async def broken() -> None:
        turns.append(1)
        raise RuntimeError("a defect")

    async with asyncio.TaskGroup() as group:
        task: asyncio.Task[Any] = group.create_task(health._again(broken))
        async with asyncio.timeout(30):
            while len(turns) < 3:  # noqa: ASYNC110 - seen from outside
                await asyncio.sleep(0.01)
        task.cancel()
    assert "broken failed" in caplog.text
