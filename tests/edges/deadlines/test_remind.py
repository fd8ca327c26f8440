"""Reminders at the desk: each code to the right people, each once."""

from collections.abc import AsyncIterator

import pytest

from incidents.deadlines.reminders import Reminder
from incidents.desk.deadlines.remind import SILENT, escalate
from incidents.desk.outcome import Outcome
from incidents.ids import IncidentId
from incidents.incident import Act, ClosingOutcome, Untold
from incidents.official import Role
from incidents.reading import DangerGrade
from incidents.who_is_reminded import officials_to_remind
from tests.kit.desk_town import ROADS, DeskTown, desk_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def tick(town: DeskTown, id: IncidentId) -> Outcome:
    async with town.storage.transaction() as tx:
        return await escalate(tx, town.policy, id, now=town.clock.now())


async def heard(town: DeskTown, id: IncidentId) -> dict[str, set[str]]:
    """Who hears what by a tick."""
    await town.sweep_outbox()
    await tick(town, id)
    names = {person.user_id: name for name, person in town.people.items()}
    found: dict[str, set[str]] = {}
    for code, chat in await town.says():
        found.setdefault(code, set()).add(names[chat])
    return found


async def test_nothing_is_due_in_the_first_minutes_and_after_the_end(town: DeskTown) -> None:
    incident = await town.open()
    assert (await tick(town, incident.id)).because == "ничего не подошло"
    await town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    town.clock.move(hours=2)
    await tick(town, incident.id)
    assert await town.says() == []


async def test_the_ladder_climbs_from_executors_to_the_chief_and_the_coordinator(town: DeskTown) -> None:
    incident = await town.open()
    town.clock.move(minutes=46)
    assert await heard(town, incident.id) == {"R1": {"ann", "peter"}}
    town.clock.move(minutes=15)
    assert await heard(town, incident.id) == {"R2": {"chief"}}
    town.clock.move(days=1)
    assert await heard(town, incident.id) == {"R5": {"ann", "peter"}}
    town.clock.move(hours=1)
    assert await heard(town, incident.id) == {"R6": {"chief"}}
    town.clock.move(hours=1)
    assert await heard(town, incident.id) == {"R7": {"coordinator"}}
    assert (await town.incident(incident.id)).reminded == ("R1", "R2", "R5", "R6", "R7")


async def test_whoever_accepted_is_reminded_alone(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    assert incident.answer_by is not None
    town.clock.moment = incident.answer_by
    town.clock.move(minutes=-30)
    assert await heard(town, incident.id) == {"R4": {"ann"}}
    town.clock.move(minutes=31)
    assert await heard(town, incident.id) == {"R5": {"ann"}}


async def test_the_same_moment_twice_says_nothing_the_second_time(town: DeskTown) -> None:
    incident = await town.open()
    town.clock.move(minutes=46)
    outcome = await tick(town, incident.id)
    assert outcome.because == "напомнили: R1"
    assert (await town.acts(incident.id))[-1] is Act.ESCALATE
    assert await heard(town, incident.id) == {}


async def test_the_first_step_and_the_coordinators_one_make_no_sound(town: DeskTown) -> None:
    assert {Reminder.NOT_ACCEPTED_SOON, Reminder.OVERDUE_COORDINATOR} == SILENT
    incident = await town.open()
    for minutes, sound in ((46, False), (15, True)):
        await town.sweep_outbox()
        town.clock.move(minutes=minutes)
        await tick(town, incident.id)
        assert {row.sound for row in await town.rows() if row.code} == {sound}


async def test_what_nobody_routed_comes_to_the_coordinator(town: DeskTown) -> None:
    incident = await town.open(outside=True)
    town.clock.move(minutes=61)
    assert await heard(town, incident.id) == {"R0": {"coordinator"}}


async def test_a_danger_that_nobody_took_climbs_after_five_and_ten_minutes_at_any_hour(town: DeskTown) -> None:
    town.clock.move(hours=14)
    incident = await town.open(danger=True, danger_grade=DangerGrade.NOW)
    town.clock.move(minutes=5)
    assert await heard(town, incident.id) == {"R8": {"duty"}}
    town.clock.move(minutes=5)
    assert await heard(town, incident.id) == {"R9": {"chief", "coordinator"}}


async def test_where_the_nearest_is_missing_the_next_one_hears_it(town: DeskTown) -> None:
    incident = await town.open()
    async with town.storage.transaction() as tx:
        everyone = await tx.officials.all()

    def roles(code: Reminder, *missing: Role) -> set[Role]:
        return {official.role for official in officials_to_remind(code, incident, [o for o in everyone if o.role not in missing])}

    assert roles(Reminder.NOT_ACCEPTED_SOON, Role.EXECUTOR) == {Role.CHIEF}
    assert roles(Reminder.NOT_ACCEPTED, Role.CHIEF) == {Role.COORDINATOR}
    assert roles(Reminder.OVERDUE, Role.EXECUTOR, Role.CHIEF) == {Role.COORDINATOR}
    assert roles(Reminder.DANGER_5, Role.DUTY) == {Role.CHIEF}
    assert roles(Reminder.DANGER_5, Role.DUTY, Role.CHIEF) == {Role.COORDINATOR}
    assert roles(Reminder.DANGER_10, Role.CHIEF) == {Role.COORDINATOR}


async def test_those_who_cannot_be_reached_and_other_departments_hear_nothing(town: DeskTown) -> None:
    incident = await town.open()
    async with town.storage.transaction() as tx:
        await tx.officials.set_reachable(town.chat("ann"), reachable=False)
    town.clock.move(minutes=46)
    assert await heard(town, incident.id) == {"R1": {"peter"}}
    assert incident.department_id == ROADS
