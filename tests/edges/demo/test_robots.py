"""The robots of a headless demo: they press, write and send as officials do, and never the same twice."""

import asyncio
from typing import Any

import aiohttp
import pytest

from bot.demo.control import Control, SandboxError
from bot.demo.robots import ANSWERS, PATIENCE, Robots
from bot.demo.town import TownOfficial
from incidents.official import Role
from tests.kit.desk_town import StillClock

ANN = TownOfficial(1, Role.EXECUTOR, "roads", "Анна")
HEAD = TownOfficial(9, Role.HEAD, None, "Глава")
Json = dict[str, Any]  # Any: JSON of the control API


class FakePhone(Control):
    """A phone whose messages the test writes; what is pressed and typed is written down."""

    def __init__(self) -> None:
        self.messages: list[Json] = []
        self.did: list[tuple[str, int, str]] = []
        self.refuses = False
        self.on_press: dict[str, Json] = {}

    def show(self, text: str, *labels: str, by_bot: bool = True) -> Json:
        message = {
            "message_id": len(self.messages) + 1,
            "text": text,
            "html": text if by_bot else None,
            "buttons": [[{"text": label, "callback_data": "x"} for label in labels]] if labels else None,
        }
        self.messages.append(message)
        return message

    async def chat(self, chat_id: int) -> list[Json]:
        return list(self.messages)

    async def press(self, user_id: int, chat_id: int, message_id: int, label: str, wait: float = 0) -> Json:
        if self.refuses:
            raise SandboxError("полигон отказал: нет такой кнопки")
        self.did.append(("press", message_id, label))
        return {}

    async def type(self, user_id: int, text: str, **more: Any) -> Json:
        self.did.append(("type", 0, text))
        return {}


async def looks(robots: Robots, clock: StillClock, times: int = 1) -> None:
    for _ in range(times):
        await robots._look(ANN.user_id)
    assert clock.speed == 1


def robots_of(phone: FakePhone, *officials: TownOfficial, seed: int = 1) -> tuple[Robots, StillClock]:
    clock = StillClock()
    robots = Robots(phone, clock, officials or (ANN,), seed=seed)
    robots._random.random = lambda: 0.0  # type: ignore[method-assign]  # whatever may be pressed is pressed
    return robots, clock


async def test_a_robot_accepts_once() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone)
    phone.show("Карточка", "Принять", "Не наше")
    phone.show("чужие слова", "Принять", by_bot=False)
    await looks(robots, clock)
    assert phone.did == [("press", 1, "Принять")]
    await looks(robots, clock, 3)
    assert [what for what in phone.did if what[2] == "Принять"] == [("press", 1, "Принять")]
    assert robots.presses == len(phone.did)


async def test_a_robot_answers_through_the_whole_dialogue() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone)
    phone.show("Карточка", "Ответить", "Закрыть")
    await looks(robots, clock)
    prompt = phone.show("Напишите ответ жителю одним сообщением")
    await looks(robots, clock)
    preview = phone.show("Так увидит житель", "Отправить", "Поправить")
    await looks(robots, clock)
    words = ANSWERS[prompt["message_id"] % len(ANSWERS)]
    assert phone.did == [("press", 1, "Ответить"), ("type", 0, words), ("press", preview["message_id"], "Отправить")]


async def test_a_robot_whose_prompt_never_comes_goes_on_with_its_work() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone)
    phone.show("Карточка", "Ответить")
    await looks(robots, clock, 1 + PATIENCE)
    phone.show("Другая карточка", "Принять")
    await looks(robots, clock)
    assert phone.did[-1] == ("press", 2, "Принять")


async def test_a_robot_closes_only_what_is_answered() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone)
    phone.show("Карточка", "Закрыть")
    await looks(robots, clock)
    assert phone.did == []
    phone.show("✅ Ответ опубликован", "Закрыть")
    await looks(robots, clock)
    assert phone.did == [("press", 2, "Закрыть")]


async def test_a_robot_that_does_not_feel_like_it_leaves_the_button_alone() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone)
    robots._random.random = lambda: 0.99  # type: ignore[method-assign]
    phone.show("Карточка", "Принять")
    await looks(robots, clock, 5)
    assert phone.did == []


async def test_a_message_that_went_away_stops_no_robot_and_heads_press_nothing() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone, ANN, HEAD)
    phone.show("Карточка", "Принять")
    phone.refuses = True
    async with asyncio.TaskGroup() as group:
        task = group.create_task(robots.run())
        while len(clock.slept) < 3:  # noqa: ASYNC110 - the robots tell nobody
            await asyncio.sleep(0)
        task.cancel()
    assert phone.did == []
    assert [o.role for o in robots._officials] == [Role.EXECUTOR]


async def test_the_control_is_what_the_robots_hold() -> None:
    async with aiohttp.ClientSession() as session:
        control = Control(session, 9)
        with pytest.raises(aiohttp.ClientError):
            await control.chat(1)
