"""«Опасно?» of what was written hours before it was found: nobody answers, and the department gets it without a sound."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.ticks.reminders import escalate as tick
from handlers.kit.buttons import Press
from incidents.audience import came_late
from incidents.incident import Act, Incident
from incidents.reading import DangerGrade
from tests.kit.danger import standing
from tests.kit.desk_town import HOUSING, ROADS
from tests.kit.phones import Phones, phones
from tests.kit.screens import card, shown
from tests.kit.tdlib import parse
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


async def told_afresh(town: Phones, **written: float) -> None:
    """One more resident writes of it."""
    post = await town.town.write("Крышка люка у дома качается, чуть не упал", published_at=town.town.clock.now() - timedelta(**written))
    await town.town.take(post, reading())


async def test_a_fresh_voice_makes_the_card_that_was_sent_on_sound(town: Phones) -> None:
    incident = await opened(town, hours=6)
    await quarter_passes(town)
    await town.town.sweep_outbox()
    town.town.clock.move(minutes=20)
    await told_afresh(town)
    assert (await rings(town, incident))["ann"] is True
    after = await town.town.incident(incident.id)
    assert not came_late(after)
    assert after.accept_by is not None and after.accept_by > town.town.clock.now()


async def test_where_the_silent_card_stands_the_fresh_voice_is_told_with_a_sound(town: Phones) -> None:
    incident = await opened(town, hours=6)
    await quarter_passes(town)
    await standing(town.town, incident.id, "ann")
    await told_afresh(town)
    told = [(row.chat_id, row.sound) for row in await town.town.rows() if row.code == "told_afresh"]
    assert told == [(town.town.chat("ann"), True)]
    text = parse((await shown(town.town, "told_afresh")).html)
    assert "Написали снова" in text and "принять до" in text


async def test_the_time_to_accept_is_counted_once_from_the_first_fresh_voice(town: Phones) -> None:
    incident = await opened(town, hours=6)
    await quarter_passes(town)
    await told_afresh(town)
    due = (await town.town.incident(incident.id)).accept_by
    for _ in range(3):
        town.town.clock.move(minutes=10)
        await told_afresh(town)
    assert (await town.town.incident(incident.id)).accept_by == due


async def test_a_voice_that_is_as_old_as_the_doubt_wakes_nobody(town: Phones) -> None:
    incident = await opened(town, hours=6)
    await quarter_passes(town)
    due = (await town.town.incident(incident.id)).accept_by
    await town.town.sweep_outbox()
    town.town.clock.move(minutes=10)
    await told_afresh(town, hours=7)
    assert (await rings(town, incident))["ann"] is False
    assert (await town.town.incident(incident.id)).accept_by == due
