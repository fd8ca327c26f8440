"""«В плане с датой»: the card closes, the promise waits for its day. «Прошлый ответ» on a card that came back."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.renderer import Renderer
from handlers.kit.buttons import Day, Menu, Press
from handlers.promises.buttons import DoneHow
from incidents.answers.values import AnswerKind, AnswerState
from incidents.incident import Act, ClosingOutcome, Event, Incident, Status, Untold
from incidents.promises.values import PromiseState
from tests.kit.approvals import labels, read
from tests.kit.desk_town import konakovo
from tests.kit.phones import Phones, phones
from tests.kit.promises import all_of, card, choose, later, latest, press, promising, published
from tests.kit.tdlib import parse

PLAIN = "Здравствуйте! Тротуар в план внесли, отвечает отдел дорожного хозяйства."


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def now_is(town: Phones, incident: Incident) -> Incident:
    return await town.town.incident(incident.id)


async def events(town: Phones, incident: Incident) -> list[Event]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.log.of(incident.id))


async def planned(town: Phones, choice: str = Day.WEEK) -> Incident:
    incident = await promising(town, PLAIN)
    await choose(town, Menu.CLOSE, incident, ClosingOutcome.PLANNED)
    await choose(town, Menu.PLAN, incident, choice)
    return await now_is(town, incident)


async def test_a_plan_without_a_day_in_the_answer_asks_for_one_and_keeps_it(town: Phones) -> None:
    incident = await promising(town, PLAIN)
    await choose(town, Menu.CLOSE, incident, ClosingOutcome.PLANNED)
    asked = await read(town, "menu_plan")
    assert labels(asked) == [["До пятницы", "Через неделю"], ["Через месяц", "Дата…"], ["Назад"]]
    parse(asked.html)
    assert (await now_is(town, incident)).status is Status.ANSWERED
    toast = await choose(town, Menu.PLAN, incident, Day.WEEK)
    assert toast == "Закрыто: в плане до 1 декабря. Напомним утром того дня"
    after = await now_is(town, incident)
    assert (after.status, after.outcome) == (Status.CLOSED, ClosingOutcome.PLANNED)
    assert [(each.due, each.state) for each in await all_of(town, incident)] == [(date(2026, 12, 1), PromiseState.OPEN)]
    assert "Обещано до <b>1 декабря</b>. Напомним 1-го в 9:00" in await card(town, incident)


async def test_a_typed_day_closes_too_and_a_day_that_has_passed_changes_nothing(town: Phones) -> None:
    incident = await planned(town, Day.TYPED)
    assert incident.status is Status.ANSWERED
    parse((await read(town, "ask_plan_day")).html)
    await town.type("ann", "20 ноября")
    assert (await now_is(town, incident)).status is Status.ANSWERED
    await town.type("ann", "18 декабря")
    assert (await now_is(town, incident)).status is Status.CLOSED
    assert "<b>Закрыто: в плане до 18 декабря</b>" in (await read(town, "planned")).html


async def test_a_day_that_the_answer_named_is_not_asked_again(town: Phones) -> None:
    incident = await promising(town)
    await choose(town, Menu.CLOSE, incident, ClosingOutcome.PLANNED)
    assert (await now_is(town, incident)).status is Status.CLOSED
    assert [(each.due, each.state) for each in await all_of(town, incident)] == [(date(2026, 11, 25), PromiseState.OPEN)]


async def test_nothing_is_planned_behind_the_residents_back(town: Phones) -> None:
    incident = await town.town.open()
    toast = await choose(town, Menu.CLOSE, incident, ClosingOutcome.PLANNED)
    assert toast == "Жителю ещё не ответили. Сначала ответьте, что и когда сделаем, потом закройте «в плане с датой»"
    assert (await now_is(town, incident)).status is Status.ASSIGNED


async def test_a_forged_close_without_a_day_is_refused_and_a_forged_day_too(town: Phones) -> None:
    incident = await promising(town, PLAIN)
    with pytest.raises(Exception, match="день плана"):
        await town.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.PLANNED)
    with pytest.raises(Exception, match="уже настал"):
        await town.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.PLANNED, day=date(2026, 11, 24))
    assert (await now_is(town, incident)).status is Status.ANSWERED


async def test_its_morning_reminds_and_done_is_told_from_the_closed_card(town: Phones) -> None:
    incident = await planned(town)
    await town.town.sweep_outbox()
    await later(town, days=7)
    assert await town.town.says("promise_today") == [("promise_today", town.user("ann"))]
    await press(town, Press.PROMISE_DONE, incident)
    assert labels(await read(town, "menu_pdone"))[0] == ["Написать жителю"]
    await choose(town, Menu.PROMISE_DONE, incident, DoneHow.WRITE)
    said = await latest(town, incident)
    assert (said.kind, said.state) == (AnswerKind.AFTER, AnswerState.DRAFT)
    await town.town.send(said.id, "ann")
    await published(town, await latest(town, incident))
    after = await now_is(town, incident)
    assert (after.status, after.outcome, after.answered_at) == (Status.CLOSED, ClosingOutcome.DONE, incident.answered_at)
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.KEPT]
    assert "✅ <b>Сделано:</b>" in await card(town, incident)


async def test_done_without_a_word_keeps_the_card_closed(town: Phones) -> None:
    incident = await planned(town)
    await press(town, Press.PROMISE_DONE, incident)
    assert await choose(town, Menu.PROMISE_DONE, incident, Untold.NOWHERE) == "Отметили: сделано"
    after = await now_is(town, incident)
    assert (after.status, after.outcome, after.untold) == (Status.CLOSED, ClosingOutcome.DONE, Untold.NOWHERE)
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.OPEN]
    assert "жителю не написали" in (await events(town, incident))[-1].because


async def test_a_new_day_moves_the_plan_when_it_stands_under_the_post(town: Phones) -> None:
    incident = await planned(town)
    await press(town, Press.PROMISE_DATE, incident)
    await choose(town, Menu.PROMISE_DATE, incident, Day.TYPED)
    await town.type("ann", "18 декабря")
    said = await latest(town, incident)
    assert said.kind is AnswerKind.AFTER
    await town.town.send(said.id, "ann")
    await published(town, await latest(town, incident))
    assert [(each.due, each.state) for each in await all_of(town, incident)] == [
        (date(2026, 12, 1), PromiseState.MOVED),
        (date(2026, 12, 18), PromiseState.OPEN),
    ]
    assert (await now_is(town, incident)).status is Status.CLOSED


async def test_a_plan_that_nobody_kept_is_broken_and_counted_on_the_closed_card(town: Phones) -> None:
    incident = await planned(town)
    await later(town, days=8)
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.BROKEN]
    assert "Обещали до <b>1 декабря</b>, <b>срок прошёл</b>" in await card(town, incident)
    now = town.town.clock.now()
    async with town.town.storage.transaction() as tx:
        assert await tx.figures.count_broken(incident.opened_at, now.replace(hour=23)) == 1


async def test_the_former_answer_tells_what_was_promised_and_what_came_of_it(town: Phones) -> None:
    incident = await promising(town)
    await town.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.EXPLAINED)
    town.town.clock.move(days=3)
    await town.town.act(incident.id, Act.REOPEN, "coordinator")
    await town.town.sweep_outbox()
    await press(town, Press.FORMER, incident)
    shown = await read(town, "menu_former")
    assert shown.html.startswith("<b>Прошлый ответ</b> 24 ноября в 9:14\nВода на дороге")
    assert "До 25 ноября откачаем воду и прочистим трубу" in shown.html
    assert "Обещали до 25 ноября: откачаем воду и прочистим трубу. Что вышло: выполнение не отмечали" in shown.html
    assert "Закрыли 24 ноября: разъяснили" in shown.html
    assert "Вернули в 9:14: вернули в работу: координатор" in shown.html
    assert labels(shown) == [["Открыть ответ", "Назад"]]
    parse(shown.html)
    assert await choose(town, Menu.FORMER, incident, "") is None


async def test_without_an_answer_there_is_no_former_one(town: Phones) -> None:
    incident = await town.town.open()
    assert await press(town, Press.FORMER, incident) == "Прошлого ответа нет: жителю здесь ещё не отвечали"
    async with town.town.storage.transaction() as tx:
        assert "Прошлый ответ" not in str(
            (await Renderer(konakovo()).card(tx, incident.id, town.user("ann"), now=town.town.clock.now())).rows
        )


async def test_closing_taken_back_puts_the_promises_back_too(town: Phones) -> None:
    incident = await planned(town)
    assert await press(town, Press.UNDO, incident)
    assert (await now_is(town, incident)).status is Status.ANSWERED
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.DROPPED]
    other = await promising(town)
    await town.town.act(other.id, Act.CLOSE, "ann", outcome=ClosingOutcome.EXPLAINED)
    await press(town, Press.UNDO, other)
    assert [(each.state, each.settled_at) for each in await all_of(town, other)][-1] == (PromiseState.OPEN, None)


async def test_a_plan_after_a_broken_promise_moves_it(town: Phones) -> None:
    incident = await promising(town)
    await later(town, days=2)
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.BROKEN]
    await choose(town, Menu.CLOSE, incident, ClosingOutcome.PLANNED)
    await choose(town, Menu.PLAN, incident, Day.WEEK)
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.MOVED, PromiseState.OPEN]
    assert await choose(town, Menu.PLAN, incident, "forged")
