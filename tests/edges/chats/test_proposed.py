"""A proposed chat is no dead end: /sources shows it, it is withdrawn or proposed anew, it ends with the bot or after a week."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ticks.schedule import TICKS
from handlers.sources.buttons import ChatButton, ChatDo
from incidents.messenger import Message
from incidents.official import Role
from incidents.sources.chats import ChatState, SourceChat
from tests.kit.chat_presses import added, chat_row, to
from tests.kit.memberships import membership
from tests.kit.phones import GROUP, Phones, phones
from tests.kit.said import messages
from tests.kit.tdlib import parse

PROPOSE, AGREE, REFUSE = (ChatButton(do=do, chat=1) for do in (ChatDo.SOURCE, ChatDo.AGREE, ChatDo.REFUSE))
SHOW, WITHDRAW, REPEAT = "sc1:show:1", "sc1:withdraw:1", "sc1:repeat:1"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        await town.town.enrol("second", Role.COORDINATOR)
        await added(town)
        await town.press("coordinator", PROPOSE)
        await town.town.sweep_outbox()
        yield town


async def last(town: Phones) -> Message:
    """What was said last."""
    return (await messages(town.town))[-1][1]


def labels(message: Message) -> list[str]:
    return [button.label for row in message.rows for button in row]


async def leaves(town: Phones, name: str) -> None:
    """Somebody works here no more."""
    async with town.town.storage.transaction() as tx:
        await tx.officials.save(replace(town.town.who(name), active=False, left_at=town.town.clock.now()))


async def is_unsaid(town: Phones) -> SourceChat:
    row = replace(await chat_row(town), state=ChatState.UNSAID, decided_by=town.town.who("second").id)
    async with town.town.storage.transaction() as tx:
        await tx.source_chats.save(row)
    return row


async def test_the_list_of_sources_shows_it_with_who_proposed_and_a_button(town: Phones) -> None:
    await town.type("second", "/sources")
    shown = await last(town)
    assert "«Двор на Лесной»: ждёт «Да» второго координатора" in parse(shown.html)
    assert f"предлагает {town.town.who('coordinator').title}" in parse(shown.html)
    assert "«Двор на Лесной»" in labels(shown)


async def test_another_coordinator_who_lost_the_question_finds_it_again(town: Phones) -> None:
    await town.press("second", SHOW)
    shown = await last(town)
    assert parse(shown.html).startswith("Читать группу «Двор на Лесной»? Предлагает ")
    assert labels(shown) == ["Да, читать", "Нет"]
    await town.press("second", AGREE)
    assert (await chat_row(town)).state is ChatState.AGREED


async def test_whoever_proposed_withdraws_it_or_asks_again(town: Phones) -> None:
    await town.press("coordinator", SHOW)
    shown = await last(town)
    assert labels(shown) == ["Спросить снова", "Отозвать"]
    await town.press("coordinator", PROPOSE)
    assert await to(town, "second") == ["chat_consent"]
    await town.press("second", WITHDRAW)
    assert (await chat_row(town)).state is ChatState.PROPOSED  # it is not theirs: they say no
    await town.press("coordinator", WITHDRAW)
    assert (await chat_row(town)).state is ChatState.LEFT
    await town.press("second", AGREE)
    assert (await chat_row(town)).state is ChatState.LEFT
    await town.press("coordinator", PROPOSE)
    assert (await chat_row(town)).state is ChatState.PROPOSED


async def test_where_the_proposer_has_left_another_proposes_it_anew(town: Phones) -> None:
    await town.town.enrol("third", Role.COORDINATOR)
    assert "уже предложили" in str(await town.press("third", PROPOSE))
    await leaves(town, "coordinator")
    assert "больше не работает" in str(await town.press("second", AGREE))
    await town.press("second", SHOW)
    assert labels(await last(town)) == ["Предложить", "Нет"]
    await town.press("second", PROPOSE)
    assert (await chat_row(town)).asked_by == town.town.who("second").id
    assert await to(town, "third") == ["chat_consent"]
    await town.press("third", AGREE)
    assert (await chat_row(town)).state is ChatState.AGREED


async def test_a_proposal_of_somebody_who_has_left_is_refused_and_they_are_told_nothing(town: Phones) -> None:
    await leaves(town, "coordinator")
    await town.press("second", REFUSE)
    assert await to(town, "coordinator") == []
    assert (await chat_row(town)).state is ChatState.REFUSED


@pytest.mark.parametrize("is_agreed", [False, True], ids=["proposed", "agreed"])
async def test_a_bot_that_is_thrown_out_ends_it(town: Phones, is_agreed: bool) -> None:
    if is_agreed:
        await is_unsaid(town)
    await town.update(my_chat_member=membership(town, "ann", "kicked", GROUP))
    assert (await chat_row(town)).state is ChatState.LEFT
    assert await to(town, "coordinator") == ["chat_ended"]
    assert "бота убрали оттуда" in parse((await last(town)).html)
    assert await town.press("second", AGREE) == "Так уже и есть"


async def test_a_proposal_that_nobody_answers_for_a_week_ends_with_a_word_to_the_proposer(town: Phones) -> None:
    tick, _ = TICKS["chats_unanswered"]
    town.town.clock.move(seconds=timedelta(days=7).total_seconds() - 60)
    await tick(town.town.around())
    assert (await chat_row(town)).state is ChatState.PROPOSED
    town.town.clock.move(seconds=120)
    await tick(town.town.around())
    assert (await chat_row(town)).state is ChatState.LEFT
    assert await to(town, "coordinator") == ["chat_ended"]
    shown = await last(town)
    assert "неделю никто не ответил" in parse(shown.html)
    assert labels(shown) == ["Предложить снова"]
    await tick(town.town.around())
    assert await town.town.says() == []


async def test_an_announcement_that_did_not_get_through_stands_in_the_list_with_its_buttons(town: Phones) -> None:
    await is_unsaid(town)
    await town.type("second", "/sources")
    assert "«Двор на Лесной»: объявление не вышло, не читаем" in parse((await last(town)).html)
    await town.press("second", SHOW)
    assert labels(await last(town)) == ["Повторить", "Не читать"]
    assert await town.press("second", REPEAT) == "Пишем объявление ещё раз"
    assert (await chat_row(town)).state is ChatState.AGREED
    await town.press("second", SHOW)
    assert labels(await last(town)) == ["Не читать"]
    await town.press("second", WITHDRAW)
    assert (await chat_row(town)).state is ChatState.LEFT


async def test_a_refused_chat_may_be_proposed_again(town: Phones) -> None:
    await town.press("second", REFUSE)
    shown = await last(town)
    assert parse(shown.html).startswith("Не читаем: «Двор на Лесной»")
    assert labels(shown) == ["Предложить снова"]
    await town.press("second", PROPOSE)
    row = await chat_row(town)
    assert (row.state, row.asked_by) == (ChatState.PROPOSED, town.town.who("second").id)
