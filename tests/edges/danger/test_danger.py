"""A danger on the phones of duty, executor, coordinator and head."""

from collections.abc import AsyncIterator

import pytest

from bot.storage.delivery.outbox import OutboxKind
from handlers.kit.buttons import Menu, Press
from incidents.deadlines.reminders import Reminder
from incidents.desk.deadlines.remind import escalate
from incidents.incident import Act, Incident, Status
from incidents.reading import DangerGrade
from tests.kit.phones import Phones, phones
from tests.kit.screens import card, card_of, card_text, labels, menu, shown
from tests.kit.tdlib import parse
from tests.kit.values.samples import at, place


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def burning(town: Phones) -> Incident:
    return await town.town.open("Провод искрит над дорогой", danger=True, danger_grade=DangerGrade.NOW, danger_words="провод искрит")


async def climbed(town: Phones, incident: Incident, **span: float) -> list[tuple[str, int]]:
    """What the ladder says after this time."""
    await town.town.sweep_outbox()
    town.town.clock.move(**span)
    async with town.town.storage.transaction() as tx:
        await escalate(tx, town.town.policy, incident.id, now=town.town.clock.now())
    return [(code, chat) for code, chat in await town.town.says() if code in {Reminder.DANGER_5, Reminder.DANGER_10}]


async def test_duty_sees_its_buttons_and_the_coordinator_theirs(town: Phones) -> None:
    incident = await burning(town)
    assert labels(await card_of(town.town, incident, "duty")) == [
        "Принято, выезжаем", "Знаем, работаем", "Подтвердилось", "Не подтвердилось", "Открыть пост",
    ]  # fmt: skip
    seen = labels(await card_of(town.town, incident, "coordinator"))
    assert seen == ["Позвонить", "Есть ответ", "Не опасно", "Открыть пост", "Ещё…"]
    await town.press("coordinator", card(incident, Press.MORE))
    assert {"Передать", "Ответить"} <= set(labels(await shown(town.town, "menu_more")))


@pytest.mark.parametrize(("by", "press"), [("duty", Press.KNOWN), ("coordinator", Press.REACHED)])
async def test_whoever_knows_and_works_stops_the_ladder(town: Phones, by: str, press: Press) -> None:
    incident = await burning(town)
    toast = await town.press(by, card(incident, press))
    assert toast is not None and toast.endswith("Звать больше никого не будем")
    assert await climbed(town, incident, minutes=30) == []
    line = "Ответили «знаем, работаем» в 9:14: ЕДДС" if by == "duty" else "Есть ответ по телефону в 9:14: координатор"
    assert line in await card_text(town.town, incident, "ann")
    assert await town.press(by, card(incident, press)) == "Так уже и есть"


async def test_without_an_answer_the_ladder_climbs(town: Phones) -> None:
    incident = await burning(town)
    assert await climbed(town, incident, minutes=5) == [(Reminder.DANGER_5, town.user("duty"))]


async def test_a_chief_who_was_reached_accepts_it(town: Phones) -> None:
    incident = await burning(town)
    assert await town.press("chief", card(incident, Press.REACHED)) == "Принято. Звать больше никого не будем"
    after = await town.town.incident(incident.id)
    assert (after.status, after.holder_id) == (Status.ACCEPTED, town.town.who("chief").id)


async def test_the_head_hears_of_a_confirmed_danger_by_day(town: Phones) -> None:
    incident = await burning(town)
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    await town.press("duty", card(incident, Press.CONFIRMED))
    assert labels(await shown(town.town, "menu_confirm")) == ["Есть пострадавшие", "Пострадавших нет", "Посёлок отрезан", "Назад"]
    assert await town.town.says("danger_confirmed") == []
    toast = await town.press("duty", menu(incident, Menu.CONFIRM, "nobody"), message_id=60)
    assert toast == "Записали: подтвердилось. Глава узнает, ночью не будим"
    assert await town.town.says("danger_confirmed") == [("danger_confirmed", town.user("head"))]
    message = await shown(town.town, "danger_confirmed")
    assert "Для сведения:" in message.html
    assert "Пострадавших нет. Подтвердили в 9:14: ЕДДС. Приняли в 9:14: отдел дорожного хозяйства." in message.html
    assert "Подробнее" in labels(message)
    assert "Подтвердили в 9:14: ЕДДС, пострадавших нет" in await card_text(town.town, incident, "ann")
    assert await town.press("duty", menu(incident, Menu.CONFIRM, "nobody"), message_id=60) == "Так уже и есть"


@pytest.mark.parametrize(("choice", "wakes"), [("hurt", True), ("cutoff", True), ("nobody", False)])
async def test_at_night_the_head_is_woken_only_when_people_are_hurt_or_a_settlement_is_cut_off(
    town: Phones, choice: str, wakes: bool
) -> None:
    town.town.clock.moment = at(2, 30)
    incident = await burning(town)
    await town.press("duty", menu(incident, Menu.CONFIRM, choice), message_id=60)
    (row,) = [row for row in await town.town.rows() if row.kind is OutboxKind.SAY and row.code == "danger_confirmed"]
    assert (row.sound, row.not_before) == (True, None if wakes else at(8))


async def test_a_settlement_that_is_cut_off_is_told_as_such_and_nothing_is_said_of_people(town: Phones) -> None:
    incident = await burning(town)
    toast = await town.press("duty", menu(incident, Menu.CONFIRM, "cutoff"), message_id=60)
    assert toast == "Записали: подтвердилось. Глава узнает"
    message = await shown(town.town, "danger_confirmed")
    assert "<b>Посёлок отрезан.</b> Подтвердили в 9:14" in message.html
    assert labels(message) == ["Что сказать", "На контроль", "Подробнее"]
    assert "посёлок отрезан" in await card_text(town.town, incident, "ann")
    await town.press("duty", card(incident, Press.HISTORY))
    assert "подтвердили опасность, посёлок отрезан" in parse((await shown(town.town, "menu_history")).html)
    assert await town.press("duty", menu(incident, Menu.CONFIRM, "cutoff"), message_id=60) == "Так уже и есть"


async def test_not_dangerous_asks_first_drops_the_grade_and_gives_the_ordinary_clock(town: Phones) -> None:
    incident = await burning(town)
    await town.press("coordinator", card(incident, Press.NOT_DANGER))
    question = await shown(town.town, "menu_calm")
    assert "срок станет обычным: до ср 25 ноября, 10:14" in question.html
    assert (await town.town.incident(incident.id)).danger_grade is DangerGrade.NOW
    toast = await town.press("coordinator", menu(incident, Menu.CALM, "yes"), message_id=60)
    assert toast == "Записали: не опасно, срок теперь обычный. Передумали? «Вернуть» работает 10 минут"
    after = await town.town.incident(incident.id)
    assert (after.danger_grade, after.answer_by, after.status) == (None, at(10, 14, day=25), Status.ASSIGNED)
    text = await card_text(town.town, incident, "ann")
    assert "ОПАСНО" not in text
    assert "Опасность не подтвердилась в 9:14: " in text
    assert await climbed(town, incident, minutes=6) == []
    await town.press("coordinator", card(incident, Press.UNDO))
    assert (await town.town.incident(incident.id)).danger_grade is DangerGrade.NOW


async def test_already_safe_keeps_the_time_to_answer_and_the_head_reads_that_it_is_over(town: Phones) -> None:
    incident = await burning(town)
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    assert "Уже безопасно" in labels(await card_of(town.town, incident, "ann"))
    await town.press("duty", menu(incident, Menu.CONFIRM, "nobody"), message_id=60)
    town.town.clock.move(minutes=20)
    toast = await town.press("ann", card(incident, Press.SAFE))
    assert toast == "Записали: безопасно. Ответьте жителю. Передумали? «Вернуть» работает 10 минут"
    after = await town.town.incident(incident.id)
    assert (after.danger_grade, after.answer_by, after.status) == (None, incident.answer_by, Status.ACCEPTED)
    assert "Безопасно в 9:34: отдел дорожного хозяйства" in await card_text(town.town, incident, "coordinator")
    assert await town.town.says("danger_over") == [("danger_over", town.user("head"))]
    assert "Безопасно в 9:34: отдел дорожного хозяйства" in (await shown(town.town, "danger_over")).html
    toast = await town.press("ann", card(incident, Press.SAFE))
    assert toast is not None and toast.startswith("Эта карточка не отмечена опасной")


async def test_a_denied_danger_that_was_confirmed_is_told_to_the_head(town: Phones) -> None:
    incident = await burning(town)
    await town.press("duty", menu(incident, Menu.CONFIRM, "hurt"), message_id=60)
    await town.press("duty", menu(incident, Menu.CALM, "yes"), message_id=60)
    assert "Не подтвердилось в 9:14: ЕДДС" in (await shown(town.town, "danger_over")).html


async def test_numbers_to_call_are_those_of_the_matter_and_of_everyone(town: Phones) -> None:
    incident = await burning(town)
    await town.press("coordinator", card(incident, Press.CALL))
    message = await shown(town.town, "menu_call")
    assert "Дежурный дорожной службы: +7 000 000-00-04" in message.html
    assert "ЕДДС округа: +7 000 000-00-01" in message.html
    assert "пожарно" not in message.html
    assert labels(message) == ["Есть ответ", "Назад"]


@pytest.mark.parametrize(("press", "by"), [(Press.KNOWN, "ann"), (Press.CONFIRMED, "ann"), (Press.DENIED, "chief"), (Press.SAFE, "olga")])
async def test_whose_it_is_not_to_say_is_refused_and_nothing_changes(town: Phones, press: Press, by: str) -> None:
    incident = await burning(town)
    await town.press(by, card(incident, press))
    assert await town.town.incident(incident.id) == incident
    assert (await town.town.audited())[-1] == ("forbidden", town.user(by))


async def test_an_ordinary_card_is_no_danger_to_confirm_and_forged_choices_change_nothing(town: Phones) -> None:
    calm = await town.town.open("Яма", topic="roads_potholes", main=place("Редкино", "Гагарина"))
    incident = await burning(town)
    toast = await town.press("duty", card(calm, Press.KNOWN))
    assert toast is not None and toast.startswith("Эта карточка не отмечена опасной")
    for which in (Menu.CONFIRM, Menu.CALM):
        toast = await town.press("coordinator", menu(incident, which, "maybe"), message_id=60)
        assert toast == "Такого выбора больше нет. Откройте меню на карточке ещё раз"


async def test_residents_are_warned_only_once_the_rescuers_know_and_the_note_says_only_what_is_true(town: Phones) -> None:
    incident = await burning(town)
    assert "Сказать жителям" not in labels(await card_of(town.town, incident, "coordinator"))
    toast = await town.press("coordinator", card(incident, Press.WARN))
    assert toast is not None and toast.startswith("Сначала сообщите в ЕДДС")
    town.town.clock.move(minutes=2)
    await town.press("duty", card(incident, Press.KNOWN))
    assert "Сказать жителям" in labels(await card_of(town.town, incident, "coordinator"))
    town.town.clock.move(minutes=1)
    await town.press("coordinator", card(incident, Press.WARN))
    preview = await shown(town.town, "answer")
    assert "передали спасателям и дежурной бригаде в 9:16" in preview.html
    assert "не позже 13:14. Дежурный администрации округа." in preview.html
    assert "Отправить" in labels(preview)
    async with town.town.storage.transaction() as tx:
        (answer,) = await tx.answers.of(incident.id)
    sent = await town.town.send(answer.id, "coordinator")
    assert sent.publish_at == town.town.clock.now()
    toast = await town.press("coordinator", card(incident, Press.WARN))
    assert toast is not None and toast.startswith("Жителей уже предупредили")
    assert "Сказать жителям" not in labels(await card_of(town.town, incident, "coordinator"))
    assert "Предупредить жителей" not in await card_text(town.town, incident, "ann")


async def test_nobody_is_warned_of_what_is_no_danger_and_duty_publishes_nothing(town: Phones) -> None:
    incident = await burning(town)
    await town.press("duty", card(incident, Press.KNOWN))
    await town.press("duty", card(incident, Press.WARN))
    assert (await town.town.audited())[-1] == ("forbidden", town.user("duty"))
    await town.press("coordinator", menu(incident, Menu.CALM, "yes"), message_id=60)
    toast = await town.press("coordinator", card(incident, Press.WARN))
    assert toast is not None and toast.startswith("Сейчас опасности нет")
