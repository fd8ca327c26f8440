"""«Опасно?» of what was written hours before it was found: nobody answers, and the department gets it without a sound."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.ticks.reminders import escalate as tick
from handlers.buttons import Press
from incidents.incident import Act, Incident
from incidents.reading import DangerGrade
from tests.kit.desk_town import HOUSING, ROADS
from tests.kit.phones import Phones, phones
from tests.kit.screens import card
from tests.kit.values.samples import reading

ASKED: dict[str, Any] = {"danger_asked": True, "danger_words": "крышка люка качается"}  # Any: fields of a Reading


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def opened(town: Phones, **old: float) -> Incident:
    """Found now, written so long ago."""
    written = town.town.clock.now() - timedelta(**old)
    post = await town.town.write("У дома крышка люка качается", published_at=written)
    outcome = await town.town.take(post, reading(**ASKED))
    assert outcome.incident is not None
    return outcome.incident


async def quarter_passes(town: Phones) -> None:
    town.town.clock.move(minutes=15)
    await tick(town.town.around())


async def rings(town: Phones, incident: Incident) -> dict[str, bool]:
    names = {person.user_id: name for name, person in town.town.people.items()}
    rows = [row for row in await town.town.rows() if row.kind == "card" and row.incident_id == incident.id]
    return {names[row.chat_id]: row.sound for row in rows}


async def test_an_old_doubt_comes_to_the_department_without_a_sound(town: Phones) -> None:
    incident = await opened(town, hours=6)
    await quarter_passes(town)
    after = await town.town.incident(incident.id)
    assert (after.danger_grade, after.department_id) == (DangerGrade.RISK, ROADS)
    told = await rings(town, incident)
    assert (told["ann"], told["peter"]) == (False, False)


async def test_a_fresh_one_rings_as_ever(town: Phones) -> None:
    incident = await opened(town, hours=3)
    await quarter_passes(town)
    assert (await rings(town, incident))["ann"] is True


async def test_a_fresh_voice_makes_an_old_doubt_fresh(town: Phones) -> None:
    incident = await opened(town, hours=6)
    await town.town.take(await town.town.write("Крышка люка у дома качается, чуть не упал"), reading(**ASKED))
    await quarter_passes(town)
    assert (await rings(town, incident))["ann"] is True


async def test_a_person_who_says_that_it_is_a_risk_rings_them(town: Phones) -> None:
    incident = await opened(town, hours=6)
    await town.press("coordinator", card(incident, Press.GRADE_RISK))
    assert (await rings(town, incident))["ann"] is True


async def test_whoever_gets_the_old_one_from_a_person_hears_it(town: Phones) -> None:
    incident = await opened(town, hours=6)
    await quarter_passes(town)
    await town.town.sweep_outbox()
    await town.town.act(incident.id, Act.ASSIGN, "coordinator", department_id=HOUSING)
    assert (await rings(town, incident))["olga"] is True
