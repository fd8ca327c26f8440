"""One text for several cards is approved once."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from handlers.acts.buttons import BulkButton, BulkDo
from handlers.approval.buttons import ApprovalDo
from handlers.kit.buttons import CardButton, Press
from incidents.answers.everyone import EVERY
from incidents.answers.values import HOLD, Answer, AnswerState
from incidents.approval.values import ApprovalMode, ReturnReason
from incidents.desk.approval.approval_clock import watch
from incidents.desk.people.hand_over_rest import show_to_approvers
from incidents.incident import Act, ClosingOutcome, Incident
from incidents.messenger import Message
from incidents.official import Role
from tests.kit.approvals import decide, labels, read, set_mode
from tests.kit.outages import outage
from tests.kit.phones import Phones, phones
from tests.kit.previews import sends

TEXT = "Здравствуйте! Сегодня откачаем воду, до 25 ноября прочистим трубу. Отвечает отдел дорожного хозяйства."


@pytest.fixture
async def phone(database_url: str) -> AsyncIterator[Phones]:
    """Everything is approved; the press service is one person."""
    async with phones(database_url) as phone:
        await phone.town.enrol("press", Role.APPROVER)
        await set_mode(phone.town, ApprovalMode.ALWAYS)
        yield phone


async def answers(phone: Phones, cards: Sequence[Incident]) -> list[Answer]:
    async with phone.town.storage.transaction() as tx:
        given = await tx.answers.of_each([each.id for each in cards])
    return [given[each.id][-1] for each in cards]


async def states(phone: Phones, cards: Sequence[Incident]) -> list[AnswerState]:
    return [each.state for each in await answers(phone, cards)]


async def sent(phone: Phones, count: int = 3) -> tuple[list[Incident], list[Answer]]:
    """So many cards whose answers wait for the press service."""
    cards = await outage(phone, count)
    for each in (BulkDo.MY, BulkDo.ANSWER):
        await phone.press("ann", BulkButton(do=each, key="", id=0))
    await phone.type("ann", TEXT)
    assert "Пресс-служба посмотрит один раз на все" in (await read(phone, "alike")).html
    (first, *_) = await answers(phone, cards)
    await phone.town.sweep_outbox()
    await phone.press("ann", await sends(phone.town, first.id), message_id=80)
    return cards, await answers(phone, cards)


async def sheet(phone: Phones) -> Message:
    return await read(phone, "approval", "press")


async def test_one_sheet_is_asked_and_one_press_lets_all_out_one_by_one(phone: Phones) -> None:
    cards, asked = await sent(phone)
    assert {each.state for each in asked} == {AnswerState.APPROVAL}
    assert await phone.town.says("approval") == [("approval", phone.user("press"))]
    a1 = await sheet(phone)
    assert labels(a1) == [["Опубликовать: 3"], ["Вернуть…", "Ветка"], ["Ещё…"]]
    assert "и ещё 2 карточки" in a1.html
    assert "Козлово, 3: ул. 0, ул. 1, ул. 2" in a1.html
    assert labels(await read(phone, "answer", "ann")) == [["Отозвать"]]
    await phone.town.sweep_outbox()
    await decide(phone, ApprovalDo.PUBLISH, asked[0])
    first = phone.town.clock.now() + HOLD
    assert [each.publish_at for each in await answers(phone, cards)] == [first + EVERY * n for n in range(3)]
    assert [code for code, _ in await phone.town.says("answer")] == ["answer"]
    assert [code for code, _ in await phone.town.says("approval")] == ["approval"]
    assert labels(await read(phone, "answer", "ann")) == [["Отозвать: 3"]]
    assert "Ответ уже согласовали" in (await decide(phone, ApprovalDo.PUBLISH, asked[0]) or "")
    await decide(phone, ApprovalDo.HOLD_BACK, asked[0])
    assert await states(phone, cards) == [AnswerState.APPROVAL] * 3


async def test_one_return_gives_all_back_and_is_told_once(phone: Phones) -> None:
    cards, asked = await sent(phone)
    await phone.town.sweep_outbox()
    await decide(phone, ApprovalDo.RETURN, asked[0], choice=ReturnReason.DATE)
    assert await states(phone, cards) == [AnswerState.DRAFT] * 3
    assert await phone.town.says("approval_returned") == [("approval_returned", phone.user("ann"))]
    assert "и ещё 2 карточки" in (await read(phone, "approval_returned")).html
    assert labels(await sheet(phone)) == []  # nobody takes back the return of many
    returned = await read(phone, "approval_returned", "ann")
    assert returned.rows[0][0].data is not None
    await phone.press("ann", returned.rows[0][0].data)
    assert "и ещё 2 карточки" in (await read(phone, "ask_rewrite", "ann")).html
    await phone.type("ann", TEXT.replace("25", "27"))
    again = await read(phone, "alike", "ann")
    assert "27 ноября" in again.html
    assert labels(again)[0][0] == "Отправить: 3"


async def test_own_words_of_the_press_service_reach_the_author_once(phone: Phones) -> None:
    cards, asked = await sent(phone)
    await decide(phone, ApprovalDo.RETURN, asked[0], choice=ReturnReason.OWN)
    await phone.type("press", "Назовите телефон отдела")
    assert await states(phone, cards) == [AnswerState.DRAFT] * 3
    assert len(await phone.town.says("approval_returned")) == 1
    assert "Назовите телефон отдела" in (await read(phone, "approval_returned", "ann")).html


async def test_without_an_answer_is_said_once_and_throws_all_away(phone: Phones) -> None:
    cards, asked = await sent(phone)
    await decide(phone, ApprovalDo.RETURN, asked[0], choice=ReturnReason.SILENCE)
    await phone.type("press", "Ответит прокуратура")
    assert await states(phone, cards) == [AnswerState.CANCELLED] * 3
    assert len(await phone.town.says("approval_returned")) == 1
    assert "Ответит прокуратура" in (await read(phone, "approval_returned", "ann")).html


async def test_the_author_takes_all_back_and_from_a_card_only_its_own(phone: Phones) -> None:
    cards, asked = await sent(phone)
    await phone.press("ann", CardButton(press=Press.RECALL, incident=cards[1].id))
    assert await states(phone, cards) == [AnswerState.APPROVAL, AnswerState.DRAFT, AnswerState.APPROVAL]
    await decide(phone, ApprovalDo.SHOW, asked[0])
    assert labels(await sheet(phone))[0][0] == "Опубликовать: 2"
    await decide(phone, ApprovalDo.TAKE_BACK, asked[0], by="ann", message_id=80)
    assert await states(phone, cards) == [AnswerState.DRAFT] * 3
    assert labels(await read(phone, "answer", "ann"))[0] == ["Отправить: 3", "Поправить"]
    await decide(phone, ApprovalDo.PUBLISH, asked[0])
    assert await states(phone, cards) == [AnswerState.DRAFT] * 3


async def test_what_was_closed_meanwhile_does_not_go_out_with_the_others(phone: Phones) -> None:
    cards, asked = await sent(phone)
    await phone.town.act(cards[0].id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.REFUSED)
    await decide(phone, ApprovalDo.PUBLISH, asked[0])
    assert await states(phone, cards) == [AnswerState.APPROVAL, AnswerState.SCHEDULED, AnswerState.SCHEDULED]
    async with phone.town.storage.transaction() as tx:
        await watch(tx, phone.town.policy, now=phone.town.clock.now())
    assert (await states(phone, cards))[0] is AnswerState.CANCELLED


async def test_the_text_of_many_is_not_put_right_by_one(phone: Phones) -> None:
    cards, asked = await sent(phone)
    before = [each.text for each in asked]
    await decide(phone, ApprovalDo.EDIT, asked[0])  # a forged press: the sheet has no such button
    await phone.type("press", TEXT.replace("Сегодня", "Завтра"))
    after = await answers(phone, cards)
    assert [each.text for each in after] == before
    assert {each.state for each in after} == {AnswerState.APPROVAL}


async def test_a_batch_is_reminded_of_once_and_shown_once_to_who_comes(phone: Phones) -> None:
    _, asked = await sent(phone)
    await phone.town.sweep_outbox()
    phone.town.clock.move(minutes=45)
    async with phone.town.storage.transaction() as tx:
        await watch(tx, phone.town.policy, now=phone.town.clock.now())
        await watch(tx, phone.town.policy, now=phone.town.clock.now())
    assert await phone.town.says("approval_due") == [("approval_due", phone.user("press"))]
    await phone.town.sweep_outbox()
    await phone.town.enrol("deputy", Role.APPROVER)
    async with phone.town.storage.transaction() as tx:
        await show_to_approvers(tx)
    assert [chat for _, chat in await phone.town.says("approval")].count(phone.user("deputy")) == 1
    await phone.town.sweep_outbox()
    await decide(phone, ApprovalDo.OTHERS, asked[0])
    assert await phone.town.says("approval") == [("approval", phone.user("deputy"))]


async def test_where_the_last_approver_left_they_go_out_one_by_one(phone: Phones) -> None:
    cards, _ = await sent(phone)
    async with phone.town.storage.transaction() as tx:
        await tx.officials.save(replace(phone.town.who("press"), active=False))
    async with phone.town.storage.transaction() as tx:
        await watch(tx, phone.town.policy, now=phone.town.clock.now())
    first = phone.town.clock.now() + HOLD
    assert [each.publish_at for each in await answers(phone, cards)] == [first + EVERY * n for n in range(3)]
