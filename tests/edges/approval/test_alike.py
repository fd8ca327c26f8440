"""One text for several cards is approved once: one sheet, one reminder, one return."""

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
async def town(database_url: str) -> AsyncIterator[Phones]:
    """Everything is approved; the press service is one person."""
    async with phones(database_url) as town:
        await town.town.enrol("press", Role.APPROVER)
        await set_mode(town.town, ApprovalMode.ALWAYS)
        yield town


async def answers(town: Phones, cards: Sequence[Incident]) -> list[Answer]:
    async with town.town.storage.transaction() as tx:
        found = await tx.answers.of_each([each.id for each in cards])
    return [found[each.id][-1] for each in cards]


async def states(town: Phones, cards: Sequence[Incident]) -> list[AnswerState]:
    return [each.state for each in await answers(town, cards)]


async def sent(town: Phones, count: int = 3) -> tuple[list[Incident], list[Answer]]:
    """So many cards whose answers wait for the press service."""
    cards = await outage(town, count)
    for each in (BulkDo.MY, BulkDo.GROUP, BulkDo.ANSWER):
        await town.press("ann", BulkButton(do=each, key="", id=cards[0].id))
    await town.type("ann", TEXT)
    assert "Пресс-служба посмотрит один раз на все" in (await read(town, "alike")).html
    (first, *_) = await answers(town, cards)
    await town.town.sweep_outbox()
    await town.press("ann", await sends(town.town, first.id), message_id=80)
    return cards, await answers(town, cards)


async def sheet(town: Phones) -> Message:
    return await read(town, "approval", "press")


async def test_one_sheet_is_asked_and_one_press_lets_all_out_one_by_one(town: Phones) -> None:
    cards, asked = await sent(town)
    assert {each.state for each in asked} == {AnswerState.APPROVAL}
    assert await town.town.says("approval") == [("approval", town.user("press"))]
    a1 = await sheet(town)
    assert labels(a1) == [["Опубликовать: 3"], ["Вернуть…", "Ветка"], ["Ещё…"]]
    assert "и ещё 2 карточки" in a1.html
    assert "Козлово, 3: ул. 0, ул. 1, ул. 2" in a1.html
    assert labels(await read(town, "answer", "ann")) == [["Отозвать"]]
    await town.town.sweep_outbox()
    await decide(town, ApprovalDo.PUBLISH, asked[0])
    first = town.town.clock.now() + HOLD
    assert [each.publish_at for each in await answers(town, cards)] == [first + EVERY * n for n in range(3)]
    assert [code for code, _ in await town.town.says("answer")] == ["answer"]
    assert [code for code, _ in await town.town.says("approval")] == ["approval"]
    assert labels(await read(town, "answer", "ann")) == [["Отозвать: 3"]]
    assert "Ответ уже согласовали" in (await decide(town, ApprovalDo.PUBLISH, asked[0]) or "")
    await decide(town, ApprovalDo.HOLD_BACK, asked[0])
    assert await states(town, cards) == [AnswerState.APPROVAL] * 3


async def test_one_return_gives_all_back_and_is_told_once(town: Phones) -> None:
    cards, asked = await sent(town)
    await town.town.sweep_outbox()
    await decide(town, ApprovalDo.RETURN, asked[0], choice=ReturnReason.DATE)
    assert await states(town, cards) == [AnswerState.DRAFT] * 3
    assert await town.town.says("approval_returned") == [("approval_returned", town.user("ann"))]
    assert "и ещё 2 карточки" in (await read(town, "approval_returned")).html
    assert labels(await sheet(town)) == []  # nobody takes back the return of many
    returned = await read(town, "approval_returned", "ann")
    assert returned.rows[0][0].data is not None
    await town.press("ann", returned.rows[0][0].data)
    assert "и ещё 2 карточки" in (await read(town, "ask_rewrite", "ann")).html
    await town.type("ann", TEXT.replace("25", "27"))
    again = await read(town, "alike", "ann")
    assert "27 ноября" in again.html
    assert labels(again)[0][0] == "Отправить: 3"


async def test_own_words_of_the_press_service_reach_the_author_once(town: Phones) -> None:
    cards, asked = await sent(town)
    await decide(town, ApprovalDo.RETURN, asked[0], choice=ReturnReason.OWN)
    await town.type("press", "Назовите телефон отдела")
    assert await states(town, cards) == [AnswerState.DRAFT] * 3
    assert len(await town.town.says("approval_returned")) == 1
    assert "Назовите телефон отдела" in (await read(town, "approval_returned", "ann")).html


async def test_the_author_takes_all_back_and_from_a_card_only_its_own(town: Phones) -> None:
    cards, asked = await sent(town)
    await town.press("ann", CardButton(press=Press.RECALL, incident=cards[1].id))
    assert await states(town, cards) == [AnswerState.APPROVAL, AnswerState.DRAFT, AnswerState.APPROVAL]
    await decide(town, ApprovalDo.SHOW, asked[0])
    assert labels(await sheet(town))[0][0] == "Опубликовать: 2"
    await decide(town, ApprovalDo.TAKE_BACK, asked[0], by="ann", message_id=80)
    assert await states(town, cards) == [AnswerState.DRAFT] * 3
    assert labels(await read(town, "answer", "ann"))[0] == ["Отправить: 3", "Поправить"]
    await decide(town, ApprovalDo.PUBLISH, asked[0])
    assert await states(town, cards) == [AnswerState.DRAFT] * 3


async def test_what_was_closed_meanwhile_does_not_go_out_with_the_others(town: Phones) -> None:
    cards, asked = await sent(town)
    await town.town.act(cards[0].id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.REFUSED)
    await decide(town, ApprovalDo.PUBLISH, asked[0])
    assert await states(town, cards) == [AnswerState.APPROVAL, AnswerState.SCHEDULED, AnswerState.SCHEDULED]
    async with town.town.storage.transaction() as tx:
        await watch(tx, town.town.policy, now=town.town.clock.now())
    assert (await states(town, cards))[0] is AnswerState.CANCELLED


async def test_the_text_of_many_is_not_put_right_by_one(town: Phones) -> None:
    cards, asked = await sent(town)
    before = [each.text for each in asked]
    await decide(town, ApprovalDo.EDIT, asked[0])  # a forged press: the sheet has no such button
    await town.type("press", TEXT.replace("Сегодня", "Завтра"))
    after = await answers(town, cards)
    assert [each.text for each in after] == before
    assert {each.state for each in after} == {AnswerState.APPROVAL}


async def test_a_batch_is_reminded_of_once_and_shown_once_to_who_comes(town: Phones) -> None:
    _, asked = await sent(town)
    await town.town.sweep_outbox()
    town.town.clock.move(minutes=45)
    async with town.town.storage.transaction() as tx:
        await watch(tx, town.town.policy, now=town.town.clock.now())
        await watch(tx, town.town.policy, now=town.town.clock.now())
    assert await town.town.says("approval_due") == [("approval_due", town.user("press"))]
    await town.town.sweep_outbox()
    await town.town.enrol("deputy", Role.APPROVER)
    async with town.town.storage.transaction() as tx:
        await show_to_approvers(tx)
    assert [chat for _, chat in await town.town.says("approval")].count(town.user("deputy")) == 1
    await town.town.sweep_outbox()
    await decide(town, ApprovalDo.OTHERS, asked[0])
    assert await town.town.says("approval") == [("approval", town.user("deputy"))]


async def test_where_the_last_approver_left_they_go_out_one_by_one(town: Phones) -> None:
    cards, _ = await sent(town)
    async with town.town.storage.transaction() as tx:
        await tx.officials.save(replace(town.town.who("press"), active=False))
    async with town.town.storage.transaction() as tx:
        await watch(tx, town.town.policy, now=town.town.clock.now())
    first = town.town.clock.now() + HOLD
    assert [each.publish_at for each in await answers(town, cards)] == [first + EVERY * n for n in range(3)]
