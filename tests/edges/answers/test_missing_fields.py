"""What a template lacks is asked in one message: no answer goes out without its deed and its day."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest

from bot.config.seed import seed
from handlers.answers.buttons import FactDay
from handlers.kit.buttons import Menu, MenuButton
from incidents.answers.asked_fields import read_fields
from incidents.answers.facts import FactKind
from incidents.answers.templates import Template
from incidents.answers.values import Answer, AnswerKind
from incidents.desk.answers import draft_answer
from incidents.errors import DomainError
from incidents.incident import Incident
from incidents.promises.values import Promise, PromiseState, promised
from incidents.reading import MainPlace
from tests.kit.desk_town import DISTRICT, konakovo
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.said import said
from tests.kit.values.samples import place

TODAY = date(2026, 11, 24)
LIFT: dict[str, Any] = {"topic": "housing_stairwell", "group": "housing"}
NOWHERE = MainPlace()
VILLAGE = MainPlace(settlement="деревня Плоски", settlement_id="s-ploski")


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        await seed(town.town.storage, konakovo())
        yield town


async def pick(town: Phones, incident: Incident, menu: Menu, choice: str, by: str = "olga", **where: Any) -> str | None:  # Any: a chat
    return await town.press(by, MenuButton(menu=menu, incident=incident.id, choice=choice), **where)


async def answers(town: Phones, incident: Incident) -> list[Answer]:
    async with town.town.storage.transaction() as tx:
        return list(await tx.answers.of(incident.id))


async def last(town: Phones) -> tuple[str, str]:
    return (await said(town.town))[-1]


async def test_of_a_lift_the_bot_asks_what_was_done_and_invents_no_deed(town: Phones) -> None:
    incident = await town.town.open("Лифт стоит с пятницы", main=place("Конаково", "Белавинская"), **LIFT)
    await town.town.sweep_outbox()
    await pick(town, incident, Menu.FACT_DAY, f"{FactKind.DONE}~{FactDay.TODAY}")
    code, text = await last(town)
    assert code == "ask_template_fields"
    assert text.startswith("Что сделали?\n") and "‹что сделали›" in text and "{" not in text
    await town.type("olga", "-")
    assert "Без этого ответ пустой" in (await last(town))[1]
    assert await answers(town, incident) == []
    await town.type("olga", "Заменили плату, лифт ходит.")
    (draft,) = await answers(town, incident)
    assert "сделали 24 ноября. Заменили плату, лифт ходит. Отвечает отдел ЖКХ" in draft.text
    assert "подъезд" not in draft.text.lower()
    assert (await last(town))[0] == "answer_photo"
    async with town.town.storage.transaction() as tx:
        (fact,) = await tx.facts.of(incident.id)
    assert (fact.kind, fact.day) == (FactKind.DONE, TODAY)


async def test_a_promise_in_our_own_person_becomes_the_departments(town: Phones) -> None:
    incident = await town.town.open("Лифт стоит", main=place("Конаково", "Белавинская"), **LIFT)
    await pick(town, incident, Menu.FACT_DAY, f"{FactKind.BY_DATE}~{FactDay.TOMORROW}")
    await town.type("olga", "починим лифт и уберём этаж")
    (draft,) = await answers(town, incident)
    assert "До 25 ноября отдел ЖКХ починит лифт и уберёт этаж." in draft.text


@pytest.mark.parametrize(
    ("where", "begins"),
    [(NOWHERE, "Сделали 24 ноября."), (place("Конаково"), "Сделали 24 ноября."), (VILLAGE, "Деревня Плоски: сделали 24 ноября.")],
)
async def test_the_day_and_the_deed_survive_where_no_street_is_known(town: Phones, where: MainPlace, begins: str) -> None:
    incident = await town.town.open("Снег не чистят", topic="roads_snow", group="roads", main=where)
    await pick(town, incident, Menu.FACT_DAY, f"{FactKind.DONE}~{FactDay.TODAY}", by="coordinator")
    (draft,) = await answers(town, incident)
    assert draft.text.startswith(f"Здравствуйте! {begins} Снег убрали, дорогу посыпали.")


async def test_the_question_begun_in_a_group_goes_on_in_private(town: Phones) -> None:
    incident = await town.town.open("Лифт стоит", **LIFT)
    toast = await pick(town, incident, Menu.FACT_DAY, f"{FactKind.DONE}~{FactDay.TODAY}", chat=GROUP)
    assert toast == "Продолжим в личном чате с ботом"
    rows = [(row.code, row.chat_id) for row in await town.town.rows() if row.code in {"ask_template_fields", "delete"}]
    assert sorted(rows) == [("ask_template_fields", town.user("olga")), ("delete", GROUP)]


async def test_whoever_may_not_answer_is_refused_before_any_question(town: Phones) -> None:
    incident = await town.town.open("Лифт стоит", main=place("Конаково", "Белавинская"), **LIFT)
    assert "другого отдела" in str(await pick(town, incident, Menu.FACT_DAY, f"{FactKind.DONE}~{FactDay.TODAY}", by="ann"))
    assert "ask_template_fields" not in {row.code for row in await town.town.rows()}


async def promised_before(town: Phones, incident: Incident, words: str) -> None:
    draft = await town.town.draft(incident.id, "ann")
    async with town.town.storage.transaction() as tx:
        await draft_answer.drop(tx, draft.id, by=town.town.who("ann"))
        await tx.promises.add(
            Promise(
                id=0,
                district_id=DISTRICT,
                incident_id=incident.id,
                answer_id=draft.id,
                official_id=town.town.who("ann").id,
                department_id=None,
                due=date(2026, 11, 20),
                words=words,
                state=PromiseState.BROKEN,
                made_at=town.town.clock.now(),
            )
        )


async def test_an_answer_about_a_broken_promise_says_sorry_and_asks_for_the_reason_alone(town: Phones) -> None:
    incident = await town.town.open("Труба", topic="roads_drainage", group="roads", main=place("Конаково", "Белавинская"))
    await promised_before(town, incident, "прочистим трубу")
    async with town.town.storage.transaction() as tx:
        id = next(one.id for one in await tx.templates.all() if one.title == "Не сделали в срок")
    await town.town.sweep_outbox()
    await pick(town, incident, Menu.TEMPLATE_DAY, f"{id}~{FactDay.FRIDAY}", by="ann")
    code, text = await last(town)
    assert code == "ask_template_fields" and text.startswith("Почему так вышло?\n")
    await town.type("ann", "сломался насос")
    assert (await answers(town, incident))[-1].text == (
        "Здравствуйте! Мы обещали «прочистим трубу» до 20 ноября и не сделали, извините. Причина: сломался насос. "
        "Новый срок 27 ноября, отвечает отдел дорожного хозяйства. Накануне напишем здесь, как идёт дело."
    )


async def test_a_day_of_another_year_is_promised_with_its_year(town: Phones) -> None:
    incident = await town.town.open("Труба", topic="roads_drainage", group="roads", main=place("Конаково", "Белавинская"))
    await town.town.sweep_outbox()
    await pick(town, incident, Menu.FACT_DAY, f"{FactKind.BY_DATE}~{FactDay.TYPED}", by="ann")
    await town.type("ann", "1 декабря 2027")
    (draft,) = await answers(town, incident)
    assert "1 декабря 2027 года отдел дорожного хозяйства" in draft.text
    assert [each.due for each in promised(draft.text, today=TODAY)] == [date(2027, 12, 1)]


async def test_several_gaps_are_one_question_and_too_few_lines_lose_nothing(town: Phones) -> None:
    incident = await town.town.open("Труба", topic="roads_drainage", group="roads", main=place("Конаково", "Белавинская"))
    async with town.town.storage.transaction() as tx:
        made = await tx.templates.add(
            Template(
                id=0, title="Свой", text="{привет} Причина: {причина}. До {дата} {кто} {мера}. Подвоз: {место}.", kind=AnswerKind.INTERIM
            )
        )
    await town.town.sweep_outbox()
    await pick(town, incident, Menu.TEMPLATE_DAY, f"{made.id}~{FactDay.NONE}", by="ann")  # «Без даты» of an older menu
    code, text = await last(town)
    assert code == "ask_template_fields"
    for line in ("1. Почему так вышло?", "2. Какой день? Например: 25 ноября", "3. Где стоит подвоз?"):
        assert line in text
    await town.type("ann", "насос сломался")
    assert "Вопросов 3, а строк 1" in (await last(town))[1]
    await town.type("ann", "насос сломался\n31 ноября\nу школы")
    assert "Дня «31 ноября» не бывает" in (await last(town))[1]
    await town.type("ann", "1. насос сломался\n2. в пятницу\n3. —")
    (draft,) = await answers(town, incident)
    assert draft.text == (
        "Здравствуйте! Причина: насос сломался. До 27 ноября отдел дорожного хозяйства откачает воду и прочистит водоотвод."
    )
    assert draft.kind is AnswerKind.INTERIM


async def test_the_word_of_cancelling_ends_the_question_and_writes_nothing(town: Phones) -> None:
    incident = await town.town.open("Лифт стоит", **LIFT)
    await pick(town, incident, Menu.FACT_DAY, f"{FactKind.DONE}~{FactDay.TODAY}")
    await town.type("olga", "отмена")
    assert (await last(town))[0] == "asked_enough"
    assert await answers(town, incident) == []


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("мера", "откачаем воду.", "откачает воду"),
        ("мера", "передадим заявку и займёмся дорогой", "передаст заявку и займётся дорогой"),
        ("мера", "подрядчик откачает воду", "подрядчик откачает воду"),
        ("мера_мы", "откачает воду", "откачаем воду"),
        ("мера", "вывезем мусор, затем засыплем яму", "вывезет мусор, затем засыплет яму"),
        ("мера", "будем откачивать утром и днём", "будет откачивать утром и днём"),
        ("мера", "проверим подвал, причём сразу, и подъём воды", "проверит подвал, причём сразу, и подъём воды"),
        (
            "мера",
            "очистим трубу от песка и вручим акт соседним и нижним домам",
            "очистит трубу от песка и вручит акт соседним и нижним домам",
        ),
        ("мера", "заменим насос, устраним течь и уменьшим напор", "заменит насос, устранит течь и уменьшит напор"),
        ("мера_мы", "комитет откачает воду", "комитет откачает воду"),
        ("мера", "Откачает воду", "откачает воду"),
        ("причина", "Сломался насос", "сломался насос"),
        ("причина", "Техническая неисправность", "техническая неисправность"),
        ("причина", "КНС встала", "КНС встала"),
        ("причина", "Редкинский РЭС отключил линию", "Редкинский РЭС отключил линию"),
        ("организация", "Тверская генерация", "Тверская генерация"),
        ("дата_решения", "через неделю", "1 декабря"),
        ("дата", "1 декабря 2027", "1 декабря 2027 года"),
        ("что", "замена лампы", "замена лампы"),
        ("причина", "—", ""),
    ],
)
def test_a_typed_field_is_fitted_to_its_sentence(name: str, typed: str, kept: str) -> None:
    assert read_fields(typed, [name], today=TODAY) == {name: kept}


@pytest.mark.parametrize(("typed", "says"), [("когда-нибудь", "День не разобрали"), ("31 ноября", "не бывает"), ("-", "ответ пустой")])
def test_a_bad_day_is_refused_with_a_sentence_that_fits_a_toast(typed: str, says: str) -> None:
    with pytest.raises(DomainError, match=says) as error:
        read_fields(typed, ["дата"], today=TODAY)
    assert len(error.value.user_text) <= 200
