"""Talk of a chat and whom to call back stand in no copy, and after their terms in no file: every byte is searched for a marker."""

import asyncio
import gzip
import os
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.storage.backup.make import make_copy
from bot.storage.engine.errors import StorageError
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import open_storage
from bot.storage.restore.restore import restore
from bot.storage.tables.incoming_files import file_job, file_job_of
from bot.telegram.incoming.door import take_in
from bot.ticks.privacy import blank_talk, keep_no_longer
from incidents.ids import PostId
from incidents.intake.dropped_posts import DropVerdict
from incidents.posts import Network
from incidents.reading import Kind
from tests.conftest import fresh_postgres
from tests.kit.chat_updates import BOT, message, update
from tests.kit.desk_town import DISTRICT, START, DeskTown, desk_town
from tests.kit.phones import phones
from tests.kit.sent_files import jobs, read, xlsx
from tests.kit.source_chats import becomes_source
from tests.kit.values.samples import place, reading

MARKER, APPEAL = "Жаворонкова", "На Белавинской вода на дороге, пишет Куропаткина"


@pytest.fixture
async def town(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[DeskTown]:
    async with desk_town(database_url) as made:
        yield made


def holding(folder: Path, words: str) -> list[str]:
    """Files of the folder, packed ones unpacked, that hold the words in any case or as JSON."""
    marks = [form.encode() for form in (words, words.lower())] + [words.encode("ascii", "backslashreplace")]
    read = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    whole = {each: gzip.decompress(text) if text.startswith(b"\x1f\x8b") else text for each, text in read.items()}
    return sorted(each.name for each, text in whole.items() if any(mark in text for mark in marks))


async def says(town: DeskTown, text: str, number: int, *, is_read: bool = True, **read: object) -> PostId:
    fields = {"network": Network.TELEGRAM, "external_id": f"c/1234/{number}", "url": f"https://t.me/c/1234/{number}", "author_id": "9702"}
    written = await town.write(text, **fields)
    if is_read:
        talk = {"is_appeal": False, "kind": Kind.CHAT, "places": (), "main": place("Конаково"), "danger_words": MARKER}
        await town.take(written, reading(**{**talk, **read}))
    return written.id


@pytest.mark.usefixtures("tools")
async def test_a_copy_holds_no_talk_and_is_a_whole_base(
    town: DeskTown, database_url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    chat = await becomes_source(town.storage)
    async with town.storage.transaction() as tx:
        town.source = next(each for each in await tx.sources.all() if each.id == chat.source_id)
    judged = await says(town, f"Девочки, у {MARKER} онкология", 1)
    appeal = await says(town, APPEAL, 2, is_appeal=True, danger_words=None)
    await says(town, f"{MARKER}, вы дома?", 3, is_read=False)
    async with town.storage.transaction() as tx:
        await tx.dropped_posts.judge(judged, DropVerdict.RIGHTLY, by=town.who("coordinator").id, at=town.clock.now())
        waits = message(4, f"{MARKER}, откройте") | {"date": int(town.clock.now().timestamp())}
        await take_in(tx, BOT, [update(1, waits)], at=town.clock.now(), username="otklik_bot")
    folder = tmp_path / "copies"
    made = await asyncio.to_thread(make_copy, database_url, folder, district=DISTRICT, now=town.clock.now())
    assert holding(folder, MARKER) == []
    assert holding(folder, "Куропаткина") == [made.path.name]  # the searching finds what is there
    assert sorted(each.name for each in folder.iterdir()) == [made.path.name, f"{made.path.name}.json"]
    async with town.storage.transaction() as tx:
        assert MARKER in (await tx.posts.get(judged)).post.text  # «Не взяли» still shows it
    if make_url(database_url).get_backend_name() == "sqlite":
        place_of = f"sqlite+aiosqlite:///{tmp_path / 'restored.db'}"
    else:
        place_of = await asyncio.to_thread(fresh_postgres, request.getfixturevalue("postgres_server"), "otklik_no_talk")
    await asyncio.to_thread(restore, place_of, made.path, district=DISTRICT, now=town.clock.now())
    storage = await open_storage(place_of, DISTRICT)
    async with storage.transaction() as tx:
        assert list(await tx.posts.these([judged, appeal])) == [appeal]
        assert await tx.voices.incident_of(appeal) is not None
    await storage.close()


@pytest.mark.usefixtures("tools")
async def test_a_copy_holds_nobody_to_call_back_and_is_a_whole_base(
    database_url: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    folder, called = tmp_path / "copies", f"{MARKER}, 8 900 000-00-17"
    async with phones(database_url) as town:
        await town.type("coordinator", f"/new {APPEAL}")
        await town.type("coordinator", called)
        header, row = ("Дата", "Суть обращения", "Телефон"), ("24.11.2026 8:30", "Не работает фонарь у подъезда, просит", called)
        await read(town, "приём.xlsx", xlsx([header, row]))
        async with town.town.storage.transaction() as tx:
            (post,) = [each for each in await tx.unread.next(10) if each.post.text == APPEAL]
            contact = await tx.drafts.caller_of(post.id)
        assert contact is not None
        assert contact.words == called
        assert [dict(job.contacts) for job in await jobs(town)] != [{}]
        made = await asyncio.to_thread(make_copy, database_url, folder, district=DISTRICT, now=town.town.clock.now())
        assert holding(folder, MARKER) == []
        assert holding(folder, "Куропаткина") == [made.path.name]
    if make_url(database_url).get_backend_name() == "sqlite":
        place_of = f"sqlite+aiosqlite:///{tmp_path / 'restored.db'}"
    else:
        place_of = await asyncio.to_thread(fresh_postgres, request.getfixturevalue("postgres_server"), "otklik_no_contact")
    await asyncio.to_thread(restore, place_of, made.path, district=DISTRICT, now=START)
    storage = await open_storage(place_of, DISTRICT)
    async with storage.transaction() as tx:
        assert (await tx.posts.get(post.id)).post.text == APPEAL
        assert await tx.drafts.caller_of(post.id) is None
        assert [file_job_of(row).contacts for row in await tx._all(everywhere(select(file_job)))] == [{}]
    await storage.close()


async def test_after_its_term_nobody_to_call_back_stands_in_any_file(sqlite_url: str, tmp_path: Path) -> None:
    async with phones(sqlite_url) as town:
        await town.type("coordinator", f"/new {APPEAL}")
        await town.type("coordinator", f"{MARKER}, 8 900 000-00-17")
        assert holding(tmp_path, MARKER)
        town.town.clock.move(days=31)
        await keep_no_longer(town.town.around())
        await town.town.storage.checkpoint()
        assert holding(tmp_path, MARKER) == []


async def test_after_its_term_no_file_holds_it(sqlite_url: str, tmp_path: Path) -> None:
    async with desk_town(sqlite_url) as town:
        chat = await becomes_source(town.storage)
        async with town.storage.transaction() as tx:
            town.source = next(each for each in await tx.sources.all() if each.id == chat.source_id)
        await says(town, f"Девочки, у {MARKER} онкология", 1)
        assert holding(tmp_path, MARKER)
        town.clock.move(days=4)
        await blank_talk(town.around())
        await asyncio.to_thread(make_copy, sqlite_url, tmp_path / "copies", district=DISTRICT, now=town.clock.now())
        assert holding(tmp_path, MARKER) == []


@pytest.mark.usefixtures("tools")
async def test_a_dump_of_an_older_version_is_restored(postgres_url: str, postgres_server: str, tmp_path: Path) -> None:
    """It is in pg_dump's own format."""
    async with desk_town(postgres_url) as town:
        await town.open(APPEAL)
        url, copy = make_url(postgres_url), tmp_path / "otklik-konakovo-2026-11-24-031000.pgdump"
        where = [f"--host={url.host or url.query.get('host')}", f"--username={url.username}", *([f"--port={url.port}"] if url.port else [])]
        command = ["pg_dump", *where, "--format=custom", "--no-owner", f"--file={copy}", str(url.database)]
        await asyncio.to_thread(subprocess.run, command, check=True, env={**os.environ, "PGPASSWORD": str(url.password or "")})
        empty = await asyncio.to_thread(fresh_postgres, postgres_server, "otklik_old_dump")
        await asyncio.to_thread(restore, empty, copy, district=DISTRICT, now=town.clock.now())
    storage = await open_storage(empty, DISTRICT)
    async with storage.transaction() as tx:
        assert len(await tx.incidents.unfinished()) == 1
    await storage.close()


async def test_a_copy_before_an_upgrade_is_made_as_it_was(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new program may be there before `otklik migrate`: it does not know the tables of that base."""

    def older(_connection: object) -> None:
        raise StorageError("older")

    monkeypatch.setattr("bot.storage.backup.without_talk.check_head", older)
    made = await asyncio.to_thread(make_copy, sqlite_url, tmp_path / "copies", district=DISTRICT, now=START)
    assert [each.name for each in made.path.parent.glob("*.db*") if each.suffix != ".json"] == [made.path.name]
