"""A clock ran ahead, wrote, and was set right: nothing that it wrote stands still, and nothing honest is touched."""

import random
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Date, Table, insert, select, update

from bot.storage.delivery.board_tables import board
from bot.storage.delivery.outbox import outbox
from bot.storage.delivery.slots import slot
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.schema import metadata
from bot.storage.engine.storage import Storage
from bot.storage.engine.types import Moment
from bot.storage.health.moment_leads import REGISTER, SLACK, Lead, leads_of
from bot.storage.health.wrong_moments import BACK, EVEN
from bot.storage.intake.posts import post
from bot.storage.sources.sources import source
from bot.ticks.promises import promises
from bot.ticks.reminders import escalate
from bot.ticks.schedule import TICKS
from bot.ticks.summary import summary
from bot.ticks.wrong_clock import wrong_clock
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.posts import Network
from incidents.promises.values import PromiseState
from incidents.reading import DangerGrade
from tests.kit.desk_town import START, DeskTown, desk_town
from tests.kit.every_table import fill_every_table
from tests.kit.phones import phones
from tests.kit.promises import all_of, promising
from tests.kit.values.samples import at, reading

YEAR, HOUR = timedelta(days=365), timedelta(hours=1)
EVERY_JUMP = pytest.mark.parametrize("jump", [timedelta(hours=6), YEAR])


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(database_url) as town:
        await wrong_clock(town.around())  # its hour is noted
        town.clock.move(minutes=11)
        await wrong_clock(town.around())
        town.clock.moment = START
        yield town


async def live(town: DeskTown, span: timedelta, step: timedelta = timedelta(minutes=10)) -> None:
    """Let all ticks run for so long, as the bot does."""
    until = town.clock.moment + span
    while town.clock.moment < until:
        for name in ("escalate", "promises", "summary", "wrong_clock"):
            await TICKS[name][0](town.around())
        town.clock.moment += step


async def ahead(town: DeskTown, jump: timedelta, do: Callable[[], Awaitable[object]] | None = None) -> None:
    """An hour with the wrong time; then the right one, for the ten minutes that are waited."""
    town.clock.moment += jump
    await live(town, HOUR / 2)
    if do is not None:
        await do()
    await live(town, HOUR / 2)
    town.clock.moment -= jump
    await live(town, EVEN + timedelta(minutes=5), step=timedelta(minutes=5))


async def all_moments(storage: Storage) -> dict[tuple[str, str], list[Any]]:  # Any: moments and days
    found: dict[tuple[str, str], list[Any]] = {}
    async with storage.transaction() as tx:
        for table in sorted(REGISTER):
            for row in await tx.slots._all(everywhere(select(metadata.tables[table]))):
                for name in REGISTER[table]:
                    found.setdefault((table, name), []).append(row._mapping[name])
    return found


async def check_nothing_lies_ahead(town: DeskTown) -> None:
    """Nothing that happened lies ahead of now, whatever the table."""
    for (table, name), moments in (await all_moments(town.storage)).items():
        lead = REGISTER[table][name]
        if isinstance(lead, Lead) and lead.most == SLACK and not lead.by_database:
            assert [each for each in moments if each is not None and each > town.clock.moment + SLACK] == [], f"{table}.{name}"


DANGER = {"danger": True, "danger_grade": DangerGrade.NOW, "danger_words": "искрит"}


async def came(town: DeskTown, jump: timedelta, **read: Any) -> IncidentId:  # Any: fields of a Reading
    """A post of VK, whose clock is right, becomes a card."""
    written = await town.write("Провод искрит" if read else "Яма", published_at=town.clock.moment - jump)
    incident = (await town.take(written, reading(**read))).incident
    assert incident is not None
    return incident.id


@EVERY_JUMP
async def test_a_card_that_came_meanwhile_rings_in_its_time(town: DeskTown, jump: timedelta) -> None:
    opened = []

    async def come() -> None:
        opened.append(await came(town, jump))

    await ahead(town, jump, come)
    await check_nothing_lies_ahead(town)
    card = await town.incident(opened[0])
    now = town.clock.moment
    assert card.accept_by is not None and now < card.accept_by <= now + timedelta(days=1)
    assert card.answer_by is not None and now < card.answer_by <= now + timedelta(days=30)
    before = len(await town.says("R2"))
    await live(town, timedelta(hours=3))
    assert len(await town.says("R2")) == before + 1, "nobody has accepted it"


@pytest.mark.parametrize("jump", [timedelta(hours=6), timedelta(days=2)])
async def test_a_danger_that_came_meanwhile_goes_on_ringing(town: DeskTown, jump: timedelta) -> None:
    async def come() -> None:
        await came(town, jump, **DANGER)

    await ahead(town, jump, come)
    before = len(await town.says("R9"))
    await live(town, HOUR)
    assert len(await town.says("R9")) >= before + 3


async def test_the_night_of_a_wrong_day_puts_no_look_off(town: DeskTown) -> None:
    """At the wrong hour nobody works, so the next look was to be in its morning: days after the deadline."""
    card = await town.open()
    by = (await town.incident(card.id)).accept_by
    assert by is not None
    await ahead(town, timedelta(days=3, hours=14))
    town.clock.moment = by + timedelta(minutes=1)
    await escalate(town.around())
    assert len(await town.says("R2")) == 1


async def test_an_honest_base_is_looked_through_without_a_word(town: DeskTown, caplog: pytest.LogCaptureFixture) -> None:
    card = await town.open()
    await live(town, 2 * HOUR)
    before = await town.incident(card.id)
    assert before.reminded
    await settle(town)
    assert (await town.incident(card.id), caplog.messages) == (before, [])


@EVERY_JUMP
async def test_a_danger_that_rang_before_rings_on_after_it(town: DeskTown, jump: timedelta) -> None:
    await came(town, timedelta(0), **DANGER)
    await live(town, HOUR)
    await ahead(town, jump)
    before = len(await town.says("R9"))
    await live(town, HOUR)
    assert before + 3 <= len(await town.says("R9")) <= before + 5 * 3


@pytest.mark.parametrize("jump", [timedelta(days=21), YEAR])
async def test_deadlines_that_had_not_come_are_reminded_of_when_they_come(town: DeskTown, jump: timedelta) -> None:
    card = await town.open()
    await town.act(card.id, Act.ACCEPT, "ann")
    due = (await town.incident(card.id)).answer_by
    await ahead(town, jump)
    assert [code for code, _ in await town.says("R7")], "the wrong hour called it overdue"
    after = await town.incident(card.id)
    assert (after.answer_by, after.reminded) == (due, ())
    before = len(await town.says("R5"))
    assert due is not None
    town.clock.moment = due + timedelta(minutes=1)
    await escalate(town.around())
    await escalate(town.around())
    assert len(await town.says("R5")) == before + 1


async def test_a_promise_that_a_wrong_year_called_broken_has_its_morning(sqlite_url: str) -> None:
    async with phones(sqlite_url) as people:
        people_clock = people.town.clock
        card = await promising(people)
        await TICKS["wrong_clock"][0](people.town.around())
        await ahead(people.town, YEAR)
        (made,) = await all_of(people, card)
        assert (made.state, made.broken_at, made.reminded_at, made.due) == (PromiseState.OPEN, None, None, date(2026, 11, 25))
        before = len(await people.town.says("promise_today"))
        people_clock.moment = at(9, 5, day=25)
        for _ in range(2):
            await promises(people.town.around())
        assert len(await people.town.says("promise_today")) == before + 1


@pytest.mark.parametrize("jump", [timedelta(days=2), YEAR])
async def test_a_summary_goes_out_on_a_date_that_the_wrong_clock_has_taken(town: DeskTown, jump: timedelta) -> None:
    async with town.storage.transaction() as tx:
        await tx.slots._run(everywhere(update(source).values(baseline_at=START - YEAR)))
    await summary(town.around())
    assert len(await town.says("summary")) == 1
    await ahead(town, jump)
    assert len(await town.says("summary")) == 2
    await summary(town.around())
    assert len(await town.says("summary")) == 2, "today's was sent in the morning"
    town.clock.moment = START + jump
    for _ in range(2):
        await summary(town.around())
    assert len(await town.says("summary")) == 3


async def test_boards_sources_and_rows_of_the_outbox_stand_still_no_more(town: DeskTown) -> None:
    wrong = START + YEAR
    async with town.storage.transaction() as tx:
        mine = {"district_id": tx.district_id}
        await tx.slots._run(insert(board).values(**mine, chat_id=7, shown_at=wrong, rang_at=wrong, rang=1, gravest=1, calls=False))
        await tx.slots._run(everywhere(update(source).values(next_at=wrong, last_ok_at=wrong)))
        plain = {"state": "pending", "kind": "say", "params": {}, "sound": False, "urgent": False, "attempt": 0, "tries": 0}
        said = {**mine, **plain, "created_at": datetime.now(UTC) - timedelta(days=60)}  # noqa: TID251 - the database's own
        for chat, code, waits in ((1, "danger_board", wrong), (2, "promise_today", START + timedelta(days=10)), (3, "R7", wrong)):
            await tx.slots._run(insert(outbox).values(**said, chat_id=chat, code=code, not_before=waits))
    town.clock.move(minutes=1)
    await settle(town)
    now = town.clock.moment
    async with town.storage.transaction() as tx:
        (shown,) = await tx.slots._all(everywhere(select(board)))
        (read,) = await tx.slots._all(everywhere(select(source)))
        left = {row.chat_id: row.not_before for row in await tx.slots._all(everywhere(select(outbox)))}
    assert (shown.shown_at, shown.rang_at, read.next_at, read.last_ok_at) == (now, now, now, now)
    assert left == {1: now, 2: START + timedelta(days=10), 3: now}


async def settle(town: DeskTown) -> None:
    """The bot lives on after the clock was set right, as if a later hour had been noted before."""
    async with town.storage.transaction() as tx:
        await tx.wrong_moments._note(int((town.clock.moment + 20 * YEAR).timestamp()), back=0)
    await wrong_clock(town.around())
    town.clock.moment += EVEN
    await wrong_clock(town.around())


async def test_what_people_chose_stands(town: DeskTown) -> None:
    async with town.storage.transaction() as tx:
        begins = START + timedelta(days=200)
        await tx.shifts.add(town.who("ann").id, begins, begins + HOUR)
    before = await all_moments(town.storage)
    await settle(town)
    after = await all_moments(town.storage)
    assert after[("shift", "starts_at")] == before[("shift", "starts_at")] == [begins]


async def test_nothing_is_done_while_the_clock_is_slow(town: DeskTown) -> None:
    """It is set back to a wrong hour: VK has written later ones, and the moments of the base are right."""
    town.clock.move(days=30)
    card = await town.open()
    await live(town, HOUR)
    before = await all_moments(town.storage)
    town.clock.move(days=-20)
    for _ in range(9):
        town.clock.move(minutes=5)
        await wrong_clock(town.around())
    assert await all_moments(town.storage) == before
    async with town.storage.transaction() as tx:
        await tx.slots._run(everywhere(update(post).values(network=Network.HAND)))
    await wrong_clock(town.around())
    assert (await town.incident(card.id)).opened_at == town.clock.moment, "only the wall proved it"


async def test_a_message_of_an_official_proves_as_well_that_the_clock_is_slow(town: DeskTown) -> None:
    later = START + timedelta(days=30)
    async with town.storage.transaction() as tx:
        sent = {"update_id": 1, "message": {"from": {"id": 7}, "date": int(later.timestamp())}}
        await tx.inbox.add(1, [sent], at=later)
    before = await all_moments(town.storage)
    await settle(town)
    assert await all_moments(town.storage) == before


async def test_ten_minutes_are_waited_and_a_second_look_finds_nothing(town: DeskTown) -> None:
    async with town.storage.transaction() as tx:
        await tx.slots.take("morning", START.date(), at=START + 3 * HOUR)
        await tx.wrong_moments._note(int((START + 3 * HOUR).timestamp()), back=0)
    seen = []
    for _ in range(4):
        await wrong_clock(town.around())
        async with town.storage.transaction() as tx:
            (row,) = await tx.slots._all(everywhere(select(slot)))
        seen.append(row.taken_at)
        town.clock.move(minutes=5)
    assert seen == [START + 3 * HOUR] * 2 + [START + EVEN] * 2
    async with town.storage.transaction() as tx:
        assert sum([await tx.wrong_moments.put_right(table, now=town.clock.moment, today=START.date()) for table in REGISTER]) == 0


@pytest.mark.parametrize("seed", range(3))
async def test_random_rows_of_every_table_are_put_right_once(storage: Storage, seed: int) -> None:
    chance, now = random.Random(seed), START
    async with storage.transaction() as tx:
        await fill_every_table(tx.slots._connection, tx.district_id)
        for name in sorted(REGISTER):
            table = metadata.tables[name]
            if name != "event":  # the log is sealed
                changed = {each: moment(chance, table, each, now) for each in REGISTER[name]}
                await tx.slots._run(everywhere(update(table).values({each: value for each, value in changed.items() if value is not None})))
    before = await all_moments(storage)
    for round_ in range(2):
        for name in REGISTER:
            async with storage.transaction() as tx:
                rows = await tx.wrong_moments.put_right(name, now=now, today=now.date())
                assert not (round_ and rows), name
    after = await all_moments(storage)
    for (name, column), moments in after.items():
        lead = REGISTER[name][column]
        if not isinstance(lead, Lead):
            assert moments == before[name, column]
        elif isinstance(lead.most, timedelta) and not lead.by_database:
            assert [each for each in moments if each is not None and each > now + lead.most] == [], f"{name}.{column}"


def moment(chance: random.Random, table: Table, name: str, now: datetime) -> Any:  # Any: a moment or a day
    value = now + timedelta(seconds=chance.choice([1, 3600, 86_400, 10 * 86_400, 400 * 86_400, 4000 * 86_400]) * chance.uniform(-1, 1))
    if isinstance(table.c[name].type, Date):
        return None if table.c[name].primary_key else value.date()
    assert isinstance(table.c[name].type, Moment)
    return value


def test_every_column_that_is_put_right_is_read_with_its_own_row() -> None:
    assert all(set(leads_of(name)) <= set(metadata.tables[name].c.keys()) for name in REGISTER)


async def test_the_first_hour_of_a_base_is_no_step_back(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert not await tx.wrong_moments.are_to_put_right(now=START)
        assert not await tx.wrong_moments.are_to_put_right(now=START + EVEN / 2)
        assert await tx.wrong_moments.are_to_put_right(now=START + EVEN), f"once after an update: {BACK}"
        await tx.wrong_moments.are_right(now=START + EVEN)
        assert not await tx.wrong_moments.are_to_put_right(now=START + 2 * EVEN)
        assert not await tx.wrong_moments.are_to_put_right(now=START + 2 * EVEN - SLACK)
