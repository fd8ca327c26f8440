"""Several departments, one answer: the coordinator marks whom to ask, they give facts, the collector hears when all are there."""

from collections.abc import AsyncIterator

import pytest

from handlers.acts.buttons import OLD
from handlers.acts.together.coexecutors import NO_COLLECTOR
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from incidents.acts.coexecutors import CoExecutor
from incidents.errors import NotFound
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import Act, ClosingOutcome, Incident, Untold
from tests.kit.desk_town import HOUSING, ROADS, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.said import card, messages, said
from tests.kit.values.samples import place

OTHERS = [each.id for each in sorted(konakovo().departments, key=lambda each: each.id) if each.id != ROADS]
MARK = f"{1 << OTHERS.index(HOUSING):x}.{len(OTHERS)}.0"


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as made:
        yield made


async def open_one(desk: Phones) -> Incident:
    incident = await desk.town.open("На Белавинской вода стоит, а в доме холодно")
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await desk.town.sweep_outbox()
    return await desk.town.incident(incident.id)


async def press(desk: Phones, what: Press, id: IncidentId, by: str = "coordinator") -> str | None:
    return await desk.press(by, CardButton(press=what, incident=id))


async def choose(desk: Phones, id: IncidentId, choice: str, by: str = "coordinator") -> str | None:
    return await desk.press(by, MenuButton(menu=Menu.CO, incident=id, choice=choice))


async def asked(desk: Phones, id: IncidentId) -> dict[DepartmentId, CoExecutor]:
    async with desk.town.storage.transaction() as tx:
        return {each.department_id: each for each in await tx.co_executors.of(id)}


async def test_marked_departments_get_the_card_and_give_facts_and_the_collector_hears_it(desk: Phones) -> None:
    incident = await open_one(desk)
    await press(desk, Press.COEXECUTOR, incident.id)
    ((code, text),) = await said(desk.town)
    assert code == "menu_co" and "Жителю выйдет один ответ, собирает отдел дорожного хозяйства" in text
    await choose(desk, incident.id, MARK)
    ((_, menu),) = await messages(desk.town)
    assert "Спросить отмеченных" in [button.label for row in menu.rows for button in row]
    assert await choose(desk, incident.id, f"ok{MARK}") == "Ждём факты: отдел ЖКХ"
    assert desk.town.chat("olga") in await desk.town.cards(incident.id)
    theirs, buttons = await card(desk.town, incident.id, "olga")
    assert "Нужны ваши факты до 12:14. Ответ жителю соберёт отдел дорожного хозяйства" in theirs
    assert buttons == ["Дать факты", "Заметка своим", "Открыть пост", "История"]
    assert "Отдел ЖКХ, ждём до 12:14" in (await card(desk.town, incident.id, "ann"))[0]
    await desk.town.sweep_outbox()

    await press(desk, Press.CO_FACTS, incident.id, by="olga")
    ((code, text),) = await said(desk.town)
    assert code == "ask_co_facts" and "а в доме холодно" in text
    await desk.type("olga", "Давление подняли в 11:00, батареи прогреются к вечеру")
    found = await said(desk.town)
    assert [code for code, _ in found] == ["co_ready", "co_kept"]
    assert "Отдел ЖКХ: «Давление подняли в 11:00" in found[0][1]
    mine, _ = await card(desk.town, incident.id, "ann")
    assert "Отдел ЖКХ, факты есть ✓: «Давление подняли в 11:00, батареи прогреются к вечеру»" in mine
    assert "Ваши факты получены" in (await card(desk.town, incident.id, "olga"))[0]
    assert (await desk.town.acts(incident.id))[-2:] == [Act.COLLECT, Act.FACTS]


async def test_a_co_executor_may_neither_answer_nor_close_and_may_correct_their_facts(desk: Phones) -> None:
    incident = await open_one(desk)
    await choose(desk, incident.id, f"ok{MARK}")
    for what in (Press.ANSWER, Press.ACCEPT, Press.RETURN, Press.CLOSE):
        assert "Нажмите «Дать факты»" in (await press(desk, what, incident.id, by="olga") or "")
    for words in ("Починим", "Починили"):
        await desk.town.act(incident.id, Act.FACTS, "olga", words=words)
    assert (await asked(desk, incident.id))[HOUSING].facts == "Починили"
    await desk.town.sweep_outbox()
    await desk.town.act(incident.id, Act.FACTS, "olga", words="Починили совсем")
    assert await desk.town.says("co_ready") == []


async def test_who_was_asked_by_mistake_is_asked_no_more_but_what_was_said_stays(desk: Phones) -> None:
    incident = await open_one(desk)
    await choose(desk, incident.id, f"ok{MARK}")
    empty = f"ok0.{len(OTHERS)}.0"
    assert await choose(desk, incident.id, empty) == "Соисполнителей стало меньше"
    assert await asked(desk, incident.id) == {} and (await desk.town.incident(incident.id)).co_departments == ()
    await choose(desk, incident.id, f"ok{MARK}")
    await desk.town.act(incident.id, Act.FACTS, "olga", words="Починили")
    assert await choose(desk, incident.id, empty) == "Так уже и есть"
    assert list(await asked(desk, incident.id)) == [HOUSING]


async def test_bad_choices_are_refused_with_a_sentence_and_nothing_changes(desk: Phones) -> None:
    incident = await open_one(desk)
    assert await press(desk, Press.COEXECUTOR, incident.id, by="ann") == "Это решает координатор. Напишите ему, он поможет"
    assert await choose(desk, incident.id, "ok1.2.0") == OLD
    nobody = next(n for n, each in enumerate(OTHERS) if each != HOUSING)
    assert "пока никого нет" in (await choose(desk, incident.id, f"ok{1 << nobody:x}.{len(OTHERS)}.0") or "")
    with pytest.raises(NotFound):
        await desk.town.act(incident.id, Act.COLLECT, "coordinator", departments=frozenset({DepartmentId("nowhere")}))
    assert "не ждут" in (await press(desk, Press.CO_FACTS, incident.id, by="ann") or "")
    assert await asked(desk, incident.id) == {}
    lost = await desk.town.open("В Кимрах темно", outside=True, main=place("Кимры"))
    assert await press(desk, Press.COEXECUTOR, lost.id) == NO_COLLECTOR


async def test_facts_are_held_to_a_size_and_the_question_stays_open(desk: Phones) -> None:
    incident = await open_one(desk)
    await choose(desk, incident.id, f"ok{MARK}")
    await desk.town.sweep_outbox()
    await press(desk, Press.CO_FACTS, incident.id, by="olga")
    await said(desk.town)
    await desk.type("olga", "я" * 5000)
    assert "поместится 600 знаков" in (await said(desk.town))[0][1]
    await desk.type("olga", "Починили")
    assert (await asked(desk, incident.id))[HOUSING].facts == "Починили"


async def test_a_closed_card_asks_nobody_for_facts(desk: Phones) -> None:
    incident = await open_one(desk)
    await choose(desk, incident.id, f"ok{MARK}")
    await desk.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    text, buttons = await card(desk.town, incident.id, "olga")
    assert "Нужны ваши факты" not in text and "Дать факты" not in buttons
    assert await press(desk, Press.CO_FACTS, incident.id, by="olga") is not None
    assert (await asked(desk, incident.id))[HOUSING].facts is None
