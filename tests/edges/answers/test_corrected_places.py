"""A correction stops the wrong words wherever they still wait to be repeated."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.delivery.publishing import Publishing
from bot.wakeups import Nudge
from incidents.answers.short_replies import with_corrections
from incidents.answers.values import HOLD, Answer, AnswerKind, AnswerState
from incidents.desk.answers.answer_correction import correct, to_correct
from incidents.desk.answers.draft_answer import rewrite
from incidents.desk.answers.publish_answer import mark_put_by_hand
from incidents.desk.answers.send_answer import recall, send
from incidents.ids import IncidentId
from incidents.posts import Network
from incidents.publisher import NotAllowed
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.many_places import edits, everywhere
from tests.kit.scripted_network import COMMENT, ScriptedNetwork
from tests.kit.values.samples import place

ANSWER = "Здравствуйте! Завтра откачаем воду, отвечает отдел дорожного хозяйства."
RIGHT = "Здравствуйте! Послезавтра откачаем воду, отвечает отдел дорожного хозяйства."
HELD = HOLD.total_seconds() + 1


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def later(town: DeskTown, *spans: float, network: ScriptedNetwork | None = None) -> None:
    work = Publishing(town.storage, town.clock, {Network.VK: network or ScriptedNetwork()}, Nudge(poll=0.01), town.policy)
    for seconds in spans:
        town.clock.move(seconds=seconds)
        while await work.step():
            pass


async def corrects(town: DeskTown, id: IncidentId, text: str | None = None) -> Answer:
    async with town.storage.transaction() as tx:
        by, now = town.who("ann"), town.clock.now()
        wrong = await to_correct(tx, id, by=by)
        draft = await correct(tx, town.policy, wrong.id, was="Завтра", becomes="Послезавтра", by=by, guid="c" * 32, now=now)
        if text is not None:
            await rewrite(tx, draft.id, text, by=by)
        return await send(tx, town.policy, draft.id, by=by, now=now)


async def answers(town: DeskTown, id: IncidentId) -> list[Answer]:
    async with town.storage.transaction() as tx:
        return list(await tx.answers.of(id))


async def waiting(town: DeskTown) -> IncidentId:
    """The first place has its answer, the repetitions wait."""
    _, first = await everywhere(town)
    await town.sent(first.id, "ann", ANSWER)
    town.clock.move(seconds=HELD)
    work = Publishing(town.storage, town.clock, {Network.VK: ScriptedNetwork()}, Nudge(poll=0.01), town.policy)
    await work.step()
    assert [each.state for each in await answers(town, first.id)] == [AnswerState.PUBLISHED, *[AnswerState.SCHEDULED] * 2]
    return first.id


async def test_what_waits_goes_out_with_the_right_words(town: DeskTown) -> None:
    id = await waiting(town)
    await corrects(town, id)
    await later(town, 20, 20, HELD, 30, 30)
    given = await answers(town, id)
    assert {each.state for each in given} == {AnswerState.PUBLISHED}
    assert [each.text for each in given if each.repeats and each.kind is not AnswerKind.CORRECTION] == [RIGHT, RIGHT]
    assert sum(each.kind is AnswerKind.CORRECTION for each in given) == 1  # nothing wrong stands in the other places


async def test_a_correction_that_does_not_say_it_word_by_word_leaves_what_waits_to_its_author(town: DeskTown) -> None:
    id = await waiting(town)
    await corrects(town, id, "Ошиблись днём: воду откачаем послезавтра. Отвечает отдел дорожного хозяйства.")
    await later(town, 20, HELD, 30, 30)
    given = [each for each in await answers(town, id) if each.repeats and each.kind is not AnswerKind.CORRECTION]
    assert [each.state for each in given] == [AnswerState.REFUSED] * 2
    assert {each.refusal for each in given} == {"ответ поправили, а верные слова сами подставить не смогли"}
    assert all(ANSWER in each.text and "воду откачаем послезавтра" in each.text for each in given)
    assert [chat for _, chat in await town.says("answer_by_hand")] == [town.chat("ann")] * 2


async def test_a_correction_that_was_taken_back_lets_the_words_go(town: DeskTown) -> None:
    id = await waiting(town)
    sent = await corrects(town, id)
    await later(town, 20)
    async with town.storage.transaction() as tx:
        await recall(tx, sent.id, by=town.who("ann"))
    await later(town, 30, 30, 30)
    given = [each for each in await answers(town, id) if each.repeats]
    assert [(each.state, each.text) for each in given] == [(AnswerState.PUBLISHED, ANSWER)] * 2


async def test_wrong_words_that_an_official_put_there_later_are_corrected_there(town: DeskTown) -> None:
    _, first = await everywhere(town, 2)
    await town.sent(first.id, "ann", ANSWER)
    await later(town, HELD, 30, network=ScriptedNetwork(results=[COMMENT, NotAllowed(user_text="комментарии закрыты")]))
    stuck = next(each for each in await answers(town, first.id) if each.state is AnswerState.REFUSED)
    await corrects(town, first.id)
    await later(town, HELD, 30)
    async with town.storage.transaction() as tx:
        await mark_put_by_hand(tx, town.policy, stuck.id, by=town.who("ann"), now=town.clock.now())
    await later(town, 30, 30)
    there = [each for each in await answers(town, first.id) if each.post_id == stuck.post_id]
    assert [each.kind for each in there] == [AnswerKind.FINAL, AnswerKind.CORRECTION]


@pytest.mark.parametrize(
    ("text", "was", "becomes", "after"),
    [
        ("Сделаем 5 мая, дом 15", "5", "6", "Сделаем 6 мая, дом 15"),
        ("Сделаем\nзавтра", "Сделаем завтра", "Сделаем в пятницу", "Сделаем в пятницу"),
        ("Сделаем сегодня", "завтра", "в пятницу", None),
    ],
)
def test_words_are_put_right_in_a_text(text: str, was: str, becomes: str, after: str | None) -> None:
    assert with_corrections(text, [f"Поправляем себя: 24 ноября мы написали «{was}», верно так: «{becomes}»."]) == after


def correction(was: str, becomes: str, after: str = "Спасибо, что заметили. Отвечает ООО «Вода».") -> str:
    return f"Поправляем себя: 24 ноября мы написали «{was}», верно так: «{becomes}». {after}".strip()


@pytest.mark.parametrize(
    ("text", "was", "becomes"),
    [
        ("Приедем 5 декабря к дому 5", "5", "15"),
        ("Закончим до 5.12, дом 12", "12", "15"),
        ("Закончим до 5.12", "12", "15"),
        ("Закончим до 5.12", "до 5", "до 6"),
        ("Приедем в 10:30", "10", "11"),
        ("Приедем 5–7 декабря", "5", "6"),
        ("Приедем 5-го", "5", "6"),
        ("Выделили 10 000 рублей", "10", "12"),
        ("Дом 7/2", "7", "9"),
        ("Перекроем юго-запад", "запад", "восток"),
        ("Завтра начнём, послезавтра не закончим, а завтра к вечеру", "Завтра", "В пятницу"),
    ],
)
def test_words_that_may_say_another_fact_too_are_left_to_a_person(text: str, was: str, becomes: str) -> None:
    assert with_corrections(text, [correction(was, becomes)]) is None


@pytest.mark.parametrize(
    ("text", "was", "becomes", "after"),
    [
        ("Откроем кафе «Волна» 5 мая", "кафе «Волна» 5 мая", "кафе «Парус» 6 мая", "Откроем кафе «Парус» 6 мая"),
        ("Откроем кафе «Волна»", "кафе «Волна", "кафе «Парус", "Откроем кафе «Парус»"),
        ("Приедем 5 декабря к дому 15", "5 декабря", "6 декабря", "Приедем 6 декабря к дому 15"),
        ("Приедем 5 декабря, дом 7", "5", "6", "Приедем 6 декабря, дом 7"),
    ],
)
def test_quotes_within_the_right_words_are_kept(text: str, was: str, becomes: str, after: str) -> None:
    assert with_corrections(text, [correction(was, becomes)]) == after


@pytest.mark.parametrize(
    ("becomes", "more", "after"),
    [
        ("в пятницу", "Извините. Отвечает «Водоканал».", "Приедем в пятницу"),
        ("в пятницу", "", "Приедем в пятницу"),
        ("к кафе «Парус», отвечает «Водоканал", "", None),
        ("в пятницу». Отвечает «Водоканал", "Спасибо, что заметили.", None),
    ],
)
def test_a_correction_in_an_officials_own_words_is_followed_where_it_is_clear(becomes: str, more: str, after: str | None) -> None:
    assert with_corrections("Приедем завтра", [correction("завтра", becomes, more)]) == after


async def test_a_correction_stays_where_the_wrong_words_stand(town: DeskTown) -> None:
    posts, first = await everywhere(town)
    await town.sent(first.id, "ann", ANSWER)
    await later(town, HELD, 30, 30, 30)
    sent = await corrects(town, first.id)
    stairs: dict[str, Any] = {"group": "housing", "groups": (("housing", 0.9),), "topic": "housing_stairwell"}  # Any: of a Reading
    made = (await edits(town, posts[0], "Мусор в подъезде не убирают", main=place("Редкино", "Лесная", "4"), **stairs)).incident
    assert made is not None and made.id != first.id
    assert [each.post_id for each in await answers(town, first.id) if each.id == sent.id] == [posts[0].id]
