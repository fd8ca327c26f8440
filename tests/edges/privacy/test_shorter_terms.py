"""A term of `[keep]` that would take what was kept until now waits for a coordinator's «Да»; chats are told anew by one press."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.storage.engine.own_district import everywhere
from bot.storage.intake.posts import post
from bot.ticks.privacy import blank_talk, keep_no_longer
from handlers.privacy.buttons import EraseButton, EraseDo
from handlers.sources.buttons import ChatButton, ChatDo
from incidents.official import Role
from incidents.posts import Network
from incidents.privacy.values import Keep
from incidents.reading import Kind
from incidents.sources.chats import ChatLack
from tests.kit.chat_updates import CHANNEL, CHAT
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.phones import Phones, phones
from tests.kit.said import messages, said
from tests.kit.source_chats import becomes_source
from tests.kit.tdlib import parse
from tests.kit.values.cards_made import labels
from tests.kit.values.samples import reading

MONTH, YEAR = timedelta(days=30), timedelta(days=365)
CUT = EraseButton(do=EraseDo.TERM, whose="idle", id=30 * 24 * 60, ground="")


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as hands:
        await hands.town.enrol("second", Role.COORDINATOR)
        yield hands


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(database_url) as town:
        yield town


async def night(town: DeskTown, idle: timedelta = MONTH) -> None:
    """Both ticks of the night."""
    around = town.around(policy=replace(town.policy, keep=replace(town.policy.keep, idle=idle)))
    await blank_talk(around)
    await keep_no_longer(around)


async def idle_post(town: DeskTown, text: str = "С добрым утром, подписчики") -> None:
    await town.take(await town.write(text), reading(is_appeal=False, kind=Kind.CHAT, places=()))


async def words(town: DeskTown) -> list[str]:
    async with town.storage.transaction() as tx:
        return [row.text for row in await tx._all(everywhere(select(post).order_by(post.c.id)))]


async def asked(town: DeskTown) -> list[str]:
    return [text for code, text in await said(town) if code == "keep_shorter"]


async def test_the_first_night_after_an_upgrade_takes_nothing_that_the_former_term_keeps(town: DeskTown) -> None:
    """Nobody wrote down what the older version kept: by a year it would be there still."""
    await idle_post(town)
    town.clock.move(days=100)
    await night(town)
    assert await words(town) == ["С добрым утром, подписчики"]
    (told,) = await asked(town)
    assert told.startswith("Хранить меньше? Новый срок в norms.toml, idle: 30 дней")
    assert "Сотрём 1 сообщение, вернуть будет нельзя" in told
    for _ in range(3):
        town.clock.move(days=1)
        await night(town)
    assert await words(town) == ["С добрым утром, подписчики"]
    assert await asked(town) == []  # it is asked anew in a week
    town.clock.move(days=7)
    await night(town)
    assert len(await asked(town)) == 1


async def test_a_term_that_held_before_needs_nobodys_yes(town: DeskTown) -> None:
    """What an older version kept by the same term is older by a night at most."""
    await idle_post(town)
    town.clock.move(days=30, hours=20)
    await night(town)
    assert await asked(town) == []
    assert await words(town) == [""]


async def test_a_fresh_base_is_asked_about_nothing_and_a_later_cut_is(town: DeskTown) -> None:
    await night(town, idle=YEAR)
    await idle_post(town)
    town.clock.move(days=200)
    await night(town, idle=YEAR)
    await night(town, idle=MONTH)  # the file was changed and the bot started anew by day: tonight's term is settled already
    assert (await words(town), await asked(town)) == (["С добрым утром, подписчики"], [])
    town.clock.move(days=1)
    await night(town, idle=MONTH)
    assert await words(town) == ["С добрым утром, подписчики"]
    assert len(await asked(town)) == 1
    town.clock.move(days=300)
    await night(town, idle=YEAR)
    assert await words(town) == [""]


async def test_a_coordinator_says_yes_and_the_next_night_takes_it(hands: Phones) -> None:
    town = hands.town
    await idle_post(town)
    town.clock.move(days=100)
    await night(town)
    (shown, *_) = [message for code, message in await messages(town) if code == "keep_shorter"]
    assert labels(shown) == [["Да, стереть"]]
    assert "стирает координатор" in str(await hands.press("ann", CUT))
    assert await hands.press("second", CUT.model_copy(update={"id": 7 * 24 * 60})) == "Так уже и есть"  # of another term than the file's
    assert await hands.press("second", CUT) == "Сотрём ближайшими ночами"
    assert await hands.press("coordinator", CUT) == "Так уже и есть"
    assert ("keep_agreed", town.chat("second")) in await town.audited()
    assert await words(town) == ["С добрым утром, подписчики"]
    town.clock.move(days=1)
    await night(town)
    assert await words(town) == [""]


async def test_a_forged_key_is_a_choice_that_is_no_more(hands: Phones) -> None:
    assert "Такого выбора больше нет" in str(await hands.press("coordinator", CUT.model_copy(update={"whose": "talk"})))


async def test_new_words_are_said_in_all_chats_by_one_press(hands: Phones) -> None:
    town = hands.town
    for number, chat in enumerate((CHAT, CHAT - 1, CHANNEL)):
        row = await becomes_source(town.storage, chat)
        if number == 1:
            async with town.storage.transaction() as tx:
                await tx.source_chats.save(replace(row, lacks=(ChatLack.POST,)))
    await town.sweep_outbox()
    await night(town)
    (shown, *_) = [message for code, message in await messages(town) if code == "chats_anew"]
    text = parse(shown.html)
    assert text.startswith("Объявления в чатах устарели, чатов: 3")
    assert "Разговоры стираем через 3 дня, ближайшей ночью, в резервных копиях их нет" in text
    assert labels(shown) == [["Объявить во всех"]]
    await town.sweep_outbox()
    press = ChatButton(do=ChatDo.ANEW, chat=0)
    assert "Пишем" not in str(await hands.press("ann", press))
    assert await hands.press("second", press) == "Пишем объявление. Закрепите новое, прежнее снимите"
    assert [chat for code, chat in await town.says("chat_announced")] == [CHAT, CHANNEL]
    await town.sweep_outbox()
    assert await hands.press("coordinator", press) == "Так уже и есть"
    assert await town.says("chat_announced") == []


async def test_where_no_chat_is_read_nothing_is_offered_and_a_new_one_is_told_the_truth_at_once(town: DeskTown) -> None:
    await night(town)
    await becomes_source(town.storage)
    town.clock.move(days=1)
    await night(town)
    assert await town.says("chats_anew") == []


async def test_chats_are_told_of_a_shorter_term_when_it_holds(hands: Phones) -> None:
    town = hands.town
    await idle_post(town)
    await becomes_source(town.storage)
    town.clock.move(days=100)
    await night(town)
    assert await town.says("chats_anew") == []
    await hands.press("second", CUT)
    assert {code for code, _ in await town.says("chats_anew")} == {"chats_anew"}


async def test_talk_asks_nobody(town: DeskTown) -> None:
    """The base of an older version held a year of it."""
    chat = await becomes_source(town.storage)
    async with town.storage.transaction() as tx:
        town.source = next(each for each in await tx.sources.all() if each.id == chat.source_id)
    written = await town.write("Кто на шашлыки?", network=Network.TELEGRAM, external_id="c/1234/1")
    await town.take(written, reading(is_appeal=False, kind=Kind.CHAT, places=()))
    town.clock.move(days=100)
    await night(town)
    assert (await words(town), await asked(town)) == ([""], [])


def test_what_no_file_says_is_a_year_for_walls_and_three_days_for_talk() -> None:
    assert (Keep().idle, Keep().talk) == (YEAR, timedelta(days=3))
