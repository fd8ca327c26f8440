"""Every statement names its district, and none but its own."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import (
    Executable,
    and_,
    column,
    delete,
    exists,
    false,
    func,
    insert,
    literal,
    literal_column,
    not_,
    or_,
    select,
    table,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

import bot
from bot.storage.acts.incident_words import PUT_WORDS, incident_words, words_row
from bot.storage.acts.incidents import incident
from bot.storage.acts.voice_table import heard, voice
from bot.storage.delivery.chats import chat
from bot.storage.engine.own_district import StrangeStatement, everywhere
from bot.storage.engine.schema import counter, metadata
from bot.storage.engine.storage import Storage
from bot.storage.intake.posts import post
from tests.conftest import DISTRICT
from tests.kit.values.stored import stored_incident

Made = Callable[[], Executable]

OURS, THEIRS = ({"district_id": district, "name": district, "value": 1} for district in (DISTRICT, "primer"))
MINE, VOICE = incident.c.district_id == DISTRICT, voice.c.district_id == DISTRICT
SAME = and_(voice.c.district_id == incident.c.district_id, voice.c.incident_id == incident.c.id)
BY_KEY = voice.c.incident_id == incident.c.id
OTHER = incident.alias("other")
ALL_VOICES = select(voice.c.incident_id)
TWO_DOWN = select(post.c.id).where(post.c.district_id == incident.c.district_id)


REFUSED: dict[str, Made] = {
    "all rows": lambda: select(incident),
    "a count of all": lambda: select(func.count()).select_from(incident),
    "by key alone": lambda: update(incident).where(incident.c.id == 1).values(number=1),
    "taken away by key alone": lambda: delete(incident).where(incident.c.id == 1),
    "another district": lambda: delete(counter).where(counter.c.district_id == "primer"),
    "not another district": lambda: select(incident).where(incident.c.district_id != "primer"),
    "ours or else": lambda: select(incident).where(or_(MINE, incident.c.number == 1)),
    "not ours": lambda: select(incident).where(not_(MINE)),
    "of several": lambda: select(incident).where(incident.c.district_id.in_([DISTRICT, "primer"])),
    "two districts": lambda: insert(counter).values([OURS, THEIRS]),
    "into another district": lambda: insert(counter).values(THEIRS),
    "into no district": lambda: insert(incident).values(number=1),
    "given away": lambda: update(counter).where(counter.c.district_id == DISTRICT).values(district_id="primer"),
    "given away by a question": lambda: update(counter).where(counter.c.district_id == DISTRICT).values(district_id=counter.c.name),
    "joined, none named": lambda: select(incident.c.id).join(voice, SAME),
    "joined by key": lambda: select(incident.c.id).join(voice, BY_KEY).where(MINE),
    "joined by key from the right": lambda: select(incident.c.id).join(voice, BY_KEY).where(VOICE),
    "side by side": lambda: select(incident.c.id, voice.c.post_id).where(MINE, BY_KEY),
    "an outer join that keeps all": lambda: select(incident.c.id).outerjoin(voice, and_(SAME, MINE)),
    "joined in full": lambda: select(incident.c.id).join(voice, and_(SAME, MINE, VOICE), full=True),
    "only its alias": lambda: (
        select(incident.c.id).join(OTHER, OTHER.c.id == incident.c.merged_into).where(OTHER.c.district_id == DISTRICT)
    ),
    "named from its values": lambda: update(incident).where(MINE, incident.c.id == voice.c.incident_id).values(number=1),
    "that one exists": lambda: select(incident).where(MINE, exists().where(BY_KEY)),
    "two floors down it is another one": lambda: select(incident).where(MINE, exists().where(VOICE, TWO_DOWN.exists())),
    "among all": lambda: select(incident).where(MINE, incident.c.id.in_(ALL_VOICES)),
    "among its own table": lambda: select(incident).where(MINE, incident.c.id.in_(select(incident.c.id))),
    "a column of all": lambda: select(incident.c.id, select(func.count()).select_from(voice).scalar_subquery()).where(MINE),
    "a value of all": lambda: update(incident).where(MINE).values(number=select(func.count()).select_from(voice).scalar_subquery()),
    "sorted by all": lambda: select(incident.c.id).where(MINE).order_by(select(func.count(voice.c.post_id)).scalar_subquery()),
    "an arm of a union": lambda: union_all(select(incident.c.id).where(MINE), ALL_VOICES),
    "from all, without the district": lambda: select(ALL_VOICES.subquery().c.incident_id),
    "from all, the district unused": lambda: select(heard.c.post_id),
    "from all, joined by key": lambda: select(incident.c.id).join(heard, heard.c.incident_id == incident.c.id).where(MINE),
    "before it": lambda: select(ALL_VOICES.cte("all").c.incident_id),
    "a change before it": lambda: select(delete(voice).returning(voice.c.post_id).cte("gone").c.post_id),
    "a change beside it": lambda: select(incident).where(MINE).add_cte(delete(voice).returning(voice.c.post_id).cte("gone")),
    "a row kept by its key": lambda: (
        upsert(incident).values(district_id=DISTRICT).on_conflict_do_update(index_elements=[incident.c.id], set_={"number": 1})
    ),
    "a kept row given away": lambda: (
        upsert(counter).values(OURS).on_conflict_do_update(index_elements=["district_id", "name"], set_={"district_id": "primer"})
    ),
    "inserted from a question": lambda: insert(counter).from_select(["district_id", "name", "value"], select(counter)),
    "an alias of what is before it": lambda: select(ALL_VOICES.cte("all").alias("again").c.incident_id),
    "a table known by its name": lambda: select(table("incident", column("id"))),
    "rows of a table known by its name": lambda: delete(table("incident", column("id"))),
    "a row for a table known by its name": lambda: insert(table("counter", column("name"))).values(name="a"),
    "plain words": lambda: text("SELECT * FROM incident"),
    "plain words inside": lambda: select(incident).where(MINE, text("id IN (SELECT incident_id FROM voice)")),
    "a plain column inside": lambda: select(literal_column("(select 1)")).where(MINE),
}

ALLOWED: dict[str, Made] = {
    "no table": lambda: select(func.count()),
    "by the district": lambda: select(incident).where(MINE),
    "and more": lambda: select(incident).where(and_(MINE, or_(incident.c.number == 1, incident.c.number == 2))),
    "ours on the left": lambda: select(incident).where(incident.c.district_id == DISTRICT),
    "an alias": lambda: select(OTHER.c.id).where(OTHER.c.district_id == DISTRICT),
    "joined": lambda: select(incident.c.id).join(voice, SAME).where(MINE),
    "joined, the other one named": lambda: select(incident.c.id).join(voice, SAME).where(VOICE),
    "joined, both named": lambda: select(incident.c.id).join(voice, BY_KEY).where(MINE, VOICE),
    "joined one after another": lambda: (
        select(incident.c.id).join(voice, SAME).join(post, and_(post.c.district_id == voice.c.district_id)).where(MINE)
    ),
    "an outer join": lambda: select(incident.c.id).outerjoin(voice, SAME).where(MINE),
    "that one exists": lambda: select(incident).where(MINE, exists().where(SAME)),
    "that none exists, in the columns": lambda: select(incident.c.id, ~exists().where(SAME)).where(MINE),
    "two floors down": lambda: select(incident).where(MINE, exists().where(VOICE, TWO_DOWN.correlate(incident, voice).exists())),
    "among ours": lambda: select(incident).where(MINE, incident.c.id.in_(ALL_VOICES.where(VOICE))),
    "from all, the district named": lambda: select(heard.c.post_id).where(heard.c.district_id == DISTRICT),
    "from all, the district tied": lambda: select(incident).join(heard, heard.c.district_id == MINE.left).where(MINE),
    "before it": lambda: select(ALL_VOICES.where(VOICE).cte("ours").c.incident_id),
    "an alias of what is before it": lambda: select(ALL_VOICES.where(VOICE).cte("ours").alias("again").c.incident_id),
    "a subquery of no table": lambda: select(select(literal(1).label("n")).subquery().c.n),
    "a union": lambda: union_all(select(incident.c.id).where(MINE), ALL_VOICES.where(VOICE)),
    "nothing at all": lambda: delete(incident).where(MINE, false()),
    "a change": lambda: update(incident).where(MINE, incident.c.id == 1).values(number=2),
    "several rows": lambda: insert(counter).values([{**OURS, "name": name} for name in "ab"]),
    "a kept row": lambda: upsert(counter).values(OURS).on_conflict_do_update(index_elements=["district_id", "name"], set_={"value": 2}),
    "a row that is there": lambda: upsert(counter).values(OURS).on_conflict_do_nothing(),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_statement_without_our_district_is_refused(storage: Storage, name: str) -> None:
    async with storage.transaction() as tx:
        for _ in range(2):  # the second one is known
            with pytest.raises(StrangeStatement):
                await tx._run(REFUSED[name]())
        assert await tx.counters.all(), "the transaction goes on: the database heard nothing"


@pytest.mark.parametrize("name", ALLOWED)
async def test_a_statement_of_our_district_is_executed(storage: Storage, name: str) -> None:
    async with storage.transaction() as tx:
        await tx._run(ALLOWED[name]())


async def test_the_same_words_with_another_district_are_refused(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx._run(insert(counter).values(OURS))
        assert await tx._scalar(select(counter.c.value).where(counter.c.district_id == DISTRICT, counter.c.name == DISTRICT)) == 1
        with pytest.raises(StrangeStatement):
            await tx._scalar(select(counter.c.value).where(counter.c.district_id == "primer", counter.c.name == DISTRICT))
        with pytest.raises(StrangeStatement):
            await tx._run(insert(counter).values({**OURS, **THEIRS}))


async def test_no_row_of_many_is_another_districts(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await tx._connection.execute(insert(counter), [{**OURS, "name": name} for name in "abc"])
        with pytest.raises(StrangeStatement):
            await tx._connection.execute(insert(counter), [OURS, THEIRS])
        with pytest.raises(StrangeStatement):
            await tx._connection.exec_driver_sql("SELECT 1")
        assert await tx._scalar(select(func.count()).where(counter.c.district_id == DISTRICT)) == 3


async def test_a_row_that_stands_under_another_key_is_met_if_it_is_ours(storage: Storage) -> None:
    async with storage.transaction() as tx:
        row = words_row(DISTRICT, (await stored_incident(tx)).id, "", ["яма"])
        await tx._with(PUT_WORDS, [row])
        whoevers = upsert(incident_words).values([row])
        with pytest.raises(StrangeStatement):
            await tx._run(whoevers.on_conflict_do_update(index_elements=["id"], set_={"words": ""}, where=incident_words.c.id == 1))


async def test_what_looks_over_all_districts_says_so(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert await tx._all(everywhere(select(chat))) == []
        assert await tx._all(everywhere(select(counter).where(counter.c.district_id == "primer"))) == []
        with pytest.raises(StrangeStatement):
            await tx._all(select(chat))


EVERYWHERE = {
    "storage/health/counters.py": 2,  # SQLite's own figures of its tables, no row of them
    "storage/head/past_days.py": 1,  # the last key that any district has: the next one is free
}
"""Where a transaction looks over districts. Besides, without one: migrations, copies, backups, a restore, the program's own revision."""


def test_few_statements_look_over_all_districts() -> None:
    used: dict[str, int] = {}
    root = Path(bot.__file__).parent
    for file in root.rglob("*.py"):
        tree = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        calls = sum(isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "everywhere" for each in tree)
        if calls:
            used[file.relative_to(root).as_posix()] = calls
    assert used == EVERYWHERE


def test_every_table_has_a_district() -> None:
    assert [name for name, table in metadata.tables.items() if "district_id" not in table.c] == []
