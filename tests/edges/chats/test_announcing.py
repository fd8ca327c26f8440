"""Nothing of a chat is read before its announcement stands there; where it cannot be written, coordinators are told what to give."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.delivery.chat_checks import AGAIN, ChatChecks
from bot.storage.engine.own_district import everywhere
from bot.storage.sources.pushed import pushed
from bot.telegram.adapter import make_bot
from bot.telegram.incoming.door import take_in
from bot.ticks.schedule import TICKS
from bot.wakeups import Nudge
from incidents.desk.people.department_groups import recheck
from incidents.desk.sources import announcements
from incidents.desk.sources import chats as desk
from incidents.errors import Unchanged, WrongStep
from incidents.ids import ChatId
from incidents.messenger import Dead, Delivery, Done, Later, Refused
from incidents.official import Role
from incidents.posts import Network, Source
from incidents.sources.chats import ChatKind, ChatLack, ChatState, SourceChat
from tests.kit.chat_standing import telegram_says
from tests.kit.chat_updates import BOT, CHANNEL, CHAT, message, update
from tests.kit.phones import TOKEN, fake_telegram
from tests.kit.post_office import Post, post_office
from tests.kit.tdlib import parse

NO_RIGHT = Dead(because="Bad Request: not enough rights to send text messages to the chat")
YARD = ChatId(CHAT)


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with post_office(sqlite_url) as post:
        await post.town.enrol("second", Role.COORDINATOR)
        yield post


async def agreed(post: Post, chat_id: ChatId = YARD, kind: ChatKind = ChatKind.SUPERGROUP, *, says: Sequence[Delivery] = ()) -> None:
    """Two coordinators want to read it; `says`: what the messenger answers to the announcement."""
    town, now = post.town, post.town.clock.now()
    async with town.storage.transaction() as tx:
        await desk.ask_which(tx, chat_id, "Двор на Лесной", kind, by=town.who("coordinator"), now=now)
        row = await tx.source_chats.in_chat(chat_id)
        assert row is not None
        await desk.propose(tx, row, by=town.who("coordinator"), now=now)
    await post.deliver()
    async with town.storage.transaction() as tx:
        await desk.agree(tx, row.id, by=town.who("second"), now=now)
    post.messenger.says("send", *says)
    await post.deliver()


async def row_of(post: Post, chat_id: ChatId = YARD) -> SourceChat:
    async with post.town.storage.transaction() as tx:
        found = await tx.source_chats.in_chat(chat_id)
    assert found is not None
    return found


async def sources(post: Post) -> list[Source]:
    async with post.town.storage.transaction() as tx:
        return [each for each in await tx.sources.all() if each.network is Network.TELEGRAM]


async def heard(post: Post, number: int) -> bool:
    """Whether what a resident writes there now is kept."""
    async with post.town.storage.transaction() as tx:
        said = message(number) | {"date": int(post.town.clock.now().timestamp())}
        await take_in(tx, BOT, [update(number, said)], at=post.town.clock.now(), username="otklik_bot")
        return f"{BOT}:{number}" in {row.external_id for row in await tx._all(everywhere(select(pushed)))}


def times_announced(post: Post, chat_id: ChatId = YARD) -> int:
    return sum(method == "send" and chat == chat_id for method, chat, _ in post.messenger.calls)


def told(post: Post, name: str) -> str:
    """What somebody read last."""
    return parse([what.html for method, chat, what in post.messenger.calls if method == "send" and chat == post.town.chat(name)][-1])


async def changed(post: Post, number: int, *, written: datetime) -> bool:
    """Whether a message of then that is changed now is kept."""
    async with post.town.storage.transaction() as tx:
        said = message(number) | {"date": int(written.timestamp()), "edit_date": int(post.town.clock.now().timestamp())}
        await take_in(tx, BOT, [update(number, said, "edited_message")], at=post.town.clock.now(), username="otklik_bot")
        return f"{BOT}:{number}" in {row.external_id for row in await tx._all(everywhere(select(pushed)))}


def buttons(post: Post, name: str) -> list[str]:
    shown: list[Any] = [what for method, chat, what in post.messenger.calls if method == "send" and chat == post.town.chat(name)]
    return [button.label for row in shown[-1].rows for button in row]


async def test_reading_begins_when_the_announcement_stands_and_not_with_the_second_yes(post: Post) -> None:
    await agreed(post, says=[Later(seconds=60, because="TelegramNetworkError")])
    assert (await row_of(post)).state is ChatState.AGREED
    assert await sources(post) == []
    assert not await heard(post, 1)
    post.town.clock.move(seconds=61)
    await post.deliver()
    assert (await row_of(post)).state is ChatState.READ
    assert [each.external_id for each in await sources(post)] == [str(CHAT)]
    assert await heard(post, 2)
    assert "Читаем: «Двор на Лесной»" in told(post, "coordinator")


async def test_where_the_bot_may_not_write_nothing_is_read_and_coordinators_are_told_which_right_to_give(post: Post) -> None:
    await agreed(post, says=[NO_RIGHT])
    assert (await row_of(post)).state is ChatState.UNSAID
    assert await sources(post) == []
    assert not await heard(post, 1)
    for name in ("coordinator", "second"):
        assert told(post, name).startswith("Чтение не началось: «Двор на Лесной»")
        assert "отправлять сообщения" in told(post, name)
        assert buttons(post, name) == ["Повторить", "Не читать"]


async def test_in_a_channel_it_is_the_right_of_an_administrator(post: Post) -> None:
    await agreed(post, ChatId(CHANNEL), ChatKind.CHANNEL, says=[Dead(because="Bad Request: need administrator rights in the channel chat")])
    assert (await row_of(post, ChatId(CHANNEL))).state is ChatState.UNSAID
    assert "администратором канала с правом публиковать сообщения" in told(post, "second")


CLOSED, TEN_TIMES = [Refused(because="Bad Request: TOPIC_CLOSED")] * 2, [Later(seconds=1, because="x")] * 10


@pytest.mark.parametrize("says", [CLOSED, TEN_TIMES], ids=["refused, the plainer one too", "tried"])
async def test_an_announcement_that_fails_for_another_reason_is_told_once(post: Post, says: list[Delivery]) -> None:
    await agreed(post, says=says)
    for _ in range(10):
        post.town.clock.move(seconds=700)
        await post.deliver()
    assert (await row_of(post)).state is ChatState.UNSAID
    assert told(post, "second").startswith("Чтение не началось")
    sent = [what for method, chat, what in post.messenger.calls if method == "send" and chat == post.town.chat("second")]
    assert len(sent) == 2  # the question and this


async def test_a_coordinator_repeats_it_and_only_then_reading_begins(post: Post) -> None:
    await agreed(post, says=[NO_RIGHT])
    town = post.town
    row = await row_of(post)
    async with town.storage.transaction() as tx:
        await announcements.repeat(tx, row.id, by=town.who("second"), now=town.clock.now())
        with pytest.raises(Unchanged):  # pressed twice, said once
            await announcements.repeat(tx, row.id, by=town.who("coordinator"), now=town.clock.now())
    assert await sources(post) == []
    before = times_announced(post)
    await post.deliver()
    assert times_announced(post) == before + 1
    assert (await row_of(post)).state is ChatState.READ
    assert await heard(post, 1)


async def test_the_right_comes_and_it_is_said_again_by_itself(post: Post) -> None:
    await agreed(post, says=[NO_RIGHT])
    async with fake_telegram() as telegram:
        bot = make_bot(TOKEN, api_base=telegram.base, proxy=None)
        checks = ChatChecks(post.town.storage, post.town.clock, bot, Nudge())
        try:
            assert await checks.step() == 0  # Telegram has just said it
            telegram_says(telegram, "member", permissions={"can_send_messages": False})
            async with post.town.storage.transaction() as tx:
                await recheck(tx, YARD)
            assert await checks.step() == 1
            await post.deliver()
            assert (await row_of(post)).state is ChatState.UNSAID
            telegram_says(telegram, "administrator")
            post.town.clock.move(seconds=AGAIN.total_seconds() + 1)
            assert await checks.step() == 1
            assert not await heard(post, 1)
            await post.deliver()
        finally:
            await bot.session.close()
    assert (await row_of(post)).state is ChatState.READ
    assert times_announced(post) == 2
    assert await heard(post, 2)


async def test_a_crash_before_the_start_is_written_down_reads_nothing_and_after_it_nothing_is_said_twice(post: Post) -> None:
    await agreed(post, says=[Later(seconds=1, because="x")])
    town = post.town
    town.clock.move(seconds=5)
    async with town.storage.transaction() as tx:
        (claimed,) = await tx.outbox.claim(now=town.clock.now(), lease=AGAIN, limit=30)
    assert not await heard(post, 1)  # the process died between the claim and the word of Telegram
    async with town.storage.transaction() as tx:
        await tx.outbox.put_back(claimed, until=None, error="crash", counts=False)
    await post.deliver()
    row = await row_of(post)
    assert row.state is ChatState.READ
    async with town.storage.transaction() as tx:
        await tx.source_chats.recheck(YARD)
        with pytest.raises(Unchanged):
            await announcements.repeat(tx, row.id, by=town.who("second"), now=town.clock.now())
    before = times_announced(post)
    await post.deliver()
    assert times_announced(post) == before


async def test_an_agreed_chat_that_is_given_up_is_not_announced(post: Post) -> None:
    await agreed(post, says=[Later(seconds=60, because="x")])
    town, row = post.town, await row_of(post)
    async with town.storage.transaction() as tx:
        await desk.withdraw(tx, row.id, by=town.who("second"), now=town.clock.now())
    town.clock.move(seconds=61)
    before = times_announced(post)
    await post.deliver()
    assert times_announced(post) == before
    assert (await row_of(post)).state is ChatState.LEFT
    async with town.storage.transaction() as tx:
        with pytest.raises(Unchanged):
            await desk.withdraw(tx, row.id, by=town.who("second"), now=town.clock.now())


async def test_a_chat_that_waits_for_its_announcement_becomes_no_departments_group(post: Post) -> None:
    await agreed(post, says=[NO_RIGHT])
    async with post.town.storage.transaction() as tx:
        with pytest.raises(WrongStep):
            await desk.check_no_source(tx, YARD)
    assert (await row_of(post)).lacks == (ChatLack.POST,)


async def test_telegrams_own_clock_says_which_words_came_before_the_announcement(post: Post) -> None:
    said_at = post.town.clock.now() + timedelta(seconds=40)  # our clock is behind
    await agreed(post, says=[Done(message_id=70, at=said_at)])
    assert not await changed(post, 1, written=said_at - timedelta(seconds=1))
    assert await changed(post, 2, written=said_at)


async def test_an_announcement_after_which_something_failed_is_no_dead_end(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("a defect")

    tick, _ = TICKS["chats_unanswered"]
    with monkeypatch.context() as patch:
        patch.setattr(announcements, "mark_announced", broken)
        await agreed(post)
    await tick(post.town.around())
    assert (await row_of(post)).state is ChatState.AGREED  # it may be on its way still
    post.town.clock.move(minutes=11)
    await tick(post.town.around())
    row = await row_of(post)
    assert row.state is ChatState.UNSAID
    await post.deliver()
    assert buttons(post, "second") == ["Повторить", "Не читать"]
    async with post.town.storage.transaction() as tx:
        await announcements.repeat(tx, row.id, by=post.town.who("second"), now=post.town.clock.now())
    await post.deliver()
    assert (await row_of(post)).state is ChatState.READ


async def test_an_announcement_that_waits_for_its_turn_is_waited_for(post: Post) -> None:
    await agreed(post, says=[Later(seconds=3600, because="TelegramNetworkError")])
    post.town.clock.move(minutes=30)
    tick, _ = TICKS["chats_unanswered"]
    await tick(post.town.around())
    assert (await row_of(post)).state is ChatState.AGREED
