"""An answer to a resident at the desk: draft, hold, the network's word, proof; one public comment and never two."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from incidents.answers.values import HOLD, MAX_LENGTH, PROOF_EVERY, Answer, AnswerState
from incidents.desk.answers import draft_answer, publish_answer, send_answer
from incidents.errors import DomainError, Forbidden, NotFound, Unchanged, WrongStep
from incidents.ids import AnswerId
from incidents.incident import Act, ClosingOutcome, Incident, Status, Untold
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.published_answers import COMMENT, publish


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def begin(town: DeskTown, incident: Incident, by: str) -> Incident:
    async with town.storage.transaction() as tx:
        return await draft_answer.begin(tx, town.policy, incident.id, by=town.who(by), now=town.clock.now())


async def start(town: DeskTown, answer: Answer) -> Answer:
    async with town.storage.transaction() as tx:
        return await publish_answer.start_publishing(tx, answer, now=town.clock.now())


async def refuse(town: DeskTown, answer: Answer, *, sure: bool) -> Answer:
    async with town.storage.transaction() as tx:
        answer, now = await tx.answers.get(answer.id), town.clock.now()
        return await publish_answer.mark_not_published(tx, town.policy, answer, refusal="Комментарии закрыты", sure=sure, now=now)


async def by_hand(town: DeskTown, answer: Answer, by: str) -> Answer:
    async with town.storage.transaction() as tx:
        return await publish_answer.mark_put_by_hand(tx, town.policy, answer.id, by=town.who(by), now=town.clock.now())


async def recall(town: DeskTown, answer: Answer, by: str) -> Answer:
    async with town.storage.transaction() as tx:
        return await send_answer.recall(tx, answer.id, by=town.who(by))


async def drop(town: DeskTown, answer: Answer, by: str) -> Answer:
    async with town.storage.transaction() as tx:
        return await draft_answer.drop(tx, answer.id, by=town.who(by))


async def waiting_voices(town: DeskTown, incident: Incident) -> list[bool]:
    async with town.storage.transaction() as tx:
        return [voice.answered_at is None for voice in await tx.voices.of(incident.id)]


async def test_beginning_an_answer_accepts_what_nobody_has_and_leaves_what_somebody_has(town: DeskTown) -> None:
    incident = await town.open()
    assert (await begin(town, incident, "ann")).holder_id == town.who("ann").id
    assert (await begin(town, incident, "peter")).holder_id == town.who("ann").id
    assert (await town.acts(incident.id))[-1] is Act.ACCEPT


async def test_an_answer_cannot_be_begun_without_right_or_after_the_end(town: DeskTown) -> None:
    incident = await town.open()
    with pytest.raises(Forbidden):
        await begin(town, incident, "olga")
    await town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    with pytest.raises(WrongStep, match="Закрыто в 9:14, отвечать больше не нужно"):
        await begin(town, incident, "ann")
    with pytest.raises(WrongStep):
        await town.draft(incident.id, "ann")


async def test_a_draft_is_rewritten_until_it_is_sent_and_nobody_is_told_of_it(town: DeskTown) -> None:
    incident = await town.open()
    await town.sweep_outbox()
    draft = await town.draft(incident.id, "ann", "  Починим  ")
    assert (draft.text, draft.state, draft.author_id) == ("Починим", AnswerState.DRAFT, town.who("ann").id)
    async with town.storage.transaction() as tx:
        await draft_answer.rewrite(tx, draft.id, "Починим завтра", by=town.who("ann"))
        assert (await send_answer.own_draft(tx, draft.id, by=town.who("ann"))).text == "Починим завтра"
    assert await town.rows() == []


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Пустой ответ"), (" \n ", "Пустой ответ"), ("я" * 3503, "лишних знаков 3"), ("я" * 3500 + "!", "лишних знаков 1")],
)
async def test_an_empty_and_a_too_long_text_are_refused_with_what_to_do(town: DeskTown, text: str, words: str) -> None:
    incident = await town.open()
    draft = await town.draft(incident.id, "ann")
    with pytest.raises(DomainError, match=words):
        await town.draft(incident.id, "ann", text)
    with pytest.raises(DomainError, match=words):
        async with town.storage.transaction() as tx:
            await draft_answer.rewrite(tx, draft.id, text, by=town.who("ann"))
    assert (await town.answer(draft.id)).text == draft.text
    assert (await town.draft(incident.id, "ann", " " + "я" * MAX_LENGTH + "\n")).text == "я" * MAX_LENGTH


async def test_another_official_does_not_touch_the_draft_and_the_coordinator_may(town: DeskTown) -> None:
    draft = await town.draft((await town.open()).id, "ann")
    with pytest.raises(Forbidden, match="пишет другой сотрудник"):
        await town.send(draft.id, "peter")
    with pytest.raises(Forbidden):
        await drop(town, draft, "peter")
    assert (await town.send(draft.id, "coordinator")).state is AnswerState.SCHEDULED


async def test_a_sent_answer_is_held_for_a_minute_and_a_second_press_changes_nothing(town: DeskTown) -> None:
    incident = await town.open()
    answer = await town.sent(incident.id, "ann", message_id=77)
    assert (answer.state, answer.publish_at, answer.message_id) == (AnswerState.SCHEDULED, town.clock.now() + HOLD, 77)
    assert town.chat("ann") in await town.cards(incident.id)
    town.clock.move(seconds=5)
    with pytest.raises(Unchanged):
        await town.send(answer.id, "ann")
    assert await town.answer(answer.id) == answer


async def test_an_answer_is_recalled_within_its_minute_with_its_text_kept(town: DeskTown) -> None:
    incident = await town.open()
    answer = await town.sent(incident.id, "ann")
    with pytest.raises(Forbidden):
        await recall(town, answer, "peter")
    after = await recall(town, answer, "ann")
    assert (after.state, after.publish_at, after.text) == (AnswerState.DRAFT, None, answer.text)
    with pytest.raises(Unchanged):
        await recall(town, answer, "ann")
    town.clock.move(minutes=5)
    async with town.storage.transaction() as tx:
        assert await tx.answers.next_to_move(now=town.clock.now()) is None


async def test_an_answer_on_its_way_cannot_be_recalled(town: DeskTown) -> None:
    answer = await start(town, await town.sent((await town.open()).id, "ann"))
    with pytest.raises(WrongStep, match="уже уходит в сеть"):
        await recall(town, answer, "ann")


async def test_a_dropped_draft_stays_dropped(town: DeskTown) -> None:
    draft = await town.draft((await town.open()).id, "ann")
    assert (await drop(town, draft, "ann")).state is AnswerState.CANCELLED
    with pytest.raises(Unchanged):
        await drop(town, draft, "ann")
    with pytest.raises(WrongStep, match="уже не черновик"):
        await town.send(draft.id, "ann")


async def test_leaving_the_dialogue_drops_a_draft_and_lets_a_sent_answer_go_on(town: DeskTown) -> None:
    incident = await town.open()
    draft = await town.draft(incident.id, "ann")
    async with town.storage.transaction() as tx:
        await draft_answer.leave(tx, draft.id, by=town.who("ann"))
    assert (await town.answer(draft.id)).state is AnswerState.CANCELLED
    sent = await town.sent(incident.id, "ann")
    async with town.storage.transaction() as tx:
        await draft_answer.leave(tx, sent.id, by=town.who("ann"))
    assert (await town.answer(sent.id)).state is AnswerState.SCHEDULED


async def test_while_one_answer_is_on_its_way_the_second_person_is_told_so(town: DeskTown) -> None:
    incident = await town.open()
    second = await town.draft(incident.id, "peter")
    first = await town.sent(incident.id, "ann")
    for act in (town.send(second.id, "peter"), town.draft(incident.id, "peter"), begin(town, incident, "peter")):
        with pytest.raises(DomainError, match="Второй не нужен"):
            await act
    town.clock.move(minutes=2)
    await publish(town, await start(town, first))
    with pytest.raises(DomainError, match="Ответ уже вышел, ваш текст жителю не ушёл"):
        await town.send(second.id, "peter")
    assert (await town.answer(second.id)).state is AnswerState.DRAFT


async def test_after_the_answer_more_can_be_said_by_a_new_one(town: DeskTown) -> None:
    incident = await town.open()
    await publish(town, await start(town, await town.sent(incident.id, "ann")))
    town.clock.move(hours=1)
    more = await town.sent(incident.id, "ann", "Готово, воды нет")
    await publish(town, await start(town, more))
    after = await town.incident(incident.id)
    assert after.answered_at == town.clock.now() - timedelta(hours=1)


async def test_the_same_words_do_not_stand_twice_under_one_post(town: DeskTown) -> None:
    incident = await town.open()
    await publish(town, await start(town, await town.sent(incident.id, "ann", "Починим сегодня")))
    town.clock.move(hours=1)
    again = await town.draft(incident.id, "peter", "Починим  сегодня\n")
    with pytest.raises(DomainError, match="уже стоит"):
        await town.send(again.id, "peter")
    assert (await town.answer(again.id)).state is AnswerState.DRAFT


async def test_a_published_answer_answers_its_voice_and_the_next_one_is_for_the_next_voice(town: DeskTown) -> None:
    incident = await town.open()
    await town.take(await town.write())
    await publish(town, await start(town, await town.sent(incident.id, "ann")))
    assert await waiting_voices(town, incident) == [False, True]
    second = await town.sent(incident.id, "ann")
    async with town.storage.transaction() as tx:
        voices = await tx.voices.of(incident.id)
    assert second.post_id == voices[1].post_id
    await publish(town, await start(town, second))
    assert await waiting_voices(town, incident) == [False, False]
    assert (await town.draft(incident.id, "ann")).post_id == voices[1].post_id


async def test_publishing_marks_the_incident_answered_and_the_dialogue_follows(town: DeskTown) -> None:
    incident = await town.open()
    answer = await start(town, await town.sent(incident.id, "ann", message_id=77))
    assert (answer.state, answer.tries, answer.started_at) == (AnswerState.PUBLISHING, 1, town.clock.now())
    await town.sweep_outbox()
    after = await publish(town, answer)
    assert (after.state, after.url, after.proved_at) == (AnswerState.PUBLISHED, COMMENT.url, None)
    assert after.look_at == town.clock.now() + PROOF_EVERY
    kept = await town.incident(incident.id)
    assert (kept.status, kept.answered_at) == (Status.ANSWERED, town.clock.now())
    assert await town.says() == [("answer", town.chat("ann"))]
    async with town.storage.transaction() as tx:
        event = (await tx.log.of(incident.id))[-1]
    assert (event.act, event.by, event.data["proved"]) == (Act.ANSWER, town.who("ann").id, 0)


async def test_a_comment_found_in_the_thread_is_published_and_proved_at_once(town: DeskTown) -> None:
    answer = await publish(town, await start(town, await town.sent((await town.open()).id, "ann")), proved=True)
    assert (answer.proved_at, answer.look_at) == (town.clock.now(), None)
    assert await town.says("answer") == []


async def test_a_proof_ends_the_looking_and_shows_on_the_cards(town: DeskTown) -> None:
    incident = await town.open()
    answer = await publish(town, await start(town, await town.sent(incident.id, "ann")))
    await town.sweep_outbox()
    async with town.storage.transaction() as tx:
        after = await publish_answer.mark_proved(tx, answer, now=town.clock.now())
    assert (after.proved_at, after.look_at) == (town.clock.now(), None)
    assert town.chat("ann") in await town.cards(incident.id)


async def test_a_comment_that_nobody_sees_is_told_to_its_author_once(town: DeskTown) -> None:
    answer = await publish(town, await start(town, await town.sent((await town.open()).id, "ann")))
    async with town.storage.transaction() as tx:
        await publish_answer.mark_unseen(tx, answer)
    assert await town.says("answer_not_visible") == [("answer_not_visible", town.chat("ann"))]
    assert (await town.answer(answer.id)).look_at is None


@pytest.mark.parametrize("sure", [True, False])
async def test_what_the_network_did_not_take_is_put_there_by_hand(town: DeskTown, sure: bool) -> None:
    incident = await town.open()
    answer = await refuse(town, await start(town, await town.sent(incident.id, "ann", message_id=7)), sure=sure)
    assert answer.state is (AnswerState.REFUSED if sure else AnswerState.UNKNOWN)
    assert answer.refusal == "Комментарии закрыты"
    assert await town.says("answer_by_hand") == [("answer_by_hand", town.chat("ann"))]
    assert (await town.incident(incident.id)).status is Status.ACCEPTED
    with pytest.raises(Forbidden):
        await by_hand(town, answer, "olga")
    after = await by_hand(town, answer, "peter")
    assert (after.state, after.url) == (AnswerState.PUBLISHED, None)
    assert (await town.incident(incident.id)).status is Status.ANSWERED
    assert await waiting_voices(town, incident) == [False]
    with pytest.raises(Unchanged):
        await by_hand(town, answer, "peter")


async def test_a_draft_is_not_published_by_hand(town: DeskTown) -> None:
    draft = await town.draft((await town.open()).id, "ann")
    with pytest.raises(WrongStep):
        await by_hand(town, draft, "ann")


async def test_a_call_that_took_nothing_does_not_count_and_waits_again(town: DeskTown) -> None:
    answer = await start(town, await town.sent((await town.open()).id, "ann"))
    until = town.clock.now() + timedelta(minutes=3)
    async with town.storage.transaction() as tx:
        after = await publish_answer.postpone(tx, answer, until=until)
    assert (after.state, after.tries, after.publish_at, after.started_at) == (AnswerState.SCHEDULED, 0, until, None)
    assert (await recall(town, after, "ann")).state is AnswerState.DRAFT


async def test_after_an_unclear_call_a_later_one_that_took_nothing_first_looks_into_the_thread(town: DeskTown) -> None:
    answer = await start(town, await start(town, await town.sent((await town.open()).id, "ann")))
    assert answer.tries == 2
    until = town.clock.now() + timedelta(minutes=3)
    async with town.storage.transaction() as tx:
        after = await publish_answer.postpone(tx, answer, until=until)
    assert (after.state, after.tries, after.look_at, after.started_at) == (AnswerState.PUBLISHING, 1, until, town.clock.now())


async def test_an_answer_to_what_was_closed_meanwhile_keeps_it_closed(town: DeskTown) -> None:
    incident = await town.open()
    answer = await start(town, await town.sent(incident.id, "ann"))
    await town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.EXPLAINED)
    await publish(town, answer)
    after = await town.incident(incident.id)
    assert (after.status, after.answered_at) == (Status.CLOSED, town.clock.now())
    assert (await town.acts(incident.id))[-1] is Act.ANSWER


async def test_a_draft_of_what_was_closed_meanwhile_is_not_sent(town: DeskTown) -> None:
    incident = await town.open()
    draft = await town.draft(incident.id, "ann")
    await town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.EXPLAINED)
    with pytest.raises(WrongStep):
        await town.send(draft.id, "ann")


async def test_an_unknown_answer_is_said_to_be_unknown(town: DeskTown) -> None:
    with pytest.raises(NotFound):
        await town.send(AnswerId(404), "ann")
