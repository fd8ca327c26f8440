"""The page's orders: time goes to a scene in steps, residents write and people work on the way, a day begins anew."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from bot.demo.control import Control, SandboxError
from bot.demo.day.director import ANEW, BEFORE, HEARD, NIGHT_STEP, STEP, Director
from bot.demo.play import Scene
from tests.kit.desk_town import START, StillClock
from tests.kit.values.samples import MOSCOW, at

Json = dict[str, Any]  # Any: JSON of the control API
SCENES = (
    Scene(title="Было", about="", at=at(9)),
    Scene(title="Газ", about="", at=at(11)),
    Scene(title="Утро", about="", at=at(7, 30, day=25)),
)


class _Town(Control):
    """What the director asks of the sandbox; the clock moves as it would."""

    def __init__(self, clock: StillClock) -> None:
        self.clock, self.told, self.ordered = clock, list[tuple[str, Json]](), list[Json]()

    async def post(self, path: str, **body: Any) -> Json:
        if path == "orders":
            taken, self.ordered = self.ordered, []
            return {"orders": taken}
        self.told.append((path, body))
        if path == "clock" and "now" in body:
            self.clock.moment = datetime.fromisoformat(body["now"])
        return {}


class _Crew:
    """Residents and officials: what they did, and when by the town's clock."""

    def __init__(self, clock: StillClock) -> None:
        self.clock, self.did = clock, list[tuple[str, datetime]]()
        self.acts = iter([1, 0, 2])
        self.coming = list[datetime]()

    @property
    def next_at(self) -> datetime | None:
        return min(self.coming, default=None)

    async def catch_up(self, until: datetime) -> int:
        self.did.append(("write", until))
        written = [each for each in self.coming if each <= until]
        self.coming = [each for each in self.coming if each > until]
        return len(written)

    async def round(self) -> int:
        self.did.append(("work", self.clock.now()))
        return next(self.acts, 0)


class _Quiet(Director):
    """A bot that has always heard everything."""

    async def _until(self, holds: Callable[[datetime], Awaitable[bool]], to: datetime) -> None:
        return None


def playing(scenes: Sequence[Scene] = SCENES) -> tuple[_Quiet, _Town, _Crew]:
    clock = StillClock()
    town, crew = _Town(clock), _Crew(clock)
    app = SimpleNamespace(around=SimpleNamespace(timezone=MOSCOW))
    return _Quiet(app, town, clock, crew, crew, scenes), town, crew  # type: ignore[arg-type]  # as much as it asks of them


def moves(town: _Town) -> list[datetime]:
    return [datetime.fromisoformat(body["now"]) for path, body in town.told if path == "clock" and "now" in body]


async def test_time_goes_to_a_scene_in_steps_and_stands_while_people_work() -> None:
    director, town, crew = playing()
    town.ordered = [{"act": "scene", "scene": 1}]
    await director._carry_out()
    made = moves(town)
    assert made[-1] == SCENES[1].at - BEFORE
    assert all(later - sooner <= STEP for sooner, later in pairwise([START, *made]))
    assert [at for what, at in crew.did if what == "write"] == made, "residents write before the clock moves"
    works = [at for what, at in crew.did if what == "work"]
    assert works[:2] == [START, START], "they look again while they have something to do"
    clocks = [body for path, body in town.told if path == "clock"]
    assert (clocks[0], clocks[-1]) == ({"paused": True}, {"paused": False})
    assert town.told[-1] == ("busy", {"busy": "", "scene": 1})


async def test_time_stops_soon_after_a_post_so_that_the_bot_hears_of_it_as_soon_as_ever() -> None:
    director, town, crew = playing()
    posts = [at(9, 31), at(9, 32), at(10, 58), at(23)]
    crew.coming = list(posts)
    town.ordered = [{"act": "scene", "scene": 1}, {"act": "morning", "scene": None}]
    await director._carry_out()
    made = moves(town)
    assert all(any(post <= moment <= post + HEARD for moment in made) for post in posts)
    assert crew.coming == []


async def test_the_night_is_short_and_the_next_morning_is_the_last_scene() -> None:
    director, town, _ = playing()
    town.ordered = [{"act": "morning", "scene": None}]
    await director._carry_out()
    made = moves(town)
    assert made[-1] == SCENES[2].at - BEFORE
    assert max(later - sooner for sooner, later in pairwise(made)) == NIGHT_STEP
    assert town.told[-1] == ("busy", {"busy": "", "scene": 2})


@pytest.mark.parametrize("order", [{"act": "morning", "scene": None}, {"act": "scene", "scene": 7}])
async def test_an_order_that_leads_nowhere_ends_nothing(order: Json, caplog: pytest.LogCaptureFixture) -> None:
    director, town, crew = playing(())
    town.ordered = [order]
    await director._carry_out()
    assert (moves(town), crew.did) == ([], [])
    assert town.told == [("busy", {"busy": ""})]
    assert "такой сцены впереди нет" in caplog.text


async def test_a_scene_that_has_passed_is_only_shown() -> None:
    director, town, crew = playing()
    town.ordered = [{"act": "scene", "scene": 0}]
    await director._carry_out()
    assert (moves(town), crew.did) == ([], [])
    assert town.told == [("busy", {"busy": "", "scene": 0})]


async def test_a_day_begins_anew() -> None:
    director, town, _ = playing()
    town.ordered = [{"act": "restart", "scene": None}]
    await director._carry_out()
    assert director.restart.is_set()
    assert "заново" in town.told[-1][1]["busy"]


async def test_an_order_that_the_town_refuses_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    director, town, crew = playing()

    async def refuse(until: datetime) -> int:
        raise SandboxError("полигон отказал: стены нет")

    crew.catch_up = refuse  # type: ignore[method-assign]
    town.ordered = [{"act": "scene", "scene": 1}, {"act": "scene", "scene": 0}]
    await director._carry_out()
    assert "стены нет" in caplog.text
    assert town.told[-1] == ("busy", {"busy": "", "scene": 0}), "the other one was carried out"
    assert ("clock", {"paused": False}) in town.told, "the clock does not stand for ever"
    assert timedelta(0) < STEP < NIGHT_STEP


async def test_a_day_that_is_wanted_anew_waits_for_no_scene() -> None:
    director, town, crew = playing()
    settle = crew.catch_up

    async def meanwhile(until: datetime) -> int:
        town.ordered = [{"act": "restart", "scene": None}]
        return await settle(until)

    crew.catch_up = meanwhile  # type: ignore[method-assign]
    town.ordered = [{"act": "scene", "scene": 1}]
    await director._carry_out()
    assert moves(town) == [START + STEP], "one step, then the order was heard"
    assert ("busy", {"busy": "", "scene": 1}) not in town.told, "the scene is not shown"
    assert director.restart.is_set()
    assert town.told[-1] == ("busy", {"busy": ANEW})
