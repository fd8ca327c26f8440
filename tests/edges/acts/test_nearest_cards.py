"""«Ещё…» → «Это уже есть?»: the nearest open cards, one tap merges, «Вернуть» parts them with their own clocks."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from incidents.desk.outcome import note_event
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome, Incident, Untold
from incidents.messenger import Message
from incidents.posts import Network
from nlp.district_files import load_taxonomy
from nlp.reader import Reader
from tests.kit.desk_town import konakovo, put_post
from tests.kit.phones import Phones, phones
from tests.kit.said import messages
from tests.kit.screens import labels
from tests.kit.tdlib import parse

PIT = "У моста огромная дыра, колёса бьём"
CALM = (
    "На Лесной яма, пробил колесо",
    "Во дворе дома 4 на Садовой не горит фонарь",
    "Мусор не вывозят с пятницы, контейнеры полные",
)


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as made:
        yield made


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(None, load_taxonomy(konakovo().folder.parent / "taxonomy.csv"))


async def written(desk: Phones, reader: Reader, text: str) -> Incident:
    async with desk.town.storage.transaction() as tx:
        source = await tx.sources.add(Network.VK, text[:20], text[:20], None)
        post = await put_post(tx, source, next(desk.town.numbers), desk.town.clock.now(), text)
    incident = (await desk.town.take(post, reader.read(text, community=text[:20]))).incident
    assert incident is not None
    await desk.town.sweep_outbox()
    return incident


async def more(desk: Phones, id: IncidentId, by: str = "coordinator") -> Message:
    await desk.press(by, CardButton(press=Press.MORE, incident=id))
    ((_, menu),) = await messages(desk.town)
    return menu


async def near(desk: Phones, id: IncidentId, by: str = "coordinator") -> Message:
    """What «Это уже есть?» of «Ещё…» shows."""
    (data,) = (each.data for row in (await more(desk, id, by)).rows for each in row if each.label == "Это уже есть?")
    assert data is not None
    await desk.press(by, data)
    ((code, menu),) = await messages(desk.town)
    assert code == "menu_near"
    parse(menu.html)
    return menu


async def tap(desk: Phones, mine: Incident, into: Incident, by: str = "coordinator") -> str | None:
    return await desk.press(by, MenuButton(menu=Menu.NEAR, incident=mine.id, choice=str(into.id)))


async def test_a_tap_merges_and_taking_it_back_gives_both_their_own_clocks(desk: Phones, reader: Reader) -> None:
    mine = await written(desk, reader, PIT)
    desk.town.clock.moment += timedelta(hours=20)
    for text in CALM:
        await written(desk, reader, text)
    known = await written(desk, reader, "Почему никто не заделает провал на въезде к переправе, вчера машина застряла")
    assert known.id != mine.id and known.answer_by is not None and mine.answer_by is not None and known.answer_by > mine.answer_by
    desk.town.clock.moment += timedelta(hours=3)
    menu = await near(desk, mine.id)
    assert len(labels(menu)) == 4 and f"Объединить с № {known.number}" in labels(menu) and labels(menu)[-1] == "Назад"
    (line,) = (each for each in menu.html.splitlines() if each.startswith(f"№ {known.number}: "))
    assert line.endswith(", 3 часа назад, 1 сообщение")
    (data,) = (row[0].data for row in menu.rows if row[0].label == f"Объединить с № {known.number}")
    assert data is not None
    assert await desk.press("coordinator", data) == f"Объединили с № {known.number}. Передумали? «Вернуть» работает 10 минут"
    merged = await desk.town.incident(known.id)
    assert ((await desk.town.incident(mine.id)).merged_into, merged.answer_by) == (known.id, mine.answer_by)
    await desk.press("coordinator", CardButton(press=Press.UNDO, incident=mine.id))
    apart = [await desk.town.incident(each.id) for each in (mine, known)]
    assert [(each.merged_into, each.answer_by) for each in apart] == [(None, mine.answer_by), (None, known.answer_by)]


async def test_a_deadline_that_was_set_since_is_kept(desk: Phones, reader: Reader) -> None:
    mine = await written(desk, reader, PIT)
    desk.town.clock.moment += timedelta(hours=20)
    known = await written(desk, reader, CALM[1])
    await tap(desk, mine, known)
    merged, moved = await desk.town.incident(known.id), desk.town.clock.now() + timedelta(days=3)
    assert merged.answer_by == mine.answer_by
    async with desk.town.storage.transaction() as tx:
        event = note_event(merged, "срок передвинули", now=desk.town.clock.now(), by=desk.town.who("coordinator"))
        await tx.incidents.save(replace(merged, answer_by=moved), event)
    await desk.press("coordinator", CardButton(press=Press.UNDO, incident=mine.id))
    assert (await desk.town.incident(known.id)).answer_by == moved
    assert (await desk.town.incident(mine.id)).merged_into is None


async def test_where_no_card_is_near_it_says_so(desk: Phones, reader: Reader) -> None:
    mine = await written(desk, reader, PIT)
    menu = await near(desk, mine.id)
    assert "Похожих открытых карточек за неделю нет" in menu.html and labels(menu) == ["Назад"]


async def test_what_is_closed_or_merged_meanwhile_is_refused_in_words(desk: Phones, reader: Reader) -> None:
    mine, known, third = [await written(desk, reader, text) for text in (PIT, CALM[0], CALM[1])]
    assert f"№ {known.number}: " in (await near(desk, mine.id)).html
    await desk.town.act(known.id, Act.MERGE, "coordinator", into=third.id)
    assert await tap(desk, mine, known) == f"№ {known.number} закрыто. Объединяют с тем, что ещё ждёт ответа"
    assert f"№ {known.number}: " not in (await near(desk, mine.id)).html
    await desk.town.act(mine.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    refused = await tap(desk, mine, third)
    assert refused is not None and refused.startswith("Закрыто в ")
    assert (await desk.town.incident(mine.id)).merged_into is None
    late = await desk.press("coordinator", CardButton(press=Press.NEAR, incident=mine.id))
    assert late == "Карточка уже закрыта. Сначала нажмите на ней «Вернуть в работу»"


async def test_the_near_card_is_closed_while_the_question_is_open(desk: Phones, reader: Reader) -> None:
    mine, known = [await written(desk, reader, text) for text in (PIT, CALM[0])]
    assert f"№ {known.number}: " in (await near(desk, mine.id)).html
    await desk.town.act(known.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert await tap(desk, mine, known) == f"№ {known.number} закрыто. Объединяют с тем, что ещё ждёт ответа"
    assert (await desk.town.incident(mine.id)).merged_into is None
    assert labels(await near(desk, mine.id)) == ["Назад"]


async def test_a_card_of_another_department_is_not_shown_to_an_executor(desk: Phones, reader: Reader) -> None:
    mine, own, foreign = [await written(desk, reader, text) for text in (PIT, CALM[0], CALM[2])]
    for each, department in ((mine, "roads"), (own, "roads"), (foreign, "housing")):
        if (await desk.town.incident(each.id)).department_id != department:
            await desk.town.act(each.id, Act.ASSIGN, "coordinator", department_id=department)
    await desk.town.sweep_outbox()
    assert {f"Объединить с № {each.number}" for each in (own, foreign)} < set(labels(await near(desk, mine.id)))
    assert labels(await near(desk, mine.id, by="ann")) == [f"Объединить с № {own.number}", "Назад"]
    refused = await tap(desk, mine, foreign, by="ann")
    assert refused == "Это карточка другого отдела. Думаете, что она ваша? Напишите координатору"
    assert "Это уже есть?" not in labels(await more(desk, mine.id, by="observer"))
