"""What nobody took where only coordinators can be called: one list an hour, not a message for each."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.reminder_messages import is_needed
from incidents.deadlines.reminders import Reminder
from incidents.deadlines.store import Reminded
from incidents.desk.deadlines.remind import escalate
from incidents.incident import Act, ClosingOutcome, Incident, Untold
from incidents.who_is_reminded import listed
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.values.samples import place


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    """The chief of the department cannot be reached."""
    async with desk_town(sqlite_url) as town:
        async with town.storage.transaction() as tx:
            await tx.officials.set_reachable(town.chat("chief"), reachable=False)
        yield town


async def open_two(town: DeskTown) -> tuple[Incident, Incident]:
    first = await town.open()
    town.clock.move(minutes=2)
    return first, await town.open("На Баскакова яма во всю дорогу", main=place("Конаково", "Баскакова"))


async def remind(town: DeskTown, *incidents: Incident) -> None:
    for each in incidents:
        async with town.storage.transaction() as tx:
            await escalate(tx, town.policy, each.id, now=town.clock.now())


async def test_what_nobody_took_is_one_message_of_the_hour_with_a_sound(town: DeskTown) -> None:
    opened = await open_two(town)
    await town.sweep_outbox()
    town.clock.move(minutes=62)
    await remind(town, *opened)
    rows = [row for row in await town.rows() if row.code == "R7"]
    assert [(row.chat_id, row.sound) for row in rows] == [(town.chat("coordinator"), True)]
    assert await town.says("R2") == []
    async with town.storage.transaction() as tx:
        assert [each.id for each in (await listed(tx))[Reminder.NOT_ACCEPTED]] == [each.id for each in opened]


async def test_what_falls_due_later_in_the_hour_waits_for_the_next_one(town: DeskTown) -> None:
    first, second = await open_two(town)
    town.clock.move(minutes=60)
    await remind(town, first)
    await town.sweep_outbox()
    town.clock.move(minutes=3)
    await remind(town, second)
    (row,) = [row for row in await town.rows() if row.code == "R7"]
    assert row.sound
    assert row.not_before is not None
    assert row.not_before.minute == 1
    assert row.not_before > town.clock.now()


async def test_where_a_chief_can_be_called_nothing_is_listed(sqlite_url: str) -> None:
    async with desk_town(sqlite_url) as town:
        first = await town.open()
        await town.sweep_outbox()
        town.clock.move(minutes=62)
        await remind(town, first)
        assert [chat for _, chat in await town.says("R2")] == [town.chat("chief")]
        async with town.storage.transaction() as tx:
            assert not any((await listed(tx)).values())


async def test_the_list_is_written_anew_when_one_is_taken_and_not_said_when_nothing_is_left(town: DeskTown) -> None:
    first, second = await open_two(town)
    town.clock.move(minutes=62)
    await remind(town, first, second)
    (row,) = [row for row in await town.rows() if row.code == "R7"]
    async with town.storage.transaction() as tx:
        await tx.reminders.put(None, Reminded(chat_id=town.chat("coordinator"), code=Reminder.OVERDUE_COORDINATOR, message_id=77))
    await town.sweep_outbox()
    await town.act(first.id, Act.ACCEPT, "ann")
    assert [(each.chat_id, each.params.get("edit")) for each in await town.rows() if each.code == "R7"] == [(town.chat("coordinator"), 77)]
    async with town.storage.transaction() as tx:
        assert [each.id for each in (await listed(tx))[Reminder.NOT_ACCEPTED]] == [second.id]
        assert await is_needed(tx, row)
    await town.act(second.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    async with town.storage.transaction() as tx:
        assert not await is_needed(tx, row)


async def test_what_is_hours_late_is_not_named_as_untaken_too(town: DeskTown) -> None:
    first = await town.open()
    town.clock.move(minutes=62)
    await remind(town, first)
    town.clock.move(days=2)
    await remind(town, first)
    async with town.storage.transaction() as tx:
        found = await listed(tx)
    assert [each.id for each in found[Reminder.OVERDUE_COORDINATOR]] == [first.id]
    assert found[Reminder.NOT_ACCEPTED] == []
