"""How a database answers a question: what is asked, by which index, over a base that has grown."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Table, insert, literal, literal_column, select
from sqlalchemy.event import listen, remove

from bot.storage.acts.events import event
from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import voice
from bot.storage.answers.answers import answer as answer_table
from bot.storage.engine.own_district import EVERYWHERE, everywhere
from bot.storage.engine.storage import Storage
from bot.storage.engine.transaction import Tx
from bot.storage.intake.posts import post
from bot.storage.intake.readings import reading
from tests.kit.values.samples import reading as a_reading
from tests.kit.values.stored import NOW, stored_answer, stored_voice

MANY = 3_000
Question = Callable[[Tx], Awaitable[object]]
Heard = list[tuple[str, Any]]  # Any: parameters as the driver takes them


@contextmanager
def overheard(storage: Storage) -> Iterator[Heard]:
    """All that the storage sends meanwhile, with parameters."""
    heard: Heard = []

    def hear(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:  # Any: the driver's own
        heard.append((statement, parameters))

    listen(storage._engine.sync_engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        remove(storage._engine.sync_engine, "before_cursor_execute", hear)


async def asked(storage: Storage, question: Question) -> Heard:
    """What the storage asks, with its parameters; whose district it is every transaction says first, that is no question."""
    with overheard(storage) as heard:
        async with storage.transaction() as tx:
            await question(tx)
    return [
        (statement, parameters)
        for statement, parameters in heard
        if statement.lstrip().startswith("SELECT") and "set_config(" not in statement
    ]


async def plan(storage: Storage, question: Question) -> str:
    """How the database answers it, one line a step. PostgreSQL is told that reading a whole table is dear, however small it is."""
    statements = await asked(storage, question)
    async with storage.transaction() as tx:
        ask = partial(tx._connection.exec_driver_sql, execution_options={EVERYWHERE: True})
        if storage.is_embedded:
            told = [await ask(f"EXPLAIN QUERY PLAN {said}", values) for said, values in statements]
            return "\n".join(step for each in told for step in each.scalars(3))
        await ask("SET LOCAL enable_seqscan = off")
        explained = [await ask(f"EXPLAIN {said}", values) for said, values in statements]
        return "\n".join(step for each in explained for step in each.scalars())


async def multiply(tx: Tx, table: Table, **changes: str) -> None:
    """So many copies of the table's only row, each with these columns changed; `n` counts them."""
    first = select(literal(1).label("n")).cte("copies", recursive=True)
    copies = first.union_all(select(first.c.n + 1).where(first.c.n < MANY))
    columns = [column for column in table.c if column.name not in {"id", "folded"}]
    values = [literal_column(changes[column.name]) if column.name in changes else column for column in columns]
    rows = select(*values).select_from(table.join(copies, literal_column("1 = 1")))
    await tx._run(everywhere(insert(table).from_select([column.name for column in columns], rows)))


async def grow(storage: Storage) -> None:
    """Thousands of incidents, each with a voice, a reading, an answer and an event; one of fifty is open."""
    hour = "datetime('2025-01-01', n || ' hours') || '.000000'"
    async with storage.transaction() as tx:
        answer = await stored_answer(tx)
        await stored_voice(tx, await tx.incidents.get(answer.incident_id), await tx.posts.get(answer.post_id))
        moments = dict.fromkeys(("opened_at", "answered_at", "closed_at"), hour)
        await multiply(tx, incident, number="1000 + n", status="CASE n % 50 WHEN 0 THEN 'new' ELSE 'closed' END", **moments)
        await tx.readings.save(await tx.posts.get(answer.post_id), a_reading(), at=NOW)
        await multiply(tx, post, external_id="'grown' || n", author_id="'author' || (n % 300)")
        await multiply(tx, reading, post_id="n + 1")
        await multiply(tx, voice, post_id="n + 1", incident_id="n + 1", joined_at=hour)
        await multiply(tx, answer_table, incident_id="n + 1", guid="'grown' || n", state="'published'")
        await multiply(tx, event, incident_id="n + 1", act="CASE n % 50 WHEN 0 THEN 'reopen' ELSE 'accept' END", at=hour)
