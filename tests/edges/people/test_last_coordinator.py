"""A district keeps a coordinator when two transactions stand side by side: on PostgreSQL for real, on SQLite one after another."""

import pytest

from bot.storage.engine.storage import Storage
from incidents.desk.people import leave, staff
from incidents.desk.tables.sheets import apply, known_of
from incidents.ids import FileJobId
from incidents.official import Official, Role
from incidents.tables.incoming_files import FileJob, FileState
from tests.edges.people.pair import POLICY, Deed, Pair, pair_in
from tests.kit.desk_town import DISTRICT, an_official
from tests.kit.values.samples import at


@pytest.fixture
async def pair(storage: Storage) -> Pair:
    return await pair_in(storage)


@pytest.mark.parametrize("deed", ["block", "dismiss", "role"])
async def test_two_coordinators_who_remove_each_other_at_one_moment_leave_one(pair: Pair, deed: str) -> None:
    def removes(whom: Official, by: Official) -> Deed:
        match deed:
            case "block":
                return lambda tx: staff.block(tx, POLICY, whom.id, by=by, now=at(9))
            case "dismiss":
                return lambda tx: staff.dismiss(tx, POLICY, whom.id, to=None, by=by, now=at(9))
            case _:
                return lambda tx: staff.change_role(tx, POLICY, whom.id, Role.OBSERVER, None, by=by, now=at(9))

    refused = await pair.at_once(removes(pair.second, pair.first), removes(pair.first, pair.second))
    assert await pair.coordinators() == 1
    assert refused == ["Людьми занимается координатор. Нужно что-то изменить? Напишите ему"]


async def test_a_table_that_takes_the_role_away_waits_for_a_block(pair: Pair) -> None:
    lines = [[1, ["Номер сотрудника", "Имя", "Роль", "Отдел"]], [2, [str(pair.first.id), "", "наблюдатель", ""]]]
    async with pair.storage.transaction() as tx:
        file = {"file_id": "f", "name": "люди.csv", "size": 1, "state": FileState.ASKED, "created_at": at(9), "due_at": at(9)}
        mine = {"district_id": DISTRICT, "official_id": pair.second.id, "purpose": None}
        job = await tx.files.add(FileJob(id=FileJobId(0), **mine, **file))  # type: ignore[arg-type]  # of several types
        await tx.files.save(job, FileState.ASKED, body={"lines": lines})
    refused = await pair.at_once(
        lambda tx: staff.block(tx, POLICY, pair.second.id, by=pair.first, now=at(9)),
        lambda tx: apply(tx, POLICY, job.id, known_of(POLICY), by=pair.second, now=at(9)),
    )
    assert await pair.coordinators() == 1
    assert len(refused) == 1


async def test_a_leave_that_begins_while_its_official_is_blocked_opens_no_access(pair: Pair) -> None:
    async with pair.storage.transaction() as tx:
        third = await tx.officials.enrol(an_official(3, Role.COORDINATOR))
    since, until = at(9).date(), at(9, day=30).date()
    arranged = {"since": since, "until": until, "deputy": third.id, "today": since, "now": at(9)}
    refused = await pair.at_once(
        lambda tx: staff.block(tx, POLICY, pair.second.id, by=pair.first, now=at(9)),
        lambda tx: leave.arrange(tx, pair.second.id, by=pair.second, **arranged),  # type: ignore[arg-type]  # of several types
    )
    assert await pair.coordinators() == 2
    assert len(refused) == 1
