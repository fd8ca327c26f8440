"""What became of a danger stands on its row: written by every way of the desk, and for old rows by the migration."""

from collections.abc import AsyncIterator
from importlib import import_module

import pytest
from sqlalchemy import update

from bot.storage.acts.incidents import incident as rows
from bot.storage.engine.own_district import everywhere
from incidents.desk.acts.undo import undo
from incidents.incident import Act, Incident
from incidents.reading import DangerGrade
from tests.kit.danger import rung
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.values.samples import at, place, reading

NOW, RISK = DangerGrade.NOW, DangerGrade.RISK
KEPT = ("danger_peak", "danger_since", "danger_over_at", "danger_over_by", "accepted_by")


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def burning(town: DeskTown, grade: DangerGrade = NOW, house: str = "1") -> Incident:
    there = place("Конаково", "улица Гагарина", house)
    return await town.open("Провод искрит над дорогой", danger=True, danger_grade=grade, danger_words="искрит", main=there)


async def test_what_was_made_safe_is_still_a_danger_of_its_day(town: DeskTown) -> None:
    incident = await burning(town)
    town.clock.move(minutes=8)
    await town.act(incident.id, Act.ACCEPT, "duty")
    town.clock.move(minutes=30)
    await town.act(incident.id, Act.SAFE, "ann")
    after = await town.incident(incident.id)
    assert (after.danger_grade, after.danger_peak, after.danger_since, after.danger_over_at) == (None, NOW, at(9, 14), at(9, 52))
    assert after.accepted_by == town.who("duty").id
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, incident.id, by=town.who("ann"), now=town.clock.now())
    back = await town.incident(incident.id)
    assert (back.danger_grade, back.danger_since, back.danger_over_at, back.danger_over_by) == (NOW, at(9, 14), None, None)


async def test_what_was_merged_gives_its_danger_to_the_other(town: DeskTown) -> None:
    calm = await town.open(main=place("Конаково", "улица Гагарина", "9"))
    danger = await burning(town)
    town.clock.move(minutes=5)
    await town.act(danger.id, Act.MERGE, "coordinator", into=calm.id)
    after = await town.incident(calm.id)
    assert (after.danger_peak, after.danger_since) == (NOW, at(9, 19))


async def test_not_confirmed_ends_it_too(town: DeskTown) -> None:
    incident = await burning(town, RISK)
    await town.act(incident.id, Act.DANGER_DENIED, "coordinator")
    after = await town.incident(incident.id)
    assert (after.danger_peak, after.danger_over_by) == (RISK, town.who("coordinator").id)


async def test_the_migration_tells_old_rows_what_the_desk_would_have_kept(town: DeskTown) -> None:
    ways = {
        "handled": [(Act.ACCEPT, "duty"), (Act.DANGER_KNOWN, "duty"), (Act.SAFE, "duty")],
        "denied": [(Act.DANGER_DENIED, "coordinator")],
        "standing": [(Act.ACCEPT, "coordinator")],
    }
    for house, way in enumerate(ways.values(), start=1):
        incident = await burning(town, RISK if house == 1 else NOW, str(house))
        if house == 1:  # a second message says that it is there now
            town.clock.move(minutes=2)
            there = place("Конаково", "улица Гагарина", "1")
            await town.take(await town.write("Провод упал и искрит"), reading(danger=True, danger_grade=NOW, main=there))
        for act, by in way:
            town.clock.move(minutes=5)
            await town.act(incident.id, act, by)
    taken_back = await burning(town, NOW, "9")
    await town.act(taken_back.id, Act.SAFE, "coordinator")
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, taken_back.id, by=town.who("coordinator"), now=town.clock.now())
    await town.open(main=place("Редкино"))
    async with town.storage.transaction() as tx:
        kept = {each.id: [getattr(each, name) for name in KEPT] for each in await tx.incidents.unfinished()}
        await tx._run(everywhere(update(rows).values(dict.fromkeys(KEPT))))
    fill = import_module("migrations.versions.2026_11_26_dangers_kept").fill
    async with town.storage._engine.begin() as connection:
        await connection.run_sync(fill)
    async with town.storage.transaction() as tx:
        told = {each.id: [getattr(each, name) for name in KEPT] for each in await tx.incidents.unfinished()}
    assert len(told) == 5
    assert told == kept
    assert [row[0] for row in told.values()].count(None) == 1


async def test_the_migration_lets_a_danger_ring_on_that_nobody_took(town: DeskTown) -> None:
    found = {name: await burning(town, house=str(house)) for house, name in enumerate(("rings", "known", "again", "taken"), start=1)}
    town.clock.move(minutes=10)
    await rung(town)
    for name, act in (("known", Act.DANGER_KNOWN), ("again", Act.DANGER_KNOWN), ("taken", Act.ACCEPT)):
        await town.act(found[name].id, act, "duty")
    await town.act(found["again"].id, Act.RETURN, "ann")
    town.clock.move(minutes=10)
    fresh = await burning(town, house="9")
    await rung(town)
    async with town.storage.transaction() as tx:
        await tx._run(everywhere(update(rows).values(rung_at=None)))
    fill = import_module("migrations.versions.2026_11_26_danger_rings").fill
    async with town.storage._engine.begin() as connection:
        await connection.run_sync(fill)
    async with town.storage.transaction() as tx:
        told = {each.id: each.rung_at for each in await tx.incidents.unfinished()}
    names = {each.id: name for name, each in found.items()} | {fresh.id: "fresh"}
    assert {names[id]: at_ for id, at_ in told.items() if at_} == {"rings": at(9, 34), "again": at(9, 34)}
