"""Two districts in one process: each card goes to its own officials, and a district that fails takes nobody along."""

import asyncio
import io
import json
import shutil
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from bot import run_districts as run_module
from bot.app import App
from bot.config.logs import set_up_logs
from bot.demo.control import Control
from bot.demo.robots.enrolment import enrol_all
from bot.run_districts import Districts
from incidents.official import Role
from tests.kit.several_districts import StoryOf, running, two_stories
from tests.kit.story_town import PATIENCE, Story

POTHOLE = "На Энергетиков у дома 29 яма на дороге, заделайте"
PIPE = "В Боровом на Лесной прорвало трубу, вода заливает двор"

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def database(empty_database: Path, tmp_path: Path) -> str:
    file = tmp_path / "otklik.db"
    await asyncio.to_thread(shutil.copyfile, empty_database, file)
    return f"sqlite+aiosqlite:///{file}"


async def moved_in(*stories: StoryOf) -> None:
    for story in stories:
        await story.move_in()


async def seen_by(story: Story) -> str:
    """All that stands in the phones of a town's officials."""
    return "\n".join([words for official in story.town.officials for words in await story.texts(official.user_id)])


async def test_each_card_goes_to_its_own_officials_and_each_press_to_its_own_card(sandbox: Control, database: str, tmp_path: Path) -> None:
    (konakovo, primer), files = await two_stories(sandbox, tmp_path, database)
    async with running(files, (konakovo, primer)):
        await moved_in(konakovo, primer)
        await konakovo.post(POTHOLE)
        await primer.post(PIPE)
        roads, housing = konakovo.who(Role.EXECUTOR, "roads"), primer.who(Role.EXECUTOR, "housing")
        ours = await konakovo.message(roads, "ул. Энергетиков, 29", button="Принять")
        theirs = await primer.message(housing, "Боровое", button="Принять")
        await konakovo.press(roads, ours, "Принять")
        await konakovo.message(roads, "приняли в")
        assert "приняли в" not in await seen_by(primer)
        await primer.press(housing, theirs, "Принять")
        await primer.message(housing, "приняли в")
        assert "Энергетиков" not in await seen_by(primer)
        assert "Боровое" not in await seen_by(konakovo)


async def test_a_bot_whose_token_is_refused_stops_nobody_else_and_is_named(sandbox: Control, database: str, tmp_path: Path) -> None:
    wrong = {"TELEGRAM__TOKEN": "1000000009:nobodys-token", "HTTP__HEALTH_PORT": str(free_port())}
    (konakovo, _primer), files = await two_stories(sandbox, tmp_path, database, primer=wrong)
    async with running(files, (konakovo,)) as districts:
        await konakovo.move_in()
        await konakovo.post(POTHOLE)
        await konakovo.message(konakovo.who(Role.EXECUTOR, "roads"), "ул. Энергетиков, 29", button="Принять")
        said = await ready(districts)
        assert (said["districts"], [each["district"] for each in said["wrong"]]) == ({"konakovo": True, "primer": False}, ["primer"])
        assert said["wrong"][0]["code"] == "token"


async def test_a_district_that_falls_is_started_again_and_the_other_one_does_not_notice(
    sandbox: Control, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (konakovo, primer), files = await two_stories(sandbox, tmp_path, database)
    starts: list[str] = []
    run = App.run

    async def falls_once(app: App, *parts: object) -> None:
        starts.append(app.storage.district_id)
        if starts.count("primer") == 1 and app.storage.district_id == "primer":
            raise RuntimeError("a defect")
        await run(app, *parts)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(App, "run", falls_once)
    log = io.StringIO()
    set_up_logs("INFO", stream=log)
    async with running(files, (konakovo, primer)):
        await moved_in(konakovo, primer)
        await primer.post(PIPE)
        await primer.message(primer.who(Role.EXECUTOR, "housing"), "Боровое", button="Принять")
    assert sorted(starts) == ["konakovo", "primer", "primer"]
    fallen = next(line for line in log.getvalue().splitlines() if "запускается снова" in line)
    assert "ERROR [primer] bot.run_districts: округ остановился и запускается снова, остальные работают" in fallen
    assert "RuntimeError: a defect" in fallen


async def test_a_key_of_vk_that_is_refused_is_told_to_its_own_coordinator(sandbox: Control, database: str, tmp_path: Path) -> None:
    bad = {"VK__SERVICE_TOKEN": "nobodys-key", "VK__USER_TOKEN": "", "VK__GROUP_TOKEN": "", "VK__GROUP_ID": ""}
    (konakovo, primer), files = await two_stories(sandbox, tmp_path, database, primer=bad)
    async with running(files, (konakovo, primer)):
        await konakovo.move_in()
        await enrol_all(primer.app, primer.control, primer.town)
        await primer.message(primer.who(Role.COORDINATOR), "Бот не видит новых постов")
        assert "не видит" not in await seen_by(konakovo)
        await konakovo.post(POTHOLE)
        await konakovo.message(konakovo.who(Role.EXECUTOR, "roads"), "ул. Энергетиков, 29", button="Принять")


async def test_a_district_that_stands_is_started_again_by_the_process_itself(
    sandbox: Control, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "LOOK", 0.1)
    (konakovo, primer), files = await two_stories(sandbox, tmp_path, database)
    built: list[App] = []
    run = App.run

    async def kept(app: App, *parts: object) -> None:
        built.append(app)
        if app.storage.district_id == "primer" and sum(each.storage.district_id == "primer" for each in built) == 1:
            monkeypatch.setattr(app.health.pulse, "stuck", lambda: ("worker",))
        await run(app, *parts)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(App, "run", kept)
    async with running(files, (konakovo, primer)):
        await moved_in(konakovo, primer)
    assert sorted(each.storage.district_id for each in built) == ["konakovo", "primer", "primer"]


async def test_a_database_that_is_gone_ends_the_whole_process(sandbox: Control, database: str, tmp_path: Path) -> None:
    (konakovo, primer), files = await two_stories(sandbox, tmp_path, database)
    async with running(files, (konakovo, primer)) as districts:
        await moved_in(konakovo, primer)
        await asyncio.to_thread((tmp_path / "otklik.db").rename, tmp_path / "aside.db")

        async def is_over() -> bool:
            return districts.is_over

        await konakovo.until(is_over, "the process ends")
    files = [tmp_path / f"otklik.db.{district}.health.json" for district in ("konakovo", "primer")]
    ill = [each["kind"] for file in files for each in json.loads(file.read_text(encoding="utf-8"))["ill"]]
    assert "database_gone" in ill, "whichever noticed it first has told"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def ready(districts: Districts) -> dict[str, Any]:
    """What /readyz says, once it says that one district is ill and the other is ready."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(PATIENCE):
        while True:
            async with session.get(f"http://127.0.0.1:{districts.page.port}/readyz") as answer:
                said: dict[str, Any] = await answer.json()
            if sorted(said["districts"].values()) == [False, True] and {each["code"] for each in said["wrong"]} == {"token"}:
                return said
            await asyncio.sleep(0.1)
