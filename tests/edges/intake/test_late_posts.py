"""Posts that were found days after they were written: incidents all the same, and nobody is woken."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.storage.delivery.outbox import OutboxKind
from incidents.incident import Incident
from incidents.official import Role
from incidents.reading import DangerGrade
from tests.kit.danger import asks
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.values.samples import reading

BURNS: dict[str, Any] = {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "машина провалилась"}  # Any: fields of a Reading


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        await town.enrol("duty", Role.DUTY)
        yield town


async def found(town: DeskTown, *, days: float, **read: Any) -> Incident:  # Any: fields of a Reading
    post = await town.write(published_at=town.clock.now() - timedelta(days=days))
    outcome = await town.take(post, reading(**read))
    assert outcome.incident is not None
    return outcome.incident


async def sounds(town: DeskTown, incident: Incident) -> list[bool]:
    return [row.sound for row in await town.rows() if row.kind is OutboxKind.CARD and row.incident_id == incident.id]


async def test_a_card_of_a_post_of_two_days_ago_comes_without_a_sound(town: DeskTown) -> None:
    assert not any(await sounds(town, await found(town, days=2)))


async def test_a_card_of_this_morning_rings(town: DeskTown) -> None:
    assert any(await sounds(town, await found(town, days=0.1)))


async def test_a_danger_of_two_days_ago_rings_everybody(town: DeskTown) -> None:
    incident = await found(town, days=2, **BURNS)
    assert incident.danger_grade is DangerGrade.NOW
    assert all(await sounds(town, incident))


async def test_a_danger_of_four_days_ago_is_a_risk_and_rings_nobody(town: DeskTown) -> None:
    incident = await found(town, days=4, **BURNS)
    assert incident.danger_grade is DangerGrade.RISK
    assert not any(await sounds(town, incident))
    assert town.chat("duty") not in await town.cards(incident.id)


async def test_what_an_old_post_says_anew_is_no_old_danger(town: DeskTown) -> None:
    post = await town.write(published_at=town.clock.now())
    await town.take(post)
    town.clock.move(days=4)
    changed = replace(post, revision=2)
    outcome = await town.take(changed, reading(**BURNS))
    assert outcome.incident is not None
    assert outcome.incident.danger_grade is DangerGrade.NOW


async def test_an_old_voice_makes_no_danger_of_an_incident(town: DeskTown) -> None:
    before = await found(town, days=0.1)
    post = await town.write(published_at=town.clock.now() - timedelta(days=4))
    outcome = await town.take(post, reading(**BURNS))
    assert outcome.incident is not None
    assert outcome.incident.id == before.id
    assert outcome.incident.danger_grade is DangerGrade.RISK


@pytest.mark.parametrize(("days", "rings"), [(0.1, True), (4, False)])
async def test_a_doubt_about_days_ago_is_asked_without_a_sound(town: DeskTown, days: float, rings: bool) -> None:
    await found(town, days=days, danger_asked=True, danger_now=0.9)
    asked = [row.sound for row in await town.rows() if asks(row)]
    assert asked
    assert all(sound is rings for sound in asked)


@pytest.mark.parametrize(("days", "rings"), [(0.1, True), (4, False)])
async def test_a_doubt_of_a_later_voice_is_asked_alike(town: DeskTown, days: float, rings: bool) -> None:
    await found(town, days=0.2)
    await town.sweep_outbox()
    await found(town, days=days, danger_asked=True, danger_now=0.9)
    asked = [row.sound for row in await town.rows() if asks(row)]
    assert asked
    assert all(sound is rings for sound in asked)
