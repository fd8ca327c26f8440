"""What every press and every post asks is compiled once: a statement with its rows inside would be compiled each time."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy.event import listen, remove

from bot.storage.engine.storage import Storage
from incidents.ids import ChatId
from incidents.incident import Act
from tests.kit.desk_town import DeskTown, desk_town


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
