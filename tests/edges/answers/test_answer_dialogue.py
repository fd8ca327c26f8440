"""The dialogue of an answer: text, preview, sixty seconds, recall; in private, and never stuck."""

from collections.abc import AsyncIterator

import pytest
from aiogram.filters.callback_data import CallbackData

from handlers.answers.buttons import AnswerButton, AnswerDo
from handlers.kit.buttons import CardButton, Press
from incidents.answers.values import MAX_LENGTH, Answer, AnswerKind, AnswerState
from incidents.desk.answers import publish_answer
from incidents.incident import Act, ClosingOutcome, Incident, Untold
from incidents.publisher import Published
from tests.kit.phones import GROUP, STICKER, Phones, phones
from tests.kit.previews import sends, under

WORDS = "Здравствуйте! Сегодня до вечера починим."


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def begin(town: Phones, incident: Incident, by: str = "ann", **where: object) -> str | None:
    return await town.press(by, CardButton(press=Press.ANSWER, incident=incident.id), **where)  # type: ignore[arg-type]  # a chat


async def do(town: Phones, what: AnswerDo, answer: Answer, by: str = "ann", message_id: int = 80) -> str | None:
    return await town.press(by, await button_of(town, what, answer), message_id=message_id)


async def button_of(town: Phones, what: AnswerDo, answer: Answer) -> CallbackData:
    if what is AnswerDo.SEND:
        return await sends(town.town, answer.id)
    return await under(town.town, answer.id, what) if what is AnswerDo.DROP else AnswerButton(do=what, answer=answer.id)


async def latest(town: Phones, incident: Incident) -> Answer:
    async with town.town.storage.transaction() as tx:
        return (await tx.answers.of(incident.id))[-1]


async def written(town: Phones, text: str = WORDS) -> tuple[Incident, Answer]:
    """A draft in its preview."""
    incident = await town.town.open()
    await begin(town, incident)
    await town.type("ann", text)
    return incident, await latest(town, incident)


async def said(town: Phones) -> list[str]:
    """Codes of what waits for ann, the newest last."""
    return [code for code, chat in await town.town.says() if chat == town.user("ann")]


async def test_answering_asks_for_the_text_in_private_and_accepts_the_incident(town: Phones) -> None:
    incident = await town.town.open()
    assert await begin(town, incident) is None
    assert (await town.town.incident(incident.id)).holder_id == town.town.who("ann").id
    assert await said(town) == ["ask_answer"]


async def test_answering_from_a_group_says_where_it_goes_on(town: Phones) -> None:
    incident = await town.town.open()
    assert await begin(town, incident, chat=GROUP) == "Продолжим в личном чате с ботом"
    await town.type("ann", "слова для коллег", chat=GROUP)
    async with town.town.storage.transaction() as tx:
        assert await tx.answers.of(incident.id) == []
    await town.type("ann", WORDS)
    assert (await latest(town, incident)).text == WORDS


async def test_a_press_on_another_card_ends_the_question_of_the_first(town: Phones) -> None:
    incident, _ = await written(town)
    other = await town.town.open("Снег не чистят", topic="roads_snow", group="roads")
    await town.press("ann", CardButton(press=Press.MORE, incident=incident.id))
    await town.type("ann", f"{WORDS} Завтра.")
    assert (await latest(town, incident)).text == f"{WORDS} Завтра."
    await town.press("ann", CardButton(press=Press.MORE, incident=other.id))
    await town.type("ann", "В Редкино авария на водоводе")
    assert (await latest(town, incident)).text == f"{WORDS} Завтра."
    async with town.town.storage.transaction() as tx:
        assert await tx.answers.of(other.id) == []


async def test_a_text_becomes_a_draft_and_the_next_one_replaces_it(town: Phones) -> None:
    incident, draft = await written(town)
    assert (draft.text, draft.state) == (WORDS, AnswerState.DRAFT)
    await town.type("ann", "Здравствуйте! Починим завтра.")
    after = await latest(town, incident)
    assert (after.id, after.text) == (draft.id, "Здравствуйте! Починим завтра.")
    assert (await said(town))[-2:] == ["answer", "answer"]


async def test_sending_starts_the_minute_in_the_previews_own_message(town: Phones) -> None:
    _, draft = await written(town)
    assert await do(town, AnswerDo.SEND, draft) is None
    after = await town.town.answer(draft.id)
    assert (after.state, after.message_id) == (AnswerState.SCHEDULED, 80)
    row = [row for row in await town.town.rows() if row.code == "answer"][-1]
    assert row.params == {"answer": draft.id, "edit": 80}
    assert await do(town, AnswerDo.SEND, draft) == "Так уже и есть"
    await town.type("ann", "и ещё")
    assert (await said(town))[-1] == "not_understood"


async def test_recalling_within_the_minute_goes_on_with_the_same_text(town: Phones) -> None:
    incident, draft = await written(town)
    await do(town, AnswerDo.SEND, draft)
    assert await do(town, AnswerDo.RECALL, draft) == "Отправку отменили, текст сохранён"
    await town.type("ann", "Здравствуйте! Исправлено.")
    after = await latest(town, incident)
    assert (after.id, after.state, after.text) == (draft.id, AnswerState.DRAFT, "Здравствуйте! Исправлено.")


async def test_dropping_ends_the_dialogue(town: Phones) -> None:
    _, draft = await written(town)
    await do(town, AnswerDo.DROP, draft)
    assert (await town.town.answer(draft.id)).state is AnswerState.CANCELLED
    await town.type("ann", "и ещё")
    assert (await said(town))[-1] == "not_understood"


async def test_correcting_asks_for_the_whole_text_again(town: Phones) -> None:
    incident, draft = await written(town)
    await do(town, AnswerDo.EDIT, draft)
    assert (await said(town))[-1] == "ask_rewrite"
    await town.type("ann", "Лучше так")
    assert (await latest(town, incident)).text == "Лучше так"


@pytest.mark.parametrize("word", ["отмена", "Отмена", " ОТМЕНА ", "отмена\n"])
async def test_the_word_of_cancelling_drops_the_draft_and_ends_the_dialogue(town: Phones, word: str) -> None:
    _, draft = await written(town)
    await town.type("ann", word)
    assert (await town.town.answer(draft.id)).state is AnswerState.CANCELLED
    assert (await said(town))[-1] == "dropped"
    await town.type("ann", "и ещё")
    assert (await said(town))[-1] == "not_understood"


async def test_cancelling_before_the_first_word_keeps_the_incident_accepted(town: Phones) -> None:
    incident = await town.town.open()
    await begin(town, incident)
    await town.type("ann", "отмена")
    assert (await said(town))[-1] == "dropped"
    assert (await town.town.incident(incident.id)).holder_id == town.town.who("ann").id


async def test_a_sticker_where_words_are_wanted_is_told_so_and_the_dialogue_waits(town: Phones) -> None:
    incident = await town.town.open()
    await begin(town, incident)
    await town.type("ann", None, sticker=STICKER)
    assert (await said(town))[-1] == "answer_wanted"
    await town.type("ann", WORDS)
    assert (await latest(town, incident)).text == WORDS


async def test_a_text_may_begin_like_a_command(town: Phones) -> None:
    _, draft = await written(town, "/3 дома без воды, чиним")
    assert draft.text == "/3 дома без воды, чиним"


async def test_five_thousand_characters_are_told_how_many_to_take_away_and_the_dialogue_waits(town: Phones) -> None:
    incident = await town.town.open()
    await begin(town, incident)
    await town.type("ann", "я" * 5000)
    row = (await town.town.rows())[-1]
    assert row.code == "refusal"
    assert f"лишних знаков {5000 - MAX_LENGTH}" in str(row.params["text"])
    await town.type("ann", "   ")
    await town.type("ann", WORDS)
    assert (await latest(town, incident)).text == WORDS


async def test_a_command_within_the_dialogue_is_no_answer(town: Phones) -> None:
    incident, draft = await written(town)
    await town.type("ann", "/my")
    assert (await latest(town, incident)).text == draft.text
    assert (await said(town))[-1] == "my"


async def test_the_draft_of_one_incident_does_not_end_the_dialogue_about_another(town: Phones) -> None:
    _, draft = await written(town)
    other = await town.town.open("Фонари на Учебной не горят", topic="roads_potholes")
    await begin(town, other)
    await do(town, AnswerDo.SEND, draft)
    await town.type("ann", "Здравствуйте! Фонари починим.")
    assert (await latest(town, other)).text == "Здравствуйте! Фонари починим."


async def test_a_draft_that_the_coordinator_sent_leaves_its_author_a_way_out(town: Phones) -> None:
    _, draft = await written(town)
    await do(town, AnswerDo.SEND, draft, by="coordinator")
    await town.type("ann", "Здравствуйте! Нет, лучше так.")
    row = (await town.town.rows())[-1]
    assert "уже не черновик" in str(row.params.get("text"))
    await town.type("ann", "отмена")
    assert (await town.town.answer(draft.id)).state is AnswerState.SCHEDULED
    await town.type("ann", "и ещё")
    assert (await said(town))[-1] == "not_understood"


async def test_the_second_persons_draft_is_told_that_an_answer_is_on_its_way(town: Phones) -> None:
    incident, draft = await written(town)
    await begin(town, incident, "peter")
    await town.type("peter", "Здравствуйте! И я отвечу.")
    second = await latest(town, incident)
    await do(town, AnswerDo.SEND, draft)
    assert "Второй не нужен" in str(await do(town, AnswerDo.SEND, second, by="peter"))
    assert await do(town, AnswerDo.EDIT, second, by="ann") == "Этот ответ пишет другой сотрудник"


async def test_an_answer_begun_before_the_end_is_refused_after_it(town: Phones) -> None:
    incident = await town.town.open()
    await begin(town, incident)
    await town.town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    await town.type("ann", WORDS)
    assert (await said(town))[-1] == "refusal"
    assert await begin(town, incident) == "Закрыто в 9:14, отвечать больше не нужно"


async def test_published_by_hand_says_that_the_time_is_counted(town: Phones) -> None:
    incident, draft = await written(town)
    await do(town, AnswerDo.SEND, draft)
    desk, now = town.town, town.town.clock.now()
    async with desk.storage.transaction() as tx:
        answer = await publish_answer.start_publishing(tx, await tx.answers.get(draft.id), now=now)
        await publish_answer.mark_not_published(tx, desk.policy, answer, refusal="закрыты комментарии", sure=True, now=now)
    assert await do(town, AnswerDo.BY_HAND, draft) == "Записали: ответ опубликован, время засчитано 9:14"
    assert (await town.town.incident(incident.id)).answered_at == town.town.clock.now()


@pytest.mark.parametrize("what", AnswerDo)
async def test_a_press_under_an_answer_that_is_not_there_is_answered(town: Phones, what: AnswerDo) -> None:
    toast = await town.press("ann", AnswerButton(do=what, answer=404))
    assert "могли удалить" in str(toast)


async def test_a_press_without_its_message_still_sends(town: Phones) -> None:
    _, draft = await written(town)
    query = town.query("ann", (await sends(town.town, draft.id)).pack())
    del query["message"]
    await town.update(callback_query={**query, "inline_message_id": "1"})
    after = await town.town.answer(draft.id)
    assert (after.state, after.message_id) == (AnswerState.SCHEDULED, None)
    card = town.query("ann", CardButton(press=Press.ANSWER, incident=after.incident_id).pack())
    del card["message"]
    await town.update(callback_query={**card, "inline_message_id": "1"})
    assert "Второй не нужен" in str(town.telegram.answers()[-1])


async def test_interim_asks_for_a_text_of_its_kind_and_keeps_it_so(town: Phones) -> None:
    incident = await town.town.open()
    assert await town.press("ann", CardButton(press=Press.INTERIM, incident=incident.id)) is None
    row = (await town.town.rows())[-1]
    assert (row.code, row.params["kind"]) == ("ask_answer", AnswerKind.INTERIM)
    await town.type("ann", WORDS)
    assert (await latest(town, incident)).kind is AnswerKind.INTERIM
    await town.type("ann", "Здравствуйте! Лучше так.")
    assert (await latest(town, incident)).kind is AnswerKind.INTERIM


async def amended(town: Phones) -> tuple[Incident, Answer]:
    """A published answer whose correction is asked for."""
    incident, draft = await written(town)
    await do(town, AnswerDo.SEND, draft)
    async with town.town.storage.transaction() as tx:
        answer = await publish_answer.start_publishing(tx, await tx.answers.get(draft.id), now=town.town.clock.now())
        comment = Published(external_id="wall-1_1_r7", url="https://vk.com/wall-1_1?reply=7")
        await publish_answer.mark_published(tx, town.town.policy, answer, comment, now=town.town.clock.now(), proved=True)
    await town.press("ann", CardButton(press=Press.AMEND, incident=incident.id))
    return incident, draft


async def test_a_correction_is_two_questions_and_a_preview_and_no_word_of_it_stands_in_the_outbox(town: Phones) -> None:
    incident, answer = await amended(town)
    assert (await said(town))[-1] == "ask_amend_was"
    await town.type("ann", "таких слов нет")
    assert (await said(town))[-1] == "refusal"
    await town.type("ann", "сегодня до вечера")
    assert (await said(town))[-1] == "ask_amend_now"
    await town.type("ann", "завтра до обеда")
    draft = await latest(town, incident)
    assert (draft.kind, draft.corrects, draft.state) == (AnswerKind.CORRECTION, answer.id, AnswerState.DRAFT)
    assert "«Сегодня до вечера», верно так: «завтра до обеда»" in draft.text
    assert (await said(town))[-1] == "answer"
    assert not [row for row in await town.town.rows() if "вечера" in str(row.params) and row.code != "refusal"]


async def test_a_correction_begun_in_a_group_goes_on_in_private(town: Phones) -> None:
    incident, _ = await amended(town)
    toast = await town.press("ann", CardButton(press=Press.AMEND, incident=incident.id), chat=GROUP)
    assert toast == "Продолжим в личном чате с ботом"


async def test_where_nothing_is_published_there_is_nothing_to_correct(town: Phones) -> None:
    incident = await town.town.open()
    assert await town.press("ann", CardButton(press=Press.AMEND, incident=incident.id)) == "Ответа под постом ещё нет, поправлять нечего"
