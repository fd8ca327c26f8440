"""An approver edits the message with their correction: the new words stand in the place of the former, or it is said why not."""

from collections.abc import AsyncIterator

import pytest

from handlers.answers.buttons import AnswerButton, AnswerDo
from handlers.approval.buttons import ApprovalButton, ApprovalDo
from incidents.answers.values import Answer, AnswerState
from incidents.approval.values import Approval, ApprovalMode, ApprovalState, proposal_code
from incidents.desk.answers import publish_answer
from incidents.official import Role
from tests.kit.approvals import WORDS, asked, decide, set_mode
from tests.kit.phones import Phones, phones
from tests.kit.said import messages, said

LATER = WORDS.replace("25", "27")
LATEST = WORDS.replace("25", "28")
SOFTER = WORDS.replace("Здравствуйте!", "Добрый день!")
SOFTEST = WORDS.replace("Здравствуйте!", "Доброе утро!")


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    """Everything is approved; the press service is one person."""
    async with phones(sqlite_url) as town:
        await town.town.enrol("press", Role.APPROVER)
        await set_mode(town.town, ApprovalMode.ALWAYS)
        yield town


async def corrected(town: Phones, text: str) -> Answer:
    """The approver's «Поправить» with these words."""
    _, answer = await asked(town)
    await decide(town, ApprovalDo.EDIT, answer)
    await town.type("press", text, message_id=700)
    return await town.town.answer(answer.id)


async def edit(town: Phones, text: str) -> list[tuple[str, str]]:
    """What the approver and the author are told after the edit."""
    await town.town.sweep_outbox()
    await town.update(edited_message=town.message("press", text, town.user("press"), message_id=700, edit_date=1_700_000_100))
    return await said(town.town)


async def round_of(town: Phones, answer: Answer) -> Approval:
    async with town.town.storage.transaction() as tx:
        found = await tx.approvals.of(answer.id)
    assert found is not None
    return found


async def test_other_words_within_the_60_seconds_take_the_place_of_the_former_ones(town: Phones) -> None:
    answer = await corrected(town, SOFTER)
    assert (answer.state, answer.text) == (AnswerState.SCHEDULED, SOFTER)
    town.town.clock.move(seconds=30)
    heard = await edit(town, SOFTEST)
    after = await town.town.answer(answer.id)
    assert (after.state, after.text) == (AnswerState.SCHEDULED, SOFTEST)
    assert answer.publish_at is not None and after.publish_at is not None and after.publish_at > answer.publish_at
    code, text = heard[-1]
    assert code == "approval" and text.startswith("Выйдет в 9:15") and SOFTEST in text
    assert await edit(town, SOFTEST) == []


async def test_another_fact_within_the_60_seconds_stops_the_sending_until_the_author_confirms(town: Phones) -> None:
    answer = await corrected(town, SOFTER)
    heard = await edit(town, LATER)
    after = await town.town.answer(answer.id)
    assert (after.state, after.text, after.publish_at) == (AnswerState.APPROVAL, SOFTER, None)
    current = await round_of(town, answer)
    assert (current.state, current.proposed) == (ApprovalState.EDITED, LATER)
    assert any(code == "approval_edited" and "«до 25 ноября» → «до 27 ноября»" in text for code, text in heard)


@pytest.mark.parametrize(("text", "why"), [(f"{WORDS} Звоните жителю: 8 915 123-45-67.", "Личные данные"), (" ", "Пустой ответ")])
async def test_words_that_must_not_go_out_stop_the_sending_and_say_why(town: Phones, text: str, why: str) -> None:
    answer = await corrected(town, SOFTER)
    heard = await edit(town, text)
    after = await town.town.answer(answer.id)
    assert (after.state, after.text, after.publish_at) == (AnswerState.APPROVAL, SOFTER, None)
    assert (await round_of(town, answer)).state is ApprovalState.WAITING
    stopped = next(words for code, words in heard if code == "answer_stopped_by_edit")
    assert stopped.startswith("Отправку остановили, новый текст не подходит") and why in stopped
    code, sheet = heard[-1]
    assert code == "approval" and sheet.startswith("✍️ Согласовать") and SOFTER in sheet


async def test_a_changed_fact_is_asked_about_anew_and_the_former_question_dies(town: Phones) -> None:
    answer = await corrected(town, LATER)
    former = await confirming(town)
    await edit(town, LATEST)
    assert (await round_of(town, answer)).proposed == LATEST
    assert "прежняя правка" in str(await town.press("ann", former))
    assert (await town.town.answer(answer.id)).state is AnswerState.APPROVAL
    newer = former.model_copy(update={"choice": proposal_code(LATEST)})
    await town.press("ann", newer)
    after = await town.town.answer(answer.id)
    assert (after.state, after.text) == (AnswerState.SCHEDULED, LATEST)


async def confirming(town: Phones) -> ApprovalButton:
    """«Верно» under the question to the author."""
    shown = next(message for code, message in await messages(town.town) if code == "approval_edited")
    data = shown.rows[0][0].data
    assert data is not None
    return ApprovalButton.unpack(data)


async def test_a_fact_put_back_takes_the_question_away(town: Phones) -> None:
    answer = await corrected(town, LATER)
    former = await confirming(town)
    heard = await edit(town, WORDS)
    assert (await round_of(town, answer)).state is ApprovalState.WAITING
    assert any(code == "refusal" and text.startswith("Прежнюю правку отозвали. Текст тот же") for code, text in heard)
    assert "Правку уже решили" in str(await town.press("ann", former))


async def test_after_the_60_seconds_it_is_too_late_and_said_so(town: Phones) -> None:
    answer = await corrected(town, SOFTER)
    async with town.town.storage.transaction() as tx:
        await publish_answer.start_publishing(tx, await tx.answers.get(answer.id), now=town.town.clock.now())
    ((code, text),) = await edit(town, SOFTEST)
    assert code == "refusal" and "уже уходит в сеть" in text
    assert (await town.town.answer(answer.id)).text == SOFTER


async def test_what_the_department_took_back_is_changed_by_no_edit(town: Phones) -> None:
    answer = await corrected(town, LATER)
    await decide(town, ApprovalDo.TAKE_BACK, answer, "ann")
    ((code, text),) = await edit(town, LATEST)
    assert code == "refusal" and "Отдел отозвал ответ" in text
    assert (await town.town.answer(answer.id)).text == WORDS


async def test_published_by_a_press_the_former_message_is_no_correction_any_more(town: Phones) -> None:
    answer = await corrected(town, SOFTER)
    await decide(town, ApprovalDo.HOLD_BACK, answer)
    await decide(town, ApprovalDo.PUBLISH, answer)
    assert await edit(town, SOFTEST) == []
    after = await town.town.answer(answer.id)
    assert (after.state, after.text) == (AnswerState.SCHEDULED, SOFTER)


async def test_after_the_sending_is_cancelled_the_edited_message_is_still_their_correction(town: Phones) -> None:
    answer = await corrected(town, SOFTER)
    await decide(town, ApprovalDo.HOLD_BACK, answer)
    heard = await edit(town, SOFTEST)
    after = await town.town.answer(answer.id)
    assert (after.state, after.text) == (AnswerState.SCHEDULED, SOFTEST)
    code, text = heard[-1]
    assert code == "approval" and SOFTEST in text


@pytest.mark.parametrize("first", [SOFTER, LATER])
async def test_unfit_words_that_are_edited_once_more_go_out(town: Phones, first: str) -> None:
    answer = await corrected(town, first)
    await edit(town, f"{WORDS} Звоните жителю: 8 915 123-45-67.")
    ((code, text), *_) = await edit(town, f"{WORDS} Звоните жителю: 8 915 123-45-68.")
    assert code == "refusal" and "Личные данные" in text and "Прежнюю правку отозвали" not in text
    await edit(town, SOFTEST)
    after = await town.town.answer(answer.id)
    assert (after.state, after.text) == (AnswerState.SCHEDULED, SOFTEST)


async def test_former_words_put_back_after_unfit_ones_are_not_passed_over_in_silence(town: Phones) -> None:
    await corrected(town, SOFTER)
    await edit(town, f"{WORDS} Звоните жителю: 8 915 123-45-67.")
    heard = await edit(town, SOFTER)
    assert any(code == "refusal" and text.startswith("Текст тот же") for code, text in heard)


async def test_another_approvers_correction_is_not_theirs_to_edit(town: Phones) -> None:
    await town.town.enrol("deputy", Role.APPROVER)
    answer = await corrected(town, SOFTER)
    await decide(town, ApprovalDo.HOLD_BACK, answer, "deputy")
    await town.town.sweep_outbox()
    await town.update(edited_message=town.message("deputy", SOFTEST, town.user("deputy"), message_id=700, edit_date=1_700_000_100))
    assert (await town.town.answer(answer.id)).text == SOFTER
    await edit(town, SOFTEST)
    assert (await town.town.answer(answer.id)).text == SOFTEST


@pytest.mark.parametrize("taken", [ApprovalDo.KEEP, ApprovalDo.TAKE_BACK])
async def test_an_answer_that_waits_anew_says_where_to_correct_it(town: Phones, taken: ApprovalDo) -> None:
    answer = await corrected(town, LATER)
    await decide(town, taken, answer, "ann")
    if taken is ApprovalDo.TAKE_BACK:
        await town.town.send(answer.id, "ann")
    assert (await round_of(town, answer)).state is ApprovalState.WAITING
    ((code, text),) = await edit(town, LATEST)
    assert code == "refusal" and text == "Ответ снова ждёт решения, эта правка в него не попала. Нажмите «Поправить» под ним"
    assert (await town.town.answer(answer.id)).text == WORDS


async def test_an_approved_answer_that_the_author_took_for_a_draft_is_not_called_approved(town: Phones) -> None:
    answer = await corrected(town, SOFTER)
    await town.press("ann", AnswerButton(do=AnswerDo.RECALL, answer=answer.id))
    assert (await town.town.answer(answer.id)).state is AnswerState.DRAFT
    ((code, text),) = await edit(town, SOFTEST)
    assert code == "refusal" and text == "Отправку остановили, ответ снова у автора. Ваша правка в него не попала"


async def test_an_answer_that_goes_out_without_approval_is_not_said_to_be_out_of_reach(town: Phones) -> None:
    answer = await corrected(town, LATER)
    async with town.town.storage.transaction() as tx:
        await tx.officials.set_reachable(town.user("press"), reachable=False)
    await decide(town, ApprovalDo.KEEP, answer, "ann")
    assert (await town.town.answer(answer.id)).state is AnswerState.SCHEDULED
    ((code, text),) = await edit(town, LATEST)
    assert code == "refusal"
    assert text == "Ответ выходит без согласования, ваша правка в него не попала. Остановить его может автор: «Отменить отправку»"
    stops = await decide(town, ApprovalDo.HOLD_BACK, answer)
    assert stops == "Ответ выходит без согласования. Остановить его может автор: «Отменить отправку»"
    assert (await town.town.answer(answer.id)).state is AnswerState.SCHEDULED
    await town.press("ann", AnswerButton(do=AnswerDo.RECALL, answer=answer.id))
    assert (await town.town.answer(answer.id)).state is AnswerState.DRAFT
