"""A post that said nothing and is changed into an appeal days later: its moment is the edit's, not an outage's."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.storage.delivery.outbox import OutboxKind
from incidents.audience import came_late
from incidents.incident import Incident
from incidents.reading import Kind
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.many_places import edits, everywhere, writes
from tests.kit.values.samples import place, reading

CHAT: dict[str, Any] = {"is_appeal": False, "kind": Kind.CHAT}  # Any: fields of a Reading
HOLE: dict[str, Any] = {"text": "Доброе утро, на Гагарина, 7 яма, пробили колесо", "main": place("Редкино", "Гагарина", "7")}
SEVEN = place("Редкино", "Гагарина", "7")


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def is_in_digest(town: DeskTown, incident: Incident) -> bool:
    async with town.storage.transaction() as tx:
        return await tx.catch_ups.has(incident.id)


@pytest.mark.parametrize("days", [1.5, 5])
async def test_its_card_rings_as_of_a_post_of_this_hour(town: DeskTown, days: float) -> None:
    post = await writes(town, 2, "Доброе утро, соседи")
    assert (await town.take(post, reading(**CHAT))).incident is None
    town.clock.move(days=days)
    made = (await edits(town, post, **HOLE)).incident
    assert made is not None
    assert (made.published_at, came_late(made), await is_in_digest(town, made)) == (town.clock.now(), False, False)
    assert made.answer_by is not None and made.answer_by > town.clock.now()
    assert any(row.sound for row in await town.rows() if row.kind is OutboxKind.CARD and row.incident_id == made.id)


async def test_an_appeal_that_nobody_read_before_it_was_changed_is_found_after_an_outage(town: DeskTown) -> None:
    post = await writes(town, 2, "На Гагарина яма")
    town.clock.move(days=2)
    made = (await edits(town, post, **HOLE)).incident
    assert made is not None
    assert made.published_at == town.clock.now() - timedelta(days=2)
    assert came_late(made) and await is_in_digest(town, made)


async def test_a_new_matter_in_an_old_place_is_of_the_edits_moment(town: DeskTown) -> None:
    posts, first = await everywhere(town, text="Яма на Гагарина, 7", main=SEVEN)
    town.clock.move(days=2)
    stairs: dict[str, Any] = {"group": "housing", "groups": (("housing", 0.9),), "topic": "housing_stairwell"}  # Any: as above
    made = (await edits(town, posts[1], "Мусор в подъезде на Лесной, 4", main=place("Редкино", "Лесная", "4"), **stairs)).incident
    assert made is not None and made.id != first.id
    assert (made.published_at, came_late(made), await is_in_digest(town, made)) == (town.clock.now(), False, False)
