"""«Отложить» and «Передать вовне» on the phone, and the days on which they come back."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.ticks.undo_and_postponed import waiting
from handlers.acts.buttons import Letter
from handlers.kit.buttons import Menu, Press
from incidents.answers.values import AnswerState
from incidents.desk.answers import publish_answer
from incidents.incident import Act, Doubt, Incident, Status
from incidents.publisher import Published
from incidents.reading import DangerGrade
from tests.kit.phones import Phones, phones
from tests.kit.screens import card, card_of, card_text, labels, menu, shown
from tests.kit.values.samples import at, place


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def tick(town: Phones, moment: datetime) -> None:
    """The day's tick at this moment."""
    desk = town.town
    desk.clock.moment = moment
    await waiting(desk.around(summary_at=moment.time()))


async def accepted(town: Phones) -> Incident:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    return incident


@pytest.mark.parametrize(
    ("choice", "until", "said"),
    [
        ("tomorrow", at(9, day=25), "ср 25 ноября, 9:00"),
        ("monday", at(9, day=30), "пн 30 ноября, 9:00"),
        ("week", datetime(2026, 12, 1, 6, tzinfo=UTC), "вт 1 декабря, 9:00"),
    ],
)
async def test_a_card_is_put_off_until_a_morning(town: Phones, choice: str, until: datetime, said: str) -> None:
    incident = await accepted(town)
    await town.press("ann", card(incident, Press.POSTPONE))
    assert labels(await shown(town.town, "menu_postpone")) == ["Завтра", "До понедельника", "Через неделю", "Дата…", "Назад"]
    toast = await town.press("ann", menu(incident, Menu.POSTPONE, choice), message_id=60)
    assert toast == f"Отложили до {said}. Передумали? «Вернуть» работает 10 минут"
    after = await town.town.incident(incident.id)
    assert (after.status, after.postponed_until, after.answer_by) == (Status.POSTPONED, until, incident.answer_by)
    assert f"Отложено до {said}, вернём сами. Срок ответа идёт: до ср 25 ноября, 10:14" in await card_text(town.town, incident, "ann")
    town.town.clock.move(minutes=11)
    assert labels(await card_of(town.town, incident, "ann"))[:2] == ["Вернуть сейчас", "Другая дата"]


async def test_on_its_day_it_comes_back_once_and_its_holder_is_told(town: Phones) -> None:
    incident = await accepted(town)
    await town.press("ann", menu(incident, Menu.POSTPONE, "tomorrow"), message_id=60)
    await tick(town, at(8, 59, day=25))
    assert (await town.town.incident(incident.id)).status is Status.POSTPONED
    for _ in range(2):
        await tick(town, at(9, day=25))
    after = await town.town.incident(incident.id)
    assert (after.status, after.holder_id, after.postponed_until) == (Status.ACCEPTED, town.town.who("ann").id, None)
    assert await town.town.says("came_back") == [("came_back", town.user("ann"))]
    assert "Вернулось из отложенных" in (await shown(town.town, "came_back")).html


async def test_what_nobody_had_accepted_waits_to_be_accepted_again(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("coordinator", menu(incident, Menu.POSTPONE, "tomorrow"), message_id=60)
    await tick(town, at(9, day=25))
    after = await town.town.incident(incident.id)
    assert (after.status, after.holder_id, after.accept_by) == (Status.ASSIGNED, None, at(10, day=25))
    assert after.answer_by == incident.answer_by
    assert {chat for _, chat in await town.town.says("came_back")} == {town.user("ann"), town.user("peter")}
    nowhere = await town.town.open("В Твери яма", outside=True, main=place("Тверь"))
    await town.press("coordinator", menu(nowhere, Menu.POSTPONE, "tomorrow"), message_id=60)
    await town.press("coordinator", card(nowhere, Press.RESUME))
    back = await town.town.incident(nowhere.id)
    assert (back.status, back.doubt) == (Status.NEW, Doubt.OUTSIDE)


async def test_brought_back_by_hand_it_is_accepted_by_whoever_of_the_department_pressed(town: Phones) -> None:
    incident = await town.town.open()
    await town.press("coordinator", menu(incident, Menu.POSTPONE, "week"), message_id=60)
    assert await town.press("ann", card(incident, Press.RESUME)) == "Вернули в работу"
    after = await town.town.incident(incident.id)
    assert (after.status, after.holder_id) == (Status.ACCEPTED, town.town.who("ann").id)


async def test_a_typed_day_puts_it_off_and_a_bad_one_is_asked_again(town: Phones) -> None:
    incident = await accepted(town)
    await town.press("ann", menu(incident, Menu.POSTPONE, "date"), message_id=60)
    for words, refusal in (("потом", "День не разобрали"), ("20 ноября", "уже настал или прошёл"), ("20 мая 2027", "Дальше трёх месяцев")):
        await town.type("ann", words)
        assert refusal in (await shown(town.town, "refusal")).html
    assert (await town.town.incident(incident.id)).status is Status.ACCEPTED
    await town.type("ann", "до 4 декабря")
    assert "Отложили до пт 4 декабря, 9:00" in (await shown(town.town, "postponed")).html
    town.town.clock.move(minutes=1)
    await town.press("ann", card(incident, Press.OTHER_DATE))
    await town.press("ann", menu(incident, Menu.POSTPONE, "tomorrow"), message_id=60)
    assert (await town.town.incident(incident.id)).postponed_until == at(9, day=25)


async def test_a_danger_that_is_there_now_is_not_put_off(town: Phones) -> None:
    incident = await town.town.open(danger=True, danger_grade=DangerGrade.NOW)
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    toast = await town.press("ann", menu(incident, Menu.POSTPONE, "tomorrow"), message_id=60)
    assert toast is not None and toast.startswith("Опасное сейчас не откладывают")
    assert (await town.town.incident(incident.id)).status is Status.ACCEPTED


async def passed(town: Phones, letter: str | None = "412") -> Incident:
    """A card that waits for the power grid, which promised to answer by Friday."""
    incident = await accepted(town)
    await town.press("ann", card(incident, Press.OUTSIDE))
    await town.type("ann", "сетевая компания")
    await town.press("ann", menu(incident, Menu.OUTSIDE_DATE, "friday"), message_id=61)
    if letter is None:
        await town.press("ann", menu(incident, Menu.OUTSIDE_LETTER, Letter.NONE), message_id=62)
    else:
        await town.type("ann", letter)
    return incident


async def test_a_foreign_answer_is_waited_for_with_its_date_and_letter(town: Phones) -> None:
    incident = await passed(town)
    after = await town.town.incident(incident.id)
    assert (after.status, after.holder_id) == (Status.OUTSIDE, town.town.who("ann").id)
    assert "Спросим снова 27 ноября в 10:00" in (await shown(town.town, "sent_outside")).html
    text = await card_text(town.town, incident, "coordinator")
    assert text.startswith("Ждём чужой ответ: ")
    assert "Передали: сетевая компания, 24 ноября в 9:14, письмо № 412. Обещали ответить до 27 ноября" in text
    assert "Спросим снова 27 ноября в 10:00. Срок ответа жителю: ср 25 ноября, 10:14" in text
    town.town.clock.move(minutes=11)
    assert labels(await card_of(town.town, incident, "ann"))[:2] == ["Ответ пришёл", "Напомнить им"]
    assert all("сетевая" not in repr(row) for row in await town.town.rows())
    async with town.town.storage.transaction() as tx:
        assert all("сетевая" not in repr(event) for event in await tx.log.of(incident.id))


async def test_on_the_promised_day_its_holder_is_told_once_to_ask_again(town: Phones) -> None:
    incident = await passed(town, letter=None)
    await tick(town, at(9, 59, day=27))
    assert await town.town.says("ask_them_again") == []
    for _ in range(2):
        await tick(town, at(10, day=27))
    assert await town.town.says("ask_them_again") == [("ask_them_again", town.user("ann"))]
    message = await shown(town.town, "ask_them_again")
    assert "Пора спросить снова: сетевая компания" in message.html
    assert labels(message) == ["Ответ пришёл", "Напомнить им"]
    toast = await town.press("ann", card(incident, Press.REMIND_THEM))
    assert toast == "Записали: спросили снова. Через два дня напомним, если не ответят"
    assert "Спрашивали снова в 10:00. Спросим снова 30 ноября в 10:00" in await card_text(town.town, incident, "ann")


async def test_an_answer_that_came_brings_it_back_and_asks_to_tell_the_resident(town: Phones) -> None:
    incident = await passed(town)
    assert await town.press("peter", card(incident, Press.OUTSIDE_CAME)) == "Хорошо. Теперь ответьте жителю"
    assert labels(await shown(town.town, "outside_came")) == ["Ответить"]
    after = await town.town.incident(incident.id)
    assert (after.status, after.holder_id) == (Status.ACCEPTED, town.town.who("ann").id)
    await tick(town, at(10, day=27))
    assert await town.town.says("ask_them_again") == []
    toast = await town.press("peter", card(incident, Press.REMIND_THEM))
    assert toast == "Эта карточка уже не ждёт чужого ответа"


async def test_an_answer_that_came_by_mistake_is_waited_for_again(town: Phones) -> None:
    incident = await passed(town)
    await town.press("ann", card(incident, Press.OUTSIDE_CAME))
    await town.press("ann", card(incident, Press.UNDO))
    assert (await town.town.incident(incident.id)).status is Status.OUTSIDE
    await tick(town, at(10, day=27))
    assert await town.town.says("ask_them_again") == [("ask_them_again", town.user("ann"))]


async def test_passed_on_by_mistake_it_is_taken_back_with_the_request(town: Phones) -> None:
    incident = await passed(town)
    await town.press("ann", card(incident, Press.UNDO))
    async with town.town.storage.transaction() as tx:
        assert await tx.requests.of(incident.id) is None
        assert await tx.requests.organisations(group="roads", limit=6) == []
    assert (await town.town.incident(incident.id)).status is Status.ACCEPTED


async def test_organisations_asked_before_are_offered(town: Phones) -> None:
    await passed(town)
    other = await town.town.open("Свет моргает на всей улице", group="energy", topic="energy_voltage")
    await town.press("coordinator", card(other, Press.OUTSIDE))
    message = await shown(town.town, "ask_outside")
    assert labels(message) == ["1. сетевая компания"]
    data = message.rows[0][0].data
    assert data is not None
    await town.press("coordinator", data, message_id=61)
    await town.type("coordinator", "через неделю")
    await town.press("coordinator", menu(other, Menu.OUTSIDE_LETTER, Letter.NONE), message_id=62)
    text = await card_text(town.town, other, "coordinator")
    assert "Передали: сетевая компания, 24 ноября в 9:14. Обещали ответить до 1 декабря" in text


async def test_what_the_resident_was_told_stands_beside(town: Phones) -> None:
    incident = await passed(town)
    answer = await town.town.sent(incident.id, "ann", "Передали сетевой компании, напишем 28 ноября")
    town.town.clock.move(minutes=2)
    async with town.town.storage.transaction() as tx:
        moved = await publish_answer.start_publishing(tx, await tx.answers.get(answer.id), now=town.town.clock.now())
        comment = Published(external_id="wall-1_1_r1", url="https://vk.com/wall-1_1?reply=1")
        await publish_answer.mark_published(tx, town.town.policy, moved, comment, now=town.town.clock.now(), proved=True)
        assert (await tx.answers.get(answer.id)).state is AnswerState.PUBLISHED
    after = await town.town.incident(incident.id)
    if after.status is Status.OUTSIDE:  # an interim answer leaves it waiting; a final one ends the waiting
        assert "Жителю сказали в 9:16: посмотреть" in await card_text(town.town, incident, "ann")


async def test_buttons_of_a_question_that_is_over_change_nothing(town: Phones) -> None:
    incident = await passed(town)
    for which, choice in ((Menu.OUTSIDE, "1"), (Menu.OUTSIDE_DATE, "week"), (Menu.OUTSIDE_LETTER, Letter.NONE)):
        toast = await town.press("ann", menu(incident, which, choice), message_id=61)
        assert toast is not None and toast.startswith("Этот вопрос уже закрыт")
    assert (await town.town.incident(incident.id)).status is Status.OUTSIDE
