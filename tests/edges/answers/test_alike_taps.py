"""Forty cards of one outage: accepted, answered, closed in eight taps."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest
from aiogram.filters.callback_data import CallbackData

from handlers.acts.buttons import BulkButton, BulkDo
from handlers.kit.buttons import CardButton, Press
from incidents.answers.everyone import EVERY
from incidents.answers.values import HOLD, Answer
from incidents.approval.values import ApprovalMode
from incidents.incident import ClosingOutcome, Incident, Status
from incidents.messenger import Message
from incidents.official import Role
from tests.kit.approvals import set_mode
from tests.kit.outages import now_is, outage
from tests.kit.phones import Phones, phones
from tests.kit.promises import published
from tests.kit.screens import shown

DONE = "Здравствуйте! Насос починили, вода есть во всех домах. Отвечает отдел дорожного хозяйства."
MOST = 8


@dataclass
class Taps:
    """Presses and messages of everybody, counted."""

    phone: Phones
    made: int = 0

    async def press(self, data: CallbackData | str, who: str = "ann") -> None:
        self.made += 1
        await self.phone.press(who, data, message_id=60)

    async def type(self, text: str) -> None:
        self.made += 1
        await self.phone.type("ann", text)

    async def tap(self, message: Message, label: str, who: str = "ann") -> None:
        """The button that begins so."""
        button = next(each for row in message.rows for each in row if each.label.startswith(label))
        assert button.data is not None
        await self.press(button.data, who)

    async def on(self, code: str, label: str, who: str = "ann") -> None:
        """The same, under the newest message with this code."""
        await self.tap(await shown(self.phone.town, code), label, who)


@pytest.fixture
async def taps(sqlite_url: str) -> AsyncIterator[Taps]:
    async with phones(sqlite_url) as phone:
        yield Taps(phone)


async def newest(phone: Phones, cards: Sequence[Incident]) -> list[Answer]:
    async with phone.town.storage.transaction() as tx:
        given = await tx.answers.of_each([each.id for each in cards])
    return [given[each.id][-1] for each in cards]


async def answer_and_close(taps: Taps, cards: Sequence[Incident], *, approved: bool) -> None:
    """From an open choice in which these are chosen."""
    phone = taps.phone
    await taps.on("ask_bulk", "Ответить: 40…")
    assert "один ответ на 40 карточек" in (await shown(phone.town, "ask_alike")).html
    await taps.type(DONE)
    preview = await shown(phone.town, "alike")
    assert "Выйдут за 14 минут" in preview.html
    assert "примет на вас 40 карточек" in preview.html
    await taps.tap(preview, "Отправить: 40")
    assert set(await now_is(phone, cards)) == {Status.ACCEPTED}
    if approved:
        await taps.on("approval", "Опубликовать: 40", "press")
    sent = await newest(phone, cards)
    first = phone.town.clock.now() + HOLD
    assert [each.publish_at for each in sent] == [first + EVERY * n for n in range(40)]
    assert len({each.guid for each in sent}) == 40
    assert len({each.text for each in sent}) == 5  # openings take turns
    await phone.town.sweep_outbox()
    phone.town.clock.move(minutes=14)
    for answer in sent:
        await published(phone, answer)
    assert await phone.town.says("closing_offered") == []
    assert "Вышли: 40" in (await shown(phone.town, "answer")).html
    await taps.on("answer", "Закрыть: 40…")
    await taps.on("ask_bulk", "Сделано")
    closed = [await phone.town.incident(each.id) for each in cards]
    assert {(each.status, each.outcome) for each in closed} == {(Status.CLOSED, ClosingOutcome.DONE)}


@pytest.mark.parametrize("approved", [False, True])
async def test_from_my_list(taps: Taps, approved: bool) -> None:
    await asks_approval(taps.phone, approved)
    cards = await outage(taps.phone, 40)
    await taps.type("/my")
    await taps.on("my", "Несколько сразу")
    assert "выбрано 40 из 40" in (await shown(taps.phone.town, "ask_bulk")).html
    await answer_and_close(taps, cards, approved=approved)
    assert taps.made == (MOST if approved else MOST - 1)


@pytest.mark.parametrize("approved", [False, True])
async def test_from_a_mass_event_beside_other_troubles(taps: Taps, approved: bool) -> None:
    await asks_approval(taps.phone, approved)
    cards, others = await outage(taps.phone, 40), await outage(taps.phone, 2, "Редкино")
    await taps.press(CardButton(press=Press.SEVERAL, incident=cards[0].id))
    await answer_and_close(taps, cards, approved=approved)
    assert set(await now_is(taps.phone, others)) == {Status.ASSIGNED}
    assert taps.made == (MOST - 1 if approved else MOST - 2)


async def test_from_my_list_of_several_troubles_one_is_chosen_by_one_tap_more(taps: Taps) -> None:
    cards, others = await outage(taps.phone, 40), await outage(taps.phone, 2, "Редкино")
    await taps.type("/my")
    await taps.on("my", "Несколько сразу")
    assert "выбрано 0 из 42" in (await shown(taps.phone.town, "ask_bulk")).html
    await taps.on("ask_bulk", "40: ")
    await answer_and_close(taps, cards, approved=False)
    assert set(await now_is(taps.phone, others)) == {Status.ASSIGNED}
    assert taps.made == MOST


async def test_what_nobody_chose_is_not_answered(taps: Taps) -> None:
    await outage(taps.phone, 1)
    await outage(taps.phone, 1, "Редкино")
    await taps.press(BulkButton(do=BulkDo.MY, key="", id=0))
    assert await taps.phone.press("ann", BulkButton(do=BulkDo.ANSWER, key="", id=0)) == "Сначала выберите карточки"
    assert await taps.phone.town.says("ask_alike") == []


async def asks_approval(phone: Phones, approved: bool) -> None:
    """The press service looks first."""
    if approved:
        await phone.town.enrol("press", Role.APPROVER)
        await set_mode(phone.town, ApprovalMode.ALWAYS)
