"""Which index SQLite takes for the questions that are asked on every card, twice a second, or over a month."""

from collections.abc import AsyncIterator, Awaitable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.storage.engine.own_district import EVERYWHERE, everywhere
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from bot.ticks.housekeeping import TICKS
from incidents.ids import ChatId, IncidentId, SourceId
from incidents.official import Role
from incidents.places.find_text import find_query
from tests.kit.desk_town import DeskTown, StillClock
from tests.kit.plans import Question, asked, grow, overheard, plan
from tests.kit.values.stored import DISTRICT, NOW, a_post, an_official

DAY = timedelta(days=1)

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


async def test_bytes_of_photos_are_forgotten_by_their_own_answers(storage: Storage) -> None:
    await grow(storage)
    with overheard(storage) as heard:
        async with storage.transaction() as tx:
            await tx.answer_photos.purge(NOW)
    ((statement, values),) = [each for each in heard if each[0].startswith("UPDATE answer_photo")]
    async with storage.transaction() as tx:
        told = await tx._connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values, execution_options={EVERYWHERE: True})
        steps = told.scalars(3).all()
    assert [step for step in steps if " answer " in step] == ["SEARCH answer USING INTEGER PRIMARY KEY (rowid=?)"]


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
