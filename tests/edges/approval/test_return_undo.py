"""A return to the author is taken back within ten minutes: «Снова согласовать»."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from handlers.answers.buttons import AnswerButton, AnswerDo
from handlers.approval.buttons import ApprovalDo
from incidents.acts.undo import UNDO_FOR
from incidents.answers.values import Answer, AnswerState
from incidents.approval.values import ApprovalMode, ApprovalState, ReturnReason, proposal_code
from incidents.ids import AnswerId
from incidents.incident import Act, ClosingOutcome
from incidents.official import Role
from tests.kit.approvals import WORDS, asked, decide, labels, read, set_mode
from tests.kit.phones import Phones, phones

LABEL = "Снова согласовать"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    """Everything is approved; the press service is two people."""
    async with phones(sqlite_url) as town:
        await town.town.enrol("press", Role.APPROVER)
        await town.town.enrol("second", Role.APPROVER)
        await set_mode(town.town, ApprovalMode.ALWAYS)
        yield town


async def returned(town: Phones) -> Answer:
    """«Ответить лично», asked and confirmed by the press service."""
    _, answer = await asked(town)
    await decide(town, ApprovalDo.RETURN, answer, choice=ReturnReason.PRIVATE)
    await decide(town, ApprovalDo.PRIVATE, answer)
    return answer


async def again(town: Phones, answer: Answer, by: str = "press") -> str | None:
    return await decide(town, ApprovalDo.UNDO_RETURN, answer, by, choice=proposal_code(WORDS))


async def test_to_answer_in_private_is_taken_back_within_ten_minutes(town: Phones) -> None:
    answer = await returned(town)
    sheet = await read(town, "approval", "press")
    assert labels(sheet) == [[LABEL]] and "работает 10 минут" in sheet.html
    town.town.clock.move(minutes=9)
    assert await again(town, answer) == "Ответ снова на согласовании"
    assert (await town.town.answer(answer.id)).state is AnswerState.APPROVAL
    async with town.town.storage.transaction() as tx:
        current = await tx.approvals.of(answer.id)
    assert current is not None
    assert (current.state, current.decided_by, current.reason) == (ApprovalState.WAITING, None, None)
    assert "Пресс-служба взяла его обратно" in (await read(town, "approval_again", "ann")).html
    assert labels(await read(town, "approval", "press"))[0] == ["Опубликовать", "Поправить"]
    assert await again(town, answer) == "Так уже и есть"
    await decide(town, ApprovalDo.PUBLISH, answer)
    assert (await town.town.answer(answer.id)).state is AnswerState.SCHEDULED


async def test_after_ten_minutes_it_is_the_departments(town: Phones) -> None:
    answer = await returned(town)
    town.town.clock.moment += UNDO_FOR
    assert (await again(town, answer) or "").startswith("10 минут прошли")
    assert (await town.town.answer(answer.id)).state is AnswerState.DRAFT


async def test_only_who_returned_it_takes_it_back(town: Phones) -> None:
    answer = await returned(town)
    assert (await again(town, answer, "second") or "").startswith("Взять обратно может тот, кто вернул")
    async with town.town.storage.transaction() as tx:
        await tx.approval_messages.put(answer.id, town.user("second"), 44)
    assert (await town.town.answer(answer.id)).state is AnswerState.DRAFT


async def test_a_text_that_the_author_works_on_is_left_alone(town: Phones) -> None:
    answer = await returned(town)
    await town.press("ann", AnswerButton(do=AnswerDo.EDIT, answer=answer.id))
    await town.type("ann", "Здравствуйте! Напишем вам в сообщения сегодня. Отвечает отдел дорожного хозяйства.")
    assert (await again(town, answer) or "").startswith("Отдел уже правит ответ")
    assert (await town.town.answer(answer.id)).state is AnswerState.DRAFT


async def test_a_draft_that_was_dropped_and_a_closed_card_stay_so(town: Phones) -> None:
    answer = await returned(town)
    await town.town.act(answer.incident_id, Act.CLOSE, "ann", outcome=ClosingOutcome.EXPLAINED)
    assert (await again(town, answer) or "").startswith(("Карточку закрыли", "Отдел этот ответ снял"))
    assert (await town.town.answer(answer.id)).state is not AnswerState.APPROVAL


async def test_what_was_answered_without_a_return_is_told(town: Phones) -> None:
    _, answer = await asked(town)
    await decide(town, ApprovalDo.PUBLISH, answer)
    assert (await again(town, answer) or "").startswith("Ответ уже согласовали")


async def test_a_resident_who_was_answered_otherwise_gets_no_second_answer(town: Phones) -> None:
    answer = await returned(town)
    async with town.town.storage.transaction() as tx:
        other = await tx.answers.add(replace(answer, id=AnswerId(0), guid="other", text="Иначе", state=AnswerState.SCHEDULED))
    assert (await again(town, answer) or "").startswith("Жителю за это время ответили иначе")
    assert (await town.town.answer(other.id)).state is AnswerState.SCHEDULED
