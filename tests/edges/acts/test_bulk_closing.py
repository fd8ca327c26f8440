"""Several cards are closed at once: by the rules of one, nothing silently, with one way back."""

from collections.abc import AsyncIterator, Sequence

import pytest

from handlers.acts.buttons import BulkButton, BulkDo
from handlers.acts.lists.bulk_words import moment_code
from incidents.acts.bulk import MOST
from incidents.acts.undo import UNDO_FOR
from incidents.incident import Act, ClosingOutcome, Incident, Status
from tests.kit.desk_town import HOUSING
from tests.kit.outages import now_is, outage
from tests.kit.phones import Phones, phones
from tests.kit.promises import published
from tests.kit.screens import labels, shown

DONE = "Здравствуйте! Насос починили, вода есть во всех домах. Отвечает отдел дорожного хозяйства."


@pytest.fixture
async def phone(database_url: str) -> AsyncIterator[Phones]:
    async with phones(database_url) as phone:
        yield phone


def do(what: BulkDo, id: int = 0, key: str = "") -> BulkButton:
    return BulkButton(do=what, key=key, id=id)


async def close(phone: Phones, outcome: ClosingOutcome, who: str = "ann") -> None:
    for tap in (do(BulkDo.MY), do(BulkDo.END), do(BulkDo.OUTCOME, key=outcome)):
        await phone.press(who, tap)


async def answered(phone: Phones, cards: Sequence[Incident], text: str = DONE) -> None:
    for each in cards:
        await phone.town.act(each.id, Act.ACCEPT, "ann")
        await published(phone, await phone.town.sent(each.id, "ann", text))


async def test_several_are_closed_by_one_outcome_and_taken_back_by_one_press(phone: Phones) -> None:
    cards = await outage(phone, 3)
    await answered(phone, cards)
    await phone.press("ann", do(BulkDo.MY))
    assert "Закрыть: 3…" in labels(await shown(phone.town, "ask_bulk"))
    await phone.press("ann", do(BulkDo.END))
    menu = await shown(phone.town, "ask_bulk")
    assert "Чем закончилось?</b> Карточек: 3" in menu.html
    assert labels(menu) == ["Сделано", "Разъяснили", "В плане с датой", "Передали вовне", "Отказ, объяснили", "Назад"]
    await phone.press("ann", do(BulkDo.OUTCOME, key=ClosingOutcome.DONE))
    closed = [await phone.town.incident(each.id) for each in cards]
    assert {(each.status, each.outcome, each.untold) for each in closed} == {(Status.CLOSED, ClosingOutcome.DONE, None)}
    assert "Закрыли: 3" in (await shown(phone.town, "bulk_done")).html
    undo = do(BulkDo.UNDO, moment_code(phone.town.clock.now() + UNDO_FOR), Act.CLOSE)
    assert await phone.press("ann", undo) == "Вернули, как было: 3"
    assert set(await now_is(phone, cards)) == {Status.ANSWERED}


async def test_what_would_be_asked_something_is_left_open_and_named(phone: Phones) -> None:
    cards = await outage(phone, 4)
    await answered(phone, cards[:1])
    await answered(phone, cards[1:2], "Здравствуйте! До 25 ноября починим насос. Отвечает отдел дорожного хозяйства.")
    await phone.town.act(cards[2].id, Act.ACCEPT, "ann")  # nobody has written to its author
    await close(phone, ClosingOutcome.DONE)
    assert await now_is(phone, cards) == [Status.CLOSED, Status.ANSWERED, Status.ACCEPTED, Status.ASSIGNED]
    html = (await shown(phone.town, "bulk_done")).html
    assert "Закрыли: 1\n" in html.replace("</b>", "")
    assert "Не вышло: 3" in html
    assert all(f"№ {each.number}: " in html for each in cards[1:])
    assert "сначала спросит о жителе: 3" in html


@pytest.mark.parametrize(
    ("outcome", "closes"), [(ClosingOutcome.EXPLAINED, [0]), (ClosingOutcome.PLANNED, [1]), (ClosingOutcome.REFUSED, [0, 1, 2])]
)
async def test_each_outcome_has_the_rules_of_one_card(phone: Phones, outcome: ClosingOutcome, closes: list[int]) -> None:
    cards = await outage(phone, 3)
    await answered(phone, cards[:1])
    if outcome is ClosingOutcome.PLANNED:
        await answered(phone, cards[1:2], "Здравствуйте! До 30 ноября починим насос. Отвечает отдел дорожного хозяйства.")
    await close(phone, outcome)
    assert [n for n, status in enumerate(await now_is(phone, cards)) if status is Status.CLOSED] == closes


async def test_another_holds_one_and_one_was_closed_meanwhile(phone: Phones) -> None:
    cards = await outage(phone, 4)
    await answered(phone, cards)
    for tap in (do(BulkDo.MY), do(BulkDo.END)):
        await phone.press("ann", tap)
    await phone.town.act(cards[1].id, Act.CLOSE, "peter", outcome=ClosingOutcome.REFUSED)
    await phone.town.act(cards[2].id, Act.REOPEN, "coordinator")
    await phone.town.act(cards[2].id, Act.ACCEPT, "peter")
    await phone.town.act(cards[3].id, Act.REOPEN, "coordinator")
    await phone.town.act(cards[3].id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    await phone.press("ann", do(BulkDo.OUTCOME, key=ClosingOutcome.REFUSED))
    assert await now_is(phone, cards) == [Status.CLOSED, Status.CLOSED, Status.ACCEPTED, Status.ASSIGNED]
    html = (await shown(phone.town, "bulk_done")).html
    assert "Закрыли: 1" in html
    assert "Не вышло: 3" in html
    assert "спросит" not in html
    assert [(await phone.town.acts(each.id)).count(Act.CLOSE) for each in cards] == [1, 1, 0, 0]


async def test_a_second_press_and_a_forged_outcome_close_nothing(phone: Phones) -> None:
    cards = await outage(phone, 2)
    for tap in (do(BulkDo.MY), do(BulkDo.END)):
        await phone.press("ann", tap)
    assert "нет" in (await phone.press("ann", do(BulkDo.OUTCOME, key="gone")) or "")
    assert set(await now_is(phone, cards)) == {Status.ASSIGNED}
    await phone.press("ann", do(BulkDo.OUTCOME, key=ClosingOutcome.REFUSED))
    assert "уже закрыт" in (await phone.press("ann", do(BulkDo.OUTCOME, key=ClosingOutcome.DONE)) or "")
    assert [(await phone.town.acts(each.id)).count(Act.CLOSE) for each in cards] == [1, 1]


async def test_an_old_choice_says_itself_anew_and_what_found_no_room_is_counted(phone: Phones) -> None:
    cards = await outage(phone, MOST + 2)
    await phone.press("ann", do(BulkDo.MY))
    assert f"выбрано {MOST} из {MOST}" in (await shown(phone.town, "ask_bulk")).html  # they are one trouble
    await phone.press("ann", do(BulkDo.CARD, cards[0].id))
    html = (await shown(phone.town, "ask_bulk")).html
    assert f"выбрано {MOST - 1} из {MOST}" in html
    assert "Ещё 2 не поместились" in html


async def test_what_is_answered_is_offered_though_nothing_waits(phone: Phones) -> None:
    cards = await outage(phone, 2)
    await answered(phone, cards)
    await phone.type("ann", "/my")
    my = await shown(phone.town, "my")
    assert "Сейчас ничего не ждёт" in my.html
    assert "Несколько сразу" in labels(my)
