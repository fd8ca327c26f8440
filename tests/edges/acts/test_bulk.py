"""«Несколько сразу»: many cards by few presses, each by its own rights, with one way back."""

from collections.abc import AsyncIterator

import pytest

from handlers.acts.buttons import BulkButton, BulkDo
from handlers.acts.lists.bulk_words import moment_code
from handlers.kit.buttons import CardButton, Press
from incidents.acts.bulk import BulkMenu
from incidents.acts.undo import UNDO_FOR
from incidents.desk.acts.bulk import act_on_each
from incidents.incident import Act, Status
from incidents.messenger import Message
from incidents.reading import DangerGrade, MainPlace
from tests.kit.desk_town import HOUSING, ROADS, konakovo
from tests.kit.outages import now_is, outage
from tests.kit.phones import Phones, phones
from tests.kit.screens import labels, shown
from tests.kit.values.samples import reading


@pytest.fixture
async def phone(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as phone:
        yield phone


def do(what: BulkDo, id: int = 0, key: str = "") -> BulkButton:
    return BulkButton(do=what, key=key, id=id)


async def told(phone: Phones, code: str) -> Message:
    """The last of these messages, as the phone shows it."""
    return await shown(phone.town, code)


async def test_forty_cards_of_one_outage_are_accepted_in_three_taps(phone: Phones) -> None:
    cards, other = await outage(phone, 40), await outage(phone, 1, "Редкино")
    taps = [do(BulkDo.MY), do(BulkDo.GROUP, cards[0].id), do(BulkDo.ACCEPT)]
    for tap in taps:
        await phone.press("ann", tap)
    assert set(await now_is(phone, cards)) == {Status.ACCEPTED}
    assert await now_is(phone, other) == [Status.ASSIGNED]
    assert len(taps) == 3
    assert "Приняли: 40" in (await told(phone, "bulk_done")).html


async def test_what_another_took_meanwhile_is_skipped_and_told(phone: Phones) -> None:
    cards = await outage(phone, 3)
    await phone.press("ann", do(BulkDo.MY))
    await phone.town.act(cards[1].id, Act.ACCEPT, "coordinator")
    await phone.press("ann", do(BulkDo.ACCEPT))
    assert (await phone.town.incident(cards[1].id)).holder_id == phone.town.who("coordinator").id
    done = await told(phone, "bulk_done")
    assert "Приняли: 2" in done.html
    assert f"Не вышло: 1\n№ {cards[1].number}: " in done.html
    assert "Вернуть: 2" in labels(done)


async def test_a_card_that_another_holds_is_not_handed_over_with_others(phone: Phones) -> None:
    cards = await outage(phone, 3)
    await phone.town.act(cards[2].id, Act.ACCEPT, "ann")
    await phone.press("coordinator", do(BulkDo.MY))
    await phone.press("coordinator", do(BulkDo.HAND_OVER))
    await phone.press("coordinator", do(BulkDo.DEPARTMENT, key=HOUSING))
    departments = [(await phone.town.incident(each.id)).department_id for each in cards]
    assert departments == [HOUSING, HOUSING, ROADS]
    await phone.press("coordinator", do(BulkDo.UNDO, moment_code(phone.town.clock.now() + UNDO_FOR), Act.ASSIGN))
    assert {(await phone.town.incident(each.id)).department_id for each in cards} == {ROADS}


async def test_one_press_takes_back_only_what_nobody_touched_since(phone: Phones) -> None:
    cards = await outage(phone, 3)
    for tap in (do(BulkDo.MY), do(BulkDo.CARD, cards[2].id), do(BulkDo.ACCEPT)):
        await phone.press("ann", tap)
    assert await now_is(phone, cards) == [Status.ACCEPTED, Status.ACCEPTED, Status.ASSIGNED]
    undo = do(BulkDo.UNDO, moment_code(phone.town.clock.now() + UNDO_FOR), Act.ACCEPT)
    await phone.town.act(cards[1].id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    assert await phone.press("coordinator", undo) != "Вернули, как было: 1"  # nobody takes back what another did
    assert await phone.press("ann", undo) == "Вернули, как было: 1"
    assert (await phone.town.incident(cards[0].id)).holder_id is None
    assert (await phone.town.incident(cards[1].id)).department_id == HOUSING
    assert "Уже вернули" in (await phone.press("ann", undo) or "")


async def test_ten_minutes_later_nothing_is_taken_back(phone: Phones) -> None:
    cards = await outage(phone, 2)
    for tap in (do(BulkDo.MY), do(BulkDo.ACCEPT)):
        await phone.press("ann", tap)
    undo = do(BulkDo.UNDO, moment_code(phone.town.clock.now() + UNDO_FOR), Act.ACCEPT)
    phone.town.clock.move(minutes=11)
    assert "время вышло" in (await phone.press("ann", undo) or "")
    assert set(await now_is(phone, cards)) == {Status.ACCEPTED}


async def test_each_card_asks_for_its_own_right(phone: Phones) -> None:
    cards = await outage(phone, 2)
    await phone.town.act(cards[1].id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    async with phone.town.storage.transaction() as tx:
        ids = [each.id for each in cards]
        changed, left = await act_on_each(tx, phone.town.policy, ids, Act.ACCEPT, by=phone.town.who("ann"), now=phone.town.clock.now())
    assert (changed, left) == ([cards[0].id], [cards[1].id])


async def test_of_two_at_once_each_card_has_one_holder(phone: Phones) -> None:
    cards = await outage(phone, 4)
    for name in ("ann", "coordinator"):
        await phone.press(name, do(BulkDo.MY))
    await phone.press("ann", do(BulkDo.ACCEPT))
    await phone.press("coordinator", do(BulkDo.ACCEPT))
    assert {(await phone.town.incident(each.id)).holder_id for each in cards} == {phone.town.who("ann").id}
    assert "Приняли: 0" in (await told(phone, "bulk_done")).html
    assert [(await phone.town.acts(each.id)).count(Act.ACCEPT) for each in cards] == [1] * 4


async def test_a_choice_that_is_over_does_nothing(phone: Phones) -> None:
    cards = await outage(phone, 2)
    assert "уже закрыт" in (await phone.press("ann", do(BulkDo.ACCEPT)) or "")
    await phone.press("ann", do(BulkDo.MY))
    await phone.press("ann", do(BulkDo.CARD, 10**12))  # a card that was never offered
    await phone.type("ann", "а что это")
    assert "уже закрыт" in (await phone.press("ann", do(BulkDo.GROUP, cards[0].id)) or "")
    assert "нельзя" in (await phone.press("ann", do(BulkDo.UNDO, 2**62, Act.ACCEPT)) or "")
    assert set(await now_is(phone, cards)) == {Status.ASSIGNED}


async def test_the_screen_counts_groups_and_what_the_chosen_allow(phone: Phones) -> None:
    cards = [*await outage(phone, 7), *await outage(phone, 2, "Редкино")]
    await phone.press("ann", do(BulkDo.MY))
    first = await told(phone, "ask_bulk")
    assert "выбрано 0 из 9" in first.html
    assert not any(each.startswith(("Принять", "Передать")) for each in labels(first))
    await phone.press("ann", do(BulkDo.GROUP, cards[0].id))
    await phone.press("ann", do(BulkDo.CARD, cards[8].id))
    then = await told(phone, "ask_bulk")
    assert "выбрано 8 из 9" in then.html
    assert {"Принять: 8", "Передать: 8…"} <= set(labels(then))
    await phone.press("ann", do(BulkDo.HAND_OVER))
    assert "Кому передать?" in (await told(phone, "ask_bulk")).html


async def test_the_choice_says_what_is_dangerous_as_every_list_does(phone: Phones) -> None:
    await outage(phone, 2)
    there = MainPlace(settlement="Козлово", settlement_id="s-Козлово", street="улица 9", street_id="Козлово-9", house="1")
    post = await phone.town.write("Козлово, улица 9: провалилась дорога", author_id="99")
    danger = (await phone.town.take(post, reading(main=there, danger=True, danger_grade=DangerGrade.NOW))).incident
    assert danger is not None
    await phone.press("ann", do(BulkDo.MY))
    (line,) = [each for each in (await told(phone, "ask_bulk")).html.split("\n") if f"№ {danger.number}" in each]
    assert "<b>Опасно:</b>" in line
    assert (await told(phone, "ask_bulk")).html.count("Опасно") == 1


async def test_a_list_of_one_has_no_such_button_and_a_mass_event_has(phone: Phones) -> None:
    async def my() -> list[str]:
        await phone.type("ann", "/my")
        return labels(await told(phone, "my"))

    (first,) = await outage(phone, 1)
    assert "Несколько сразу" not in await my()
    await outage(phone, 2, "Редкино")
    assert "Несколько сразу" in await my()
    await phone.press("ann", CardButton(press=Press.SEVERAL, incident=first.id))
    row = [each for each in await phone.town.rows() if each.code == BulkMenu.codes[0]][-1]
    assert row.params["incidents"] == str(first.id)


def test_ids_of_departments_fit_a_button() -> None:
    for each in konakovo().departments:
        assert len(do(BulkDo.DEPARTMENT, key=each.id).pack()) <= 64
