"""A marker stands in every personal column of every table; after erasing, no byte of any file holds it."""

import asyncio
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Boolean, Date, Float, Integer, LargeBinary, String, Table, insert, select, update
from sqlalchemy.engine import make_url

from bot.storage.engine.own_district import everywhere
from bot.storage.engine.schema import metadata
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from bot.storage.engine.types import Json, Moment, Words
from bot.storage.privacy.register import REGISTER, By
from incidents.answers.values import Answer, AnswerState
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.ids import AnswerId, IncidentId, PostId
from incidents.posts import Network
from incidents.privacy.chain_check import first_fault
from incidents.privacy.values import AnswerLeaves, DataOf, Ground, Keep
from tests.kit.desk_town import DISTRICT, START
from tests.kit.values.samples import reading
from tests.kit.values.stored import a_post, an_official, stored_incident, stored_voice

MARKER = "Жаворонкова"
AUTHOR = "987654321"
RAW = MARKER.encode()
FOLDED = MARKER.lower().encode()
ESCAPED = MARKER.encode("ascii", "backslashreplace")


WAITING = {"pushed", "region_row"}
"""Tables of what is not read yet: a row goes where it is the very post."""


class Filled:
    """Ids of what everything speaks of."""

    def __init__(self, **ids: int) -> None:
        self.ids = ids

    def value(self, table: Table, name: str) -> object:
        column = table.columns[name]
        for target in (key.column.table.name for key in column.foreign_keys):
            if target in self.ids:
                return self.ids[target]
        if name in {"chat_id", "user_id"} and table.name in {"chat", "outbox", "audit"}:
            return int(AUTHOR)
        kind, marked = column.type, name in REGISTER[table.name].blank
        if isinstance(kind, Json):
            return {"w": MARKER} if marked else []
        if isinstance(kind, LargeBinary):
            return RAW
        if isinstance(kind, Words):
            return MARKER if marked else "слова"
        return _plain(kind, name)


def _plain(kind: object, name: str) -> object:
    if name == "state":
        return "done"
    for known, value in ((Moment, START), (Date, date(2026, 11, 24)), (Boolean, False), (Float, 0.5), (Integer, 1), (String, "x")):
        if isinstance(kind, known):
            return value
    return time(9) if type(kind).__name__ == "Time" else 1


async def fill(tx: Tx) -> Filled:
    """A post, its incident, an answer; then a row in every table that erasing knows, with the marker wherever it may stand."""
    official = await tx.officials.enrol(an_official())
    source = await tx.sources.add(Network.TELEGRAM, "-1", "Чат", None)
    text = f"На Лесной, 5 прорвало трубу, я {MARKER}, тел. 8 915 123-45-67"
    one = a_post(1, text, network=Network.TELEGRAM, author_id=AUTHOR, external_id="c/1/1", url="https://t.me/c/1/1")
    await tx.door.receive(source, one, at=START, history=False)
    stored = (await tx.unread.next(1))[0]
    await tx.readings.save(stored, reading(danger_words=MARKER, trouble=MARKER), at=START)
    made = await stored_incident(tx, danger_words=MARKER, trouble=MARKER, holder_id=official.id)
    await stored_voice(tx, made, stored)
    answer = await tx.answers.add(
        Answer(
            id=AnswerId(0),
            district_id=DISTRICT,
            incident_id=made.id,
            post_id=stored.id,
            author_id=official.id,
            text=f"{MARKER}, починим",
            state=AnswerState.SCHEDULED,
            guid="g1",
            created_at=START,
        )
    )
    ids = Filled(post=stored.id, incident=made.id, answer=answer.id, official=official.id, source=source.id)
    for table in metadata.sorted_tables:
        fate = REGISTER[table.name]
        if fate.by is By.NOBODY:
            continue
        if table.name not in {"post", "incident", "answer", "reading", "post_revision", "voice", "incident_words"}:
            wanted = [c.name for c in table.columns if c.name != "id" and (c.name in fate.blank or not c.nullable)]
            row = {name: ids.value(table, name) for name in wanted} | {"district_id": DISTRICT}
            if table.name in WAITING:
                row |= {"raw": {"object": {"text": text}}} if "raw" in table.c else {"text": text}
            await tx._run(insert(table).values(row))
        await _mark(tx, table, ids)
    await tx.incident_words.write()
    start = text.index(MARKER)
    await tx._run(everywhere(update(metadata.tables["post"]).values(people=[[start, start + len(MARKER)]])))  # the reader finds names
    return ids


async def _mark(tx: Tx, table: Table, ids: Filled) -> None:
    """All personal columns of the rows that are there."""
    keys = {column.name for column in table.primary_key.columns} | {"place", "body", "author_id", "external_id", "url", "people", "photos"}
    keys |= {"attached", "text"} if table.name == "post" else set()
    keys |= {"raw", "text"} if table.name in WAITING else set()
    free = [c.name for c in table.columns if c.name in REGISTER[table.name].blank and isinstance(c.type, Words | Json | LargeBinary)]
    values = {name: ids.value(table, name) for name in free if name not in keys}
    if values:
        await tx._run(everywhere(update(table).values(values)))


def _holds(value: Any) -> bool:
    said = value.decode() if isinstance(value, bytes) else str(value)
    return MARKER.lower() in said.lower()  # /find looks through small letters


async def left(tx: Tx) -> list[str]:
    """Tables and columns that still hold the marker, the author's number or the phone."""
    found = []
    for table in metadata.sorted_tables:
        for row in await tx._all(everywhere(select(table))):
            found += [
                f"{table.name}.{name}"
                for name, value in row._mapping.items()
                if _holds(value) or AUTHOR in str(value) or "915 123" in str(value)
            ]
    return sorted(set(found))


async def test_nothing_is_left_in_any_table_and_the_chain_is_whole(storage: Storage) -> None:
    async with storage.transaction() as tx:
        ids = await fill(tx)
        before = await left(tx)
        assert {
            "note.text",
            "post.text",
            "inbox.raw",
            "answer.text",
            "sought.words",
            "incident_words.words",
            "file_job.body",
            "pushed.raw",
        } <= set(before)
        person = await tx.person.of(await tx.personal_data.reach([PostId(ids.ids["post"])]))
        assert {"post", "note", "answer", "incident", "promise"} <= set(person)
    async with storage.transaction() as tx:
        target = Target(whose=DataOf.AUTHOR, post=PostId(ids.ids["post"]))
        act = await erase(tx, target, ground=Ground.REQUEST, by=None, keep=Keep(), now=START)
        assert (act.posts, act.incidents, act.answers, act.dropped) == (1, 1, 1, 1)
    async with storage.transaction() as tx:
        assert not await left(tx), await left(tx)
        assert (await tx.answers.get(AnswerId(ids.ids["answer"]))).state is AnswerState.CANCELLED
        for id, changes, lines in await tx.chain_heads.logs_after(IncidentId(0)):
            assert first_fault(id, lines, changes=changes) is None


async def test_no_byte_of_the_files_holds_it(sqlite_url: str) -> None:
    storage = await open_storage(sqlite_url, DISTRICT)
    folder = Path(str(make_url(sqlite_url).database)).parent
    try:
        async with storage.transaction() as tx:
            ids = await fill(tx)
        assert any(RAW in file for file in await asyncio.to_thread(_bytes, folder))
        assert any(FOLDED in file for file in await asyncio.to_thread(_bytes, folder))
        async with storage.transaction() as tx:
            await erase(
                tx, Target(whose=DataOf.AUTHOR, post=PostId(ids.ids["post"])), ground=Ground.REQUEST, by=None, keep=Keep(), now=START
            )
        await storage.checkpoint()
        for file in await asyncio.to_thread(_bytes, folder):
            assert RAW not in file
            assert FOLDED not in file
            assert ESCAPED not in file
            assert AUTHOR.encode() not in file
    finally:
        await storage.close()


def _bytes(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.iterdir() if file.is_file()]


async def test_an_answer_in_the_networks_hands_is_waited_for(storage: Storage) -> None:
    async with storage.transaction() as tx:
        ids = await fill(tx)
        await tx._run(everywhere(update(metadata.tables["answer"]).values(state=AnswerState.PUBLISHING)))
    before: list[str] = []
    with pytest.raises(AnswerLeaves):
        async with storage.transaction() as tx:
            before = await left(tx)
            await erase(tx, Target(whose=DataOf.POST, post=PostId(ids.ids["post"])), ground=Ground.REQUEST, by=None, keep=Keep(), now=START)
    async with storage.transaction() as tx:
        assert await left(tx) == before
