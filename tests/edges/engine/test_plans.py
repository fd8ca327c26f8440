"""Which index SQLite takes for the questions that are asked on every card, twice a second, or over a month."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Table, insert, literal, literal_column, select, text
from sqlalchemy.event import listen, remove

from bot.storage.acts.events import event
from bot.storage.acts.incidents import incident
from bot.storage.acts.voices import voice
from bot.storage.answers.answers import answer as answer_table
from bot.storage.engine.own_district import EVERYWHERE, everywhere
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from bot.storage.intake.posts import post
from bot.ticks.housekeeping import TICKS
from incidents.ids import ChatId, IncidentId, SourceId
from incidents.official import Role
from incidents.places.find_text import find_query
from tests.kit.desk_town import DeskTown, StillClock
from tests.kit.values.stored import DISTRICT, NOW, a_post, an_official, stored_answer, stored_voice

DAY, MANY = timedelta(days=1), 3_000
Question = Callable[[Tx], Awaitable[object]]

QUESTIONS: dict[str, tuple[Question, Sequence[str]]] = {
    "voices of a card": (
        lambda tx: tx.voices.of(IncidentId(1)),
        ["voice USING INDEX ix_voice_of_incident (district_id=? AND incident_id=?)"],
    ),
    "whether the region's numbers are used": (lambda tx: tx.region.in_use(), ["voice USING INDEX ix_voice_in_region (district_id=?)"]),
    "the next answer to move": (lambda tx: tx.answers.next_to_move(now=NOW), ["answer USING INDEX ix_answer_unsettled (district_id=?)"]),
    "sources with pushed rows": (lambda tx: tx.pushed.waiting(), ["ix_pushed_done_at (district_id=? AND done_at=?)"]),
    "open incidents": (lambda tx: tx.incidents.unfinished(), ["incident USING INDEX ix_incident_by_status (district_id=? AND status=?)"]),
    "incidents of a period": (
        lambda tx: tx.incidents.between(NOW, NOW + DAY),
        [f"ix_incident_{each} (district_id=? AND {each}>? AND {each}<?)" for each in ("opened_at", "answered_at", "closed_at")],
    ),
    "other places of a voice": (
        lambda tx: tx.voices.places(a_post(), within=DAY),
        [
            "ix_post_author_id_published_at (district_id=? AND network=? AND author_id=? AND published_at>? AND published_at<?)",
            "ix_post_original_id (district_id=? AND network=? AND original_id=?)",
        ],
    ),
    "how a source fares": (
        lambda tx: tx.sources_health.of(SourceId(1), now=NOW),
        ["ix_post_source_id_detected_at (district_id=? AND source_id=? AND detected_at>?)"],
    ),
    "reopened in a period": (
        lambda tx: tx.figures.count_reopened(NOW, NOW + DAY),
        ["event USING INDEX ix_event_act_at (district_id=? AND act=? AND at>? AND at<?)"],
    ),
}


@pytest.fixture
async def storage(sqlite_url: str) -> AsyncIterator[Storage]:
    opened = await open_storage(sqlite_url, DISTRICT)
    yield opened
    await opened.close()


async def asked(storage: Storage, question: Question) -> list[tuple[str, Any]]:
    """What the storage asks, with its parameters."""
    heard: list[tuple[str, Any]] = []

    def hear(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:  # Any: the driver's own
        if statement.lstrip().startswith("SELECT"):
            heard.append((statement, parameters))

    listen(storage._engine.sync_engine, "before_cursor_execute", hear)
    try:
        async with storage.transaction() as tx:
            await question(tx)
    finally:
        remove(storage._engine.sync_engine, "before_cursor_execute", hear)
    return heard


async def plan(storage: Storage, question: Question) -> str:
    """How SQLite answers it, one line a step."""
    steps: list[str] = []
    statements = await asked(storage, question)
    async with storage.transaction() as tx:
        for statement, parameters in statements:
            explained = f"EXPLAIN QUERY PLAN {statement}", parameters
            steps += (await tx._connection.exec_driver_sql(*explained, execution_options={EVERYWHERE: True})).scalars(3)
    return "\n".join(steps)


async def multiply(tx: Tx, table: Table, **changes: str) -> None:
    """So many copies of the table's only row, each with these columns changed; `n` counts them."""
    first = select(literal(1).label("n")).cte("copies", recursive=True)
    copies = first.union_all(select(first.c.n + 1).where(first.c.n < MANY))
    columns = [column for column in table.c if column.name not in {"id", "folded"}]
    values = [literal_column(changes[column.name]) if column.name in changes else column for column in columns]
    rows = select(*values).select_from(table.join(copies, literal_column("1 = 1")))
    await tx._run(everywhere(insert(table).from_select([column.name for column in columns], rows)))


async def grow(storage: Storage) -> None:
    """Thousands of incidents, each with a voice, an answer and an event; one of fifty is open."""
    hour = "datetime('2025-01-01', n || ' hours') || '.000000'"
    async with storage.transaction() as tx:
        answer = await stored_answer(tx)
        await stored_voice(tx, await tx.incidents.get(answer.incident_id), await tx.posts.get(answer.post_id))
        moments = dict.fromkeys(("opened_at", "answered_at", "closed_at"), hour)
        await multiply(tx, incident, number="1000 + n", status="CASE n % 50 WHEN 0 THEN 'new' ELSE 'closed' END", **moments)
        await multiply(tx, post, external_id="'grown' || n")
        await multiply(tx, voice, post_id="n + 1", incident_id="n + 1", joined_at=hour)
        await multiply(tx, answer_table, incident_id="n + 1", guid="'grown' || n", state="'published'")
        await multiply(tx, event, incident_id="n + 1", act="CASE n % 50 WHEN 0 THEN 'reopen' ELSE 'accept' END", at=hour)


@pytest.mark.parametrize("name", QUESTIONS)
async def test_a_question_takes_its_index_in_an_empty_database_and_in_a_grown_one(storage: Storage, name: str) -> None:
    question, steps = QUESTIONS[name]
    for size in ("empty", "grown", "counted"):
        if size == "grown":
            await grow(storage)
        elif size == "counted":
            await storage.count_again()
        found = await plan(storage, question)
        assert [step for step in steps if step not in found] == [], f"{size}:\n{found}"
        assert "SCAN voice" not in found
        assert "SCAN incident" not in found


@pytest.mark.parametrize("what", ["moved chat", "mass events"])
async def test_open_incidents_are_asked_for_by_their_status(storage: Storage, what: str) -> None:
    def question(tx: Tx) -> Awaitable[object]:
        return tx.supergroups.chat_moved(ChatId(-1), ChatId(-2)) if what == "moved chat" else tx.masses.waiting("water", since=NOW)

    assert [statement for statement, _ in await asked(storage, question) if "NOT IN" in statement] == []


async def test_find_asks_the_index_of_words_first_and_sorts_nothing(storage: Storage) -> None:
    reader = an_official(role=Role.COORDINATOR, department_id=None)
    for size in ("empty", "grown", "counted"):
        if size == "grown":
            await grow(storage)
        elif size == "counted":
            await storage.count_again()
        steps = (await plan(storage, lambda tx: tx.search.find(find_query("дорога 14"), reader=reader, limit=9))).splitlines()
        assert [step.split(" VIRTUAL")[0] for step in steps] == [
            "SCAN incident_words_index",
            "SEARCH incident USING INTEGER PRIMARY KEY (rowid=?)",
        ]


async def test_housekeeping_counts_what_has_grown(storage: Storage) -> None:
    await grow(storage)
    around = DeskTown(storage, StillClock(), {}, None).around()  # type: ignore[arg-type]  # its source is not asked
    for tick, _period in TICKS.values():
        await tick(around)
    async with storage.transaction() as tx:
        counted = {row.name for row in await tx._all(everywhere(text("SELECT name FROM sqlite_master WHERE name = 'sqlite_stat1'")))}
        assert counted
        counted = {row.tbl for row in await tx._all(everywhere(text("SELECT DISTINCT tbl FROM sqlite_stat1")))}
    assert {"voice", "incident", "event", "answer", "post"} <= counted
