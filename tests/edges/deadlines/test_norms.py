"""Norms changed in the chat hold from the next transaction on, in every part, without a restart."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from bot.config.current_policy import Policies
from bot.renderer import Renderer
from bot.storage.engine.storage import Storage
from handlers.deadlines.buttons import NormButton, NormDo
from handlers.kit.buttons import ChangesButton
from incidents.deadlines.norm_overrides import NormWord
from incidents.deadlines.values import StartEvent
from incidents.desk.intake.take_in import take_in
from incidents.messenger import Message
from incidents.official import Role
from tests.kit.desk_town import DeskTown, konakovo
from tests.kit.phones import Phones, phones
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import labels
from tests.kit.values.samples import place, reading
from tests.kit.values.stored import NOW, an_official


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
    assert "Ср 25 ноября: выходной (изменено)" in (await shown(town, "norm_days")).html
    assert await hands.press("coordinator", button(NormDo.FILE, "d~2026-11-26")) == "Так уже и есть: здесь действует файл"
    await hands.press("coordinator", button(NormDo.RESET_ASK))
    assert "Снимем изменений: 1" in (await shown(town, "norm_reset")).html
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
        assert [(word.key, word.value) for word in await tx.norm_words.all()] == [("answer", "300")]
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


async def test_a_topic_gets_a_time_of_its_own_by_taps_and_goes_back_to_the_file(hands: Phones) -> None:
    town = hands.town
    before = await town.open()
    key = f"t~{before.topic}"
    await hands.press("coordinator", button(NormDo.TOPICS, "0"))
    await hands.press("coordinator", button(NormDo.GROUPS, "1"))
    await hands.press("coordinator", button(NormDo.GROUP, before.group))
    await hands.press("coordinator", button(NormDo.TOPIC, key))
    assert "ответить за 9 ч рабочих" in (await shown(town, "norm_topic")).html
    for code in ("norm_topics", "norm_groups", "norm_group"):
        parse((await shown(town, code)).html)
    toast = await hands.press("coordinator", button(NormDo.MINUTES, f"{key}~120"))
    assert toast == "Срок 1 открытого сообщения не изменится, новые пойдут по-новому"
    async with town.storage.transaction() as tx:
        policy = await Policies(town.policy).read(tx)
    assert policy.norms.topics[before.topic].answer == timedelta(hours=2)
    assert (await town.incident(before.id)).answer_by == before.answer_by
    await hands.press("coordinator", button(NormDo.TYPED, key))
    assert "За сколько отвечать" in (await shown(town, "ask_norm_topic")).html
    await hands.type("coordinator", "5 мин")
    assert "Ответить нельзя раньше" in (await shown(town, "refusal")).html
    await hands.type("coordinator", "3 ч")
    assert "3 ч рабочих (изменено)" in (await shown(town, "norm_topic")).html
    assert await hands.press("coordinator", button(NormDo.FILE, key)) == "Вернули, как в файле"
    async with town.storage.transaction() as tx:
        assert (await Policies(town.policy).read(tx)).norms == town.policy.norms
    await hands.press("coordinator", ChangesButton(area="norms", page=0))
    log = parse((await shown(town, "changes")).html)
    assert ": как в файле, было 3 ч" in log
    assert ": 3 ч, было 2 ч" in log
    assert ": 2 ч, было 9 ч" in log


async def test_a_whole_group_is_changed_and_its_topics_follow(hands: Phones) -> None:
    town = hands.town
    await hands.press("coordinator", button(NormDo.MINUTES, "g~roads~1080"))
    async with town.storage.transaction() as tx:
        norms = (await Policies(town.policy).read(tx)).norms
    assert norms.groups["roads"].answer == timedelta(hours=18)
    assert await hands.press("coordinator", button(NormDo.MINUTES, "g~roads~1080")) is not None


async def test_the_week_is_changed_and_never_left_without_an_hour(hands: Phones) -> None:
    town = hands.town
    await hands.press("coordinator", button(NormDo.WEEK))
    assert "Суббота: выходной" in (await shown(town, "norm_week")).html
    await hands.press("coordinator", button(NormDo.WEEKDAY, "5"))
    assert "Часы работы, суббота" in (await shown(town, "ask_norm_weekday")).html
    for bad, says in (("часов в десять", "Не поняли часы"), ("14:00–10:00", "не по порядку"), ("25:00–26:00", "не бывает")):
        await hands.type("coordinator", bad)
        assert says in (await shown(town, "refusal")).html
    await hands.type("coordinator", "10:00–14:00")
    assert "Суббота: 10:00–14:00 (изменено)" in (await shown(town, "norm_week")).html
    for day in (*range(5), 5):
        await hands.press("coordinator", button(NormDo.WEEKDAY, str(day)))
        await hands.type("coordinator", "выходной")
    assert "ни одного рабочего часа" in (await shown(town, "refusal")).html
    async with town.storage.transaction() as tx:
        week = (await Policies(town.policy).read(tx)).calendar.week
    assert [bool(hours) for hours in week] == [False] * 5 + [True, False]
    await hands.type("coordinator", "отмена")
    assert await hands.press("coordinator", button(NormDo.FILE, "w~0")) == "Вернули, как в файле"


async def test_the_start_of_the_clock_is_chosen_by_a_tap(hands: Phones) -> None:
    town = hands.town
    await hands.press("coordinator", button(NormDo.START))
    assert labels(await shown(town, "norm_start")) == [["С публикации"], ["С передачи отделу"], ["К нормам"]]
    assert await hands.press("coordinator", button(NormDo.STARTS, "published")) == "Новые сообщения пойдут по-новому"
    async with town.storage.transaction() as tx:
        assert (await Policies(town.policy).read(tx)).norms.start is StartEvent.PUBLISHED
    assert await hands.press("coordinator", button(NormDo.STARTS, "published")) == "Так уже и есть"
    assert await hands.press("coordinator", button(NormDo.FILE, "start")) == "Вернули, как в файле"


async def test_a_transferred_day_is_two_lines_and_one_bad_line_changes_nothing(hands: Phones) -> None:
    town = hands.town
    await hands.press("coordinator", button(NormDo.DAY))
    await hands.type("coordinator", "28.11 рабочая\n30.11 как-нибудь")
    assert "Какой это день" in (await shown(town, "refusal")).html
    async with town.storage.transaction() as tx:
        assert await tx.norm_words.all() == []
    await hands.type("coordinator", "28.11 рабочая\n30.11 выходной")
    async with town.storage.transaction() as tx:
        assert [word.key for word in await tx.norm_words.all()] == ["day:2026-11-28", "day:2026-11-30"]
    assert await hands.press("coordinator", button(NormDo.FILE, "d~2026-11-28")) == "Вернули, как в файле"


async def test_forged_buttons_of_norms_change_nothing(hands: Phones) -> None:
    forged = [(NormDo.TOPIC, "t~nothing"), (NormDo.MINUTES, "g~roads~x"), (NormDo.MINUTES, "x~y~60"), (NormDo.GROUP, "nothing")]
    forged += [(NormDo.WEEKDAY, "x"), (NormDo.STARTS, "never"), (NormDo.FILE, "zzz"), (NormDo.TYPED, "g~nothing"), (NormDo.TOPICS, "x")]
    for do, key in forged:
        toast = await hands.press("coordinator", button(do, key))
        assert toast in {"Такой нормы больше нет. Откройте /norms ещё раз", "Такой темы больше нет. Откройте /norms ещё раз"}, (do, key)
    async with hands.town.storage.transaction() as tx:
        assert await tx.norm_words.all() == []


async def test_words_are_kept_by_key(storage: Storage) -> None:
    async with storage.transaction() as tx:
        official = await tx.officials.enrol(an_official())
        for value in ("300", "240"):
            await tx.norm_words.put(NormWord(key="answer", value=value, by=official.id, at=NOW))
        assert [(word.key, word.value, word.by) for word in await tx.norm_words.all()] == [("answer", "240", official.id)]
        assert await tx.norm_words.drop("answer")
        assert not await tx.norm_words.drop("answer")
        assert await tx.norm_words.all() == []


async def test_what_changes_no_norm_is_said_so(hands: Phones) -> None:
    town, same = hands.town, "Так уже и есть"
    assert await hands.press("coordinator", button(NormDo.MINUTES, "t~roads_snow~540")) == same
    await hands.press("coordinator", button(NormDo.WEEKDAY, "0"))
    await town.sweep_outbox()
    await hands.type("coordinator", "9:00–13:00, 14:00–18:00")
    assert same in (await shown(town, "refusal")).html
    await hands.type("coordinator", "отмена")
    await hands.press("coordinator", button(NormDo.WEEKDAY, "9"))
    await town.sweep_outbox()
    await hands.type("coordinator", "выходной")
    assert "Такого дня недели нет" in (await shown(town, "refusal")).html
    await hands.type("coordinator", "отмена")
    await hands.press("coordinator", button(NormDo.DAY))
    await town.sweep_outbox()
    await hands.type("coordinator", "25.11 рабочая\n01.01.2027 выходной")
    assert "Так уже и есть: этот день" in (await shown(town, "refusal")).html
    await hands.type("coordinator", "25.11 рабочая\n26.11 выходной")
    async with town.storage.transaction() as tx:
        assert [word.key for word in await tx.norm_words.all()] == ["day:2026-11-26"]
    await hands.press("coordinator", ChangesButton(area="norms", page=0))
    assert "Чт 26 ноября: выходной, было 9:00–13:00" in parse((await shown(town, "changes")).html)
