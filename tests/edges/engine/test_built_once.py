"""Statements that are built once: the values are those of each asking, and the guard looks at them."""

from collections.abc import AsyncIterator, Collection
from typing import Any

import pytest
from sqlalchemy import Select, select, update

from bot.storage.acts.incidents import incident
from bot.storage.engine.built_once import built_once
from bot.storage.engine.own_district import StrangeStatement
from bot.storage.engine.values import body_of
from incidents.ids import IncidentId
from tests.kit.desk_town import DeskTown, desk_town


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(database_url) as town:
        yield town


@built_once
def numbers(district_id: str, ids: Collection[IncidentId]) -> Select[Any]:
    """Numbers of incidents."""
    return select(incident.c.number).where(incident.c.district_id == district_id, incident.c.id.in_(ids)).order_by(incident.c.number)


@built_once
def reminded(district_id: str, id: IncidentId, **columns: object) -> Any:
    """Columns of an incident."""
    return update(incident).where(incident.c.district_id == district_id, incident.c.id == id).values(**columns)


async def test_one_statement_is_asked_with_other_values_each_time(town: DeskTown) -> None:
    one, other = await town.open(), IncidentId(1_000_000)
    async with town.storage.transaction() as tx:
        for ids, found in (([one.id], [one.number]), ([other, one.id], [one.number]), ([other], []), ([], [])):
            rows = await tx._all(numbers(district_id=tx.district_id, ids=ids))
            assert [row.number for row in rows] == found
    assert numbers(district_id="a", ids=[]).statement is numbers(district_id="b", ids=[other]).statement


async def test_a_list_that_is_kept_in_one_column_is_one_value(town: DeskTown) -> None:
    one = await town.open()
    async with town.storage.transaction() as tx:
        await tx._run(reminded(district_id=tx.district_id, id=one.id, reminded=["danger_asked"], place=body_of(one.place)))
        assert (await tx.incidents.get(one.id)).reminded == ("danger_asked",)


async def test_another_districts_value_is_refused_though_the_statement_is_known(town: DeskTown) -> None:
    one = await town.open()
    async with town.storage.transaction() as tx:
        assert await tx._all(numbers(district_id=tx.district_id, ids=[one.id]))
    with pytest.raises(StrangeStatement, match="another district"):
        async with town.storage.transaction() as tx:
            await tx._all(numbers(district_id="strange", ids=[one.id]))


def test_values_come_by_name_alone() -> None:
    with pytest.raises(TypeError, match="by name"):
        numbers("konakovo", [])
