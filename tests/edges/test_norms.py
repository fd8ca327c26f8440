"""Norms changed in the chat hold from the next transaction on, in every part, without a restart."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from bot.policies import Policies
from bot.render import Renderer
from bot.storage import Storage
from handlers.clock_buttons import NormButton, NormDo
from incidents.desk.take_in import take_in
from incidents.messenger import Message
from incidents.norms_said import NormWord
from incidents.people import Role
from tests.edges.desk_town import DeskTown, konakovo
from tests.edges.phones import Phones, phones
from tests.edges.stored import NOW, an_official
from tests.unit.samples import place, reading


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        yield hands


async def shown(town: DeskTown, code: str) -> Message:
    row = [row for row in await town.rows() if row.code == code][-1]
    async with town.storage.transaction() as tx:
        return await Renderer(konakovo()).say(tx, row, now=town.clock.now())


def button(do: NormDo, key: str = "") -> NormButton:
    return NormButton(do=do, key=key)


async def said(hands: Phones, key: str, text: str) -> None:
    await hands.press("coordinator", button(NormDo.CHANGE, key))
    await hands.type("coordinator", text)


async def test_a_changed_norm_times_the_next_card_and_moves_no_deadline_that_was_given(hands: Phones) -> None:
    town = hands.town
    before = await town.open()
    await town.enrol("second", Role.COORDINATOR)
    await said(hands, "answer", "4 ч")
    assert "1. Ответить жителю: 4 ч рабочих (изменено)" in (await shown(town, "norms")).html
    assert await town.says("norm_changed") == [("norm_changed", town.chat("second"))]
    assert "Ответить жителю: 4 ч" in (await shown(town, "norm_changed")).html
    async with town.storage.transaction() as tx:
        policy = await Policies(town.policy).read(tx)
    post = await town.write("Яма у почты")
    async with town.storage.transaction() as tx:
        read = reading(topic="roads_potholes", main=place("Конаково", "Лесная"))
        outcome = await take_in(tx, policy, post, read, now=town.clock.now())
    assert outcome.incident is not None
    assert outcome.incident.answer_by == town.policy.calendar.add(town.clock.now(), timedelta(hours=4))
    assert (await town.incident(before.id)).answer_by == before.answer_by
    assert [what for what, _ in await town.audited()].count("norm") == 1


async def test_a_day_is_changed_and_taken_back(hands: Phones) -> None:
    town = hands.town
    await hands.press("coordinator", button(NormDo.DAY))
    assert "Какой день" in (await shown(town, "ask_norm_day")).html
    await hands.type("coordinator", "25.11 выходной")
    policies = Policies(town.policy)
    async with town.storage.transaction() as tx:
        assert (await policies.read(tx)).calendar.intervals(date(2026, 11, 25)) == ()
    assert "Ср 25 ноября: выходной (изменено)" in (await shown(town, "norms")).html
    assert await hands.press("coordinator", button(NormDo.RESET)) == "Вернули, изменений снято: 1"
    async with town.storage.transaction() as tx:
        assert (await policies.read(tx)).calendar == town.policy.calendar
    assert await hands.press("coordinator", button(NormDo.RESET)) == "Менять нечего: действуют нормы из файла"


async def test_bad_values_get_a_sentence_and_the_question_stays_open(hands: Phones) -> None:
    town = hands.town
    await hands.press("coordinator", button(NormDo.CHANGE, "answer"))
    for text, refusal in (("скоро", "Не поняли"), ("30 мин", "Ответить нельзя раньше"), ("9 ч", "Так уже и есть")):
        await hands.type("coordinator", text)
        assert refusal in (await shown(town, "refusal")).html
    await hands.type("coordinator", "5 ч")
    async with town.storage.transaction() as tx:
        assert [(word.key, word.value) for word in await tx.norm_words()] == [("answer", "300")]
    await said(hands, "now_climb", "5 мин")
    assert "Координатора зовут позже" in (await shown(town, "refusal")).html
    await hands.type("coordinator", "отмена")
    await hands.press("coordinator", button(NormDo.DAY))
    await hands.type("coordinator", "20.11.2026 выходной")
    assert "уже прошёл" in (await shown(town, "refusal")).html


async def test_only_a_coordinator_changes_norms(hands: Phones) -> None:
    for do in NormDo:
        assert await hands.press("ann", button(do, "answer")) == "Нормы меняет координатор"
    assert await hands.press("coordinator", button(NormDo.CHANGE, "nonsense")) == "Такой нормы больше нет. Откройте /norms ещё раз"
    await hands.type("coordinator", "/norms")
    assert "Нормы округа" in (await shown(hands.town, "norms")).html


async def test_words_are_kept_by_key(storage: Storage) -> None:
    async with storage.transaction() as tx:
        official = await tx.enrol(an_official())
        for value in ("300", "240"):
            await tx.say_norm(NormWord(key="answer", value=value, by=official.id, at=NOW))
        assert [(word.key, word.value, word.by) for word in await tx.norm_words()] == [("answer", "240", official.id)]
        assert await tx.unsay_norm("answer")
        assert not await tx.unsay_norm("answer")
        assert await tx.norm_words() == []
