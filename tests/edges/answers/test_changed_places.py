"""An answer is repeated only where the words stand that were answered."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.delivery.publishing import Publishing
from bot.wakeups import Nudge
from incidents.answers.values import HOLD, Answer, AnswerState
from incidents.ids import IncidentId, PostId
from incidents.posts import Network
from incidents.sameness.wording import says_much_the_same
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.many_places import edits, everywhere
from tests.kit.scripted_network import ScriptedNetwork
from tests.kit.values.samples import place

HOLE = "Яма на Гагарина, 7, уже два колеса пробили"
SEVEN = place("Редкино", "Гагарина", "7")
MORE: dict[str, Any] = {"text": f"{HOLE}. И люк рядом без крышки", "main": SEVEN}  # Any: fields of a Reading
STAIRS: dict[str, Any] = {"group": "housing", "groups": (("housing", 0.9),), "topic": "housing_stairwell"}  # Any: as above
ANSWER = "Здравствуйте! Завтра заделаем яму, отвечает отдел дорожного хозяйства."


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def out(town: DeskTown, seconds: Sequence[float] = (HOLD.total_seconds() + 1, 30, 30, 30)) -> None:
    work = Publishing(town.storage, town.clock, {Network.VK: ScriptedNetwork()}, Nudge(poll=0.01), town.policy)
    for each in seconds:
        town.clock.move(seconds=each)
        while await work.step():
            pass


async def published(town: DeskTown, id: IncidentId) -> list[PostId]:
    async with town.storage.transaction() as tx:
        given: list[Answer] = list(await tx.answers.of(id))
    return [each.post_id for each in given if each.state is AnswerState.PUBLISHED]


@pytest.mark.parametrize("when", ["before", "held", "between"])
async def test_a_place_that_was_changed_gets_no_answer_to_what_it_said(town: DeskTown, when: str) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    if when == "before":
        await edits(town, posts[1], **MORE)
    await town.sent(first.id, "ann", ANSWER)
    if when == "held":
        await edits(town, posts[1], **MORE)
    if when == "between":
        await out(town, [HOLD.total_seconds() + 1])
        async with town.storage.transaction() as tx:
            assert [each.state for each in await tx.answers.of(first.id)].count(AnswerState.PUBLISHED) < len(posts)
        await edits(town, posts[2], **MORE)
        await out(town)
        assert posts[2].id not in await published(town, first.id)
        return
    await out(town)
    assert await published(town, first.id) == [posts[0].id, posts[2].id]


async def test_a_text_that_only_the_collector_has_seen_stops_the_repetition(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    await town.sent(first.id, "ann", ANSWER)
    async with town.storage.transaction() as tx:
        source = next(each for each in await tx.sources.all() if each.id == posts[1].source_id)
        await tx.door.receive(source, replace(posts[1].post, text="Яму засыпали, а фонарь не горит"), at=town.clock.now(), history=False)
    await out(town)
    assert await published(town, first.id) == [posts[0].id, posts[2].id]


async def test_places_that_say_what_was_answered_get_it_though_the_first_was_changed(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    await town.sent(first.id, "ann", ANSWER)
    town.clock.move(seconds=10)
    await edits(town, posts[0], **MORE)
    await out(town)
    assert await published(town, first.id) == [each.id for each in posts]


async def test_an_answer_on_its_way_goes_where_the_words_stand_still(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    await town.sent(first.id, "ann", ANSWER)
    made = (await edits(town, posts[0], "Мусор в подъезде не убирают", main=place("Редкино", "Лесная", "4"), **STAIRS)).incident
    assert made is not None and made.id != first.id
    await out(town)
    assert await published(town, first.id) == [posts[1].id, posts[2].id]
    assert (await town.incident(made.id)).answered_at is None


@pytest.mark.parametrize("when", ["before", "held"])
async def test_a_place_where_a_slip_was_put_right_is_answered_too(town: DeskTown, when: str) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    if when == "before":
        await edits(town, posts[1], HOLE.replace("колеса", "колесо"), main=SEVEN)
    await town.sent(first.id, "ann", ANSWER)
    if when == "held":
        await edits(town, posts[1], HOLE.replace("колеса", "колесо"), main=SEVEN)
    await out(town)
    assert await published(town, first.id) == [each.id for each in posts]


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [
        ("Яма у дома 7, пробили колеса", "Яма у дома 7, пробили колесо", True),
        ("Воды нет", "Вода есть", False),
        ("Мусор вывезли", "Мусор не вывезли", False),
        ("Яма у дома 7", "Яма у дома 9", False),
        ("Яма и люк", "Яма", False),
    ],
)
def test_a_slip_changes_no_number_and_denies_nothing(one: str, other: str, is_slip: bool) -> None:
    assert says_much_the_same(one, other) is is_slip
