"""What every press and every post asks is compiled once: a statement with its rows inside would be compiled each time."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy.event import listen, remove

from bot.renderer import Renderer
from bot.storage.engine.storage import Storage
from incidents.ids import ChatId, IncidentId
from incidents.incident import Act
from incidents.reading import MainPlace
from tests.kit.desk_town import DeskTown, desk_town, konakovo


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(database_url) as town:
        yield town


@contextmanager
def compiled_anew(storage: Storage) -> Iterator[list[str]]:
    """Statements of meanwhile that SQLAlchemy cannot know again."""
    found: list[str] = []

    def hear(_connection: object, statement: Any, *_: object) -> None:  # Any: SQLAlchemy's own
        if statement._generate_cache_key() is None:
            found.append(str(statement))

    listen(storage._engine.sync_engine, "before_execute", hear)
    try:
        yield found
    finally:
        remove(storage._engine.sync_engine, "before_execute", hear)


@contextmanager
def told(storage: Storage) -> Iterator[list[Any]]:  # Any: SQLAlchemy's own
    """Statements of meanwhile, as they are handed to the engine."""
    found: list[Any] = []

    def hear(_connection: object, statement: Any, *_: object) -> None:
        found.append(statement)

    listen(storage._engine.sync_engine, "before_execute", hear)
    try:
        yield found
    finally:
        remove(storage._engine.sync_engine, "before_execute", hear)


def update(number: int) -> dict[str, object]:
    return {"update_id": number, "callback_query": {"id": str(number), "from": {"id": 5}, "data": "x"}}


async def test_a_post_a_press_and_their_cards_are_statements_that_are_known(town: DeskTown) -> None:
    with compiled_anew(town.storage) as found:
        made = await town.open()
        await town.act(made.id, Act.ACCEPT, "ann")
    assert found == []


async def test_updates_are_kept_by_a_statement_that_is_known(town: DeskTown) -> None:
    with compiled_anew(town.storage) as found:
        async with town.storage.transaction() as tx:
            assert await tx.inbox.add(1, [update(1)], at=town.clock.now()) == 1
            assert await tx.inbox.add(1, [update(1), update(2), update(3)], at=town.clock.now()) == 2
    assert found == []


async def test_cards_in_many_chats_are_one_statement(town: DeskTown) -> None:
    made = await town.open()
    async with town.storage.transaction() as tx:
        with compiled_anew(town.storage) as found:
            for chat in (1, 2, 3):
                await tx.outbox.refresh_here(made.id, ChatId(chat), None)
    assert found == []


async def test_a_press_builds_no_statement_that_the_press_before_it_has_built(town: DeskTown) -> None:
    async def press(number: int) -> list[Any]:  # Any: likewise
        made = await town.open(
            f"Яма на {number}-й улице", main=MainPlace(settlement="Конаково", street=f"{number}-я", street_id=f"st-{number}")
        )
        with told(town.storage) as statements:
            async with town.storage.transaction() as tx:
                await tx.inbox.add(1, [update(number)], at=town.clock.now())
                row = await tx.inbox.next(now=town.clock.now())
                assert row is not None
                await tx.outbox.mark_alive(town.chat("ann"))
                await tx.dialogues.get("1:5:5:0")
                await tx.copies.incident_at(town.chat("ann"), number)
                await tx.inbox.done(row)
            await town.act(made.id, Act.ACCEPT, "ann")
        return statements

    async def card(id: IncidentId) -> list[Any]:  # Any: likewise
        with told(town.storage) as statements:
            async with town.storage.transaction() as tx:
                await Renderer(konakovo()).card(tx, id, town.chat("ann"), now=town.clock.now())
                await tx.answers.of_each([id])
                await tx.promises.of_each([id])
        return statements

    made = await town.open()
    known = [*await press(1), *await card(made.id)]
    for anew in (await press(2), await card(made.id)):
        assert [str(each) for each in anew if not any(each is before for before in known)] == []
