"""«Разъяснить» is walked from the card to the answer, and closing as explained asks first."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.config.seed import seed
from handlers.kit.buttons import Menu, Press
from incidents.answers.facts import FactKind
from incidents.answers.values import AnswerKind, AnswerState
from incidents.desk.answers import templates
from incidents.incident import ClosingOutcome, Incident, Status
from incidents.reading import Kind
from tests.kit.approvals import labels, read
from tests.kit.desk_town import konakovo
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.previews import sends
from tests.kit.promises import all_of, latest, published
from tests.kit.screens import card, menu
from tests.kit.tdlib import parse
from tests.kit.values.samples import place

EXPLAINED = ClosingOutcome.EXPLAINED


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as desk:
        await seed(desk.town.storage, konakovo())
        yield desk


async def opened(desk: Phones) -> Incident:
    asks = "Когда отремонтируют дорогу на Белавинской и почему её нет в программе?"
    return await desk.town.open(asks, topic="roads_repair", group="roads", main=place("Конаково", "Белавинская"))


async def test_three_taps_and_a_dash_explain_and_the_card_is_offered_to_be_closed_so(desk: Phones) -> None:
    incident = await opened(desk)
    await desk.press("ann", card(incident, Press.ANSWER))
    assert labels(await read(desk, "ask_answer", "ann"))[2] == ["Разъяснить", "Шаблон"]
    await desk.press("ann", menu(incident, Menu.FACT, FactKind.EXPLAINED))
    asked = parse((await read(desk, "ask_template_fields", "ann")).html)
    for line in (
        "1. Что сказать именно об этом случае?",
        "2. По какому закону или плану?",
        "3. Где это прочесть?",
        "4. К какому дню по плану?",
    ):
        assert line in asked
    await desk.type("ann", "-")
    draft = await latest(desk, incident)
    assert (draft.kind, draft.state) == (AnswerKind.FINAL, AnswerState.DRAFT)
    assert draft.text.startswith("Здравствуйте! Улицы обычно выбирают по таким признакам")
    assert "Список:" not in draft.text and "по плану" not in draft.text
    preview = parse((await read(desk, "answer", "ann")).html)  # and no photo is asked for
    assert "Нет даты" not in preview and "Номер закона" not in preview
    await desk.press("ann", await sends(desk.town, draft.id))
    await published(desk, await latest(desk, incident))
    offered = await read(desk, "closing_offered", "ann")
    assert parse(offered.html).startswith("Разъяснение вышло")
    assert labels(offered) == [["Закрыть", "Оставить"]]
    await desk.press("ann", offered.rows[0][0].data or "")
    closed = await desk.town.incident(incident.id)
    assert (closed.status, closed.outcome) == (Status.CLOSED, EXPLAINED)
    async with desk.town.storage.transaction() as tx:
        (fact,) = await tx.facts.of(incident.id)
    assert (fact.kind, fact.day) == (FactKind.EXPLAINED, None)


async def test_what_is_typed_stands_in_the_answer_and_a_plans_day_is_no_promise_of_ours(desk: Phones) -> None:
    incident = await opened(desk)
    await desk.press("ann", menu(incident, Menu.FACT, FactKind.EXPLAINED))
    await desk.type("ann", "Проект по Белавинской готов\nпрограмма дорог округа\n-\nв июле 2027")
    draft = await latest(desk, incident)
    assert draft.text.startswith("Здравствуйте! Проект по Белавинской готов. Улицы обычно выбирают")
    assert "Список: программа дорог округа. Ваша улица по плану: до 31 июля 2027 года. Обследует её" in draft.text
    await published(desk, await desk.town.send(draft.id, "ann"))
    assert await all_of(desk, incident) == []


async def test_closing_as_explained_without_an_answer_asks_and_can_still_be_done(desk: Phones) -> None:
    incident = await opened(desk)
    await desk.press("ann", menu(incident, Menu.CLOSE, EXPLAINED), message_id=60)
    asked = await read(desk, "menu_unanswered", "ann")
    assert parse(asked.html).startswith("Жителю ещё не ответили. Разъяснить сейчас?")
    assert (await desk.town.incident(incident.id)).status is not Status.CLOSED
    await desk.press("ann", asked.rows[1][0].data or "", message_id=60)
    closed = await desk.town.incident(incident.id)
    assert (closed.status, closed.outcome) == (Status.CLOSED, EXPLAINED)


async def test_explaining_begun_from_that_question_in_a_group_goes_on_in_private(desk: Phones) -> None:
    incident = await opened(desk)
    await desk.press("ann", menu(incident, Menu.CLOSE, EXPLAINED), chat=GROUP)
    assert await desk.press("ann", menu(incident, Menu.FACT, FactKind.EXPLAINED), chat=GROUP) == "Продолжим в личном чате с ботом"


@pytest.mark.parametrize("choice", ["", "done~", "burnt", "done"])
async def test_a_forged_choice_of_that_question_closes_nothing(desk: Phones, choice: str) -> None:
    incident = await opened(desk)
    await desk.press("ann", menu(incident, Menu.CLOSE_UNANSWERED, choice))
    assert (await desk.town.incident(incident.id)).status is not Status.CLOSED


async def test_whoever_may_not_close_is_refused_and_not_asked(desk: Phones) -> None:
    incident = await opened(desk)
    assert "другого отдела" in str(await desk.press("olga", menu(incident, Menu.CLOSE, EXPLAINED)))
    assert "menu_unanswered" not in {row.code for row in await desk.town.rows()}


async def test_a_wish_can_be_explained_too(desk: Phones) -> None:
    incident = await desk.town.open("Предлагаю провести газ", kind=Kind.SUGGESTION)
    await desk.press("ann", card(incident, Press.FACTS))
    assert labels(await read(desk, "menu_fact", "ann"))[-1] == ["Разъяснить", "Назад"]


async def test_another_explanation_is_offered_chosen_by_a_tap_and_stays_the_answers(desk: Phones) -> None:
    incident = await opened(desk)
    await desk.press("ann", menu(incident, Menu.FACT, FactKind.EXPLAINED))
    asked = await read(desk, "ask_template_fields", "ann")
    assert "Житель спрашивает о другом? Выберите ниже" in asked.html
    assert len(asked.rows) == 3 and "Ремонт дорог" in [row[0].label for row in asked.rows]
    other = next(row[0] for row in asked.rows if row[0].label == "Ремонт дорог")
    await desk.press("ann", other.data or "")
    await desk.type("ann", "-")
    draft = await latest(desk, incident)
    assert draft.text.startswith("Здравствуйте! Как решают: полный ремонт дорог округа обычно идёт по программе")
    async with desk.town.storage.transaction() as tx:
        assert [fact.kind for fact in await tx.facts.of(incident.id)] == [FactKind.EXPLAINED]


@pytest.mark.parametrize("choice", ["explained~", "explained~x", "done~1", "explained~999999", "burnt~1"])
async def test_a_forged_explanation_is_the_nearest_one_or_nothing(desk: Phones, choice: str) -> None:
    incident = await opened(desk)
    await desk.press("ann", menu(incident, Menu.FACT, choice))
    rows = [row for row in await desk.town.rows() if row.code == "ask_template_fields"]
    assert len(rows) == (choice == "explained~999999")


async def test_a_running_base_is_offered_new_explanations_and_keeps_what_it_changed(desk: Phones) -> None:
    profile = konakovo()
    explains = [each for each in profile.templates if each.fact is FactKind.EXPLAINED]
    edited, renamed, off, deaf = (replace(each, id=0) for each in explains[1:5])
    async with desk.town.storage.transaction() as tx:
        ids = {each.title: each.id for each in await tx.templates.all()}
        boss, now = desk.town.who("coordinator"), desk.town.clock.now()
        await templates.edit(tx, ids[edited.title], "{привет} Свой текст. Ответит {кто}.", by=boss, now=now)
        await templates.retitle(tx, ids[renamed.title], "Своё имя", by=boss, now=now)
        await templates.switch(tx, ids[off.title], active=False, by=boss, now=now)
        await tx.templates.save(replace(deaf, id=ids[deaf.title], text="Старое", asks=""))
        before = await tx.templates.all()
    fresh = replace(explains[1], title="Разъяснить: новое")
    for _ in range(2):  # the second start adds nothing
        await seed(desk.town.storage, replace(profile, templates=(*profile.templates, fresh)))
        async with desk.town.storage.transaction() as tx:
            after = await tx.templates.all()
        assert [each.title for each in after[len(before) :]] == ["Разъяснить: новое"]
        assert [replace(each, asks=deaf.asks) if each.id == ids[deaf.title] else each for each in before] == list(after[: len(before)])
