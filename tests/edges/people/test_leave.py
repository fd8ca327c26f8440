"""/leave in three presses or typed dates; the tick begins and ends it; what is held stays held and is seen by the deputy."""

from collections.abc import AsyncIterator

import pytest

from bot.renderer import Renderer
from bot.ticks.people import leaves
from bot.username import BotName
from handlers.people.buttons import LeaveButton, PeopleButton, PeopleDo
from incidents.incident import Act, Incident
from incidents.messenger import Message
from tests.kit.desk_town import konakovo
from tests.kit.phones import STICKER, Phones, phones
from tests.kit.tdlib import parse


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def said(town: Phones, code: str) -> Message:
    row = [row for row in await town.town.rows() if row.code == code][-1]
    async with town.town.storage.transaction() as tx:
        return await Renderer(konakovo(), BotName()).say(tx, row, now=town.town.clock.now())


async def text(town: Phones, code: str) -> str:
    return parse((await said(town, code)).html)


def step(town: Phones, choice: str, whom: str = "ann") -> LeaveButton:
    return LeaveButton(official=town.town.who(whom).id, choice=choice)


async def taken(town: Phones) -> Incident:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    return await town.town.incident(incident.id)


async def tick(town: Phones) -> None:
    await leaves(town.town.around())


async def card(town: Phones, incident: Incident, who: str) -> str:
    async with town.town.storage.transaction() as tx:
        return parse((await Renderer(konakovo()).card(tx, incident.id, town.user(who), now=town.town.clock.now())).html)


async def test_three_presses_put_an_official_on_leave_today(town: Phones) -> None:
    held = await taken(town)
    peter = town.town.who("peter").id
    await town.type("ann", "/leave")
    first = await said(town, "leave")
    assert parse(first.html) == "Отпуск: с какого дня?\nСейчас отпуск не записан"
    assert [[b.label for b in row] for row in first.rows] == [["Сегодня", "Завтра"], ["С понедельника", "Дата…"], ["Отмена"]]
    assert first.rows[1][0].data == step(town, "2026-11-30").pack()
    await town.press("ann", step(town, "2026-11-24"))
    assert "Когда снова на работу?" in await text(town, "leave_until")
    await town.press("ann", step(town, "2026-11-24/2026-12-07"))
    assert "Кто замещает?" in await text(town, "leave_deputy")
    await town.town.sweep_outbox()
    assert await town.press("ann", step(town, f"2026-11-24/2026-12-07/{peter}")) == "Записали"
    assert await text(town, "leave_began") == (
        "Вы в отпуске до 7 декабря. Ваш 1 вопрос у замещающего, обещания тоже. Хорошего отдыха, писать не будем\nВернулись раньше? /leave"
    )
    assert "Вы замещаете до 7 декабря: Исполнитель 1" in await text(town, "stands_in")
    assert "Замещает исполнитель 2" in await card(town, held, "peter")
    assert (await town.town.incident(held.id)).holder_id == town.town.who("ann").id
    fresh = await town.town.open("Другая яма", topic="roads_potholes")
    assert town.user("ann") not in await town.town.cards(fresh.id)
    assert town.user("peter") in await town.town.cards(fresh.id)


async def test_a_change_of_mind_leaves_all_as_it_was(town: Phones) -> None:
    peter = town.town.who("peter").id
    await town.press("ann", step(town, f"2026-11-30/2026-12-07/{peter}"))
    await town.press("ann", step(town, "new"))
    assert "Сейчас записан отпуск с 30 ноября до 7 декабря" in await text(town, "leave_since")
    assert await town.press("ann", step(town, "stop"), message_id=61) == "Ничего не изменили"
    (gone,) = [row for row in await town.town.rows() if row.code == "delete"]
    assert gone.params["edit"] == 61
    assert "Отпуск с 30 ноября до 7 декабря" in await shown_leave(town)


async def shown_leave(town: Phones) -> str:
    await town.type("ann", "/leave")
    return await text(town, "leave")


async def test_a_planned_leave_begins_and_ends_by_the_calendar_once(town: Phones) -> None:
    await taken(town)
    peter = town.town.who("peter").id
    await town.press("ann", step(town, f"2026-11-30/2026-12-07/{peter}"))
    assert "Отпуск записали: с 30 ноября до 7 декабря" in await text(town, "leave_planned")
    await town.town.sweep_outbox()
    await tick(town)
    assert await town.town.says() == []
    town.town.clock.move(days=6)
    await tick(town)
    await tick(town)
    assert [code for code, _ in await town.town.says()] == ["leave_began", "stands_in"]
    await town.town.sweep_outbox()
    town.town.clock.move(days=7)
    await tick(town)
    await tick(town)
    assert await town.town.says() == [("leave_over", town.user("ann")), ("stood_in", town.user("peter"))]
    assert "Отпуск закончился. Карточки и напоминания снова у вас. Ведёте 1 вопрос" in await text(town, "leave_over")
    assert "Замещать больше не нужно" in await text(town, "stood_in")


async def test_dates_are_typed_and_a_wrong_one_is_asked_again(town: Phones) -> None:
    await town.press("ann", step(town, "?"))
    assert "С какого дня отпуск?" in await text(town, "ask_leave_date")
    await town.type("ann", None, sticker=STICKER)
    await town.type("ann", "когда-нибудь")
    assert "Дату не разобрали" in await text(town, "refusal")
    await town.type("ann", "с 1 декабря")
    assert "Отпуск с 1 декабря" in await text(town, "leave_until")
    await town.press("ann", step(town, "2026-12-01/?"))
    await town.type("ann", "25.11")
    assert "вернуться позже" in await text(town, "refusal")
    await town.type("ann", "14 декабря")
    assert "С 1 декабря до 14 декабря" in await text(town, "leave_deputy")


async def test_an_official_arranges_only_their_own_and_a_coordinator_anyones(town: Phones) -> None:
    toast = await town.press("ann", step(town, "2026-11-24", "peter"))
    assert toast == "Отпуск коллеги отмечает координатор. Свой можно отметить командой /leave"
    peter = town.town.who("peter").id
    assert await town.press("coordinator", step(town, f"2026-11-24/2026-12-07/{peter}")) == "Записали"
    await town.press("coordinator", PeopleButton(do=PeopleDo.SHOW, official=town.town.who("ann").id, choice=""))
    assert "В отпуске до 7 декабря, замещает Исполнитель 2" in await text(town, "person")
    await town.type("coordinator", "/people")
    assert "в отпуске до 7 декабря" in await text(town, "people")
    await town.press("coordinator", step(town, ""))
    assert [b.label for row in (await said(town, "leave")).rows for b in row] == ["Вернуть на работу", "Изменить", "Назад"]


async def test_a_return_before_the_day_brings_everything_back(town: Phones) -> None:
    held = await taken(town)
    await town.press("ann", step(town, f"2026-11-24/2026-12-07/{town.town.who('peter').id}"))
    await town.town.sweep_outbox()
    assert await town.press("ann", step(town, "end")) == "Отпуска больше нет"
    assert town.user("ann") in await town.town.cards(held.id)
    assert "Замещает" not in await card(town, held, "ann")
    assert await town.press("ann", step(town, "end")) == "Так уже и есть"


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("2026-11-24/2026-11-24", "уже наступил"),
        ("2026-12-07/2026-12-01", "позже, чем уйти"),
        ("2026-11-24/2029-12-01", "больше года"),
        ("нет/2026-12-01", "Такого выбора больше нет"),
        ("2026-11-24/2026-12-07/ф", "Такого выбора больше нет"),
        ("2026-11-24/2026-12-07/404", "не может замещать"),
    ],
)
async def test_a_leave_that_cannot_be_is_refused_and_changes_nothing(town: Phones, choice: str, words: str) -> None:
    assert words in str(await town.press("ann", step(town, choice)))
    async with town.town.storage.transaction() as tx:
        assert (await tx.officials.get(town.town.who("ann").id)).away_until is None


async def test_one_on_leave_does_not_stand_in_and_a_deputy_who_leaves_is_told_of(town: Phones) -> None:
    ann, peter = (town.town.who(name).id for name in ("ann", "peter"))
    await town.press("ann", step(town, f"2026-11-24/2026-12-07/{peter}"))
    assert "сам в отпуске" in str(await town.press("chief", step(town, f"2026-11-24/2026-12-01/{ann}", "chief")))
    await town.press("coordinator", PeopleButton(do=PeopleDo.DISMISS, official=peter, choice="department"))
    assert "Замещать больше некому" in await text(town, "deputy_left")
    held = await town.town.open("Яма у моста", topic="roads_potholes")
    assert await town.town.cards(held.id) == {town.user("chief")}


async def test_the_heir_of_a_deputy_stands_in(town: Phones) -> None:
    ann, peter, chief = (town.town.who(name).id for name in ("ann", "peter", "chief"))
    await town.press("ann", step(town, f"2026-11-24/2026-12-07/{peter}"))
    await town.town.sweep_outbox()
    await town.press("coordinator", PeopleButton(do=PeopleDo.DISMISS, official=peter, choice=f"to{chief}"))
    assert await town.town.says("deputy_left") == []
    assert await town.town.says("stands_in") == [("stands_in", town.user("chief"))]
    async with town.town.storage.transaction() as tx:
        assert (await tx.officials.get(ann)).deputy_id == chief


async def test_whoever_is_on_leave_and_blocks_the_bot_is_still_represented(town: Phones) -> None:
    await town.press("ann", step(town, f"2026-11-24/2026-12-07/{town.town.who('peter').id}"))
    async with town.town.storage.transaction() as tx:
        await tx.officials.set_reachable(town.user("ann"), reachable=False)
    await town.town.sweep_outbox()
    fresh = await town.town.open("Ещё яма", topic="roads_potholes")
    assert town.user("peter") in await town.town.cards(fresh.id)
    await town.type("ann", "/my")  # and back: reachable again, still on leave
    async with town.town.storage.transaction() as tx:
        ann = await tx.officials.get(town.town.who("ann").id)
    assert (ann.reachable, ann.away) == (True, True)
    town.town.clock.move(days=13)
    await tick(town)
    async with town.town.storage.transaction() as tx:
        assert not (await tx.officials.get(ann.id)).away


async def test_whoever_was_dismissed_takes_no_leave_and_their_leave_is_over(town: Phones) -> None:
    ann, peter = town.town.who("ann").id, town.town.who("peter").id
    await town.press("ann", step(town, f"2026-11-24/2026-12-07/{peter}"))
    await town.press("coordinator", PeopleButton(do=PeopleDo.DISMISS, official=ann, choice="department"))
    async with town.town.storage.transaction() as tx:
        assert (await tx.officials.get(ann)).away_until is None
    toast = await town.press("coordinator", step(town, f"2026-11-24/2026-12-07/{peter}"))
    assert toast == "Этот человек больше не подключён. Список сотрудников: /people"


async def test_the_head_and_the_duty_have_deputies_too(town: Phones) -> None:
    boss = town.town.who("coordinator").id
    assert await town.press("duty", step(town, f"2026-11-24/2026-12-07/{boss}", "duty")) == "Записали"
    await town.press("duty", step(town, "new", "duty"))
    assert "с какого дня?" in await text(town, "leave_since")
    await town.press("duty", step(town, "end", "duty"))
    assert await town.town.says("leave_over") == [("leave_over", town.user("duty"))]
