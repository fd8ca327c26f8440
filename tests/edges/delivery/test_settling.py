"""A database that fails for a while cancels nobody's send, and what the messenger took is not sent again."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.delivery import after_sending
from bot.delivery.heart import Heart
from bot.storage.delivery.claims import Claims
from bot.storage.delivery.copies import Copies
from bot.storage.delivery.couriers import Couriers
from bot.storage.engine.sqlite_library import sqlite3
from bot.storage.engine.table import Rows
from incidents.ids import ChatId
from incidents.messenger import Delivery, Later, Message
from tests.kit.post_office import Post, post_office


@pytest.fixture
async def post(sqlite_url: str) -> AsyncIterator[Post]:
    async with post_office(sqlite_url) as post:
        yield post


def full() -> OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"
    return OperationalError("UPDATE outbox", {}, error)


def fails(monkeypatch: pytest.MonkeyPatch, table: type[Rows], method: str, times: int, error: Callable[[], Exception] = full) -> None:
    """The next calls of this method of a table fail."""
    whole, left = getattr(table, method), [times]

    async def broken(rows: Rows, *args: Any, **kwargs: Any) -> Any:  # Any: of any method
        if left[0] > 0:
            left[0] -= 1
            raise error()
        return await whole(rows, *args, **kwargs)

    monkeypatch.setattr(table, method, broken)


class InFlight:
    """A message to Ann hangs until the test lets it go."""

    def __init__(self, post: Post) -> None:
        self.reached, self.let_go, self.ended = asyncio.Event(), asyncio.Event(), ""
        self._ann, self._send = post.town.chat("ann"), post.messenger.send
        post.messenger.send = self.send  # type: ignore[method-assign] # the network is what tests play

    async def send(self, chat_id: ChatId, message: Message, **place: Any) -> Delivery:
        if chat_id == self._ann:
            self.reached.set()
            try:
                await self.let_go.wait()
            except asyncio.CancelledError:
                self.ended = "cancelled"
                raise
            self.ended = "sent"
        return await self._send(chat_id, message, **place)


async def until(what: Callable[[], object]) -> None:
    async with asyncio.timeout(15):
        while not what():  # noqa: ASYNC110 - the messenger is the only witness
            await asyncio.sleep(0.01)


async def ended(running: asyncio.Future[None]) -> None:
    running.cancel()
    await asyncio.wait({running})


async def test_a_database_error_while_a_row_is_settled_cancels_nobodys_send(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = InFlight(post)
    await post.say("stranger")
    running = asyncio.ensure_future(post.courier.run())
    await hanging.reached.wait()
    fails(monkeypatch, Claims, "done", 1)
    fails(monkeypatch, Claims, "put_back", 1)
    await post.say("stranger", to="peter")
    await until(lambda: post.messenger.to(post.town.chat("peter")))
    await asyncio.sleep(0.2)
    hanging.let_go.set()
    await until(lambda: hanging.ended)
    assert hanging.ended == "sent"
    await ended(running)


async def test_a_database_that_cannot_be_asked_cancels_nobodys_send(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = InFlight(post)
    await post.say("stranger")
    running = asyncio.ensure_future(post.courier.run())
    await hanging.reached.wait()
    fails(monkeypatch, Claims, "claim", 2)
    post.courier._nudge.outbox.set()
    await asyncio.sleep(0.2)
    hanging.let_go.set()
    await until(lambda: hanging.ended)
    assert hanging.ended == "sent"
    await ended(running)


async def test_a_row_that_is_still_being_sent_is_not_claimed_again_when_its_lease_is_over(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.courier.LEASE", timedelta(0))
    hanging = InFlight(post)
    await post.say("stranger")
    running = asyncio.ensure_future(post.courier.run())
    await hanging.reached.wait()
    await post.say("stranger", to="peter")
    post.courier._nudge.outbox.set()
    await until(lambda: post.messenger.to(post.town.chat("peter")))
    hanging.let_go.set()
    await until(lambda: hanging.ended)
    await asyncio.sleep(0.2)
    assert post.messenger.to(post.town.chat("ann")) == ["send"]
    await ended(running)


async def test_a_stop_claims_nothing_more_and_waits_for_what_is_on_its_way(post: Post) -> None:
    hanging = InFlight(post)
    await post.say("stranger")
    running = asyncio.ensure_future(post.courier.run())
    await hanging.reached.wait()
    stopping = asyncio.ensure_future(post.courier._nudge.stop.settled())
    await asyncio.sleep(0)
    await post.say("stranger", to="peter")
    post.courier._nudge.outbox.set()
    await asyncio.sleep(0.2)
    assert not stopping.done()
    hanging.let_go.set()
    await asyncio.wait_for(stopping, 15)
    await ended(running)
    assert [row.chat_id for row in await post.town.rows("pending", "claimed")] == [post.town.chat("peter")]
    assert post.messenger.to(post.town.chat("peter")) == []


async def test_what_waits_for_its_turn_when_a_stop_comes_is_left_to_the_next_start(post: Post) -> None:
    await post.say("stranger")
    await post.courier._nudge.stop.settled()
    await post.deliver(rounds=1)
    (row,) = await post.town.rows()
    assert (row.tries, post.messenger.calls) == (0, [])


async def test_what_was_taken_while_the_database_failed_is_not_sent_again(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    await post.say("stranger")
    fails(monkeypatch, Claims, "done", 2)
    await post.deliver()
    post.town.clock.move(minutes=5)
    await post.deliver()
    assert post.messenger.to(post.town.chat("ann")) == ["send"]
    assert await post.town.rows() == []


async def test_a_defect_after_the_message_stands_does_not_send_it_again(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(after_sending, "act_after_sending", broken)
    await post.say("stranger")
    await post.deliver()
    post.town.clock.move(minutes=5)
    await post.deliver()
    assert post.messenger.to(post.town.chat("ann")) == ["send"]


async def test_a_database_that_fails_before_the_sending_is_no_failure_of_the_row(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    await post.town.open()
    fails(monkeypatch, Copies, "in_chat", 2)
    await post.deliver(rounds=1)
    assert {row.tries for row in await post.town.rows()} == {0}
    post.town.clock.move(minutes=1)
    await post.deliver()
    assert [method for method, _, _ in post.messenger.calls] == ["send", "send"]


async def test_what_the_database_refuses_for_good_is_not_tried_until_the_lease_ends(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    await post.town.open()
    fails(monkeypatch, Copies, "save", 2, lambda: IntegrityError("INSERT", {}, Exception("a foreign key")))
    async with asyncio.timeout(20):
        await post.deliver()
    assert await post.town.rows() == []
    assert [method for method, _, _ in post.messenger.calls] == ["send", "send"]


async def test_while_every_message_hangs_the_courier_does_not_say_that_it_turns(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.delivery.courier.AT_ONCE", 1)
    turns: list[str] = []
    hanging, looked = InFlight(post), asyncio.Event()
    post.courier.beat = lambda: turns.append("turn")
    await post.say("stranger")
    running = asyncio.ensure_future(post.courier.run())
    await hanging.reached.wait()
    turns.clear()
    wait = post.courier._nudge.outbox.wait

    async def seen(at_most: float | None = None) -> None:
        looked.set()
        await wait(at_most)

    monkeypatch.setattr(post.courier._nudge.outbox, "wait", seen)
    await until(looked.is_set)
    assert turns == []
    hanging.let_go.set()
    await until(lambda: turns)
    await ended(running)


async def test_a_defect_in_the_claim_ends_nothing_and_is_logged(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fails(monkeypatch, Claims, "claim", 1, lambda: RuntimeError("a defect"))
    await post.say("stranger")
    running = asyncio.ensure_future(post.courier.run())
    await until(lambda: post.messenger.to(post.town.chat("ann")))
    assert "the outbox cannot be read now" in caplog.text
    await ended(running)


async def test_a_row_that_cannot_even_be_put_back_is_left_to_its_lease(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await post.say("stranger")
    post.messenger.says("send", Later(seconds=5.0, because="TelegramNetworkError"))
    fails(monkeypatch, Claims, "put_back", 2, lambda: RuntimeError("a defect"))
    await post.deliver(rounds=1)
    assert "is left to its lease" in caplog.text
    async with post.town.storage.transaction() as tx:
        assert await tx.outbox.claim(now=post.town.clock.now(), lease=timedelta(minutes=5), limit=9) == []
        assert await tx.outbox.count_waiting() == 1


async def test_a_heart_that_the_database_stops_beats_again(
    post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.delivery.heart.BEAT", 0.001)
    heart, beats = Heart(post.town.storage), []
    await heart.start()
    fails(monkeypatch, Couriers, "beat", 1)
    whole = Couriers.beat

    async def beat(rows: Couriers, name: str) -> None:
        await whole(rows, name)
        beats.append(name)

    monkeypatch.setattr(Couriers, "beat", beat)
    running = asyncio.ensure_future(heart.run())
    await until(lambda: len(beats) > 1)
    await ended(running)
    assert "no heartbeat: OperationalError" in caplog.text
