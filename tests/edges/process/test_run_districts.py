"""Districts of one process: one that cannot be built waits for its turn and is named to systemd."""

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot import run_districts as run_module
from bot.app import App
from bot.config.district_set import Member
from bot.config.settings import Settings
from bot.health import systemd
from bot.health.districts_page import DistrictsPage
from bot.health.one_voice import OneVoice
from bot.run_districts import Districts
from bot.shared import Shared
from tests.kit.desk_town import konakovo


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    words: list[str] = []
    monkeypatch.setattr(systemd, "notify", lambda *said: words.extend(said))
    monkeypatch.setattr(run_module, "AGAIN", (0.0,))
    return words


NOBODY = cast(Any, None)  # no test comes to it


def alone() -> Districts:
    member = Member(Path("konakovo.env"), Settings(), konakovo())
    shared = Shared(storage=NOBODY, reader=NOBODY, voice=OneVoice())
    return Districts([member], (), shared, DistrictsPage(["konakovo"], member.settings.http))


async def test_a_district_that_is_built_too_long_is_left_and_tried_again(monkeypatch: pytest.MonkeyPatch, heard: list[str]) -> None:
    monkeypatch.setattr(run_module, "BUILT_WITHIN", 0.01)
    districts, tries = alone(), [0]

    async def build(*_of: object, **_named: object) -> App:
        tries[0] += 1
        districts.is_over = tries[0] > 2
        if not districts.is_over:
            await asyncio.Event().wait()
        raise RuntimeError("a defect")

    monkeypatch.setattr(App, "build", build)
    async with asyncio.timeout(20):
        await districts._live(districts.members[0])
    starts, stopped = "STATUS=konakovo: запускается", "STATUS=konakovo: остановился: сеть или база долго не отвечает"
    assert [each for each in heard if each != "WATCHDOG=1"] == [starts, stopped, starts, stopped, starts]
    assert heard.count("WATCHDOG=1") == 5, "it is no reason to restart the others"


async def test_only_a_district_that_has_worked_is_started_again_at_once(monkeypatch: pytest.MonkeyPatch, heard: list[str]) -> None:
    monkeypatch.setattr(run_module, "AGAIN", (1.0, 5.0, 60.0))
    pauses: list[float] = []
    now = [0.0]
    loop = SimpleNamespace(time=lambda: now[0])
    districts = alone()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        districts.is_over = len(pauses) == 4

    async def once(member: Member) -> None:
        if len(pauses) == 2:  # the third time it runs for long
            districts._ran_at[member.district.id] = now[0]
        now[0] += 100.0
        raise RuntimeError("a defect")

    monkeypatch.setattr(
        run_module, "asyncio", SimpleNamespace(sleep=sleep, get_running_loop=lambda: loop, CancelledError=asyncio.CancelledError)
    )
    monkeypatch.setattr(Districts, "_once", lambda _self, member: once(member))
    await districts._live(districts.members[0])
    assert pauses == [1.0, 5.0, 1.0, 5.0]
    assert "STATUS=konakovo: остановился: ошибка, она в журнале" in heard
