"""Publishing with a scripted network: published, refused, unclear, later; one retry, a proof, and a person where nobody can tell."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.delivery.publishing import BLIND, Publishing
from bot.wakeups import Nudge
from incidents.answers.values import HOLD, PROOF_EVERY, PROOF_WINDOW, Answer, AnswerState
from incidents.desk.answers import publish_answer, send_answer
from incidents.incident import Status
from incidents.posts import Network, SourceBroken
from incidents.publisher import NotAllowed, TryLater, Unclear
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.scripted_network import COMMENT, ScriptedNetwork


@dataclass
class Desk:
    """A town, a network and what moves answers between them."""

    town: DeskTown
    network: ScriptedNetwork
    publishing: Publishing
    answer: Answer

    async def work(self) -> None:
        while await self.publishing.step():
            pass

    async def later(self, seconds: float) -> None:
        self.town.clock.move(seconds=seconds)
        await self.work()

    async def state(self) -> AnswerState:
        return (await self.now()).state

    async def now(self) -> Answer:
        return await self.town.answer(self.answer.id)

    async def told(self) -> list[str]:
        return [code for code, _ in await self.town.says() if code.startswith("answer_")]


@pytest.fixture
async def work(sqlite_url: str) -> AsyncIterator[Desk]:
    """An answer that has just been sent."""
    async with desk_town(sqlite_url) as town:
        network = ScriptedNetwork()
        incident = await town.open()
        answer = await town.sent(incident.id, "ann", message_id=7)
        yield Desk(town, network, Publishing(town.storage, town.clock, {Network.VK: network}, Nudge(poll=0.01), town.policy), answer)


HELD = HOLD.total_seconds() + 1


async def test_nothing_is_called_before_the_minute_is_over(work: Desk) -> None:
    await work.later(HOLD.total_seconds() - 1)
    assert (work.network.guids, await work.state()) == ([], AnswerState.SCHEDULED)


async def test_after_the_minute_the_comment_is_published_and_proved(work: Desk) -> None:
    await work.later(HELD)
    after = await work.now()
    assert (after.state, after.url, after.proved_at) == (AnswerState.PUBLISHED, COMMENT.url, work.town.clock.now())
    assert work.network.guids == [work.answer.guid]
    assert (await work.town.incident(after.incident_id)).status is Status.ANSWERED
    await work.later(3600)
    assert (len(work.network.guids), work.network.looks) == (1, 1)


async def test_a_recalled_answer_is_never_called(work: Desk) -> None:
    async with work.town.storage.transaction() as tx:
        await send_answer.recall(tx, work.answer.id, by=work.town.who("ann"))
    await work.later(3600)
    assert work.network.guids == []


async def test_a_refusal_is_told_with_its_reason_and_not_tried_again(work: Desk) -> None:
    work.network.results = [NotAllowed(user_text="комментарии закрыты")]
    await work.later(HELD)
    after = await work.now()
    assert (after.state, after.refusal) == (AnswerState.REFUSED, "комментарии закрыты")
    assert await work.told() == ["answer_by_hand"]
    await work.later(3600)
    assert len(work.network.guids) == 1


async def test_a_network_that_is_busy_is_called_again_later_with_the_same_guid(work: Desk) -> None:
    work.network.results = [TryLater(seconds=100, because="слишком часто"), COMMENT]
    await work.later(HELD)
    assert await work.state() is AnswerState.SCHEDULED
    await work.later(99)
    assert len(work.network.guids) == 1
    await work.later(2)
    assert await work.state() is AnswerState.PUBLISHED
    assert len(set(work.network.guids)) == 1


async def test_after_an_unclear_call_a_comment_that_stands_there_is_found_and_not_written_again(work: Desk) -> None:
    work.network.results, work.network.finds = [Unclear(because="timeout")], [None, COMMENT]
    await work.later(HELD)
    assert await work.state() is AnswerState.PUBLISHING
    await work.later(PROOF_EVERY.total_seconds())
    assert await work.state() is AnswerState.PUBLISHING
    await work.later(PROOF_EVERY.total_seconds())
    after = await work.now()
    assert (after.state, after.proved_at) == (AnswerState.PUBLISHED, work.town.clock.now())
    assert len(work.network.guids) == 1


async def test_after_an_unclear_call_that_left_nothing_there_is_one_retry_and_then_a_person(work: Desk) -> None:
    work.network.results, work.network.finds = [Unclear(because="timeout")], [None]
    await work.later(HELD)
    for _ in range(10):
        await work.later(PROOF_EVERY.total_seconds())
    after = await work.now()
    assert len(work.network.guids) == 2
    assert len(set(work.network.guids)) == 1
    assert (after.state, after.tries) == (AnswerState.UNKNOWN, 2)
    assert await work.told() == ["answer_by_hand"]


async def test_the_retry_that_is_taken_is_published(work: Desk) -> None:
    work.network.results, work.network.finds = [Unclear(because="timeout"), COMMENT], [None, None, None, None, COMMENT]
    await work.later(HELD)
    for _ in range(5):
        await work.later(PROOF_EVERY.total_seconds())
    assert await work.state() is AnswerState.PUBLISHED


async def test_a_retry_that_the_network_puts_off_looks_into_the_thread_first(work: Desk) -> None:
    work.network.results = [Unclear(because="timeout"), TryLater(seconds=100, because="часто")]
    work.network.finds = [None, None, None, None, COMMENT]
    await work.later(HELD)
    for _ in range(4):
        await work.later(PROOF_EVERY.total_seconds())
    assert (len(work.network.guids), await work.state()) == (2, AnswerState.PUBLISHING)
    looks = work.network.looks
    await work.later(101)
    assert work.network.looks == looks + 1
    assert (len(work.network.guids), await work.state()) == (2, AnswerState.PUBLISHED)


async def test_a_thread_that_cannot_be_read_is_left_to_a_person_after_a_while(work: Desk) -> None:
    work.network.results, work.network.finds = [Unclear(because="timeout")], [SourceBroken("закрыто")]
    await work.later(HELD)
    await work.later(PROOF_WINDOW.total_seconds() * 2)
    assert await work.state() is AnswerState.PUBLISHING
    await work.later(BLIND.total_seconds())
    assert await work.state() is AnswerState.UNKNOWN
    assert len(work.network.guids) == 1


async def test_a_process_that_died_in_the_call_looks_before_it_writes(work: Desk) -> None:
    work.town.clock.move(seconds=HELD)
    async with work.town.storage.transaction() as tx:
        answer = await tx.answers.next_to_move(now=work.town.clock.now())
        assert answer is not None
        await publish_answer.start_publishing(tx, answer, now=work.town.clock.now())
    await work.work()
    assert work.network.guids == []
    await work.later(PROOF_EVERY.total_seconds())
    assert (work.network.guids, await work.state()) == ([], AnswerState.PUBLISHED)


async def test_a_comment_that_nobody_sees_is_told_once_and_stays_published(work: Desk) -> None:
    work.network.finds = [None]
    await work.later(HELD)
    assert await work.told() == []
    for _ in range(6):
        await work.later(PROOF_EVERY.total_seconds())
    assert await work.told() == ["answer_not_visible"]
    after = await work.now()
    assert (after.state, after.proved_at, after.look_at) == (AnswerState.PUBLISHED, None, None)


async def test_a_proof_waits_for_a_thread_that_can_be_read_again(work: Desk) -> None:
    work.network.finds = [SourceBroken("часто"), None, COMMENT]
    await work.later(HELD)
    assert (await work.now()).proved_at is None
    await work.later(PROOF_EVERY.total_seconds())
    await work.later(PROOF_EVERY.total_seconds())
    assert (await work.now()).proved_at == work.town.clock.now()


async def test_a_proof_ends_where_the_thread_cannot_be_read_at_all(work: Desk) -> None:
    work.network.finds = [SourceBroken("закрыто")]
    await work.later(HELD)
    await work.later(BLIND.total_seconds())
    after = await work.now()
    assert (after.state, after.proved_at, after.look_at) == (AnswerState.PUBLISHED, None, None)
    assert await work.told() == []


async def test_without_a_publisher_a_person_publishes_by_hand(work: Desk) -> None:
    bare = Publishing(work.town.storage, work.town.clock, {}, Nudge(), work.town.policy)
    work.town.clock.move(seconds=HELD)
    while await bare.step():
        pass
    assert await work.state() is AnswerState.REFUSED
    assert await work.told() == ["answer_by_hand"]


async def test_tokens_taken_away_in_the_middle_unsay_nothing(work: Desk) -> None:
    bare = Publishing(work.town.storage, work.town.clock, {}, Nudge(), work.town.policy)
    work.network.finds = [None]
    await work.later(HELD)
    work.town.clock.move(seconds=PROOF_EVERY.total_seconds())
    while await bare.step():
        pass
    after = await work.now()
    assert (after.state, after.look_at) == (AnswerState.PUBLISHED, None)


async def test_tokens_taken_away_after_an_unclear_call_leave_it_unknown(work: Desk) -> None:
    bare = Publishing(work.town.storage, work.town.clock, {}, Nudge(), work.town.policy)
    work.network.results, work.network.finds = [Unclear(because="timeout")], [None]
    await work.later(HELD)
    work.town.clock.move(seconds=PROOF_EVERY.total_seconds())
    while await bare.step():
        pass
    assert await work.state() is AnswerState.UNKNOWN


async def test_publishing_runs_until_cancelled(work: Desk) -> None:
    async with asyncio.TaskGroup() as group:
        task = group.create_task(work.publishing.run())
        await asyncio.sleep(0.05)
        work.town.clock.move(seconds=HELD)
        async with asyncio.timeout(30):
            while (await work.now()).proved_at is None:  # noqa: ASYNC110 - the database is the only witness
                await asyncio.sleep(0.01)
        task.cancel()
