"""Promises in the desk and in the chat: made by what is published, reminded on their morning, kept, moved, broken."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.config.seed import seed
from bot.ticks.schedule import TICKS
from collectors.networks import NETWORKS
from handlers.kit.buttons import Day, Menu, Press
from handlers.promises.buttons import DoneHow
from incidents.acts.delays import Delay, DelayReason
from incidents.advice.check_draft import advice_on
from incidents.answers.facts import Fact, FactKind
from incidents.answers.values import AnswerKind, AnswerState
from incidents.desk.answers import draft_answer
from incidents.desk.answers.promise_words import tell_moved
from incidents.desk.people.staff import change_role
from incidents.errors import DomainError, WrongStep
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome, Event, Incident, Status, Untold
from incidents.official import Role
from incidents.posts import COPIED, Network
from incidents.promises.lookups import broken_before
from incidents.promises.values import PromiseState
from incidents.sources.networks import Answers
from tests.kit.approvals import labels, read
from tests.kit.desk_town import HOUSING, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.promises import WORDS, all_of, card, choose, later, latest, press, promising, published
from tests.kit.values.samples import place, reading


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def test_what_is_published_is_promised_and_a_text_without_a_day_is_not(town: Phones) -> None:
    incident = await promising(town)
    (made,) = await all_of(town, incident)
    assert (made.due, made.words, made.state) == (date(2026, 11, 25), "откачаем воду и прочистим трубу", PromiseState.OPEN)
    assert (made.official_id, made.department_id) == (town.town.who("ann").id, "roads")
    assert "Обещано до <b>25 ноября</b>: откачаем воду и прочистим трубу. Напомним 25-го в 9:00" in await card(town, incident)


async def test_the_morning_reminds_the_author_once(town: Phones) -> None:
    incident = await promising(town)
    await later(town, hours=23)
    assert await town.town.says("promise_today") == []
    await later(town, minutes=50)
    await later(town, minutes=1)
    assert await town.town.says("promise_today") == [("promise_today", town.user("ann"))]
    r11 = await read(town, "promise_today")
    assert r11.html.startswith("<b>Сегодня обещали:</b> откачаем воду и прочистим трубу · вода на дороге")
    assert labels(r11) == [["Сделано", "Новый срок"]]
    assert (await all_of(town, incident))[0].reminded_at is not None


async def test_a_promise_for_the_very_day_is_reminded_before_the_evening(town: Phones) -> None:
    await promising(town, "Здравствуйте! Сегодня откачаем воду.")
    await later(town, hours=6)
    assert await town.town.says("promise_today") == []
    await later(town, hours=1)
    assert len(await town.town.says("promise_today")) == 1


async def test_whoever_holds_it_is_reminded_where_the_author_has_left(town: Phones) -> None:
    await promising(town)
    async with town.town.storage.transaction() as tx:
        await tx.officials.set_reachable(town.user("ann"), reachable=False)
    await later(town, hours=24)
    assert await town.town.says("promise_today") == [("promise_today", town.user("coordinator"))]


async def test_whoever_moved_to_another_department_is_not_reminded_of_its_promise(town: Phones) -> None:
    await promising(town)
    desk = town.town
    async with desk.storage.transaction() as tx:
        by = desk.who("coordinator")
        await change_role(tx, desk.policy, desk.who("ann").id, Role.EXECUTOR, HOUSING, by=by, now=desk.clock.now())
    await later(town, hours=24)
    assert await desk.says("promise_today") == [("promise_today", town.user("coordinator"))]


async def test_the_end_of_the_day_breaks_it_and_the_head_and_the_next_card_know(town: Phones) -> None:
    incident = await promising(town)
    since = town.town.clock.now()
    await later(town, hours=39)
    (made,) = await all_of(town, incident)
    assert made.state is PromiseState.BROKEN
    assert "обещали до 25 ноября, срок прошёл" in [event.because for event in await _events(town, incident)]
    assert "Обещали до <b>25 ноября</b>: откачаем воду и прочистим трубу, <b>срок прошёл</b>" in await card(town, incident)
    async with town.town.storage.transaction() as tx:
        assert await tx.figures.count_broken(since, town.town.clock.now().replace(hour=23)) == 1
        assert await tx.figures.count_due(date(2026, 11, 25)) == 0
        broken = await tx.promises.broken_at(incident.place, incident.topic)
        assert broken is not None and broken.id == made.id
        assert await tx.promises.broken_at(incident.place, "other") is None
        assert await tx.promises.broken_at(place("Конаково"), incident.topic) is None
    await later(town, hours=1)
    assert len(await all_of(town, incident)) == 1


async def _events(town: Phones, incident: Incident) -> list[Event]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.log.of(incident.id))


async def test_done_writes_to_the_resident_in_our_own_words_and_is_kept_when_they_stand_there(town: Phones) -> None:
    incident = await promising(town)
    town.town.clock.move(minutes=5)
    await press(town, Press.PROMISE_DONE, incident)
    assert labels(await read(town, "menu_pdone"))[0] == ["Написать жителю"]
    await choose(town, Menu.PROMISE_DONE, incident, DoneHow.WRITE)
    assert (await all_of(town, incident))[0].state is PromiseState.OPEN
    draft = await latest(town, incident)
    assert (draft.state, draft.kind) == (AnswerState.DRAFT, AnswerKind.FINAL)
    assert "24 ноября мы обещали: «откачаем воду и прочистим трубу». Сделали. Отвечает отдел дорожного хозяйства." in draft.text
    assert labels(await read(town, "answer", "ann"))[0][0] == "Отправить"
    await town.type("ann", "Здравствуйте! Прочистили.")
    assert (await latest(town, incident)).text == "Здравствуйте! Прочистили."
    await published(town, await town.town.send(draft.id, "ann"))
    assert (await all_of(town, incident))[0].state is PromiseState.KEPT
    assert await town.town.says("closing_offered") == [("closing_offered", town.user("ann"))]
    assert (await choose(town, Menu.CLOSE, incident, ClosingOutcome.DONE) or "").startswith("Закрыто")
    assert (await town.town.incident(incident.id)).untold is None
    assert await press(town, Press.PROMISE_DONE, incident) == "Открытого обещания здесь уже нет"


async def test_a_word_that_was_begun_and_thrown_away_keeps_nothing(town: Phones) -> None:
    incident = await promising(town)
    town.town.clock.move(minutes=5)
    await choose(town, Menu.PROMISE_DONE, incident, DoneHow.WRITE)
    town.town.clock.move(minutes=5)
    later_words = "Здравствуйте! Работу перенесли, до 27 ноября откачаем воду. Отвечает отдел дорожного хозяйства."
    await published(town, await town.town.sent(incident.id, "ann", later_words))
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.MOVED, PromiseState.OPEN]


async def test_an_older_menu_asks_why_nobody_writes(town: Phones) -> None:
    incident = await promising(town)
    assert await choose(town, Menu.PROMISE_DONE, incident, DoneHow.CLOSE) == "Почему не напишем? Выберите причину"
    assert (await town.town.incident(incident.id)).status is Status.ANSWERED
    assert labels(await read(town, "menu_pdone"))[1:3] == [["Сказали лично", "Пост удалили"], ["Писать некуда", "Другая причина"]]


async def test_done_and_not_told_closes_and_the_promise_waits_for_its_day_and_breaks(town: Phones) -> None:
    incident = await promising(town)
    assert (await choose(town, Menu.PROMISE_DONE, incident, Untold.SPOKEN) or "").startswith("Закрыто: сделано")
    after = await town.town.incident(incident.id)
    assert (after.status, after.outcome, after.untold) == (Status.CLOSED, ClosingOutcome.DONE, Untold.SPOKEN)
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.OPEN]
    shown = await card(town, incident)
    assert "О сделанном жителю не написали: сказали лично" in shown and "Обещано до <b>25 ноября</b>" in shown
    since = town.town.clock.now()
    await later(town, hours=24)
    r11 = await read(town, "promise_today")
    assert "Нажмите «Сделано» и «Написать жителю»" in r11.html and labels(r11) == [["Сделано"]]
    await later(town, hours=15)
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.BROKEN]
    async with town.town.storage.transaction() as tx:
        assert await tx.figures.count_broken(since, town.town.clock.now().replace(hour=23)) == 1
    await choose(town, Menu.PROMISE_DONE, incident, DoneHow.WRITE)
    said = await latest(town, incident)
    assert said.kind is AnswerKind.AFTER
    await published(town, await town.town.send(said.id, "ann"))
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.KEPT]
    assert (await town.town.incident(incident.id)).untold is None


@pytest.mark.parametrize("text", [WORDS, "Здравствуйте! Передали бригаде, спасибо. Отвечает отдел дорожного хозяйства."])
async def test_the_desk_closes_nothing_as_done_while_nobody_told_the_resident(town: Phones, text: str) -> None:
    incident = await promising(town, text)
    for who in ("ann", "coordinator"):
        with pytest.raises(WrongStep, match="Жителю ещё не сказали, что сделано"):
            await town.town.act(incident.id, Act.CLOSE, who, outcome=ClosingOutcome.DONE)
    with pytest.raises(DomainError, match="Сюда ответ пишет бот"):
        await town.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, by_hand=True)
    assert (await town.town.incident(incident.id)).status is Status.ANSWERED


@pytest.mark.parametrize("who", ["ann", "coordinator"])
async def test_each_door_asks_the_same_question(town: Phones, who: str) -> None:
    """«Закрыть» on the card, in «Ещё…», under the author's words: all open the menu of outcomes; the offer's own button chooses there."""
    incident = await promising(town)
    await press(town, Press.CLOSE, incident, who)
    assert any("Сделано" in row for row in labels(await read(town, "menu_close", who)))
    assert await choose(town, Menu.CLOSE, incident, ClosingOutcome.DONE, who) is None
    assert labels(await read(town, "menu_pdone", who))[0] == ["Написать жителю"]
    assert (await town.town.incident(incident.id)).status is Status.ANSWERED
    assert (await choose(town, Menu.PROMISE_DONE, incident, Untold.GONE, who) or "").startswith("Закрыто: сделано")
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.OPEN]


async def test_where_nothing_was_promised_the_word_is_written_by_the_fact(town: Phones) -> None:
    await seed(town.town.storage, konakovo())
    incident = await promising(town, "Здравствуйте! Передали бригаде, спасибо. Отвечает отдел дорожного хозяйства.")
    town.town.clock.move(minutes=5)
    await choose(town, Menu.CLOSE, incident, ClosingOutcome.DONE, "coordinator")
    await choose(town, Menu.PROMISE_DONE, incident, DoneHow.WRITE, "coordinator")
    draft = await latest(town, incident)
    assert (draft.state, "сделали 24 ноября. Воду откачали" in draft.text) == (AnswerState.DRAFT, True)
    await published(town, await town.town.send(draft.id, "coordinator"))
    assert (await choose(town, Menu.CLOSE, incident, ClosingOutcome.DONE, "coordinator") or "").startswith("Закрыто")


async def test_where_people_take_answers_by_hand_they_say_that_they_told_it(town: Phones) -> None:
    desk = town.town
    taken = await desk.take(await desk.write("Звонили: на Белавинской вода", network=Network.HAND, url=""), reading())
    assert taken.incident is not None
    incident = taken.incident
    await desk.act(incident.id, Act.ACCEPT, "ann")
    await published(town, await desk.sent(incident.id, "ann", WORDS))
    await choose(town, Menu.CLOSE, incident, ClosingOutcome.DONE)
    assert labels(await read(town, "menu_pdone"))[1][0] == "Сказали сами"
    assert (await choose(town, Menu.PROMISE_DONE, incident, DoneHow.SAID) or "").startswith("Закрыто: сделано")
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.KEPT]
    await press(town, Press.UNDO, incident)
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.OPEN]


def test_the_bot_writes_nothing_where_answers_are_copied() -> None:
    assert {each.network for each in NETWORKS if each.answers is Answers.COPIED} | {Network.HAND} == COPIED


async def test_an_answer_in_own_words_that_tells_the_deed_needs_no_other_word(town: Phones) -> None:
    incident = await promising(town)
    town.town.clock.move(hours=1)
    await published(town, await town.town.sent(incident.id, "ann", "Здравствуйте! Воду откачали, трубу прочистили. Отвечает отдел."))
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.OPEN]
    assert (await choose(town, Menu.CLOSE, incident, ClosingOutcome.DONE, "coordinator") or "").startswith("Закрыто")
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.KEPT]


async def test_what_was_told_before_it_came_back_is_told_anew(town: Phones) -> None:
    incident = await promising(town, "Здравствуйте! Воду откачали, трубу прочистили. Отвечает отдел.")
    assert (await choose(town, Menu.CLOSE, incident, ClosingOutcome.DONE) or "").startswith("Закрыто")
    town.town.clock.move(days=1)
    await town.town.act(incident.id, Act.REOPEN, "coordinator")
    with pytest.raises(WrongStep, match="Жителю ещё не сказали"):
        await town.town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE)


@pytest.mark.parametrize(
    ("closed", "state"),
    [
        ({"outcome": ClosingOutcome.DONE, "untold": Untold.OTHER}, PromiseState.OPEN),
        ({"outcome": ClosingOutcome.EXPLAINED}, PromiseState.DROPPED),
    ],
)
async def test_closing_and_the_promise(town: Phones, closed: dict[str, Any], state: PromiseState) -> None:
    incident = await promising(town)
    await town.town.act(incident.id, Act.CLOSE, "ann", **closed)
    assert (await all_of(town, incident))[0].state is state
    await press(town, Press.UNDO, incident)
    after = await town.town.incident(incident.id)
    assert (after.status, after.untold) == (Status.ANSWERED, None)
    assert [(each.state, each.settled_at) for each in await all_of(town, incident)] == [(PromiseState.OPEN, None)]


async def test_another_day_is_told_to_the_resident_and_moves_it_when_it_is_out(town: Phones) -> None:
    incident = await promising(town)
    await later(town, hours=40)
    async with town.town.storage.transaction() as tx:
        who, now = town.town.who("ann").id, town.town.clock.now()
        await tx.delays.add(Delay(id=0, incident_id=incident.id, by=who, at=now, reason=DelayReason.MACHINES))
    await press(town, Press.PROMISE_DATE, incident)
    assert labels(await read(town, "menu_pdate"))[0] == ["Завтра", "До пятницы"]
    await choose(town, Menu.PROMISE_DATE, incident, Day.FRIDAY)
    draft = await latest(town, incident)
    assert "Мы обещали «откачаем воду и прочистим трубу» до 25 ноября и не сделали, извините. Причина: нет техники." in draft.text
    assert "Новый срок: сделаем до 27 ноября, отвечает отдел дорожного хозяйства." in draft.text
    assert (await all_of(town, incident))[0].state is PromiseState.BROKEN
    await published(town, await town.town.send(draft.id, "ann"))
    old, new = await all_of(town, incident)
    assert (old.state, new.state, new.due, new.words) == (PromiseState.MOVED, PromiseState.OPEN, date(2026, 11, 27), old.words)
    assert (await town.town.incident(incident.id)).answered_at == incident.answered_at


async def test_an_answer_by_the_fact_done_keeps_the_promise_and_makes_no_other(town: Phones) -> None:
    incident = await promising(town)
    town.town.clock.move(hours=1)
    async with town.town.storage.transaction() as tx:
        who, now = town.town.who("ann").id, town.town.clock.now()
        await tx.facts.add(Fact(id=0, incident_id=incident.id, by=who, at=now, kind=FactKind.DONE))
    await published(town, await town.town.sent(incident.id, "ann", "Здравствуйте! Прочистили. 30 ноября проверим ещё раз. Отвечает отдел."))
    assert [each.state for each in await all_of(town, incident)] == [PromiseState.KEPT]


async def test_the_lint_knows_of_a_promise_that_was_broken_here_or_at_the_same_place(town: Phones) -> None:
    incident = await promising(town)
    await later(town, hours=40)
    today = date(2026, 11, 26)
    twin = replace(incident, id=IncidentId(99))
    async with town.town.storage.transaction() as tx:
        assert await broken_before(tx.promises, incident, today) == date(2026, 11, 25)
        assert await broken_before(tx.promises, twin, today) == date(2026, 11, 25)
        assert await broken_before(tx.promises, replace(twin, topic="other"), today) is None
        draft = await draft_answer.create_draft(
            tx, incident.id, "Здравствуйте! Завтра прочистим. Отвечает отдел.", by=town.town.who("ann"), guid="l", now=town.town.clock.now()
        )
        found = await advice_on(tx, town.town.policy, draft, now=town.town.clock.now(), limit=3000)
    assert "broken_promise" in [advice.code for advice in found.advice]


async def test_another_day_may_be_typed(town: Phones) -> None:
    incident = await promising(town)
    await choose(town, Menu.PROMISE_DATE, incident, Day.TYPED)
    await town.type("ann", "когда-нибудь")
    assert (await latest(town, incident)).state is AnswerState.PUBLISHED
    await town.type("ann", "30 ноября")
    assert "Срок меняется: обещали" in (await latest(town, incident)).text


async def test_a_stranger_to_the_card_and_a_forged_choice_change_nothing(town: Phones) -> None:
    incident = await promising(town)
    assert (await press(town, Press.PROMISE_DONE, incident, "olga") or "").startswith("Это карточка другого отдела")
    assert (await choose(town, Menu.PROMISE_DONE, incident, "write", "olga") or "").startswith("Это карточка другого отдела")
    assert (await choose(town, Menu.PROMISE_DONE, incident, "zzz") or "").startswith("Такого выбора больше нет")
    assert (await choose(town, Menu.PROMISE_DATE, incident, "zzz") or "").startswith("Такого выбора больше нет")
    assert (await all_of(town, incident))[0].state is PromiseState.OPEN


async def test_a_question_to_the_resident_promises_nothing(town: Phones) -> None:
    incident = await town.town.open()
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    async with town.town.storage.transaction() as tx:
        draft = await draft_answer.create_draft(
            tx, incident.id, WORDS, by=town.town.who("ann"), guid="q", now=town.town.clock.now(), kind=AnswerKind.CLARIFY
        )
    await published(town, await town.town.send(draft.id, "ann"))
    assert await all_of(town, incident) == []


async def test_a_promise_goes_with_the_incident_into_which_it_was_merged(town: Phones) -> None:
    incident = await promising(town)
    other = await town.town.open("Другое", topic="x", main=place("Редкино", "Гагарина"))
    async with town.town.storage.transaction() as tx:
        merged = replace(await tx.incidents.get(incident.id), status=Status.CLOSED, merged_into=other.id, closed_at=town.town.clock.now())
        await tx.incidents.save(
            merged,
            Event(
                act=Act.MERGE, at=town.town.clock.now(), by=None, because="одно", status_before=Status.ANSWERED, status_after=Status.CLOSED
            ),
        )
    await later(town, minutes=1)
    assert len(await all_of(town, other)) == 1


async def test_on_leave_the_deputy_is_reminded(town: Phones) -> None:
    await promising(town)
    async with town.town.storage.transaction() as tx:
        ann = replace(await tx.officials.get(town.town.who("ann").id), away=True, deputy_id=town.town.who("peter").id)
        await tx.officials.save(ann)
    await later(town, hours=24)
    assert await town.town.says("promise_today") == [("promise_today", town.user("peter"))]


def test_the_tick_is_scheduled() -> None:
    assert "promises" in TICKS


async def test_two_days_of_one_answer_are_two_promises_and_each_has_its_morning(town: Phones) -> None:
    incident = await promising(town, "Здравствуйте! Завтра до 12:00 откачаем воду. О ходе напишем здесь 15 декабря.")
    first, second = await all_of(town, incident)
    assert [(each.until, each.words) for each in (first, second)] == [
        ("25 ноября, 12:00", "откачаем воду"),
        ("15 декабря", "О ходе напишем здесь"),
    ]
    html = await card(town, incident)
    assert "Обещано до <b>25 ноября, 12:00</b>: откачаем воду. Напомним 25-го в 9:00" in html
    assert "Обещано до <b>15 декабря</b>: о ходе напишем здесь. Напомним 15-го в 9:00" in html
    await later(town, days=1)
    assert (await read(town, "promise_today", "ann")).html.startswith("<b>Сегодня до 12:00 обещали:</b> откачаем воду")
    await town.town.sweep_outbox()
    await later(town, days=20)
    assert (await read(town, "promise_today", "ann")).html.startswith("<b>Сегодня обещали:</b> о ходе напишем здесь")


async def test_a_new_day_moves_the_promise_that_it_speaks_of_and_no_other(town: Phones) -> None:
    incident = await promising(town, "Здравствуйте! Завтра откачаем воду. О ходе напишем здесь 15 декабря.")
    town.town.clock.move(minutes=5)
    async with town.town.storage.transaction() as tx:
        who = town.town.who("ann")
        draft = await tell_moved(tx, town.town.policy, incident.id, date(2026, 11, 27), by=who, guid="moved", now=town.town.clock.now())
    await published(town, await town.town.send(draft.id, "ann"))
    made = {(each.due.day, each.words): each.state for each in await all_of(town, incident)}
    assert made == {
        (25, "откачаем воду"): PromiseState.MOVED,
        (15, "О ходе напишем здесь"): PromiseState.OPEN,
        (27, "откачаем воду"): PromiseState.OPEN,
    }


async def test_a_new_day_that_is_promised_already_moves_the_promise_onto_it(town: Phones) -> None:
    incident = await promising(town, "Здравствуйте! Завтра откачаем воду. О ходе напишем здесь 30 ноября.")
    town.town.clock.move(minutes=5)
    async with town.town.storage.transaction() as tx:
        who = town.town.who("ann")
        draft = await tell_moved(tx, town.town.policy, incident.id, date(2026, 11, 30), by=who, guid="moved", now=town.town.clock.now())
    await published(town, await town.town.send(draft.id, "ann"))
    states = {each.due.day: each.state for each in await all_of(town, incident)}
    assert states == {25: PromiseState.MOVED, 30: PromiseState.OPEN}
