"""«Перезвонили»: what was said by telephone is an answer, and nothing of it stands in a network."""

from collections.abc import AsyncIterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from bot.renderer import Renderer
from handlers.kit.buttons import Menu
from handlers.works.buttons import WorksUntil
from incidents.answers.everyone import answer_to_repeat
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.delivery import outbox_row
from incidents.desk.answers.answer_correction import to_correct
from incidents.desk.answers.called_back import mark_called_back
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.errors import DomainError, Forbidden, NotFound, WrongStep
from incidents.ids import IncidentId, PostId
from incidents.incident import Act, ClosingOutcome, Incident, Status
from incidents.intake.contacts import CallerContact
from incidents.intake.messages import ContactMenu
from incidents.messenger import Message
from incidents.posts import StoredPost
from incidents.privacy.values import DataOf, Ground, Keep
from tests.kit.callers import WHO, keyboard, opened, texts
from tests.kit.desk_town import konakovo
from tests.kit.phones import STICKER, Phones, phones
from tests.kit.published_answers import COMMENT, publish
from tests.kit.reading import menu
from tests.kit.said import card
from tests.kit.values.samples import at, place
from tests.kit.works import dry, enter, planned

WORDS = "Знаем о яме, заделаем до 27 ноября"
DONE = "Яму сегодня заделали"


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Phones]:
    async with phones(database_url) as made:
        yield made


async def accepted(desk: Phones) -> Incident:
    """Ann has it and may look whom to call back."""
    incident = await opened(desk)
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await desk.town.sweep_outbox()
    return incident


async def post_of(desk: Phones, id: IncidentId) -> StoredPost:
    async with desk.town.storage.transaction() as tx:
        (voice,) = await tx.voices.of(id)
        return await tx.posts.get(voice.post_id)


async def answers(desk: Phones, id: IncidentId) -> Sequence[Answer]:
    async with desk.town.storage.transaction() as tx:
        return await tx.answers.of(id)


async def asked(desk: Phones, incident: Incident, who: str = "ann") -> str | None:
    """«Перезвонили» is pressed."""
    return await desk.press(who, menu(Menu.CONTACT, incident, f"{(await post_of(desk, incident.id)).id}"))


async def called(desk: Phones, incident: Incident, words: str = WORDS, who: str = "ann") -> Answer:
    """…and what was said is told."""
    await asked(desk, incident, who)
    await desk.type(who, words)
    return (await answers(desk, incident.id))[-1]


async def mark(desk: Phones, id: IncidentId, post: PostId, by: str, words: str = WORDS) -> Answer:
    who, now = desk.town.who(by), desk.town.clock.now()
    async with desk.town.storage.transaction() as tx:
        return await mark_called_back(tx, desk.town.policy, id, post, words, by=who, guid=f"call{next(desk.town.numbers)}", now=now)


async def shown(desk: Phones, incident: Incident, who: str) -> Message:
    """Whom to call back, as this one sees it."""
    async with desk.town.storage.transaction() as tx:
        row = outbox_row(desk.user(who), ContactMenu(incident=incident.id), {})
        return await Renderer(konakovo()).say(tx, row, now=desk.town.clock.now())


async def with_contact(desk: Phones, *, told: str = "На Белавинской яма, колесо пробил", **read: Any) -> tuple[Incident, StoredPost]:
    """A post of a network that a table brought with a contact."""
    incident = await desk.town.open(told, **read)
    post = await post_of(desk, incident.id)
    async with desk.town.storage.transaction() as tx:
        await tx.drafts.keep_caller(CallerContact(post_id=post.id, words=WHO, at=desk.town.clock.now()))
    return incident, post


async def test_what_was_said_is_an_answer_that_is_out(desk: Phones) -> None:
    incident = await accepted(desk)
    assert "Просят перезвонить: «Ещё…»" in (await card(desk.town, incident.id, "ann"))[0]
    await asked(desk, incident)
    (question,) = [each for each in await texts(desk, "ann") if each.startswith("Что сказали?")]
    assert "000-00-17" not in question and "Яма на Белавинской у почты" in question and "Имя и телефон не пишите" in question
    await desk.type("ann", None, sticker=STICKER)
    assert any(each.startswith("Нужны слова. Напишите текстом, одним сообщением") for each in await texts(desk, "ann"))
    await desk.town.sweep_outbox()
    await desk.type("ann", f"  {WORDS}\n")
    assert any(each.startswith("✅ Записали, что перезвонили: ") and "засчитано: 9:14" in each for each in await texts(desk, "ann"))
    (answer,), after = await answers(desk, incident.id), await desk.town.incident(incident.id)
    now = desk.town.clock.now()
    assert (answer.state, answer.kind, answer.by_phone, answer.text) == (AnswerState.PUBLISHED, AnswerKind.FINAL, True, WORDS)
    assert (answer.published_at, answer.due_by, answer.author_id) == (now, incident.answer_by, desk.town.who("ann").id)
    assert (answer.external_id, answer.url, answer.look_at, answer.typed_id, answer.elsewhere) == (None, None, None, None, False)
    assert (after.status, after.answered_at, after.doubt) == (Status.ANSWERED, now, None)
    async with desk.town.storage.transaction() as tx:
        (voice,), log = await tx.voices.of(incident.id), await tx.log.of(incident.id)
        (promise,) = await tx.promises.of(incident.id)
    assert voice.answered_at == now
    assert (log[-1].act, log[-1].because, log[-1].by) == (Act.ANSWER, "перезвонили: исполнитель 1", desk.town.who("ann").id)
    assert (promise.due, promise.answer_id) == (date(2026, 11, 27), answer.id)


async def test_the_card_says_who_called_and_what_was_said_and_opens_no_answer(desk: Phones) -> None:
    incident = await accepted(desk)
    await called(desk, incident)
    line = f"✅ Перезвонили 24 ноября, 9:14, отдел дорожного хозяйства: «{WORDS}»"
    for who in ("ann", "coordinator", "olga"):
        text, buttons = await card(desk.town, incident.id, who)
        assert line in text and "опубликован" not in text and "Просят перезвонить" not in text
        assert "Открыть ответ" not in buttons
    for who in ("ann", "coordinator"):
        assert "Поправка" not in await keyboard(desk, incident, who) and "Кому перезвонить" in await keyboard(desk, incident, who)
    desk.town.clock.move(hours=3)
    assert "Перезвонили 9:14" in (await shown(desk, incident, "ann")).html
    await desk.town.act(incident.id, Act.REOPEN, "coordinator")
    assert line.removeprefix("✅ ") in (await card(desk.town, incident.id, "ann"))[0].splitlines()


async def test_telephones_that_were_typed_all_the_same_stand_on_no_card(desk: Phones) -> None:
    incident = await accepted(desk)
    await called(desk, incident, f"Звонили на 8 900 000-00-17. {DONE}")
    await desk.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE)
    folded, _ = await card(desk.town, incident.id, "ann")
    assert "Перезвонили: «Звонили на ‹телефон›. Яму сегодня заделали»" in folded


async def test_done_and_said_by_telephone_is_told(desk: Phones) -> None:
    incident = await accepted(desk)
    with pytest.raises(WrongStep):
        await desk.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE)
    await called(desk, incident, DONE)
    assert ("closing_offered", desk.town.chat("ann")) in await desk.town.says("closing_offered")
    await desk.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE)
    after = await desk.town.incident(incident.id)
    assert (after.status, after.outcome, after.untold) == (Status.CLOSED, ClosingOutcome.DONE, None)


async def test_only_who_may_answer_may_say_so(desk: Phones) -> None:
    incident = await accepted(desk)
    post = await post_of(desk, incident.id)
    for who in ("olga", "duty", "head", "observer"):
        with pytest.raises(Forbidden):
            await mark(desk, incident.id, post.id, who)
        await asked(desk, incident, who)
        await desk.type(who, WORDS)
    await asked(desk, incident, "peter")  # a colleague may answer, but does not see whom to call
    await desk.type("peter", WORDS)
    assert await answers(desk, incident.id) == []


async def test_the_duty_official_sees_whom_to_call_and_cannot_answer(desk: Phones) -> None:
    incident = await accepted(desk)
    labels = [[each.label for line in (await shown(desk, incident, who)).rows for each in line] for who in ("ann", "coordinator", "duty")]
    assert labels == [["Перезвонили", "Назад"], ["Перезвонили", "Назад"], ["Назад"]]


async def test_a_coordinator_who_calls_accepts_what_nobody_took(desk: Phones) -> None:
    incident = await opened(desk)
    await asked(desk, incident, "coordinator")
    assert (await desk.town.incident(incident.id)).holder_id is None
    await desk.type("coordinator", WORDS)
    after = await desk.town.incident(incident.id)
    assert (after.status, after.holder_id) == (Status.ANSWERED, desk.town.who("coordinator").id)
    assert ", координатор: «Знаем о яме" in (await card(desk.town, incident.id, "ann"))[0]


async def test_it_waits_for_an_answer_that_is_on_its_way_and_for_words(desk: Phones) -> None:
    incident = await accepted(desk)
    post = await post_of(desk, incident.id)
    for words, refusal in ((" \n", "Пустой ответ"), ("я" * 3501, "лишних знаков 1")):
        with pytest.raises(DomainError, match=refusal):
            await mark(desk, incident.id, post.id, "ann", words)
    await asked(desk, incident)
    await desk.town.sent(incident.id, "ann")
    await desk.type("ann", WORDS)
    assert any("вот-вот выйдет" in each for each in await texts(desk, "ann"))
    assert [each.by_phone for each in await answers(desk, incident.id)] == [False]
    assert "вот-вот выйдет" in (await asked(desk, incident) or "")


async def test_a_closed_card_takes_no_call(desk: Phones) -> None:
    incident = await accepted(desk)
    await desk.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.EXPLAINED)
    assert "отвечать больше не нужно" in (await asked(desk, incident) or "")
    with pytest.raises(WrongStep):
        await mark(desk, incident.id, (await post_of(desk, incident.id)).id, "ann")


async def test_the_words_go_where_the_message_went_meanwhile(desk: Phones) -> None:
    incident = await accepted(desk)
    other = await desk.town.open("На Новой яма", main=place("Радченко", "Новая", "7"))
    await asked(desk, incident)
    await desk.town.act(incident.id, Act.MERGE, "coordinator", into=other.id)
    await desk.type("ann", WORDS)
    assert await answers(desk, incident.id) == []
    assert [each.by_phone for each in await answers(desk, other.id)] == [True]
    assert (await desk.town.incident(other.id)).status is Status.ANSWERED
    with pytest.raises(NotFound):
        await mark(desk, other.id, (await desk.town.write("Погода сегодня хорошая")).id, "coordinator")


async def test_of_several_each_is_called_by_its_number(desk: Phones) -> None:
    incident = await accepted(desk)
    other, post = await with_contact(desk, told="На Новой яма", main=place("Радченко", "Новая", "7"))
    await desk.town.act(other.id, Act.MERGE, "coordinator", into=incident.id)
    labels = [each.label for line in (await shown(desk, incident, "ann")).rows for each in line]
    assert labels == ["Перезвонили: 1", "Перезвонили: 2", "Назад"]
    await desk.press("ann", menu(Menu.CONTACT, incident, f"{post.id}"))
    await desk.type("ann", WORDS)
    async with desk.town.storage.transaction() as tx:
        waits = {each.post_id for each in await tx.voices.of(incident.id) if each.answered_at is None}
    assert len(waits) == 1 and post.id not in waits
    assert "Просят перезвонить" in (await card(desk.town, incident.id, "ann"))[0]  # the first one waits on
    assert (await shown(desk, incident, "ann")).html.count("Перезвонили") == 1


async def test_a_call_that_is_asked_for_anew_is_asked_for_on_the_card(desk: Phones) -> None:
    incident, post = await with_contact(desk)
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await mark(desk, incident.id, post.id, "ann")
    assert "Просят перезвонить" not in (await card(desk.town, incident.id, "ann"))[0]
    desk.town.clock.move(minutes=5)
    async with desk.town.storage.transaction() as tx:
        await tx.drafts.keep_caller(CallerContact(post_id=post.id, words=WHO, at=desk.town.clock.now()))
    assert "Просят перезвонить" in (await card(desk.town, incident.id, "ann"))[0]


async def test_nothing_of_it_is_taken_for_what_stands_under_the_post(desk: Phones) -> None:
    incident, post = await with_contact(desk)
    topic = incident.topic
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await mark(desk, incident.id, post.id, "ann")
    desk.town.clock.move(minutes=20)
    later = await desk.town.write("Спасибо", author_id=post.post.author_id, parent_external_id=post.post.external_id)
    ann = desk.town.who("ann")
    async with desk.town.storage.transaction() as tx:
        assert await tx.similar_answers.about(topic, limit=10) == []
        assert answer_to_repeat(await tx.answers.of(incident.id)) is None
        assert await tx.answers.count_published_by(ann.id) == 0
        assert await tx.answers.next_to_move(now=desk.town.clock.now()) is None
        assert await tx.answers.before(later) is None
        with pytest.raises(WrongStep, match="поправлять нечего"):
            await to_correct(tx, incident.id, by=ann)
    sent = await publish(desk.town, await desk.town.sent(incident.id, "ann", "Здравствуйте! Заделали."), proved=True)
    await mark(desk, incident.id, post.id, "ann", "И позвонили ещё раз")
    desk.town.clock.move(minutes=1)
    later = await desk.town.write("Спасибо", author_id=post.post.author_id, parent_external_id=post.post.external_id)
    async with desk.town.storage.transaction() as tx:
        before, base = await tx.answers.before(later), answer_to_repeat(await tx.answers.of(incident.id))
        assert [each and each.id for each in (before, base, await to_correct(tx, incident.id, by=ann))] == [sent.id] * 3
        assert [each.answer.id for each in await tx.similar_answers.about(topic, limit=10)] == [sent.id]
        assert (await tx.answers.find(post.post.network, COMMENT.external_id or "")) is not None
        assert await tx.answers.count_published_by(ann.id) == 1


async def test_an_end_of_works_that_was_said_by_telephone_is_put_right_under_no_post(desk: Phones) -> None:
    await enter(desk)
    incident = await dry(desk)
    await mark(desk, incident.id, (await post_of(desk, incident.id)).id, "olga", "Воду дадут до 16:00, работает водоканал")
    (works,) = await planned(desk)
    assert await desk.press("coordinator", WorksUntil(works=works.id, until=int(at(20).timestamp()))) == "Срок изменили"
    assert await desk.town.says("works_moved") == []


async def test_the_message_that_is_changed_later_changes_no_words(desk: Phones) -> None:
    incident = await accepted(desk)
    await called(desk, incident)
    now, number = desk.town.clock.now(), 1000 + desk.sent - 1
    edited = {**desk.message("ann", "Ничего не обещали", desk.user("ann"), message_id=number), "edit_date": int(now.timestamp())}
    await desk.town.sweep_outbox()
    await desk.update(edited_message=edited)
    assert [each.text for each in await answers(desk, incident.id)] == [WORDS]
    assert await desk.town.says() == []


async def test_it_is_erased_as_other_answers_are(desk: Phones) -> None:
    incident = await accepted(desk)
    await called(desk, incident, "Анне сказали: заделаем до 27 ноября")
    post = await post_of(desk, incident.id)
    async with desk.town.storage.transaction() as tx:
        known = await tx.person.of(await tx.personal_data.reach([post.id]))
        assert [(each["text"], each["by_phone"]) for each in known["answer"]] == [("Анне сказали: заделаем до 27 ноября", True)]
        target = Target(whose=DataOf.POST, post=post.id)
        await erase(tx, target, ground=Ground.REQUEST, by=None, keep=Keep(), now=desk.town.clock.now() + timedelta(hours=1))
    (after,) = await answers(desk, incident.id)
    assert (after.state, after.by_phone, "Анне" in after.text) == (AnswerState.PUBLISHED, True, False)
    assert "Анне" not in (await card(desk.town, incident.id, "coordinator"))[0]


async def test_it_is_an_answer_of_its_day_in_the_figures(desk: Phones) -> None:
    incident = await accepted(desk)
    await called(desk, incident)
    now = desk.town.clock.now()
    async with desk.town.storage.transaction() as tx:
        clocks = (await tx.figures.clocks([incident.id]))[incident.id]
    assert [(each.at, each.due_by) for each in clocks.replies] == [(now, incident.answer_by)]


async def test_a_forged_choice_of_the_menu_asks_nothing(desk: Phones) -> None:
    incident = await accepted(desk)
    assert "Кнопка устарела" in (await desk.press("ann", menu(Menu.CONTACT, incident, "нет")) or "")
    assert await desk.town.says("ask_called_back") == []
