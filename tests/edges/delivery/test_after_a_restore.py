"""After a restoration from a copy: what may have gone out since is looked for before it goes out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.delivery.publishing import BLIND, FORGOTTEN, Publishing
from bot.wakeups import Nudge
from handlers.answers.answer_by_hand_words import forgotten
from incidents.answers.values import HOLD, PROOF_EVERY, Answer, AnswerState
from incidents.desk.answers.publish_answer import send_unlooked
from incidents.ids import AnswerId
from incidents.posts import Network, SourceBroken
from incidents.publisher import Unclear
from tests.kit.desk_town import START, DeskTown, desk_town
from tests.kit.screens import labels
from tests.kit.scripted_network import COMMENT, ScriptedNetwork
from tests.kit.tdlib import parse

HELD = HOLD.total_seconds() + 1


@dataclass
class Desk:
    """A town that goes on from yesterday's copy, in which an answer waited for its minute."""

    town: DeskTown
    network: ScriptedNetwork
    publishing: Publishing
    answer: Answer

    async def later(self, seconds: float) -> AnswerState:
        self.town.clock.move(seconds=seconds)
        while await self.publishing.step():
            pass
        return (await self.town.answer(self.answer.id)).state


@pytest.fixture
async def work(sqlite_url: str) -> AsyncIterator[Desk]:
    async with desk_town(sqlite_url) as town:
        incident = await town.open()
        answer = await town.sent(incident.id, "ann", message_id=7)
        town.clock.move(hours=9)
        async with town.storage.transaction() as tx:
            await tx.restorations.add(taken_at=START, restored_at=town.clock.now())
        network = ScriptedNetwork()
        yield Desk(town, network, Publishing(town.storage, town.clock, {Network.VK: network}, Nudge(poll=0.01), town.policy), answer)


async def test_an_answer_that_had_gone_out_after_the_copy_is_found_and_never_written_again(work: Desk) -> None:
    assert await work.later(HELD) is AnswerState.PUBLISHED
    await work.later(3600)
    assert (work.network.guids, work.network.looks) == ([], 1)
    assert (await work.town.answer(work.answer.id)).url == COMMENT.url


async def test_an_answer_that_had_not_gone_out_goes_out_once_after_one_look(work: Desk) -> None:
    work.network.finds = [None, COMMENT]
    assert await work.later(HELD) is AnswerState.PUBLISHED
    assert (work.network.guids, work.network.looks) == ([work.answer.guid], 2)


async def test_where_the_thread_cannot_be_read_a_person_decides_and_is_told_why(work: Desk) -> None:
    work.network.finds = [SourceBroken("не читается")]
    assert await work.later(HELD) is AnswerState.PUBLISHING
    for _ in range(int(BLIND / PROOF_EVERY) - 1):
        assert await work.later(PROOF_EVERY.total_seconds()) is AnswerState.PUBLISHING
    assert await work.later(PROOF_EVERY.total_seconds() * 2) is AnswerState.UNKNOWN
    assert work.network.guids == []
    assert (await work.town.answer(work.answer.id)).refusal == FORGOTTEN
    assert "answer_by_hand" in [code for code, _ in await work.town.says()]


async def test_a_short_break_of_the_network_after_a_restore_asks_nobody(work: Desk) -> None:
    work.network.finds = [SourceBroken("не читается"), None, COMMENT]
    assert await work.later(HELD) is AnswerState.PUBLISHING
    assert await work.later(PROOF_EVERY.total_seconds()) is AnswerState.PUBLISHED
    assert work.network.guids == [work.answer.guid]


async def test_an_unclear_call_after_the_look_is_made_good_as_ever(work: Desk) -> None:
    work.network.finds, work.network.results = [None, None, COMMENT], [Unclear(because="timeout")]
    assert await work.later(HELD) is AnswerState.PUBLISHING
    assert await work.later(PROOF_EVERY.total_seconds()) is AnswerState.PUBLISHING
    assert await work.later(PROOF_EVERY.total_seconds()) is AnswerState.PUBLISHED
    assert work.network.guids == [work.answer.guid]


async def test_a_month_later_answers_go_out_without_a_look(work: Desk) -> None:
    work.town.clock.move(days=31)
    assert await work.later(HELD) is AnswerState.PUBLISHED
    assert work.network.guids == [work.answer.guid]


async def test_a_post_written_since_the_restore_is_answered_without_a_look(work: Desk) -> None:
    work.town.clock.move(hours=1)
    fresh = await work.town.open("Яма у школы на Гагарина", topic="roads_potholes")
    work.answer = await work.town.sent(fresh.id, "ann", "Здравствуйте! Заделаем завтра, отвечает отдел дорожного хозяйства.")
    work.network.finds = [SourceBroken("не читается")]
    await work.later(HELD)
    assert work.answer.guid in work.network.guids


async def test_where_nobody_can_ever_look_a_person_is_asked_at_once(work: Desk) -> None:
    work.network.finds = [SourceBroken("прочитать чат бот не может", fatal=True)]
    assert await work.later(HELD) is AnswerState.UNKNOWN
    assert (await work.town.answer(work.answer.id)).refusal == FORGOTTEN
    assert work.network.guids == []


async def test_whoever_says_that_it_was_not_sent_sends_it(work: Desk) -> None:
    work.network.finds = [SourceBroken("прочитать чат бот не может", fatal=True), COMMENT]
    await work.later(HELD)
    async with work.town.storage.transaction() as tx:
        await send_unlooked(tx, work.answer.id, by=work.town.who("ann"), now=work.town.clock.now())
    assert await work.later(HELD) is AnswerState.PUBLISHED
    assert work.network.guids == [work.answer.guid]


@pytest.mark.parametrize("network", [Network.TELEGRAM, Network.PRIVATE, Network.VK_MESSAGES])
def test_the_question_offers_both_answers(network: Network) -> None:
    asked = forgotten(answer_id=AnswerId(1), what_where="Яма", text="Засыплем", post_url=None, network=network)
    assert labels(asked) == ["Отправить", "Уже отвечали"]
    assert "База восстановлена из копии" in parse(asked.html)
    assert ("Откройте" in asked.html) is (network is not Network.PRIVATE)
