"""«Отделы» of /people: a phone said in the chat stands in the next draft, is logged, and goes back by a tap."""

from collections.abc import AsyncIterator

import pytest

from bot.config.seed import seed
from handlers.kit.buttons import ChangesButton
from handlers.people.buttons import DepartmentButton, DepartmentDo
from incidents.answers.known_fields import known_fields
from incidents.official import Department
from tests.kit.desk_town import ROADS, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.said import messages, said
from tests.kit.values.cards_made import labels


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        await seed(hands.town.storage, konakovo())
        yield hands


def button(do: DepartmentDo, department: str = ROADS) -> DepartmentButton:
    return DepartmentButton(do=do, department=department, page=0)


async def read(hands: Phones) -> str:
    return (await said(hands.town))[-1][1]


async def roads(hands: Phones) -> Department:
    async with hands.town.storage.transaction() as tx:
        return next(each for each in await tx.departments.all() if each.id == ROADS)


async def test_a_phone_typed_in_the_chat_stands_in_the_next_draft(hands: Phones) -> None:
    town = hands.town
    incident = await town.open()
    await hands.type("coordinator", "/people")
    (people,) = [message for code, message in await messages(town) if code == "people"]
    assert ["Пригласить", "Отделы"] in labels(people)
    await hands.press("coordinator", button(DepartmentDo.LIST, ""))
    assert "Отделов: 14" in await read(hands)
    await hands.press("coordinator", button(DepartmentDo.SHOW))
    assert "Телефон для жителей: не указан" in await read(hands)
    await hands.press("coordinator", button(DepartmentDo.PHONE))
    assert "один рабочий номер с кодом" in await read(hands)
    for bad, says in (("4-12-34", "Не хватает кода города"), ("х" * 500, "не похоже на номер")):
        await hands.type("coordinator", bad)
        assert says in await read(hands)
    assert (await roads(hands)).phone is None
    await hands.type("coordinator", "8 48242 4-12-34")
    assert "Телефон для жителей: 8 48242 4-12-34" in await read(hands)
    await hands.press("coordinator", button(DepartmentDo.HOURS))
    await hands.type("coordinator", "пн–пт 9:00–18:00")
    async with town.storage.transaction() as tx:
        known = await known_fields(tx.departments, town.policy.measures, incident)
    assert (known["телефон"], known["часы"]) == ("8 48242 4-12-34", "пн–пт 9:00–18:00")


async def test_a_change_is_logged_and_taken_back_by_a_tap(hands: Phones) -> None:
    for phone in ("8 48242 4-12-34", "8 48242 4-00-00"):
        await hands.press("coordinator", button(DepartmentDo.PHONE))
        await hands.type("coordinator", phone)
    assert await hands.press("coordinator", button(DepartmentDo.UNDO_PHONE)) == "Вернули прежнее"
    assert (await roads(hands)).phone == "8 48242 4-12-34"
    assert await hands.press("coordinator", button(DepartmentDo.NO_PHONE)) == "Убрали. Вернуть можно здесь же"
    assert (await roads(hands)).phone is None
    assert await hands.press("coordinator", button(DepartmentDo.NO_HOURS)) == "Так уже и есть"
    assert await hands.press("coordinator", button(DepartmentDo.UNDO_HOURS)) == "Так уже и есть"
    await hands.town.sweep_outbox()
    await hands.press("coordinator", ChangesButton(area="contacts", page=0))
    log = await read(hands)
    assert "отдел дорожного хозяйства, телефон: пусто, было 8 48242 4-12-34" in log
    assert "отдел дорожного хозяйства, телефон: 8 48242 4-00-00, было 8 48242 4-12-34" in log


async def test_only_a_coordinator_says_contacts_and_an_old_button_is_told_so(hands: Phones) -> None:
    for do in DepartmentDo:
        assert "Людьми занимается координатор" in (await hands.press("ann", button(do)) or "")
    assert await hands.press("coordinator", button(DepartmentDo.SHOW, "gone")) == "Такого отдела больше нет. Откройте /people ещё раз"
