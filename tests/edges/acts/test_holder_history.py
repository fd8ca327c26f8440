"""Time by holder and reasons of delay as people read them: reminders, history, summary."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.renderer import Renderer
from bot.ticks.delay_reasons import reasons
from incidents.acts.delays import DelayReason
from incidents.acts.holder_time import Holder
from incidents.deadlines.reminders import Reminder
from incidents.delivery import Say
from incidents.head.late_holders import by_holder
from incidents.incident import Act
from tests.kit.desk_town import ROADS, DeskTown, desk_town, konakovo
from tests.kit.values.samples import at


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def shown(town: DeskTown, code: str, **params: Any) -> str:  # Any: ids and codes
    await town.sweep_outbox()
    async with town.storage.transaction() as tx:
        await tx.outbox.put(Say(chat_id=town.chat("chief"), code=code, params=params))
    (row,) = await town.rows()
    async with town.storage.transaction() as tx:
        return (await Renderer(konakovo()).say(tx, row, now=town.clock.now())).html


async def test_the_chief_and_the_history_read_where_it_lay(town: DeskTown) -> None:
    incident = await town.open()
    town.clock.move(minutes=17)
    await town.act(incident.id, Act.ACCEPT, "ann")
    town.clock.moment = at(11, 14, day=25)
    words = "маршрут 0, отдел 10 ч, согласование 0"
    assert f"Где лежало: {words}" in await shown(town, Reminder.OVERDUE_CHIEF, incident=incident.id)
    assert f"Где лежало: {words}" in await shown(town, "menu_history", incident=incident.id)


async def test_the_summary_names_the_department_with_the_reason_that_was_given(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    town.clock.moment = at(12, day=25)
    span = {"since": at(7, 30).isoformat(), "until": at(12, day=25).isoformat(), "at": at(12, day=25).isoformat()}
    assert "отдел дорожного хозяйства 1, причина не указана" in await shown(town, "summary", **span)
    await town.act(incident.id, Act.DELAY_REASON, "ann", delay=DelayReason.MACHINES)
    assert "отдел дорожного хозяйства 1, нет техники" in await shown(town, "summary", **span)


async def test_what_nobody_routed_is_nobodys_department(town: DeskTown) -> None:
    incident = await town.open(outside=True)
    async with town.storage.transaction() as tx:
        late = [await tx.incidents.get(incident.id)]
        (line,) = await by_holder(tx, late, {}, calendar=town.policy.calendar, since=at(0), until=at(12, day=25))
    assert (line.holder, line.department_id) == (Holder.ROUTE, None)


async def test_the_reason_is_asked_once_the_evening_before_and_only_where_it_is_missing(town: DeskTown) -> None:
    incident, told = await town.open(), await town.open("Яма", topic="roads_potholes", outside=False, group="roads")
    for each in {incident.id, told.id}:
        await town.act(each, Act.ACCEPT, "ann")
    town.clock.moment = at(12, day=25)
    await reasons(town.around())
    assert await town.says("ask_reason") == []
    for moment in (at(16, 31, day=25), at(16, 50, day=25), at(16, 31, day=26)):
        town.clock.moment = moment
        await reasons(town.around())
    asked = await town.says("ask_reason")
    assert {chat for _, chat in asked} == {town.chat("ann")}
    assert len(asked) == len({incident.id, told.id})
    html = await shown(town, "ask_reason", incident=incident.id)
    assert "Утром это увидит глава" in html
    assert incident.department_id == ROADS


async def test_whoever_gave_a_reason_is_not_asked(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    town.clock.moment = at(12, day=25)
    await town.act(incident.id, Act.DELAY_REASON, "ann", delay=DelayReason.WEATHER)
    town.clock.moment = at(16, 31, day=25)
    await reasons(town.around())
    assert await town.says("ask_reason") == []
