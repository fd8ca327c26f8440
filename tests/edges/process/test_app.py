"""The composition root: what it refuses, and that a part which fails is started again and takes no other along."""

import asyncio
from pathlib import Path

import pytest

from bot import app as app_module
from bot import signals as signals_module
from bot.app import App
from bot.config.missing import NO_COORDINATOR, NO_SOURCE
from bot.config.program_parts import NotReady, ProgramPart
from bot.config.seed import seed
from bot.config.settings import DatabaseSettings, Settings, TelegramSettings
from bot.config.settings_networks import FeedsSettings, VkSettings
from bot.run import run_bot
from bot.storage.engine.errors import StorageError
from bot.storage.engine.storage import open_storage
from collectors.vk.client import VkClient
from incidents.official import Department, Role
from tests.kit.desk_town import DISTRICT, ROADS, konakovo
from tests.kit.phones import TOKEN, fake_telegram
from tests.kit.values.stored import an_official


def settings(url: str, base: str = "http://127.0.0.1:9", token: str | None = TOKEN) -> Settings:
    telegram = TelegramSettings.model_validate({"token": token, "api_base": base})
    return Settings(telegram=telegram, database=DatabaseSettings(url=url))


async def test_without_a_token_the_bot_says_where_to_get_one(sqlite_url: str) -> None:
    with pytest.raises(NotReady, match="@BotFather"):
        await App.build(settings(sqlite_url, token=None), konakovo())


async def test_a_database_that_is_not_migrated_is_refused_and_let_go_of(tmp_path: Path) -> None:
    file = tmp_path / "empty.db"
    file.touch()
    with pytest.raises(StorageError, match="otklik migrate"):
        await App.build(settings(f"sqlite+aiosqlite:///{file}"), konakovo())


async def test_a_bot_that_cannot_be_built_leaves_no_thread_behind(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {f"{kind}_token": f"{kind}-key" for kind in ("service", "group", "user")}
    networks = VkSettings.model_validate(keys | {"group_id": 7, "search": False, "long_poll": False, "api_base": "http://127.0.0.1:9"})
    closed: list[str] = []
    close = VkClient.close

    def told(client: VkClient) -> None:
        closed.append(client.kind)
        close(client)

    def fails(*_of: object, **_named: object) -> None:
        raise ValueError("a proxy that cannot be")

    monkeypatch.setattr(VkClient, "close", told)
    monkeypatch.setattr(app_module, "make_bot", fails)
    with pytest.raises(ValueError, match="a proxy"):
        await App.build(settings(sqlite_url).model_copy(update={"vk": networks}), konakovo())
    assert sorted(closed) == ["group", "service", "user"]


async def test_the_profiles_departments_and_rules_go_into_an_empty_database_only(sqlite_url: str) -> None:
    storage = await open_storage(sqlite_url, DISTRICT)
    try:
        await seed(storage, konakovo())
        async with storage.transaction() as tx:
            await tx.departments.put(Department(id=ROADS, district_id=DISTRICT, title="переименован"))
            await tx.rules.put(konakovo().rules[:1])
        await seed(storage, konakovo())
        async with storage.transaction() as tx:
            assert {d.title for d in await tx.departments.all() if d.id == ROADS} == {"переименован"}
            assert len(await tx.departments.all()) == len(konakovo().departments)
            assert len(await tx.rules.all()) == 1
    finally:
        await storage.close()


async def test_a_part_that_fails_is_started_again(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(signals_module, "RESTART", 0.0)
    runs: list[int] = []
    again = asyncio.Event()

    async def part() -> None:
        runs.append(1)
        if len(runs) == 1:
            raise RuntimeError("a defect")
        if len(runs) > 2:
            again.set()
            await asyncio.Event().wait()

    async with asyncio.TaskGroup() as group:
        task = group.create_task(signals_module.kept_running("a part", part))
        async with asyncio.timeout(20):
            await again.wait()
        task.cancel()
    assert "a part failed and is started again" in caplog.text


async def test_a_process_runs_only_the_parts_that_it_is_asked_for(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with fake_telegram() as telegram:
        app = await App.build(settings(sqlite_url, telegram.base), konakovo())
        try:
            async with asyncio.TaskGroup() as group:
                task = group.create_task(app.run((ProgramPart.DELIVER, ProgramPart.READ, ProgramPart.COLLECT, ProgramPart.DESK)))
                async with asyncio.timeout(20):
                    await telegram.reached.wait()
                await asyncio.sleep(0.1)  # time for a call that should not be made
                assert {method for method, _ in telegram.calls} == {"getMe"}  # whose links the coordinator will send
                task.cancel()
            async with asyncio.TaskGroup() as group:
                task = group.create_task(app.run((ProgramPart.POLL,)))
                async with asyncio.timeout(20):
                    while {method for method, _ in telegram.calls} < {"getUpdates", "deleteMyCommands"}:  # noqa: ASYNC110 - seen from outside
                        await asyncio.sleep(0.01)
                task.cancel()
        finally:
            await app.close()


async def test_a_menu_that_telegram_does_not_take_stops_nothing(sqlite_url: str) -> None:
    async with fake_telegram() as telegram:
        telegram.says["deleteMyCommands"] = (502, "<html>")
        app = await App.build(settings(sqlite_url, telegram.base), konakovo())
        try:
            async with asyncio.TaskGroup() as group:
                task = group.create_task(app.menus.run())
                async with asyncio.timeout(20):
                    await telegram.reached.wait()
                await asyncio.sleep(0.05)
                assert not task.done()
                task.cancel()
        finally:
            await app.close()


@pytest.mark.parametrize("is_ready", [False, True])
async def test_a_start_warns_of_what_it_cannot_work_without(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, *, is_ready: bool
) -> None:
    async def ends(_app: App, _parts: object) -> None:
        pass

    monkeypatch.setattr(App, "run", ends)
    wanted = settings(sqlite_url)
    if is_ready:
        wanted = wanted.model_copy(update={"feeds": FeedsSettings.model_validate({"urls": "http://127.0.0.1:9/feed"})})
        storage = await open_storage(sqlite_url, DISTRICT)
        async with storage.transaction() as tx:
            await tx.officials.enrol(an_official(role=Role.COORDINATOR, department_id=None))
        await storage.close()
    with caplog.at_level("WARNING", "bot.run"):
        await run_bot(wanted, konakovo(), only=("desk",))
    warned = [each.getMessage() for each in caplog.records if each.name == "bot.run"]
    assert warned == ([] if is_ready else [NO_SOURCE, NO_COORDINATOR])


async def test_the_command_runs_until_it_is_told_to_stop_and_closes_all(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[int] = []
    close = App.close

    async def told(app: App) -> None:
        closed.append(1)
        await close(app)

    async def ends(_app: App, parts: object) -> None:
        assert parts == (ProgramPart.DESK,)

    monkeypatch.setattr(App, "close", told)
    monkeypatch.setattr(App, "run", ends)
    assert await run_bot(settings(sqlite_url), konakovo(), only=("desk",)) == 0
    assert closed == [1]
