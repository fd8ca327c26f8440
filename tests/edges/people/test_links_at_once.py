"""Links that are opened at one moment, on both engines."""

import asyncio

import pytest

from bot.storage.engine.storage import Storage
from incidents.desk.people.crossing import move_by_link
from incidents.desk.people.joining import BadInvite, open_link
from incidents.desk.people.moving import LAST_COORDINATOR
from incidents.ids import ChatId, InvitationId
from incidents.official import Official, Role
from tests.edges.people.pair import POLICY, Deed, Pair, pair_in
from tests.kit.values.samples import at
from tests.kit.values.stored import an_invitation


@pytest.fixture
async def pair(storage: Storage) -> Pair:
    return await pair_in(storage)


async def test_two_coordinators_who_move_by_links_at_one_moment_leave_one(pair: Pair) -> None:
    async with pair.storage.transaction() as tx:
        ids = []
        for each in (pair.first, pair.second):
            link = an_invitation(at(9), role=Role.OBSERVER, department_id=None, code_hash=str(each.id))
            ids.append((await tx.invitations.add(link)).id)
            assert await open_link(tx, str(each.id), user_id=each.user_id, now=at(9)) is None

    def moves(id: InvitationId, by: Official) -> Deed:
        return lambda tx: move_by_link(tx, POLICY, id, by=by, now=at(9))

    refused = await pair.at_once(moves(ids[0], pair.first), moves(ids[1], pair.second))
    assert await pair.coordinators() == 1
    assert refused == [LAST_COORDINATOR]


async def test_one_link_that_five_people_open_at_once_lets_one_in(pair: Pair) -> None:
    async with pair.storage.transaction() as tx:
        await tx.invitations.add(an_invitation(at(9), role=Role.HEAD, department_id=None, code_hash="one"))

    async def come(user_id: int) -> bool:
        try:
            async with pair.storage.transaction() as tx:
                return await open_link(tx, "one", user_id=ChatId(user_id), now=at(9)) is not None
        except BadInvite:
            return False

    assert sum(await asyncio.gather(*(come(9000 + n) for n in range(5)))) == 1
