"""The robots of a headless demo: they press, write and send as officials do, and never the same twice."""

import asyncio
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.demo.control import Control, SandboxError
from bot.demo.robots.coordinator import proposal, wants
from bot.demo.robots.robot_answers import ANSWERS, DANGER, NOBODYS, PRAISE, SAFE, WISH, answer_of
from bot.demo.robots.robots import PATIENCE, Robots
from bot.demo.robots.staff import TownOfficial
from incidents.official import Role
from tests.kit.desk_town import StillClock, konakovo
from tests.kit.values.samples import MOSCOW, at

ANN = TownOfficial(1, Role.EXECUTOR, "roads", "Анна")
OLGA = TownOfficial(3, Role.COORDINATOR, None, "Координатор")
HEAD = TownOfficial(9, Role.HEAD, None, "Глава")
Json = dict[str, Any]  # Any: JSON of the control API


class FakePhone(Control):
    """A phone whose messages the test writes; what is pressed and typed is written down."""

    def __init__(self) -> None:
        self.messages: list[Json] = []
        self.did: list[tuple[str, int, str]] = []
        self.refuses = False
        self.on = True
        self.held: list[int] = []

    def show(self, text: str, *labels: str, by_bot: bool = True) -> Json:
        message = {
            "message_id": len(self.messages) + 1,
            "text": text,
            "html": text if by_bot else None,
            "buttons": [[{"text": label, "callback_data": "x"} for label in labels]] if labels else None,
        }
        self.messages.append(message)
        return message

    async def played(self) -> Json:
        return {"on": self.on, "held": self.held}

    async def chat(self, chat_id: int, newest: int = 0) -> list[Json]:
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
        await robots.round()
    assert clock.speed == 1


def robots_of(phone: FakePhone, *officials: TownOfficial, seed: int = 1) -> tuple[Robots, StillClock]:
    clock = StillClock()
    robots = Robots(phone, clock, officials or (ANN,), seed=seed, zone=MOSCOW)
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
    phone.show("Напишите ответ жителю одним сообщением")
    await looks(robots, clock)
    preview = phone.show("Так увидит житель", "Отправить", "Поправить")
    await looks(robots, clock)
    words = answer_of("roads", card="Карточка")
    assert phone.did == [("press", 1, "Ответить"), ("type", 0, words), ("press", preview["message_id"], "Отправить")]


def test_praise_in_doubt_is_answered_with_thanks_and_without_a_promise() -> None:
    words = answer_of("housing", card="Нет воды · Редкино\nПохвала с упрёком? Не ваше? Верните, в счёт не пойдёт")
    assert words == f"Здравствуйте! {PRAISE}" and "автра" not in words


def test_a_suggestion_is_answered_with_a_plan_and_no_crew() -> None:
    assert answer_of("improvement", card="Предложение · Конаково, ул. Строителей") == f"Здравствуйте! {WISH}"
    assert answer_of("improvement", card="⚠️ ОПАСНО: Предложение") == f"Здравствуйте! {DANGER}"


async def test_a_danger_is_answered_in_words_of_its_own() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone)
    phone.show("⚠️ ОПАСНО: провод", "Ответить")
    await looks(robots, clock)
    phone.show("Напишите ответ жителю одним сообщением")
    await looks(robots, clock)
    assert phone.did[-1] == ("type", 0, f"Здравствуйте! {DANGER}")


async def test_a_house_that_is_written_about_for_the_third_time_waits_for_the_head() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone)
    phone.show("🔁 Третий раз за 30 дней", "Ответить")
    await looks(robots, clock, 3)
    assert phone.did == []


async def test_a_reminder_of_such_a_house_is_answered_no_sooner() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone)
    phone.show("🔁 Третий раз за 30 дней", "Ответить")
    phone.show("До срока 1 ч", "Промежуточный", "Ответить")["reply_to_message_id"] = 1
    await looks(robots, clock, 3)
    assert phone.did == []


async def test_who_is_on_duty_says_that_they_know_and_leaves_the_work_to_the_department() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone, TownOfficial(2, Role.DUTY, None, "ЕДДС"))
    phone.show("⚠️ ОПАСНО: лёд", "Принято, выезжаем", "Знаем, работаем", "Ответить")
    await looks(robots, clock, 2)
    assert phone.did == [("press", 1, "Знаем, работаем")]


async def test_whoever_does_not_feel_like_accepting_thinks_again_at_the_next_look() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone)
    moods = iter((0.99, 0.99, 0.99, 0.0))
    robots._random.random = lambda: next(moods)  # type: ignore[method-assign]
    phone.show("Карточка", "Принять")
    await looks(robots, clock, 3)
    assert phone.did == []
    await looks(robots, clock)
    assert phone.did == [("press", 1, "Принять")]


async def test_a_phone_that_a_visitor_holds_is_left_to_the_visitor_and_a_switch_stops_all() -> None:
    phone = FakePhone()
    robots, _ = robots_of(phone)
    phone.show("Карточка", "Принять")
    phone.held = [ANN.user_id]
    assert await robots.round() == 0
    phone.held, phone.on = [], False
    assert await robots.round() == 0
    assert phone.did == []
    phone.on = True
    assert await robots.round() == 1
    assert phone.did == [("press", 1, "Принять")]


async def test_a_dialogue_that_a_visitor_takes_over_is_not_gone_on_with() -> None:
    phone = FakePhone()
    robots, _ = robots_of(phone)
    phone.show("Карточка", "Ответить")
    await robots.round()
    phone.held = [ANN.user_id]
    await robots.round()
    phone.held = []
    phone.show("Напишите ответ жителю одним сообщением")
    await robots.round()
    assert [kind for kind, _, _ in phone.did] == ["press"]


def test_every_department_has_words_of_its_own() -> None:
    assert set(ANSWERS) == {department.id for department in konakovo().departments}
    assert answer_of(None, card="Карточка") == f"Здравствуйте! {NOBODYS}"


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


async def test_nobody_writes_or_closes_at_night_but_a_danger_is_taken() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone)
    clock.moment = at(23)
    phone.show("Карточка", "Принять", "Ответить", "Закрыть")
    danger = phone.show("⚠️ ОПАСНО: пахнет газом", "Принято, выезжаем", "Ответить")
    await looks(robots, clock, 3)
    assert phone.did == [("press", danger["message_id"], "Принято, выезжаем")]
    clock.moment = at(8, day=25)
    await looks(robots, clock)
    assert ("press", 1, "Принять") in phone.did


async def test_a_danger_is_always_answered_and_one_that_is_over_as_such() -> None:
    assert answer_of("housing", card="Пахнет газом · Безопасно в 17:02: отдел ЖКХ") == f"Здравствуйте! {SAFE}"
    phone = FakePhone()
    robots, clock = robots_of(phone)
    robots._random.random = lambda: 0.99  # type: ignore[method-assign]  # nobody feels like anything
    phone.show("⚠️ ОПАСНО: провод", "Ответить")
    phone.show("Яма", "Ответить")
    await looks(robots, clock)
    assert phone.did == [("press", 1, "Ответить")]


async def test_the_coordinator_writes_a_proposal_for_the_head_once() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone, OLGA)
    end = "Уберите лишнее, допишите «Предлагаем…»."
    agenda = f"Главе на решение, 25 ноября: 1\n1. ул. Строителей, 9, холодно в квартирах, № 351: третий раз за 30 дней{{}}\n{end}"
    phone.show(agenda.format(""), "1", "Добавить по номеру")
    await looks(robots, clock)
    phone.messages.clear()
    phone.show("ул. Строителей, 9 · № 351\nПредложения нет: глава увидит пункт без него", "В сводку", "Предлагаем…")
    await looks(robots, clock)
    phone.show("Что предложить главе?\nХолодно в квартирах, ул. Строителей, 9 · № 351")
    await looks(robots, clock)
    phone.show(agenda.format(". Предлагаем замер вместе с управляющей компанией сегодня в 11:00"), "1", "Добавить по номеру")
    await looks(robots, clock, 3)
    words = "замер вместе с управляющей компанией сегодня в 11:00"
    assert phone.did == [("press", 1, "1"), ("press", 1, "Предлагаем…"), ("type", 0, words)]


async def test_the_coordinator_takes_sincere_thanks_for_thanks() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone, OLGA)
    phone.show("Спасибо или жалоба? нет света", "В отдел ЖКХ", "Не обращение")
    await looks(robots, clock)
    phone.messages.clear()
    phone.show("Почему не обращение?\nНет света · № 344", "Реклама", "Разговор", "Спасибо", "Слух")
    await looks(robots, clock, 2)
    assert phone.did == [("press", 1, "Не обращение"), ("press", 1, "Спасибо")]


async def test_the_coordinator_looks_once_at_what_made_no_card() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone, OLGA)
    phone.show("Сверили: у региона 5, все уже у нас")
    await looks(robots, clock, 3)
    assert phone.did == [("type", 0, "/missed")]


async def test_a_proposal_names_a_measure_and_an_hour() -> None:
    assert "11:00" in proposal("Ямы на дороге")
    assert wants("Карточка", ["Не обращение"]) is None


async def test_no_danger_is_over_a_minute_after_the_card() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone)
    card = phone.show("⚠️ ОПАСНО: пахнет газом", "Уже безопасно")
    card["date"] = clock.moment.timestamp()
    clock.moment += timedelta(minutes=2)
    await looks(robots, clock)
    assert phone.did == []
    clock.moment += timedelta(minutes=30)
    await looks(robots, clock)
    assert phone.did == [("press", 1, "Уже безопасно")]


async def test_what_was_promised_is_done_hours_later_and_the_resident_is_told() -> None:
    phone = FakePhone()
    robots, clock = robots_of(phone)
    card = phone.show("✅ Ответ опубликован\nОбещано до 25 ноября", "Сделано", "Новый срок", "Открыть ответ")
    card["date"] = clock.moment.timestamp()
    await looks(robots, clock)
    assert phone.did == []
    clock.moment += timedelta(hours=3)
    await looks(robots, clock)
    menu = phone.show("Сделано. Написать об этом жителю?", "Написать жителю", "Сказали лично", "Пост удалили", "Назад")
    await looks(robots, clock)
    preview = phone.show("Так увидит житель", "Отправить", "Поправить")
    await looks(robots, clock)
    offer = phone.show("Ответ «сделано» вышел", "Закрыть: сделано", "Оставить")
    await looks(robots, clock)
    pressed = [(1, "Сделано"), (menu["message_id"], "Написать жителю"), (preview["message_id"], "Отправить")]
    assert phone.did == [("press", *each) for each in (*pressed, (offer["message_id"], "Закрыть: сделано"))]
