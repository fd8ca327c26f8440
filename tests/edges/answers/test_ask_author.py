"""«Спросить жителя»: a question under the post that is no answer; the author's reply fills the card. «Ответить общим» is an answer."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from handlers.answers.buttons import AnswerDo
from handlers.kit.buttons import CardButton, Press
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.approval.values import ApprovalMode
from incidents.desk.intake.take_in import take_in
from incidents.desk.people.staff import change_role
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome, Doubt, Incident, Status, Untold
from incidents.official import Mode, Role
from incidents.posts import StoredPost
from tests.kit.desk_town import HOUSING, ROADS, DeskTown, put_post
from tests.kit.phones import Phones, phones
from tests.kit.previews import sends, under
from tests.kit.published_answers import publish
from tests.kit.said import card, said
from tests.kit.values.samples import place, reading


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as made:
        yield made


async def leashed(desk: Phones) -> None:
    """The department gets nothing but by the coordinator's hand: a doubt holds the card with him."""
    async with desk.town.storage.transaction() as tx:
        await tx.modes.set(ROADS, Mode.COORDINATOR, until=None, since=desk.town.clock.now())


async def lost(desk: Phones) -> tuple[Incident, StoredPost]:
    """An incident whose place nobody named, and its post."""
    post = await desk.town.write("Воды по колено, а где не скажу")
    incident = (await desk.town.take(post, reading(main=place()))).incident
    assert incident is not None and incident.doubt is Doubt.PLACE
    await desk.town.sweep_outbox()
    return incident, post


async def press(desk: Phones, what: Press, id: IncidentId, by: str = "coordinator") -> str | None:
    return await desk.press(by, CardButton(press=what, incident=id))


async def newest(town: DeskTown, id: IncidentId) -> Answer:
    async with town.storage.transaction() as tx:
        return (await tx.answers.of(id))[-1]


async def asked(desk: Phones, id: IncidentId) -> Answer:
    """The question stands under the post."""
    await press(desk, Press.ASK_AUTHOR, id)
    draft = await newest(desk.town, id)
    await desk.press("coordinator", await sends(desk.town, draft.id))
    return await publish(desk.town, draft, proved=True)


async def reply(desk: Phones, post: StoredPost, text: str, *, author: str | None = None, **read: Any) -> Incident | None:
    """A comment under the post, by its author if nobody else is named."""
    desk.town.clock.move(minutes=20)
    async with desk.town.storage.transaction() as tx:
        written = await put_post(
            tx,
            desk.town.source,
            next(desk.town.numbers),
            desk.town.clock.now(),
            text,
            author_id=author or post.post.author_id,
            parent_external_id=post.post.external_id,
        )
        return (await take_in(tx, desk.town.policy, written, reading(**read), now=desk.town.clock.now())).incident


async def test_the_question_is_ready_in_one_tap_and_is_no_answer(desk: Phones) -> None:
    await leashed(desk)
    incident, _ = await lost(desk)
    await press(desk, Press.ASK_AUTHOR, incident.id)
    ((code, text),) = await said(desk.town)
    assert code == "answer" and "Поможем, если уточните место" in text and "Ответите сегодня до 11:00" in text
    draft = await newest(desk.town, incident.id)
    assert (draft.kind, draft.state) == (AnswerKind.CLARIFY, AnswerState.DRAFT)
    await desk.press("coordinator", await sends(desk.town, draft.id))
    await publish(desk.town, draft, proved=True)
    after = await desk.town.incident(incident.id)
    assert (after.status, after.answered_at, after.answer_by, after.holder_id) == (Status.NEW, None, incident.answer_by, None)
    assert (await desk.town.acts(incident.id))[-1] is Act.ASK_AUTHOR
    shown, buttons = await card(desk.town, incident.id, "coordinator")
    assert "Жителя спросили в 9:14" in shown and "Указать место" in buttons


async def test_the_authors_reply_fills_the_place_and_routes_the_card(desk: Phones) -> None:
    incident, post = await lost(desk)
    await asked(desk, incident.id)
    await desk.town.sweep_outbox()
    told = await reply(desk, post, "Это у дома 5 на Белавинской", main=place("Конаково", "Белавинская", "5"), is_appeal=False)
    assert told is not None and told.id == incident.id
    after = await desk.town.incident(incident.id)
    assert (after.place.street, after.place.house, after.doubt) == ("Белавинская", "5", None)
    assert (after.department_id, after.status) == (ROADS, Status.ASSIGNED)
    assert "место уточнил автор" in after.route_because
    assert desk.town.chat("ann") in await desk.town.cards(incident.id)
    found = await said(desk.town)
    assert [code for code, _ in found] == ["clarified"] and "Автор ответил: «Это у дома 5 на Белавинской»" in found[0][1]
    assert "Автор уточнил в 9:34: «Это у дома 5 на Белавинской»" in (await card(desk.town, incident.id, "ann"))[0]
    async with desk.town.storage.transaction() as tx:
        assert len(await tx.voices.of(incident.id)) == 1  # the resident waits for one answer, not for two


async def test_the_authors_words_do_not_follow_whoever_asked_and_moved(desk: Phones) -> None:
    incident, post = await lost(desk)
    await asked(desk, incident.id)
    await desk.town.enrol("second", Role.COORDINATOR)
    async with desk.town.storage.transaction() as tx:
        by, asker = desk.town.who("second"), desk.town.who("coordinator")
        await change_role(tx, desk.town.policy, asker.id, Role.EXECUTOR, HOUSING, by=by, now=desk.town.clock.now())
    await desk.town.sweep_outbox()
    await reply(desk, post, "Это у дома 5 на Белавинской", main=place("Конаково", "Белавинская", "5"), is_appeal=False)
    told = {chat for _, chat in await desk.town.says("clarified")}
    assert desk.town.chat("coordinator") not in told
    assert told


async def test_a_neighbour_is_no_author_and_nothing_named_changes_nothing(desk: Phones) -> None:
    await leashed(desk)
    incident, post = await lost(desk)
    await asked(desk, incident.id)
    neighbour = await reply(desk, post, "И у нас на Новой тоже", author="neighbour", main=place("Редкино", "Новая"))
    assert neighbour is None or (await desk.town.incident(incident.id)).place == incident.place
    await reply(desk, post, "А вам зачем?", main=place(), is_appeal=False)
    after = await desk.town.incident(incident.id)
    assert (after.place, after.doubt, after.status) == (incident.place, Doubt.PLACE, Status.NEW)
    assert "А вам зачем?" in (await card(desk.town, incident.id, "coordinator"))[0]


async def test_a_reply_after_the_end_is_no_reply_and_a_danger_never_is_only_one(desk: Phones) -> None:
    incident, post = await lost(desk)
    await asked(desk, incident.id)
    danger = await reply(desk, post, "Провод искрит, это у дома 5!", danger=True, main=place("Редкино", "Новая", "5"))
    assert danger is not None
    async with desk.town.storage.transaction() as tx:
        assert await tx.voices.incident_of(post.id) == incident.id
        assert all("clarifies" not in event.data for event in await tx.log.of(incident.id))
    await desk.town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    await reply(desk, post, "Это на Белавинской", main=place("Конаково", "Белавинская"), is_appeal=False)
    assert (await desk.town.incident(incident.id)).place == incident.place


async def test_where_the_place_is_known_the_question_is_written_in_ones_own_words(desk: Phones) -> None:
    incident = await desk.town.open()
    await desk.town.sweep_outbox()
    await press(desk, Press.ASK_AUTHOR, incident.id, by="ann")
    ((code, text),) = await said(desk.town)
    assert code == "ask_author" and "ответом не считается: срок идёт" in text
    await desk.type("ann", "Здравствуйте! Вода стоит с какого дня?")
    draft = await newest(desk.town, incident.id)
    assert (draft.kind, draft.text) == (AnswerKind.CLARIFY, "Здравствуйте! Вода стоит с какого дня?")
    assert (await desk.town.incident(incident.id)).holder_id is None


async def test_the_general_answer_is_an_answer_with_words_ready(desk: Phones) -> None:
    incident, _ = await lost(desk)
    await press(desk, Press.GENERAL, incident.id)
    found = await said(desk.town)
    assert "Решаем вместе" in dict(found)["answer"]
    draft = await newest(desk.town, incident.id)
    assert draft.kind is AnswerKind.FINAL
    await desk.press("coordinator", await sends(desk.town, draft.id))
    await publish(desk.town, draft)
    assert (await desk.town.incident(incident.id)).status is Status.ANSWERED


async def test_who_may_not_ask_and_what_is_closed(desk: Phones) -> None:
    await leashed(desk)
    incident, _ = await lost(desk)
    assert "у координатора" in (await press(desk, Press.ASK_AUTHOR, incident.id, by="ann") or "")
    assert "наблюдатель" in (await press(desk, Press.GENERAL, incident.id, by="observer") or "")
    await desk.town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert await press(desk, Press.ASK_AUTHOR, incident.id) is not None
    async with desk.town.storage.transaction() as tx:
        assert await tx.answers.of(incident.id) == []


async def test_a_card_of_the_neighbours_is_passed_to_them_by_name(desk: Phones) -> None:
    theirs = await desk.town.open("Кимры, ул. Кирова, собаки стаей бегают", outside=True, main=place("Кимры", "Кирова"))
    _, buttons = await card(desk.town, theirs.id, "coordinator")
    assert "Передать соседям" in buttons and "Всё-таки наше" in buttons
    await desk.town.sweep_outbox()
    await press(desk, Press.NEIGHBOURS, theirs.id)
    ((code, _),) = await said(desk.town)
    assert code == "ask_outside_date"
    await desk.type("coordinator", "26 ноября")
    await said(desk.town)
    await desk.type("coordinator", "412")
    after = await desk.town.incident(theirs.id)
    assert after.status is Status.OUTSIDE
    assert "администрация соседнего округа, Кимры" in (await card(desk.town, theirs.id, "coordinator"))[0]


async def test_what_is_ours_after_all_goes_to_a_department_and_is_a_doubt_no_more(desk: Phones) -> None:
    theirs = await desk.town.open("Кимры, ул. Кирова, собаки стаей бегают", outside=True, main=place("Кимры", "Кирова"))
    await desk.town.act(theirs.id, Act.ASSIGN, "coordinator", department_id=ROADS)
    after = await desk.town.incident(theirs.id)
    assert (after.doubt, after.department_id, after.status) == (None, ROADS, Status.ASSIGNED)


async def test_a_question_on_approval_holds_up_nobodys_answer(desk: Phones) -> None:
    """The clock goes on, so the department must be able to accept and to answer meanwhile."""
    incident = await desk.town.open(main=place("Конаково", "Белавинская"))
    await desk.town.enrol("press", Role.APPROVER)
    async with desk.town.storage.transaction() as tx:
        await tx.approval_modes.set("", ApprovalMode.ALWAYS, by=desk.town.who("coordinator").id, at=desk.town.clock.now())
    await press(desk, Press.ASK_AUTHOR, incident.id)
    await desk.type("coordinator", "Здравствуйте! У какого дома?")
    question = await newest(desk.town, incident.id)
    await desk.press("coordinator", await sends(desk.town, question.id))
    shown = dict(await said(desk.town))
    assert "Вопрос жителю на согласовании" in shown["answer"]
    assert "Вопрос жителю: отдел дорожного хозяйства" in shown["approval"] and "нет: кто" not in shown["approval"]

    text, buttons = await card(desk.town, incident.id, "ann")
    assert "Вопрос жителю на согласовании" in text and buttons[:3] == ["Принять", "Не наше", "Ответить"]
    await press(desk, Press.ANSWER, incident.id, "ann")
    await desk.type("ann", "Здравствуйте! Сегодня откачаем воду, отвечает отдел дорожного хозяйства.")
    answer = await newest(desk.town, incident.id)
    await desk.press("ann", await sends(desk.town, answer.id))
    assert (await desk.town.answer(answer.id)).state is AnswerState.APPROVAL
    text, buttons = await card(desk.town, incident.id, "ann")
    assert "✍️ Ответ на согласовании" in text and "Отозвать" in buttons


async def test_a_coordinator_takes_the_card_by_sending_and_not_by_a_text_that_was_dropped(desk: Phones) -> None:
    await leashed(desk)
    incident, _ = await lost(desk)
    await press(desk, Press.GENERAL, incident.id)
    draft = await newest(desk.town, incident.id)
    await desk.press("coordinator", await under(desk.town, draft.id, AnswerDo.DROP))
    after = await desk.town.incident(incident.id)
    assert (after.status, after.holder_id, after.doubt) == (Status.NEW, None, Doubt.PLACE)
    _, buttons = await card(desk.town, incident.id, "coordinator")
    assert {"Указать место", "Спросить автора", "Ответить общим"} <= set(buttons)

    theirs = await desk.town.open("На Белавинской провалилась крышка")
    await press(desk, Press.ANSWER, theirs.id)
    assert (await desk.town.incident(theirs.id)).holder_id is None  # the department does not think that somebody has it
    await desk.type("coordinator", "Здравствуйте! Завтра до 12:00 отдел дорожного хозяйства поставит крышку.")
    draft = await newest(desk.town, theirs.id)
    await desk.press("coordinator", await sends(desk.town, draft.id))
    assert (await desk.town.incident(theirs.id)).holder_id == desk.town.who("coordinator").id


async def unsigned(desk: Phones) -> tuple[Incident, StoredPost]:
    """A community published a resident's words as its own: nobody knows whose they are."""
    post = await desk.town.write("Воды по колено, а где не скажу", author_id="")
    incident = (await desk.town.take(post, reading(main=place()))).incident
    assert incident is not None and incident.doubt is Doubt.PLACE
    await desk.town.sweep_outbox()
    return incident, post


async def test_an_unsigned_post_has_nobody_to_ask_and_says_so(desk: Phones) -> None:
    await leashed(desk)
    incident, _ = await unsigned(desk)
    shown, buttons = await card(desk.town, incident.id, "coordinator")
    assert "Спросить автора" not in buttons and {"Указать место", "Ответить общим"} <= set(buttons)
    assert "Пост без подписи, автора не спросить. Укажите место сами или ответьте общим порядком" in shown
    toast = str(await press(desk, Press.ASK_AUTHOR, incident.id))
    assert toast.startswith("Сообщество опубликовало это без подписи") and len(toast) <= 200
    async with desk.town.storage.transaction() as tx:
        assert await tx.answers.of(incident.id) == []


async def test_an_executor_is_told_the_same_before_any_word_is_typed(desk: Phones) -> None:
    post = await desk.town.write("Воды по колено на Белавинской", author_id="")
    incident = (await desk.town.take(post, reading())).incident
    assert incident is not None
    await desk.town.sweep_outbox()
    assert "без подписи" in str(await press(desk, Press.ASK_AUTHOR, incident.id, by="ann"))
    assert await said(desk.town) == []


async def test_of_several_voices_the_one_whose_author_is_known_is_asked(desk: Phones) -> None:
    await leashed(desk)
    incident, first = await unsigned(desk)
    second = await desk.town.write("У нас тоже воды по колено", parent_external_id=first.post.external_id)
    outcome = await desk.town.take(second, reading(main=place()))
    assert outcome.incident is not None and outcome.incident.id == incident.id
    assert "Спросить автора" in (await card(desk.town, incident.id, "coordinator"))[1]
    question = await asked(desk, incident.id)
    assert question.post_id == second.id
