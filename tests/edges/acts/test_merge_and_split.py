"""«Объединить» and «Разделить»: residents' messages move, both cards and both logs tell, and a merge is taken back for ten minutes."""

from collections.abc import AsyncIterator

import pytest

from bot.storage.engine.storage import Storage
from handlers.acts.buttons import OLD
from handlers.acts.merge_and_split import NO_NUMBER
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from incidents.ids import IncidentId, PostId
from incidents.incident import Act, ClosingOutcome, Incident, Status, Untold
from incidents.reading import DangerGrade
from tests.kit.desk_town import HOUSING, ROADS
from tests.kit.event_log import is_intact
from tests.kit.phones import Phones, phones
from tests.kit.published_answers import publish
from tests.kit.said import card, messages, said
from tests.kit.screens import labels
from tests.kit.values.samples import place

OTHER = {"main": place("Редкино", "Лесная", "5"), "topic": "housing_no_heating", "group": "housing"}


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as made:
        yield made


async def two(desk: Phones) -> tuple[Incident, Incident]:
    """Number 1 and number 2: two problems as the reader sees them."""
    first = await desk.town.open("На Белавинской вода стоит")
    second = await desk.town.open("В доме на Лесной холодно, батареи чуть живые", **OTHER)
    await desk.town.sweep_outbox()
    assert first.id != second.id
    return first, second


async def press(desk: Phones, what: Press, id: IncidentId, by: str = "coordinator") -> str | None:
    return await desk.press(by, CardButton(press=what, incident=id))


async def choose(desk: Phones, menu: Menu, id: IncidentId, choice: object, by: str = "coordinator") -> str | None:
    return await desk.press(by, MenuButton(menu=menu, incident=id, choice=str(choice)))


async def voices(desk: Phones, id: IncidentId) -> list[PostId]:
    async with desk.town.storage.transaction() as tx:
        return [voice.post_id for voice in await tx.voices.of(id)]


async def intact(desk: Phones, *ids: IncidentId) -> bool:
    async with desk.town.storage.transaction() as tx:
        return all([is_intact(id, await tx.log.chain(id)) for id in ids])


async def test_a_typed_number_a_question_and_one_card_folds_into_the_other(desk: Phones) -> None:
    first, second = await two(desk)
    await press(desk, Press.MERGE, second.id)
    ((code, text),) = await said(desk.town)
    assert (code, "Похожих нет" in text) == ("menu_merge", True)
    await choose(desk, Menu.MERGE, second.id, "?")
    await said(desk.town)
    await desk.type("coordinator", "номер семь")
    assert await said(desk.town) == [("refusal", NO_NUMBER)]
    await desk.type("coordinator", "404")
    assert "№ 404 не нашли" in (await said(desk.town))[0][1]
    await desk.type("coordinator", f"№ {first.number}")
    ((code, text),) = await said(desk.town)
    assert code == "menu_merge_sure"
    assert text.startswith("Объединить № 2 с № 1?") and "1 сообщение жителей перейдёт в № 1, № 2 закроется" in text
    toast = await choose(desk, Menu.MERGE_SURE, second.id, first.id)
    assert toast == "Объединили с № 1. Передумали? «Вернуть» работает 10 минут"
    merged, kept = await desk.town.incident(second.id), await desk.town.incident(first.id)
    assert (merged.status, merged.merged_into, kept.status) == (Status.CLOSED, first.id, Status.ASSIGNED)
    assert len(await voices(desk, first.id)) == 2 and await voices(desk, second.id) == []
    assert (await desk.town.acts(first.id))[-1] is Act.TAKE_IN and (await desk.town.acts(second.id))[-1] is Act.MERGE
    assert await intact(desk, first.id, second.id)
    folded, buttons = await card(desk.town, second.id, "coordinator")
    assert "Объединили 24 ноября в 9:14 с № 1. Сообщения жителей теперь там" in folded
    assert "Вернуть в работу" not in buttons and "Вернуть отдельно" in buttons
    assert "сообщений 2" in (await card(desk.town, first.id, "ann"))[0] or "пишут 2 жителя" in (await card(desk.town, first.id, "ann"))[0]


async def test_a_merge_is_taken_back_and_both_stand_as_they_did(desk: Phones) -> None:
    first, second = await two(desk)
    mine = await voices(desk, second.id)
    await choose(desk, Menu.MERGE_SURE, second.id, first.id)
    await press(desk, Press.UNDO, second.id)
    back = await desk.town.incident(second.id)
    assert (back.status, back.merged_into, back.closed_at, back.department_id) == (Status.ASSIGNED, None, None, HOUSING)
    assert await voices(desk, second.id) == mine and len(await voices(desk, first.id)) == 1
    assert (await desk.town.acts(first.id))[-1] is Act.SPLIT
    assert await intact(desk, first.id, second.id)


async def test_a_merge_whose_messages_were_answered_is_not_taken_back(desk: Phones) -> None:
    first, second = await two(desk)
    await choose(desk, Menu.MERGE_SURE, second.id, first.id)
    await publish(desk.town, await desk.town.sent(first.id, "ann"))
    await publish(desk.town, await desk.town.sent(first.id, "ann", "И второму жителю: починим завтра"))
    refused = await press(desk, Press.UNDO, second.id)
    assert refused is not None and "одной кнопкой не вернуть" in refused and len(refused) <= 200
    assert (await desk.town.incident(second.id)).merged_into == first.id


async def test_the_likely_ones_are_offered_by_place_and_topic(desk: Phones) -> None:
    first, second = await two(desk)
    third = await desk.town.open("Опять яма с водой у школы, обойти нельзя никак", main=place("Радченко", "Новая", "7"))
    assert third.id not in {first.id, second.id}
    await desk.town.sweep_outbox()
    await press(desk, Press.MERGE, third.id)
    ((_, menu),) = await messages(desk.town)
    assert [button.label for button in menu.rows[0]] == ["№ 1"]


async def test_a_card_of_others_is_neither_offered_nor_shown_as_the_target(desk: Phones) -> None:
    own, foreign = await two(desk)
    beside = await desk.town.open("На Белавинской и отопления нет", topic="housing_no_heating", group="housing")
    assert (own.department_id, foreign.department_id, beside.department_id) == (ROADS, HOUSING, HOUSING)
    await desk.town.sweep_outbox()
    refused = "Это карточка другого отдела. Думаете, что она ваша? Напишите координатору"
    assert await choose(desk, Menu.MERGE, own.id, foreign.id, by="ann") == refused
    await press(desk, Press.MERGE, own.id, by="ann")
    ((code, menu),) = await messages(desk.town)
    assert (code, labels(menu)) == ("menu_merge", ["Другой номер", "Назад"])
    await choose(desk, Menu.MERGE, own.id, "?", by="ann")
    await said(desk.town)
    await desk.type("ann", str(foreign.number))
    assert await said(desk.town) == [("refusal", refused)]
    await press(desk, Press.MERGE, own.id)
    ((_, menu),) = await messages(desk.town)
    assert labels(menu)[0] == f"№ {beside.number}"


async def test_what_may_not_be_merged_is_refused_with_a_sentence_and_nothing_changes(desk: Phones) -> None:
    first, second = await two(desk)
    assert await choose(desk, Menu.MERGE_SURE, first.id, first.id) == "Это та же карточка. Выберите другой номер"
    foreign = await choose(desk, Menu.MERGE_SURE, first.id, second.id, by="ann")
    assert foreign == "Это карточка другого отдела. Думаете, что она ваша? Напишите координатору"
    assert await choose(desk, Menu.MERGE_SURE, first.id, "tomorrow") is not None
    await desk.town.sent(first.id, "ann")
    assert "вот-вот выйдет" in (await choose(desk, Menu.MERGE_SURE, first.id, second.id) or "")
    await desk.town.act(second.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert "№ 2 закрыто" in (await choose(desk, Menu.MERGE_SURE, first.id, second.id) or "")
    assert "закрыта" in (await press(desk, Press.MERGE, second.id) or "")
    assert len(await voices(desk, first.id)) == len(await voices(desk, second.id)) == 1


async def test_a_merged_card_is_not_brought_back_to_work_by_itself(desk: Phones) -> None:
    first, second = await two(desk)
    await choose(desk, Menu.MERGE_SURE, second.id, first.id)
    desk.town.clock.move(minutes=11)
    assert "сообщения жителей там" in (await press(desk, Press.REOPEN, second.id) or "")


async def test_the_greater_danger_and_the_earlier_clock_stay(desk: Phones) -> None:
    first, _ = await two(desk)
    danger = await desk.town.open(
        "С крыши на Новой лёд летит", main=place("Радченко", "Новая", "7"), danger=True, danger_grade=DangerGrade.NOW
    )
    await choose(desk, Menu.MERGE_SURE, danger.id, first.id)
    kept = await desk.town.incident(first.id)
    assert (kept.danger_grade, kept.answer_by) == (DangerGrade.NOW, danger.answer_by)


async def test_chosen_messages_part_into_a_card_of_their_own(desk: Phones) -> None:
    first, second = await two(desk)
    await choose(desk, Menu.MERGE_SURE, second.id, first.id)
    await desk.town.sweep_outbox()
    await press(desk, Press.SPLIT, first.id)
    ((code, menu),) = await messages(desk.town)
    assert code == "menu_split" and [b.label for b in menu.rows[0]] == ["1", "2"]
    await choose(desk, Menu.SPLIT, first.id, "2.2.0")
    ((_, menu),) = await messages(desk.town)
    assert [[b.label for b in row] for row in menu.rows] == [["1", "✓ 2"], ["Отделить: 1"], ["Назад"]]
    toast = await choose(desk, Menu.SPLIT, first.id, "ok2.2.0")
    assert toast == "Отделили № 3, у неё своя карточка"
    (alone,) = [each for each in await open_ones(desk) if each.number == 3]
    assert (alone.topic, alone.department_id, alone.status) == ("housing_no_heating", HOUSING, Status.ASSIGNED)
    assert len(await voices(desk, first.id)) == len(await voices(desk, alone.id)) == 1
    assert (await desk.town.acts(alone.id), (await desk.town.acts(first.id))[-1]) == ([Act.SPLIT], Act.SPLIT)
    assert await intact(desk, first.id, alone.id)


async def open_ones(desk: Phones) -> list[Incident]:
    async with desk.town.storage.transaction() as tx:
        return list(await tx.incidents.unfinished())


async def test_a_split_of_all_of_nothing_or_by_an_old_list_is_refused(desk: Phones) -> None:
    first, second = await two(desk)
    await choose(desk, Menu.MERGE_SURE, second.id, first.id)
    assert "Отметьте" in (await choose(desk, Menu.SPLIT, first.id, "ok0.2.0") or "")
    assert "ничего не останется" in (await choose(desk, Menu.SPLIT, first.id, "ok3.2.0") or "")
    for forged in ("ok1.3.0", "zz", "ok-1.2.0", "f.2.0", "1.2.999"):
        assert await choose(desk, Menu.SPLIT, first.id, forged) == OLD
    assert len(await voices(desk, first.id)) == 2


async def test_an_incident_is_found_by_the_number_that_people_say(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx.incidents.by_number(7) is None
