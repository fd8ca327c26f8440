"""A rumour: to the approver, facts of whoever checked, «проверяем», refuted, confirmed, or no rumour at all."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest

from handlers.kit.buttons import Menu, Press
from incidents.advice.substance import has_owner
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.desk.deadlines.remind import escalate
from incidents.desk.people import staff
from incidents.incident import Act, ClosingOutcome, Doubt, Incident, RejectReason, Status
from incidents.intake.rumours import until
from incidents.official import Mode, Role
from incidents.reading import DangerGrade, Kind
from incidents.routing.reading_corrections import Correction, CorrectionKind
from tests.kit.desk_town import ROADS, DeskTown
from tests.kit.phones import Phones, phones
from tests.kit.promises import published
from tests.kit.screens import card, card_of, card_text, labels, menu, shown
from tests.kit.values.advice import ABOUT
from tests.kit.values.samples import CALENDAR, at, reading

TALK = "Говорят, дорогу на Белавинской перекроют до весны. Это правда?"
RUMOUR: dict[str, Any] = {"kind": Kind.RUMOUR}  # Any: fields of a Reading
NOW: dict[str, Any] = {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "провалилась"}  # Any: as above


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        await town.town.enrol("press", Role.APPROVER)
        yield town


async def rumour(town: Phones) -> Incident:
    return await town.town.open(TALK, **RUMOUR)


async def last(town: Phones, incident: Incident) -> Answer:
    async with town.town.storage.transaction() as tx:
        return (await tx.answers.of(incident.id))[-1]


async def learned(town: DeskTown, incident: Incident) -> list[Correction]:
    async with town.storage.transaction() as tx:
        posts = {voice.post_id for voice in await tx.voices.of(incident.id)}
        return [each for each in await tx.corrections.all() if each.post_id in posts]


async def give_facts(town: Phones, incident: Incident, words: str) -> None:
    await town.press("press", card(incident, Press.ASK_FACTS))
    await town.press("press", menu(incident, Menu.RUMOUR_FACTS, ROADS), message_id=60)
    await town.press("ann", card(incident, Press.CO_FACTS))
    await town.type("ann", words)


async def test_a_rumour_goes_silently_to_the_approver_and_to_nobody_else(town: Phones) -> None:
    incident = await rumour(town)
    assert (incident.status, incident.department_id, incident.proposed_id, incident.rumour) == (Status.NEW, None, ROADS, True)
    assert await town.town.cards(incident.id) == {town.user("press")}
    assert not any(row.sound for row in await town.town.rows())
    told = await card_text(town.town, incident, "press")
    assert told.startswith("Слух, нужна проверка · Конаково")
    assert "Пока одно сообщение\nФакты ещё не запрошены. Пока не проверили, не опровергаем" in told
    assert "Можно сказать сейчас: «Проверяем. Что нашли, напишем здесь сегодня до 15:00.»" in told
    assert labels(await card_of(town.town, incident, "press")) == ["Проверяем", "Запросить факты", "Подтвердить", "Открыть пост", "Ещё…"]


async def test_repeats_join_and_are_counted_by_community(town: Phones) -> None:
    incident = await rumour(town)
    for _ in range(2):
        town.town.clock.move(hours=1)
        await town.town.take(await town.town.write("Слышали, что на Белавинской дорогу перекроют до весны?"), reading(**RUMOUR))
    assert (await town.town.incident(incident.id)).rumour
    assert "Повторяют: 3 сообщения в одном сообществе за 2 часа" in await card_text(town.town, incident, "press")


async def test_where_nobody_approves_the_coordinator_gets_it(sqlite_url: str) -> None:
    async with phones(sqlite_url) as town:
        incident = await rumour(town)
        assert await town.town.cards(incident.id) == {town.user("coordinator")}
        assert labels(await card_of(town.town, incident, "coordinator"))[:2] == ["Проверяем", "Запросить факты"]


async def test_a_danger_is_a_danger_first(town: Phones) -> None:
    incident = await town.town.open("Говорят, дорога провалилась вместе с машиной", **RUMOUR, **NOW)
    assert (incident.rumour, incident.department_id) == (False, ROADS)
    calm = await town.town.open("Говорят, школу закроют", **RUMOUR, group="education", topic="education_schools")
    assert calm.rumour


async def test_a_rumour_that_becomes_a_danger_goes_to_its_department(town: Phones) -> None:
    incident = await rumour(town)
    await town.press("press", card(incident, Press.CHECKING))
    assert (await town.town.incident(incident.id)).holder_id == town.town.who("press").id
    await town.town.take(await town.town.write(), reading(**NOW))
    after = await town.town.incident(incident.id)
    assert (after.rumour, after.department_id, after.status, after.holder_id) == (False, ROADS, Status.ASSIGNED, None)
    assert town.user("ann") in await town.town.cards(incident.id)


async def test_facts_are_asked_of_the_routed_department_first_and_given(town: Phones) -> None:
    incident = await rumour(town)
    await town.press("press", card(incident, Press.ASK_FACTS))
    offered = await shown(town.town, "menu_rfacts")
    assert labels(offered) == ["1. Дорожного хозяй…", "2. ЖКХ", "Назад"] or labels(offered)[1:] == ["2. ЖКХ", "Назад"]
    await town.press("press", menu(incident, Menu.RUMOUR_FACTS, ROADS), message_id=60)
    assert {town.user("ann"), town.user("peter")} <= await town.town.cards(incident.id)
    assert "Факты запрошены: отдел дорожного хозяйства, до 12:14. Пока не проверили, не опровергаем" in await card_text(
        town.town, incident, "press"
    )
    theirs = await card_text(town.town, incident, "ann")
    assert "Нужны ваши факты до 12:14. Ответ жителю соберёт пресс-служба" in theirs
    await town.press("ann", card(incident, Press.CO_FACTS))
    await town.type("ann", "Перекрытия не будет, работы 28 ноября ночью")
    assert await town.town.says("co_ready") == [("co_ready", town.user("press"))]
    assert labels(await shown(town.town, "co_ready")) == ["Опровергнуть", "Подтвердить"]
    assert "Отдел дорожного хозяйства: «Перекрытия не будет, работы 28 ноября ночью»" in await card_text(town.town, incident, "press")
    assert "Опровергнуть" in labels(await card_of(town.town, incident, "press"))


async def test_a_department_where_nobody_reads_is_not_asked(town: Phones) -> None:
    incident = await rumour(town)
    toast = await town.press("press", menu(incident, Menu.RUMOUR_FACTS, "culture"), message_id=60)
    assert str(toast).startswith("В отделе пока никого нет")
    assert (await town.town.incident(incident.id)).co_departments == ()


async def test_nobody_refutes_what_nobody_checked(town: Phones) -> None:
    incident = await rumour(town)
    assert "Опровергнуть" not in labels(await card_of(town.town, incident, "press"))
    toast = await town.press("press", card(incident, Press.REFUTE))
    assert toast == "Пока не проверили, не опровергаем. Нажмите «Запросить факты»: ответит тот, кто проверил"
    assert (await town.town.incident(incident.id)).status is Status.NEW


async def test_a_rumour_is_refuted_in_the_words_of_whoever_checked(town: Phones) -> None:
    incident = await rumour(town)
    await give_facts(town, incident, "Перекрытия не будет.")
    await town.press("press", card(incident, Press.REFUTE))
    said = await last(town, incident)
    assert (said.kind, said.state) == (AnswerKind.FINAL, AnswerState.DRAFT)
    assert said.text == (
        "Здравствуйте! Проверили сегодня, 24 ноября, на месте: перекрытия не будет. Проверяли: отдел дорожного хозяйства. "
        "Если видите другое, пришлите фото и время, выедем ещё раз."
    )
    await town.town.send(said.id, "press")
    await published(town, await last(town, incident))
    assert (await town.town.incident(incident.id)).status is Status.ANSWERED
    assert labels(await card_of(town.town, incident, "press"))[:2] == ["Закрыть", "Дополнить"]
    await town.press("press", menu(incident, Menu.CLOSE, ClosingOutcome.EXPLAINED), message_id=60)
    assert (await town.town.incident(incident.id)).status is Status.CLOSED


async def test_facts_of_yesterday_are_not_called_todays(town: Phones) -> None:
    incident = await rumour(town)
    await give_facts(town, incident, "Перекрытия не будет")
    town.town.clock.move(days=1)
    await town.press("press", card(incident, Press.REFUTE))
    assert (await last(town, incident)).text.startswith("Здравствуйте! Проверили 24 ноября, на месте: перекрытия не будет.")


async def test_checking_is_an_interim_answer_and_is_offered_once(town: Phones) -> None:
    incident = await rumour(town)
    town.town.clock.move(minutes=5)
    await town.press("press", card(incident, Press.CHECKING))
    said = await last(town, incident)
    assert said.kind is AnswerKind.INTERIM
    assert said.text == "Здравствуйте! Проверяем. Что нашли, напишем здесь сегодня до 15:00. Отвечает администрация округа."
    assert has_owner(said.text, ABOUT)  # our own words get no advice of ours
    await town.town.send(said.id, "press")
    await published(town, await last(town, incident))
    after = await town.town.incident(incident.id)
    assert (after.status, after.rumour, after.awaits_final) == (Status.ACCEPTED, True, True)
    there = await card_of(town.town, incident, "press")
    assert "Проверяем" not in labels(there)
    assert "Можно сказать сейчас" not in there.html


async def test_a_rumour_is_confirmed_by_facts_or_by_the_approvers_own_words(town: Phones) -> None:
    incident = await rumour(town)
    await town.press("press", card(incident, Press.RUMOUR_TRUE))
    assert "Что подтверждаем?" in (await shown(town.town, "ask_rumour_fact")).html
    await town.type("press", "дорогу закроют на две ночи.")
    assert (await last(town, incident)).text.startswith("Здравствуйте! Это правда: дорогу закроют на две ночи.")
    await give_facts(town, incident, "Дорогу закроют на ночь 28 ноября")
    await town.press("press", card(incident, Press.RUMOUR_TRUE))
    assert "Это правда: дорогу закроют на ночь 28 ноября." in (await last(town, incident)).text


async def test_what_is_no_rumour_goes_the_ordinary_way_and_teaches_the_reader(town: Phones) -> None:
    incident = await rumour(town)
    assert "Это не слух" in await _more(town, incident)
    assert str(await town.press("press", card(incident, Press.NOT_RUMOUR))).startswith("Передали в отдел, срок прежний")
    after = await town.town.incident(incident.id)
    assert (after.rumour, after.status, after.department_id, after.answer_by) == (False, Status.ASSIGNED, ROADS, incident.answer_by)
    assert town.user("ann") in await town.town.cards(incident.id)
    assert [(each.kind, each.before, each.after) for each in await learned(town.town, incident)] == [
        (CorrectionKind.NOT_APPEAL, RejectReason.RUMOUR, "")
    ]
    await town.press("press", card(incident, Press.UNDO))
    assert (await town.town.incident(incident.id)).rumour


async def _more(town: Phones, incident: Incident) -> list[str]:
    await town.press("press", card(incident, Press.MORE))
    return labels(await shown(town.town, "menu_more"))


async def test_the_coordinator_calls_a_card_a_rumour_and_the_department_loses_it(town: Phones) -> None:
    incident = await town.town.open(TALK)
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    await town.town.sweep_outbox()
    toast = await town.press("coordinator", menu(incident, Menu.REJECT, RejectReason.RUMOUR), message_id=60)
    assert str(toast).startswith("Слух: проверит пресс-служба")
    after = await town.town.incident(incident.id)
    assert (after.status, after.rumour, after.department_id, after.proposed_id) == (Status.NEW, True, None, ROADS)
    assert town.user("press") in await town.town.cards(incident.id)
    assert await learned(town.town, incident) == []


async def test_what_is_dangerous_now_is_called_no_rumour_and_nothing_changes(town: Phones) -> None:
    incident = await town.town.open(TALK, **NOW)
    toast = await town.press("coordinator", menu(incident, Menu.REJECT, RejectReason.RUMOUR), message_id=60)
    assert str(toast).startswith("Опасное сейчас слухом не считаем")
    assert not (await town.town.incident(incident.id)).rumour


async def test_a_department_that_learns_keeps_its_rumours_to_the_coordinator(town: Phones) -> None:
    async with town.town.storage.transaction() as tx:
        await tx.modes.set(ROADS, Mode.TRIAL, until=date(2026, 12, 1), since=town.town.clock.now())
    incident = await rumour(town)
    assert (incident.rumour, incident.doubt) == (False, Doubt.TRIAL)


@pytest.mark.parametrize("name", ["ann", "head", "observer", "duty", "olga"])
async def test_others_decide_nothing_about_a_rumour(town: Phones, name: str) -> None:
    incident = await rumour(town)
    for press in (Press.CHECKING, Press.ASK_FACTS, Press.REFUTE, Press.RUMOUR_TRUE, Press.NOT_RUMOUR):
        assert await town.press(name, card(incident, press))
    after = await town.town.incident(incident.id)
    assert (after.status, after.version) == (Status.NEW, incident.version)


async def test_the_approver_does_nothing_with_what_is_no_rumour(town: Phones) -> None:
    incident = await town.town.open()
    for press in (Press.CHECKING, Press.ANSWER, Press.ACCEPT, Press.CLOSE):
        assert "карточку ведёт отдел" in str(await town.press("press", card(incident, press))) or press is Press.CHECKING
    assert (await town.town.incident(incident.id)).status is Status.ASSIGNED


async def test_a_rumour_that_nobody_looks_at_reminds_the_approver(town: Phones) -> None:
    incident = await rumour(town)
    await town.town.sweep_outbox()
    town.town.clock.move(hours=1, minutes=1)
    async with town.town.storage.transaction() as tx:
        await escalate(tx, town.town.policy, incident.id, now=town.town.clock.now())
    assert await town.town.says("R0") == [("R0", town.user("press"))]
    reminder = await shown(town.town, "R0")
    assert reminder.html.startswith("<b>Без проверки с 9:14:</b> слух,")
    assert labels(reminder)[:2] == ["Проверяем", "Запросить факты"]
    assert await town.town.cards(incident.id) == {town.user("press")}


async def test_whoever_leaves_gives_the_rumour_back_to_the_others(town: Phones) -> None:
    incident = await rumour(town)
    await town.press("press", card(incident, Press.CHECKING))
    async with town.town.storage.transaction() as tx:
        by = town.town.who("coordinator")
        await staff.dismiss(tx, town.town.policy, town.town.who("press").id, to=None, by=by, now=town.town.clock.now())
    after = await town.town.incident(incident.id)
    assert (after.status, after.rumour, after.holder_id, after.doubt) == (Status.NEW, True, None, None)
    assert await town.town.cards(incident.id) == {town.user("coordinator")}


def test_until_when_is_a_whole_hour_of_working_time() -> None:
    assert until(CALENDAR, at(11)) == "сегодня до 16:00"
    assert until(CALENDAR, at(11) + timedelta(seconds=1)) == "сегодня до 17:00"
    assert until(CALENDAR, at(15, 30)) == "25 ноября до 11:00"


async def test_my_list_of_the_approver_holds_rumours_too(town: Phones) -> None:
    await rumour(town)
    await town.type("press", "/my")
    assert "№ 1" in (await shown(town.town, "my")).html
