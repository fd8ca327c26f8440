"""What /find looks through: erased to the last byte, brought along by copies and migrations, whole whatever is written."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, select, text
from sqlalchemy.engine import make_url

from bot.storage.acts import find as find_module
from bot.storage.acts.incident_words import incident_words
from bot.storage.acts.incidents import incident, values_of
from bot.storage.acts.voice_table import voice
from bot.storage.copy.copy_base import copy_base
from bot.storage.engine import word_index
from bot.storage.engine.engine import make_engine, parse
from bot.storage.engine.migrate import migrate, upgrade
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from bot.storage.intake.posts import post
from bot.storage.sources.sources import source
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.ids import DistrictId
from incidents.official import Official, Role
from incidents.places.find_text import LONGEST_WORD, MOST_KEPT, find_query, folded, new_words
from incidents.posts import KEPT, Network, StoredPost
from incidents.privacy.values import DataOf, Ground, Keep
from tests.conftest import fresh_postgres
from tests.kit.values.stored import DISTRICT, NOW, a_post, an_incident, an_official, stored_incident, stored_source, stored_voice

FORMER = "2026_12_01_looks_at"
SURNAME = "Щукмарёвская"
TAIL = b"\xd1\x83\xd0\xba\xd0\xbc\xd0\xb0\xd1\x80\xd0\xb5\xd0\xb2"  # «укмарев»: what a neighbour's first letters do not hide


async def told(tx: Tx, number: int, words: str) -> StoredPost:
    """A post with an incident of its own."""
    src = await stored_source(tx)
    await tx.door.receive(src, a_post(number, words, author_id=str(number)), at=NOW, history=False)
    one = await tx.posts.find(Network.VK, f"wall-1_{number}")
    assert one is not None
    await stored_voice(tx, await stored_incident(tx), one)
    return one


async def coordinator(tx: Tx) -> Official:
    return await tx.officials.enrol(an_official(role=Role.COORDINATOR, department_id=None))


async def found(storage: Storage, words: str, reader: Official) -> list[int]:
    async with storage.transaction() as tx:
        return [each.id for each in await tx.search.find(find_query(words), reader=reader, limit=9)]


@pytest.mark.parametrize("crowd", [0, 300])
async def test_no_byte_of_the_file_holds_an_erased_word(sqlite_url: str, crowd: int) -> None:
    storage = await open_storage(sqlite_url, DISTRICT)
    base = Path(str(make_url(sqlite_url).database))
    try:
        async with storage.transaction() as tx:
            reader = await coordinator(tx)
            for number in range(crowd):
                await told(tx, number + 10, f"щука{number} щуплый{number} дорога яма{number % 7}")
        async with storage.transaction() as tx:
            one = await told(tx, 1, f"Пишет {SURNAME}, на дороге яма")
        async with storage.transaction() as tx:
            await told(tx, 2, "шлагбаум на дороге")  # another piece of the index after it
        assert await found(storage, SURNAME, reader) == [crowd + 1]
        await storage.checkpoint()
        assert TAIL in await asyncio.to_thread(base.read_bytes)
        async with storage.transaction() as tx:
            await erase(tx, Target(whose=DataOf.POST, post=one.id), ground=Ground.REQUEST, by=None, keep=Keep(), now=NOW)
        await storage.checkpoint()
        for file in base.parent.iterdir():
            assert TAIL not in await asyncio.to_thread(file.read_bytes), file.name
        assert await found(storage, SURNAME, reader) == []
        assert await found(storage, "шлагбаум", reader) == [crowd + 2]
    finally:
        await storage.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with nothing in it, on each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'older.db'}"
    return fresh_postgres(request.getfixturevalue("postgres_server"), "otklik_older")


async def test_what_was_there_before_is_found_after_the_migration(empty_url: str) -> None:
    engine = make_engine(parse(empty_url))
    async with engine.begin() as connection:
        await connection.run_sync(upgrade, FORMER)
        then = await connection.run_sync(lambda now: {each["name"] for each in inspect(now).get_columns("incident")})
        wall = {"district_id": DISTRICT, "network": "vk", "external_id": "-1", "title": "Стена", "added_at": NOW}
        wall = {name: value for name, value in wall.items() if name in source.c}
        source_id = (await connection.execute(insert(source).values(wall).returning(source.c.id))).scalar_one()
        for number, words in ((1, f"Яма у школы {'ы' * KEPT}"), (2, "Фонарь")):
            own = {"district_id": DISTRICT, "number": number, "version": 1, "last_voice_at": NOW}
            known = {name: value for name, value in values_of(an_incident()).items() if name in then}
            await connection.execute(insert(incident).values({**known, **own}))
            await connection.execute(insert(post).values(_post_row(number, source_id, words)))
            heard = {"district_id": DISTRICT, "post_id": number, "incident_id": number, "joined_at": NOW, "because": ""}
            await connection.execute(insert(voice).values(heard))
    await engine.dispose()
    await asyncio.to_thread(migrate, empty_url)
    storage = await open_storage(empty_url, DISTRICT)
    try:
        async with storage.transaction() as tx:
            reader = await coordinator(tx)
        assert await found(storage, "ямы школе", reader) == [1]
        assert await found(storage, "лесная 5", reader) == [2, 1]
    finally:
        await storage.close()


def _post_row(id: int, source_id: int, words: str) -> dict[str, object]:
    own = {"district_id": DISTRICT, "source_id": source_id, "network": "vk", "external_id": f"wall-1_{id}", "url": "", "text": words}
    flags = {"photos": [], "likes": 0, "comments": 0, "by_owner": False, "is_history": False, "revision": 1, "tries": 0}
    return {**own, **flags, "folded": folded(words), "author_id": "1", "published_at": NOW, "detected_at": NOW}


async def test_a_copy_to_the_other_engine_and_back_finds_the_same(sqlite_url: str, postgres_server: str, tmp_path: Path) -> None:
    urls = [fresh_postgres(postgres_server, "otklik_words"), f"sqlite+aiosqlite:///{tmp_path / 'back.db'}"]
    storage = await open_storage(sqlite_url, DISTRICT)
    async with storage.transaction() as tx:
        reader, _, second = await coordinator(tx), await told(tx, 1, "Яма на дороге"), await told(tx, 2, "Дорогу размыло, 14")
    await storage.close()
    former = sqlite_url
    for url in urls:
        await asyncio.to_thread(copy_base, former, url)
        storage = await open_storage(url, DISTRICT)
        try:
            assert await found(storage, "дорога", reader) == [2, 1]
            assert await found(storage, "дорога 14", reader) == [2]
            assert await found(storage, "размыло", reader) == [second.id]
        finally:
            await storage.close()
        former = url


async def test_a_library_without_fts5_reads_the_table_and_one_that_has_it_builds_the_index_again(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = None
    for number, knows in enumerate((True, False, True), start=1):
        monkeypatch.setattr(word_index, "can_index", lambda knows=knows: knows)
        monkeypatch.setattr(find_module, "can_index", lambda knows=knows: knows)
        storage = await open_storage(sqlite_url, DISTRICT)
        try:
            async with storage.transaction() as tx:
                reader = reader or await coordinator(tx)
                await told(tx, number, f"Яма {number}")
                counted = text("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'inc%'")
                triggers = (await tx._connection.execute(everywhere(counted))).scalar()
            assert bool(triggers) is knows
            assert await found(storage, "ямы", reader) == list(range(number, 0, -1))
        finally:
            await storage.close()


@pytest.mark.parametrize(
    "words",
    [
        "ы" * KEPT,
        "1" * KEPT,
        " ".join(f"слово{n}" for n in range(2_000)),
        "'\\ & | ! :* () <->",
        "\0\ud83d 🎄 %_",
        "AND OR NOT NEAR(яма, 2)",
    ],
    ids=["a long word", "a long number", "many words", "signs of tsquery", "no words", "words of fts5"],
)
async def test_whatever_a_resident_writes_is_kept_and_found(storage: Storage, words: str) -> None:
    async with storage.transaction() as tx:
        reader = await coordinator(tx)
        await told(tx, 1, f"Яма. {words}")
    assert len(await found(storage, "ямы", reader)) == 1
    assert len(await found(storage, f"яма {words[:200]}", reader)) == 1


def test_what_is_kept_of_an_incident_has_an_end() -> None:
    words = new_words([" ".join(f"слово{n}" for n in range(100_000))])
    assert sum(len(word) + 1 for word in words) <= MOST_KEPT
    assert new_words(["ы" * LONGEST_WORD], known=words) == []
    assert new_words(["яма яма ы" + "ы" * 999], known=["яма"]) == ["ы" * LONGEST_WORD]


async def test_another_district_of_the_same_base_is_not_looked_through(database_url: str) -> None:
    others = await open_storage(database_url, DistrictId("primer"))
    ours = await open_storage(database_url, DISTRICT)
    try:
        async with ours.transaction() as tx:
            reader = await coordinator(tx)
            await told(tx, 1, "Яма наша")
        async with others.transaction() as tx:
            wall = await tx.sources.add(Network.VK, "-2", "Другая стена", None)
            await tx.door.receive(wall, a_post(2, "Яма чужая"), at=NOW, history=False)
            stored = await tx.posts.find(Network.VK, "wall-1_2")
            assert stored is not None
            await stored_voice(tx, await stored_incident(tx), stored)
        async with ours.transaction() as tx:
            rows: Sequence[int] = [row.id for row in await tx._all(everywhere(select(incident_words.c.id).order_by(incident_words.c.id)))]
        assert len(rows) == 2
        assert await found(ours, "яма", reader) == [rows[0]]
        assert await found(ours, "чужая", reader) == []
    finally:
        await others.close()
        await ours.close()
