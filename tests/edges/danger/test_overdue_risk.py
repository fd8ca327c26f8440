"""«Есть риск» that somebody took and nobody answers: who is reminded, by the scheduler's own clock, whichever way it became a risk."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.ticks.reminders import escalate as tick
from handlers.kit.buttons import Press
from incidents.incident import Act, Incident
from incidents.reading import DangerGrade
from tests.kit.danger import clock
from tests.kit.phones import Phones, phones
from tests.kit.screens import card, shown
from tests.kit.values.samples import at, reading

RISK: dict[str, Any] = {"danger": True, "danger_grade": DangerGrade.RISK, "danger_words": "крышка сдвинута"}
ASKED: dict[str, Any] = {"danger_asked": True, "danger_words": "крышка люка качается"}


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def read_so(town: Phones) -> Incident:
    return await town.town.open("Крышка люка сдвинута", **RISK)


async def nobody_said(town: Phones) -> Incident:
    incident = await town.town.open("У дома крышка люка качается", **ASKED)
    town.town.clock.move(minutes=15)
    await tick(town.town.around())
    return incident


async def coordinator_said(town: Phones) -> Incident:
    incident = await town.town.open("У дома крышка люка качается", **ASKED)
    await town.press("coordinator", card(incident, Press.GRADE_RISK))
    return incident


async def later_message_said(town: Phones) -> Incident:
    incident = await town.town.open("Яма на дороге")
    await town.town.take(await town.town.write("крышка люка сдвинута", parent_external_id="wall-1_1"), reading(**RISK))
    return incident


async def reminded(town: Phones, until: datetime) -> dict[str, tuple[str, set[str]]]:
    """Which reminder came when, and to whom: the scheduler looks each minute."""
    names = {person.user_id: name for name, person in town.town.people.items()}
    heard: dict[str, tuple[str, set[str]]] = {}
    while town.town.clock.moment < until:
        town.town.clock.move(minutes=1)
        await town.town.sweep_outbox()
        await tick(town.town.around())
        for code, chat in await town.town.says():
            heard.setdefault(code, (clock(town.town.clock.moment), set()))[1].add(names[chat])
    return heard


@pytest.mark.parametrize("became", [read_so, nobody_said, coordinator_said, later_message_said])
async def test_whoever_took_a_risk_is_reminded_then_their_chief_then_the_coordinator(
    town: Phones, became: Callable[[Phones], Awaitable[Incident]]
) -> None:
    incident = await became(town)
    town.town.clock.move(minutes=5)
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    due_by = (await town.town.incident(incident.id)).due_by
    assert due_by is not None and at(14, 14) <= due_by <= at(14, 30)  # four working hours with lunch, of the first message or of now
    heard = await reminded(town, due_by + timedelta(hours=2, minutes=1))
    assert {code: people for code, (_, people) in heard.items()} == {
        **{"R4": {"ann"}, "R5": {"ann"}},
        **{"R6": {"chief"}, "R7": {"coordinator"}},
    }
    assert heard["R5"][0] == clock(due_by)
    assert heard["R6"][0] == clock(due_by + timedelta(hours=1))


async def test_what_it_says_when_the_time_is_over(town: Phones) -> None:
    incident = await read_so(town)
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    town.town.clock.moment = at(14, 14)
    await town.town.sweep_outbox()
    await tick(town.town.around())
    message = await shown(town.town, "R5")
    assert message.html.startswith("⏰ <b>Срок вышел в 14:14:</b> ")
