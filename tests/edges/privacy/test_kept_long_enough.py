"""Retention by night: what it takes, what it leaves, how much at a time."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.storage.answers.answers import answer
from bot.storage.engine.own_district import everywhere
from bot.ticks.privacy import keep_no_longer
from incidents.answers.values import AnswerState
from incidents.desk.privacy.keep_terms import settle_terms
from incidents.ids import PostId
from incidents.incident import Act, ClosingOutcome
from incidents.privacy.values import Keep
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.values.samples import place

WORDS, OTHERS = "На Белавинской у дома Жаворонковой вода на дороге", "В Редкино на Правды нет тепла"
KEEP = Keep(words=timedelta(days=30), idle=timedelta(days=30))


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    """Its terms hold since its first day."""
    async with desk_town(sqlite_url) as made:
        async with made.storage.transaction() as tx:
            await settle_terms(tx, KEEP, now=made.clock.now())
        yield made


async def _night(town: DeskTown) -> None:
    await keep_no_longer(town.around(policy=replace(town.policy, keep=KEEP)))


async def _words(town: DeskTown, *ids: int) -> list[str]:
    async with town.storage.transaction() as tx:
        return [(await tx.posts.get(PostId(id))).post.text for id in ids]


async def _answers(town: DeskTown, state: AnswerState) -> None:
    async with town.storage.transaction() as tx:
        await tx._run(everywhere(update(answer).values(state=state)))


async def _closed(town: DeskTown) -> None:
    incident = await town.open(WORDS)
    await town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.EXPLAINED)


async def test_what_somebody_passed_on_today_keeps_its_open_card(town: DeskTown) -> None:
    await _closed(town)
    town.clock.move(days=40)
    outcome = await town.take(await town.write(WORDS, author_id="5005", original="wall-1_1"))
    assert outcome.incident is not None
    await _night(town)
    assert await _words(town, 1, 2) == [WORDS, WORDS]
    await town.act(outcome.incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.EXPLAINED)
    town.clock.move(days=40)
    await _night(town)
    assert await _words(town, 1, 2) == ["", ""]


async def test_a_repost_that_nobody_has_read_yet_is_read(town: DeskTown) -> None:
    await _closed(town)
    town.clock.move(days=40)
    await town.write(WORDS, author_id="5005", original="wall-1_1")
    await _night(town)
    assert await _words(town, 1, 2) == [WORDS, WORDS]


async def test_an_answer_in_the_networks_hands_keeps_its_own_post_only(town: DeskTown) -> None:
    await _closed(town)
    stays = await town.open(OTHERS, main=place("Редкино", "Правды"), group="heat", topic="heat_none")
    await town.draft(stays.id, "coordinator")
    await town.act(stays.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.EXPLAINED)
    await _answers(town, AnswerState.PUBLISHING)
    town.clock.move(days=40)
    await _night(town)
    assert await _words(town, 1, 2) == ["", OTHERS]
    await _answers(town, AnswerState.PUBLISHED)
    town.clock.move(days=1)
    await _night(town)
    assert await _words(town, 1, 2) == ["", ""]


async def test_a_night_leaves_most_of_many_years_to_the_next_ones(town: DeskTown, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every erased post may bring an edit in several chats: the morning's cards do not wait behind thousands of them."""
    batches: list[int] = []

    async def erase_some(_tx: object, *, limit: int, **_more: object) -> bool:
        batches.append(limit)
        return True

    monkeypatch.setattr("bot.ticks.privacy.erase_old", erase_some)
    await _night(town)
    assert sum(batches) == 1_000
