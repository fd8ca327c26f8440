"""What grows costs no more statements: a card of many voices, a summary of many cards and years, a pile that is overdue."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta

import pytest

from bot.renderer import Renderer
from bot.storage.acts.incidents import AT_ONCE_LOOK, incident
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from bot.ticks import reminders
from bot.ticks.context import Tick
from bot.ticks.delay_reasons import reasons
from bot.ticks.reminders import escalate
from incidents.deadlines.reminders import Reminder
from incidents.desk.deadlines import ask_delay_reason
from incidents.head.summary_figures import summary_figures
from incidents.ids import IncidentId
from incidents.incident import Act, Incident
from incidents.reading import MainPlace
from tests.kit.desk_town import DeskTown, desk_town, konakovo
from tests.kit.plans import multiply, overheard
from tests.kit.values.samples import at, reading

CARD, SUMMARY = 14, 60


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(database_url) as town:
        yield town


async def statements_of_card(town: DeskTown, id: IncidentId) -> int:
    with overheard(town.storage) as heard:
        async with town.storage.transaction() as tx:
            await Renderer(konakovo()).card(tx, id, town.chat("ann"), now=town.clock.now())
    return len(heard)


async def statements_of_summary(town: DeskTown, since: datetime, until: datetime) -> int:
    with overheard(town.storage) as heard:
        async with town.storage.transaction() as tx:
            await summary_figures(tx, konakovo().calendar, since=since, until=until, now=town.clock.now())
    return len(heard)


async def some_voices(town: DeskTown, number: int) -> Incident:
    first = await town.open()
    for _ in range(number - 1):
        town.clock.move(minutes=1)
        await town.take(await town.write(), reading())
    return first


async def test_a_card_costs_the_same_however_many_have_written(town: DeskTown) -> None:
    few = await some_voices(town, 1)
    one = await statements_of_card(town, few.id)
    await some_voices(town, 12)
    async with town.storage.transaction() as tx:
        many = len(await tx.voices.of(few.id))
    assert many > 5
    assert await statements_of_card(town, few.id) == one <= CARD


async def test_a_summary_costs_the_same_of_a_day_of_ten_years_and_of_many_cards(town: DeskTown) -> None:
    now = town.clock.now()
    await town.open(danger=True)
    assert await statements_of_summary(town, now - timedelta(days=1), now) <= SUMMARY
    for n in range(25):
        street = MainPlace(settlement="Конаково", settlement_id="s-konakovo", street=f"улица {n}-я", street_id=f"st-{n}")
        made = await town.open(f"Яма, {n}-я улица", main=street, danger=bool(n % 2))
        await town.act(made.id, Act.ACCEPT, "ann")
    town.clock.move(days=3)
    now = town.clock.now()
    assert await statements_of_summary(town, now - timedelta(days=4), now) <= SUMMARY
    assert await statements_of_summary(town, now - timedelta(days=3652), now) <= SUMMARY


async def due_now(tx: Tx, now: datetime) -> Sequence[Incident]:
    """All that is to be looked at."""
    return await tx.next_looks.now_due(now, after=IncidentId(0), most=100_000)


async def a_pile(storage: Storage) -> None:
    """Thousands of the one incident that is there."""
    async with storage.transaction() as tx:
        await multiply(tx, incident, number="1000 + n")


@pytest.fixture
async def overdue(town: DeskTown) -> DeskTown:
    """A week's outage: all of them are open and overdue, and everybody was told all that there is to tell."""
    made = await town.open()
    await town.act(made.id, Act.ACCEPT, "ann")
    town.clock.moment = at(11, 0, day=30)
    for _ in range(5):
        await escalate(town.around())
    assert Reminder.OVERDUE_COORDINATOR in (await town.incident(made.id)).reminded
    if town.storage.is_embedded:
        await a_pile(town.storage)
    return town


async def test_a_pile_that_is_overdue_is_looked_at_once(overdue: DeskTown) -> None:
    async with overdue.storage.transaction() as tx:
        await tx.next_looks.keep_rules(1)  # as if the norms had changed: all is looked at anew
        pile = len(await tx.incidents.unfinished())
        assert len(await due_now(tx, overdue.clock.now())) == pile
    await escalate(overdue.around())
    await escalate(overdue.around())
    with overheard(overdue.storage) as heard:
        await escalate(overdue.around())
    assert len(heard) <= 4
    async with overdue.storage.transaction() as tx:
        assert await due_now(tx, overdue.clock.now()) == []


@pytest.mark.parametrize(("tick", "hour", "lot"), [(escalate, 11, reminders.LOT), (reasons, 16, ask_delay_reason.LOT)])
async def test_a_pile_is_read_in_lots_and_a_press_waits_for_one_of_them(overdue: DeskTown, tick: Tick, hour: int, lot: int) -> None:
    """Everybody was told and asked: what is left is looking through it."""
    if not overdue.storage.is_embedded:
        pytest.skip("the server has no one writer for whom a press waits")
    overdue.clock.moment = at(hour, 40, day=30)
    async with overdue.storage.transaction() as tx:
        await tx.next_looks.keep_rules(1)
        pile = await tx.incidents.unfinished()
        for each in pile:
            assert each.answer_by is not None
            await tx.slots.take(f"reason {each.id}", each.answer_by.date(), at=overdue.clock.now())
    assert len(pile) > 5 * lot
    with overheard(overdue.storage) as heard:
        await tick(overdue.around())
    assert sum(statement.startswith("BEGIN") for statement, _ in heard) > len(pile) // lot
    assert len(heard) < 10 * (len(pile) // lot + 1)


async def test_a_change_is_looked_at_by_the_next_tick(town: DeskTown) -> None:
    made = await town.open()
    await escalate(town.around())
    async with town.storage.transaction() as tx:
        assert await due_now(tx, town.clock.now()) == []
    await town.act(made.id, Act.ACCEPT, "ann")
    async with town.storage.transaction() as tx:
        assert [each.id for each in await due_now(tx, AT_ONCE_LOOK)] == [made.id]


async def test_nobody_is_asked_twice_for_a_reason_and_asking_costs_nothing_then(town: DeskTown) -> None:
    made = await town.open()
    await town.act(made.id, Act.ACCEPT, "ann")
    town.clock.moment = at(16, 40, day=26)
    await reasons(town.around())
    assert [chat for code, chat in await town.says("ask_reason")] == [town.chat("ann")]
    with overheard(town.storage) as heard:
        await reasons(town.around())
    assert len(heard) <= 4
