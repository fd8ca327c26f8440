"""What an answer is for: interim and final with their clocks, a correction instead of an edit, a warning, a question."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.deadlines.reminders import Reminder, due
from incidents.desk.answers import answer_correction, draft_answer, publish_answer, send_answer
from incidents.errors import DomainError, Forbidden, WrongStep
from incidents.incident import Act, ClosingOutcome, Incident, Status, Untold
from incidents.official import Role
from incidents.publisher import Published
from tests.kit.desk_town import HOUSING, DeskTown, desk_town

TEXT = "Здравствуйте! Сегодня осмотрим трубу, завтра скажем срок. Отвечает отдел дорожного хозяйства."


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def out(town: DeskTown, incident: Incident, kind: AnswerKind, text: str = TEXT, by: str = "ann") -> Answer:
    """Written, sent and published: all of it at one moment of the clock."""
    guid = f"guid{next(town.numbers)}"
    async with town.storage.transaction() as tx:
        draft = await draft_answer.create_draft(tx, incident.id, text, by=town.who(by), guid=guid, now=town.clock.now(), kind=kind)
        sent = await send_answer.send(tx, town.policy, draft.id, by=town.who(by), now=town.clock.now())
        return await published(tx, town, sent)


async def published(tx: object, town: DeskTown, answer: Answer) -> Answer:
    comment = Published(external_id=f"wall-1_1_r{answer.id}", url=f"https://vk.com/wall-1_1?reply={answer.id}")
    started = await publish_answer.start_publishing(tx, answer, now=town.clock.now())  # type: ignore[arg-type]  # a Tx
    return await publish_answer.mark_published(tx, town.policy, started, comment, now=town.clock.now(), proved=True)  # type: ignore[arg-type]  # a Tx


async def begun(town: DeskTown) -> Incident:
    """Accepted by ann, ten minutes after it came."""
    incident = await town.open()
    town.clock.move(minutes=10)
    await town.act(incident.id, Act.ACCEPT, "ann")
    return await town.incident(incident.id)


async def test_an_interim_answer_meets_the_first_clock_and_starts_the_final_one(town: DeskTown) -> None:
    incident = await begun(town)
    await out(town, incident, AnswerKind.INTERIM)
    after, now = await town.incident(incident.id), town.clock.now()
    assert (after.status, after.answered_at, after.answer_by) == (Status.ACCEPTED, now, now + town.policy.norms.final)
    assert after.awaits_final
    assert (await town.acts(incident.id))[-1] is Act.INTERIM
    async with town.storage.transaction() as tx:
        assert [voice.answered_at for voice in await tx.voices.of(incident.id)] == [now]


async def test_a_second_interim_answer_buys_no_more_time(town: DeskTown) -> None:
    incident = await begun(town)
    await out(town, incident, AnswerKind.INTERIM)
    first = (await town.incident(incident.id)).answer_by
    town.clock.move(days=3)
    await out(town, incident, AnswerKind.INTERIM, TEXT + " Ещё ищем трубу.")
    after = await town.incident(incident.id)
    assert (after.answer_by, after.status) == (first, Status.ACCEPTED)


async def test_after_an_interim_answer_the_old_clock_is_silent_and_the_new_one_rings(town: DeskTown) -> None:
    incident = await begun(town)
    norms, calendar = town.policy.norms, town.policy.calendar
    await out(town, incident, AnswerKind.INTERIM)
    town.clock.move(days=1, hours=3)
    after = await town.incident(incident.id)
    assert due(after, norms=norms, calendar=calendar, now=town.clock.now()) == ()
    town.clock.move(days=6)
    assert [each.code for each in due(after, norms=norms, calendar=calendar, now=town.clock.now())] == [Reminder.OVERDUE_COORDINATOR]


async def test_the_final_answer_goes_to_the_voice_that_heard_the_interim_one(town: DeskTown) -> None:
    incident = await begun(town)
    first = await out(town, incident, AnswerKind.INTERIM)
    town.clock.move(hours=1)
    last = await out(town, incident, AnswerKind.FINAL, TEXT + " Починили.")
    assert last.post_id == first.post_id
    assert (await town.incident(incident.id)).status is Status.ANSWERED


async def test_handing_over_keeps_the_final_clock_and_reopening_starts_anew(town: DeskTown) -> None:
    incident = await begun(town)
    await out(town, incident, AnswerKind.INTERIM)
    until = (await town.incident(incident.id)).answer_by
    town.clock.move(hours=1)
    await town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    assert (await town.incident(incident.id)).answer_by == until
    await town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.EXPLAINED)
    town.clock.move(hours=1)
    await town.act(incident.id, Act.REOPEN, "coordinator")
    after = await town.incident(incident.id)
    assert not after.awaits_final
    assert after.answer_by is not None
    assert until is not None
    assert after.answer_by < until


async def test_one_more_voice_after_an_interim_answer_waits_for_an_answer_of_its_own(town: DeskTown) -> None:
    incident = await begun(town)
    await out(town, incident, AnswerKind.INTERIM)
    town.clock.move(hours=1)
    outcome = await town.take(await town.write("На Белавинской вода на дороге, всё ещё не пройти", author_id="77"))
    assert outcome.incident is not None
    after = await town.incident(incident.id)
    assert outcome.incident.id == incident.id
    assert (after.status, after.awaits_final) == (Status.ACCEPTED, False)
    async with town.storage.transaction() as tx:
        second = (await tx.voices.of(incident.id))[-1].post_id
    assert (await out(town, incident, AnswerKind.INTERIM, "И вам: завтра скажем срок.")).post_id == second


async def test_an_interim_answer_to_what_nobody_accepted_is_its_authors_from_then_on(town: DeskTown) -> None:
    incident = await town.open()
    town.clock.move(minutes=5)
    await out(town, incident, AnswerKind.INTERIM)
    after = await town.incident(incident.id)
    assert (after.status, after.holder_id) == (Status.ACCEPTED, town.who("ann").id)


async def test_an_interim_answer_to_what_was_closed_meanwhile_keeps_it_closed(town: DeskTown) -> None:
    incident = await begun(town)
    async with town.storage.transaction() as tx:
        draft = await draft_answer.create_draft(
            tx, incident.id, TEXT, by=town.who("ann"), guid="g", now=town.clock.now(), kind=AnswerKind.INTERIM
        )
        sent = await send_answer.send(tx, town.policy, draft.id, by=town.who("ann"), now=town.clock.now())
    await town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    async with town.storage.transaction() as tx:
        await published(tx, town, sent)
    after = await town.incident(incident.id)
    assert (after.status, after.answer_by) == (Status.CLOSED, incident.answer_by)


@pytest.mark.parametrize("kind", [AnswerKind.SAFETY, AnswerKind.CLARIFY])
async def test_a_warning_and_a_question_answer_nothing_yet(town: DeskTown, kind: AnswerKind) -> None:
    incident = await begun(town)
    answer = await out(town, incident, kind)
    after = await town.incident(incident.id)
    assert (after.status, after.answered_at, after.answer_by) == (Status.ACCEPTED, None, incident.answer_by)
    async with town.storage.transaction() as tx:
        assert [voice.answered_at for voice in await tx.voices.of(incident.id)] == [None]
        assert (await tx.log.of(incident.id))[-1].data["kind"] == kind
    assert (await out(town, incident, AnswerKind.FINAL, "Починили.")).post_id == answer.post_id


async def test_a_warning_goes_out_at_once_and_past_an_answer_that_waits(town: DeskTown) -> None:
    incident = await begun(town)
    await town.sent(incident.id, "ann")
    async with town.storage.transaction() as tx:
        now = town.clock.now()
        draft = await draft_answer.create_draft(
            tx, incident.id, "Обойдите это место", by=town.who("ann"), guid="w", now=now, kind=AnswerKind.SAFETY
        )
        warning = await send_answer.send(tx, town.policy, draft.id, by=town.who("ann"), now=now)
    assert (warning.state, warning.publish_at) == (AnswerState.SCHEDULED, town.clock.now())


async def test_asking_the_author_does_not_accept_the_incident(town: DeskTown) -> None:
    incident = await town.open()
    async with town.storage.transaction() as tx:
        await draft_answer.begin(tx, town.policy, incident.id, by=town.who("ann"), now=town.clock.now(), kind=AnswerKind.CLARIFY)
    assert (await town.incident(incident.id)).holder_id is None


async def amend(town: DeskTown, answer: Answer, was: str, becomes: str, by: str = "ann") -> Answer:
    async with town.storage.transaction() as tx:
        who = town.who(by)
        found = await answer_correction.to_correct(tx, answer.incident_id, by=who)
        was = answer_correction.wrong_words(found, was)
        return await answer_correction.correct(
            tx, town.policy, found.id, was=was, becomes=becomes, by=who, guid="amend", now=town.clock.now()
        )


async def test_a_correction_says_what_was_wrong_and_how_it_is_right_as_one_more_comment(town: DeskTown) -> None:
    incident = await begun(town)
    answer = await out(town, incident, AnswerKind.FINAL)
    town.clock.move(days=1)
    draft = await amend(town, answer, "завтра скажем СРОК", "срок скажем 27 ноября.")
    assert (
        draft.text
        == "Поправляем себя: 24 ноября мы написали «завтра скажем срок», верно так: «срок скажем 27 ноября». Спасибо, что заметили."
    )
    assert (draft.kind, draft.corrects, draft.post_id) == (AnswerKind.CORRECTION, answer.id, answer.post_id)
    await town.send(draft.id, "ann")
    async with town.storage.transaction() as tx:
        await published(tx, town, await tx.answers.get(draft.id))
    after = await town.incident(incident.id)
    assert (after.status, after.answered_at) == (Status.ANSWERED, answer.published_at)
    assert (await town.answer(answer.id)).text == TEXT


async def test_a_correction_may_come_after_the_end_and_from_the_approver(town: DeskTown) -> None:
    await town.enrol("press", Role.APPROVER)
    incident = await begun(town)
    answer = await out(town, incident, AnswerKind.FINAL)
    await town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    draft = await amend(town, answer, "Сегодня", "завтра", by="press")
    assert (await town.send(draft.id, "press")).state is AnswerState.SCHEDULED
    assert (await town.incident(incident.id)).status is Status.CLOSED


async def test_a_correction_is_refused_where_it_makes_no_sense_and_nothing_is_kept(town: DeskTown) -> None:
    incident = await begun(town)
    async with town.storage.transaction() as tx:
        with pytest.raises(WrongStep, match="поправлять нечего"):
            await answer_correction.to_correct(tx, incident.id, by=town.who("ann"))
    answer = await out(town, incident, AnswerKind.FINAL)
    for was, becomes, says in (
        ("таких слов нет", "да", "Таких слов в ответе нет"),
        ("", "да", "только неверные слова"),
        ("х" * 400, "да", "только неверные слова"),
        ("Сегодня", "  ", "как верно"),
        ("Сегодня", "сегодня", "те же слова"),
        ("Сегодня", "х" * 400, "как верно"),
    ):
        with pytest.raises(DomainError, match=says):
            await amend(town, answer, was, becomes)
    for stranger in ("olga", "head", "observer"):
        with pytest.raises(Forbidden):
            await amend(town, answer, "Сегодня", "завтра", by=stranger)
    async with town.storage.transaction() as tx:
        assert [one.id for one in await tx.answers.of(incident.id)] == [answer.id]


async def test_two_voices_may_be_answered_at_once_and_one_voice_only_once(town: DeskTown) -> None:
    incident = await begun(town)
    await town.take(await town.write("На Белавинской вода на дороге, машины глохнут", author_id="78"))
    first = await town.sent(incident.id, "ann")
    second = await town.sent(incident.id, "ann", "И вам: починим сегодня.")
    assert first.post_id != second.post_id
    with pytest.raises(DomainError, match="Второй не нужен"):
        await town.draft(incident.id, "ann", "И ещё раз")


async def test_an_interim_answer_that_came_late_is_late_by_nothing(town: DeskTown) -> None:
    incident = await begun(town)
    town.clock.move(days=3)
    await out(town, incident, AnswerKind.INTERIM)
    after = await town.incident(incident.id)
    assert after.answer_by == town.clock.now() + timedelta(days=7)
