"""Two officials and a network press at random: one owner, at most one published answer a voice, an intact chain."""

import asyncio
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.answers import AnswerState
from incidents.chain import is_intact
from incidents.desk import answers as desk
from incidents.desk import publishing
from incidents.errors import DomainError
from incidents.ids import AnswerId, IncidentId
from incidents.incident import Act, ClosingOutcome, Status
from incidents.publisher import Published
from tests.edges.desk_town import HOUSING, ROADS, DeskTown, desk_town

Move = Callable[[DeskTown, IncidentId, str], Coroutine[Any, Any, object]]


async def latest(town: DeskTown, id: IncidentId) -> AnswerId:
    async with town.storage.transaction() as tx:
        answers = await tx.answers_of(id)
    return answers[-1].id if answers else AnswerId(404)


def press(what: Act, **choice: Any) -> Move:  # Any: fields of a Choice
    async def move(town: DeskTown, id: IncidentId, by: str) -> object:
        return await town.act(id, what, by, **choice)

    return move


async def write(town: DeskTown, id: IncidentId, by: str) -> object:
    return await town.draft(id, by)


async def send(town: DeskTown, id: IncidentId, by: str) -> object:
    return await town.send(await latest(town, id), by)


async def send_own(town: DeskTown, id: IncidentId, by: str) -> object:
    """The first of one's drafts, however old."""
    async with town.storage.transaction() as tx:
        mine = [a.id for a in await tx.answers_of(id) if a.author_id == town.who(by).id and a.state is AnswerState.DRAFT]
    return await town.send(mine[0], by) if mine else None


async def recall(town: DeskTown, id: IncidentId, by: str) -> object:
    answer = await latest(town, id)
    async with town.storage.transaction() as tx:
        return await desk.recall(tx, answer, by=town.who(by))


async def publish(town: DeskTown, id: IncidentId, by: str) -> object:
    """What the courier of answers does with one that is due, whoever wrote it."""
    town.clock.move(seconds=61)
    async with town.storage.transaction() as tx:
        answer = await tx.answer_to_move(now=town.clock.now())
        if answer is None or answer.state is not AnswerState.SCHEDULED:
            return None
        answer = await publishing.start_publishing(tx, answer, now=town.clock.now())
        if by == "peter":
            return await publishing.not_published(tx, answer, refusal="закрыто", sure=True)
        comment = Published(external_id=f"wall-1_1_r{answer.id}", url="https://vk.com/wall-1_1")
        return await publishing.published(tx, answer, comment, now=town.clock.now(), proved=True)


MOVES: list[Move] = [
    press(Act.ACCEPT),
    press(Act.RETURN),
    press(Act.REOPEN),
    press(Act.CLOSE, outcome=ClosingOutcome.DONE),
    press(Act.ASSIGN, department_id=ROADS),
    press(Act.ASSIGN, department_id=HOUSING),
    write,
    send,
    send_own,
    recall,
    publish,
]


async def play(moves: list[tuple[Move, str]], template: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "otklik.db"
        await asyncio.to_thread(file.write_bytes, await asyncio.to_thread(template.read_bytes))
        async with desk_town(f"sqlite+aiosqlite:///{file}") as town:
            incident = await town.open()
            for move, by in moves:
                with suppress(DomainError):
                    await move(town, incident.id, by)
                await check(town, incident.id)


async def check(town: DeskTown, id: IncidentId) -> None:
    async with town.storage.transaction() as tx:
        incident, answers = await tx.incident(id), await tx.answers_of(id)
        assert is_intact(id, await tx.chain(id))
        last = (await tx.events(id))[-1]
    assert last.status_after is incident.status
    assert (incident.holder_id is None) == (incident.accepted_at is None)
    assert incident.status is not Status.ACCEPTED or incident.holder_id is not None
    assert len([a for a in answers if a.state in {AnswerState.SCHEDULED, AnswerState.PUBLISHING}]) <= 1
    published = [a for a in answers if a.state is AnswerState.PUBLISHED]
    for one in published:  # a later one is an addition: it was begun when the former stood there already
        earlier = [a for a in published if a.id != one.id and a.published_at and one.published_at and a.published_at <= one.published_at]
        assert all(a.published_at is not None and a.published_at < one.created_at for a in earlier)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.sampled_from(MOVES), st.sampled_from(["ann", "peter", "coordinator"])), min_size=5, max_size=14))
def test_whatever_is_pressed_there_is_one_owner_and_one_answer_and_an_intact_log(
    sqlite_template: Path, moves: list[tuple[Move, str]]
) -> None:
    asyncio.run(play(moves, sqlite_template))
