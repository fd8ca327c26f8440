"""The norm `head_hears`: the head hears of a danger that nobody accepted."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.ticks.reminders import escalate
from incidents.incident import Act
from tests.kit.danger import NOW
from tests.kit.desk_town import DeskTown, desk_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def ticks(town: DeskTown, minutes: int, *, norm: int = 20) -> list[str]:
    """Codes that the head is told after so many minutes."""
    policy = replace(town.policy, norms=replace(town.policy.norms, head_hears=norm))
    for _ in range(minutes):
        town.clock.move(minutes=1)
        await escalate(town.around(policy=policy))
    return [code for code, chat in await town.says() if chat == town.chat("head")]


async def test_the_head_hears_after_so_many_minutes_once(town: DeskTown) -> None:
    await town.open(**NOW)
    assert await ticks(town, 19) == []
    assert await ticks(town, 10) == ["R16"]


@pytest.mark.parametrize("norm", [0, 20])
async def test_the_head_hears_nothing_of_what_was_accepted_or_where_the_norm_is_off(town: DeskTown, norm: int) -> None:
    incident = await town.open(**NOW)
    if norm:
        await town.act(incident.id, Act.ACCEPT, "ann")
    assert await ticks(town, 40, norm=norm) == []


async def test_where_people_are_hurt_the_head_hears_at_once(town: DeskTown) -> None:
    await town.open(**{**NOW, "danger_words": "ребёнок провалился в люк"})
    assert await ticks(town, 1) == ["R16"]
