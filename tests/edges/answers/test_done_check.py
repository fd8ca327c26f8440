"""«Решено?»: who is asked, when, in whose words, and what comes of the answer."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from bot.ticks.done_check import done_check
from handlers.approval.buttons import ApprovalButton, ApprovalDo
from handlers.head.buttons import HeadButton, HeadDo
from incidents.advice.advice_overrides import code_of
from incidents.answers.messages import AnswerByHand
from incidents.answers.reactions import Tone
from incidents.answers.templates import Template
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.deadlines.norm_overrides import CHECK_SINCE
from incidents.desk.answers import publish_answer
from incidents.desk.answers.done_check import MOST, TITLE, WORDS, drop_needless
from incidents.desk.deadlines.norms import drop_all_words
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.errors import NotFound, Unchanged
from incidents.ids import AnswerId, IncidentId
from incidents.incident import Act, ClosingOutcome, Incident, Untold
from incidents.official import Role
from incidents.posts import StoredPost
from incidents.privacy.values import DataOf, Ground, Keep
from incidents.reading import Kind, Mood, ReactionKind
from tests.kit.approvals import labels, read
from tests.kit.phones import Phones, phones
from tests.kit.promises import published
from tests.kit.values.samples import place, reading

AUTHOR = "77"
YES: dict[str, Any] = {"reaction": ReactionKind.NEUTRAL, "resolved": True}  # Any: fields of a Reading
NO: dict[str, Any] = {"reaction": ReactionKind.NEUTRAL, "resolved": False, "is_appeal": True, "kind": Kind.COMPLAINT}  # Any: as above
WEEK = timedelta(days=7)


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as desk:
        await desk.town.enrol("press", Role.APPROVER)
        yield desk


async def tick(desk: Phones, *, after: timedelta | None = WEEK, **span: float) -> list[Answer]:
    """Time goes by under the norm; gives back what was asked so far, in order."""
    desk.town.clock.move(**span)
    policy = desk.town.policy
    await done_check(desk.town.around(policy=replace(policy, norms=replace(policy.norms, ask_author=after))))
    return await asked(desk)


async def asked(desk: Phones) -> list[Answer]:
    questions = []
    async with desk.town.storage.transaction() as tx:
        for id in count(1):
            try:
                questions.append(await tx.answers.get(AnswerId(id)))
            except NotFound:
                return [each for each in questions if each.kind is AnswerKind.DONE_CHECK]
    raise AssertionError


async def approve(desk: Phones, by: str = "press", words: str = WORDS) -> str | None:
    return await desk.press(by, ApprovalButton(do=ApprovalDo.DONE_CHECK, answer=0, choice=code_of(words)), message_id=60)


async def turned_on(desk: Phones) -> None:
    """The words are approved."""
    await tick(desk)
    await approve(desk)


async def closed(
    desk: Phones, post: StoredPost | None = None, outcome: ClosingOutcome = ClosingOutcome.DONE
) -> tuple[Incident, StoredPost]:
    """Answered where it was written, and closed."""
    post = post or await desk.town.write(author_id=AUTHOR)
    street = f"Улица {post.id}"
    incident = (await desk.town.take(post, reading(main=place("Конаково", street)))).incident
    assert incident is not None
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await published(desk, await desk.town.sent(incident.id, "ann", "Здравствуйте! Починили. Отвечает отдел дорожного хозяйства."))
    chosen: dict[str, Any] = {"untold": Untold.OTHER} if outcome is ClosingOutcome.DONE else {}  # Any: of a Close
    await desk.town.act(incident.id, Act.CLOSE, "ann", outcome=outcome, **chosen)
    return await desk.town.incident(incident.id), post


async def comment(desk: Phones, post: StoredPost, text: str, **heard: Any) -> Incident | None:  # Any: fields of a Reading
    known = {"external_id": f"{post.post.external_id}_r{next(desk.town.numbers)}", "parent_external_id": post.post.external_id}
    said = await desk.town.write(text, **known, author_id=AUTHOR)
    chat: dict[str, Any] = {"is_appeal": False, "kind": Kind.CHAT, "mood": Mood.NEUTRAL, "main": place()}  # Any: as above
    return (await desk.town.take(said, reading(**{**chat, **heard}))).incident


async def tones(desk: Phones, incident: Incident) -> list[Tone]:
    async with desk.town.storage.transaction() as tx:
        return [each.tone for each in await tx.reactions.of(incident.id)]


async def put_off_by(desk: Phones, question: Answer) -> bool:
    """Whether it would not go out now."""
    async with desk.town.storage.transaction() as tx:
        return await drop_needless(tx, question)


async def figures(desk: Phones) -> Mapping[IncidentId, Tone | None]:
    now = desk.town.clock.now()
    async with desk.town.storage.transaction() as tx:
        return await tx.figures.done_checks(now - timedelta(days=400), now + timedelta(hours=1))


async def test_it_is_off_until_the_norm_says_when(desk: Phones) -> None:
    await closed(desk)
    assert await tick(desk, after=None, days=7) == [] and await desk.town.says("approve_done_check") == []


async def test_the_press_service_approves_the_words_once_and_the_author_is_asked_a_week_later(desk: Phones) -> None:
    await tick(desk)
    await tick(desk, minutes=5)
    assert [chat for _, chat in await desk.town.says("approve_done_check")] == [desk.user("press")]
    shown = await read(desk, "approve_done_check", "press")
    assert WORDS in shown.html and labels(shown) == [["Одобрить"]]
    incident, post = await closed(desk)
    assert await tick(desk, days=7, hours=2) == []  # nobody has approved them
    await approve(desk)
    assert "Слова одобрили" in (await read(desk, "approve_done_check", "press")).html
    assert await approve(desk) == "Так уже и есть"
    question = (await tick(desk))[0]
    assert (question.incident_id, question.post_id, question.text) == (incident.id, post.id, WORDS)
    assert question.state is AnswerState.SCHEDULED and not await put_off_by(desk, question)
    assert len(await tick(desk, days=1)) == 1


async def test_who_is_no_checker_approves_nothing(desk: Phones) -> None:
    await tick(desk)
    assert "Так уже" not in (await approve(desk, by="ann") or "Так уже")
    await closed(desk)
    assert await tick(desk, days=7, hours=2) == []


async def test_other_words_are_approved_anew_and_an_old_press_approves_nothing(desk: Phones) -> None:
    await turned_on(desk)
    async with desk.town.storage.transaction() as tx:
        await tx.templates.add(Template(id=0, title=TITLE, text="{привет} Адрес: {адрес}. Мы закончили? Да или нет?"))
    await closed(desk)
    assert await tick(desk, days=7, hours=2) == []
    assert "Этих слов больше нет" in (await approve(desk) or "")
    await approve(desk, words="Здравствуйте! Мы закончили? Да или нет?")
    assert [each.text for each in await tick(desk)] == ["Здравствуйте! Мы закончили? Да или нет?"]


async def test_what_was_closed_before_it_was_switched_on_is_not_asked_about(desk: Phones) -> None:
    await closed(desk)
    desk.town.clock.move(minutes=1)
    await turned_on(desk)
    assert await tick(desk, days=7, hours=2) == []
    await closed(desk)
    await tick(desk, after=None, days=1)  # off, and on again
    await tick(desk, days=1)
    assert await tick(desk, days=5, hours=2) == []


async def test_norms_of_the_file_do_not_take_the_approval_back(desk: Phones) -> None:
    await turned_on(desk)
    async with desk.town.storage.transaction() as tx:
        with pytest.raises(Unchanged):
            await drop_all_words(tx, by=desk.town.who("coordinator"), now=desk.town.clock.now())
        assert CHECK_SINCE in {each.key for each in await tx.norm_words.all()}


@pytest.mark.parametrize("outcome", [ClosingOutcome.EXPLAINED, ClosingOutcome.REFUSED, ClosingOutcome.PASSED])
async def test_what_nobody_calls_done_is_not_asked_about(desk: Phones, outcome: ClosingOutcome) -> None:
    await turned_on(desk)
    await closed(desk, outcome=outcome)
    assert await tick(desk, days=7, hours=2) == []


@pytest.mark.parametrize(
    "heard", [YES, {"reaction": ReactionKind.THANKS, "resolved": True}, {"reaction": ReactionKind.ANGER, "resolved": False}]
)
async def test_who_has_said_it_already_is_not_asked(desk: Phones, heard: dict[str, Any]) -> None:  # Any: as above
    await turned_on(desk)
    _, post = await closed(desk)
    await comment(desk, post, "Сделали, спасибо", **heard)
    assert await tick(desk, days=7, hours=2) == []


async def test_nobody_is_asked_under_a_deleted_post_nor_when_erased(desk: Phones) -> None:
    await turned_on(desk)
    _, deleted = await closed(desk)
    _, erased = await closed(desk, await desk.town.write(author_id="78"))
    async with desk.town.storage.transaction() as tx:
        assert await tx.posts.mark_gone(deleted.post.network, [deleted.post.external_id], at=desk.town.clock.now())
        await erase(tx, Target(whose=DataOf.AUTHOR, post=erased.id), ground=Ground.REQUEST, by=None, keep=Keep(), now=desk.town.clock.now())
    assert await tick(desk, days=7, hours=2) == []


async def test_a_thread_is_asked_once_whatever_came_of_it(desk: Phones) -> None:
    await turned_on(desk)
    incident, post = await closed(desk)
    question = (await tick(desk, days=7, hours=2))[0]
    await desk.town.act(incident.id, Act.REOPEN, "coordinator")
    assert await put_off_by(desk, question) and (await asked(desk))[0].state is AnswerState.CANCELLED
    await desk.town.act(incident.id, Act.ACCEPT, "ann")
    await desk.town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    assert len(await tick(desk, days=7)) == 1
    assert post.id == question.post_id


async def test_twenty_a_day_are_asked_the_longest_closed_first(desk: Phones) -> None:
    await turned_on(desk)
    for number in range(MOST + 2):
        await closed(desk, await desk.town.write(f"Нет света, дом {number}", author_id=f"a{number}"))
        desk.town.clock.move(minutes=1)
    first = await tick(desk, days=7, hours=2)
    assert len(first) == MOST and [each.incident_id for each in first] == sorted(each.incident_id for each in first)
    assert len(await tick(desk, minutes=5)) == MOST
    assert len(await tick(desk, days=1)) == MOST + 2


async def test_nobody_is_asked_early_in_the_morning_or_on_a_day_off(desk: Phones) -> None:
    await turned_on(desk)
    await closed(desk)
    assert await tick(desk, days=7, hours=1) == []  # 10:14
    assert await tick(desk, after=timedelta(days=4), hours=-72 + 1) == []  # a Saturday


async def test_a_dispute_that_opens_meanwhile_stops_the_question(desk: Phones) -> None:
    await turned_on(desk)
    incident, post = await closed(desk)
    question = (await tick(desk, days=7, hours=2))[0]
    await comment(desk, post, "Так и не сделали", **NO)
    assert (await desk.town.incident(incident.id)).is_disputed
    assert await put_off_by(desk, question)


async def test_no_opens_a_dispute_and_yes_confirms(desk: Phones) -> None:
    await turned_on(desk)
    (no, post), (yes, other) = await closed(desk), await closed(desk, await desk.town.write("Яма на дороге", author_id=AUTHOR))
    assert no.id != yes.id
    for question in await tick(desk, days=7, hours=2):
        await published(desk, question)
    assert await figures(desk) == dict.fromkeys((no.id, yes.id))
    await comment(desk, post, "нет", **NO)
    await comment(desk, other, "да", **YES)
    assert (await desk.town.incident(no.id)).is_disputed and not (await desk.town.incident(yes.id)).is_disputed
    assert await figures(desk) == {no.id: Tone.DENIES, yes.id: Tone.SOLVED}


async def test_a_sticker_says_nothing(desk: Phones) -> None:
    await turned_on(desk)
    incident, post = await closed(desk)
    await published(desk, (await tick(desk, days=7, hours=2))[0])
    await comment(desk, post, "", reaction=ReactionKind.NEUTRAL)
    assert await tones(desk, incident) == [] and await figures(desk) == {incident.id: None}


async def test_no_after_a_year_disputes_nothing_and_the_department_reads_it(desk: Phones) -> None:
    await turned_on(desk)
    incident, post = await closed(desk)
    await published(desk, (await tick(desk, days=7, hours=2))[0])
    desk.town.clock.move(days=365)
    await comment(desk, post, "нет", **NO)
    assert not (await desk.town.incident(incident.id)).is_disputed
    assert await tones(desk, incident) == [Tone.DENIES] and len(await desk.town.says("reaction")) == 1


async def test_a_new_trouble_under_the_question_is_an_incident_of_its_own(desk: Phones) -> None:
    await turned_on(desk)
    incident, post = await closed(desk)
    await published(desk, (await tick(desk, days=7, hours=2))[0])
    other = {"group": "waste", "topic": "waste_removal", "groups": (("waste", 0.9),), "reaction": ReactionKind.NEW_QUESTION}
    new = await comment(desk, post, "А теперь мусор не вывозят", is_appeal=True, kind=Kind.COMPLAINT, **other)
    assert new is not None and new.id != incident.id
    assert await figures(desk) == {incident.id: None}


async def test_nobody_is_told_that_the_network_did_not_take_it_and_no_card_shows_it(desk: Phones) -> None:
    await turned_on(desk)
    incident, _ = await closed(desk)
    question = (await tick(desk, days=7, hours=2))[0]
    async with desk.town.storage.transaction() as tx:
        started = await publish_answer.start_publishing(tx, question, now=desk.town.clock.now())
        await publish_answer.mark_not_published(tx, desk.town.policy, started, refusal="нет", sure=True, now=desk.town.clock.now())
        assert question.id not in {each.id for each in await tx.answers.of(incident.id)}
        assert await tx.answers.unfinished_of(question.author_id) == []
    assert await desk.town.says(AnswerByHand.codes[0]) == []


async def test_the_head_reads_who_confirms_who_disputes_and_who_is_silent(desk: Phones) -> None:
    await turned_on(desk)
    cases = [await closed(desk, await desk.town.write(f"Нет света, дом {number}", author_id=AUTHOR)) for number in range(3)]
    for question in await tick(desk, days=7, hours=2):
        await published(desk, question)
    await comment(desk, cases[0][1], "да", **YES)
    await comment(desk, cases[1][1], "нет", **NO)
    now = desk.town.clock.now()
    span = {"since": int((now - timedelta(days=30)).timestamp()), "until": int((now + timedelta(hours=1)).timestamp())}
    await desk.press("head", HeadButton(do=HeadDo.DEPARTMENTS, page=0, **span))
    assert "«Решено?»: да 1, нет 1, молчат 1" in (await read(desk, "head_departments", "head")).html
