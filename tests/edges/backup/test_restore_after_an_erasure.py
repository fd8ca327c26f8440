"""A copy from before an erasure brings the words back: they are erased again before the base takes its place."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.engine import make_url

from bot.storage.answers.answers import answer
from bot.storage.backup.make import make_copy
from bot.storage.delivery.outbox import outbox
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.people.officials import official
from bot.storage.restore.restore import restore
from handlers.about_the_bot_words import restored
from incidents.answers.values import AnswerState
from incidents.desk.privacy.erase import erase
from incidents.desk.privacy.find_target import Target
from incidents.ids import PostId
from incidents.places.find_text import find_query
from incidents.privacy.values import DataOf, Ground, Keep
from tests.kit.desk_town import DISTRICT, START, DeskTown, desk_town

WORDS, OTHERS = "На Белавинской у дома Жаворонковой вода на дороге", "В Редкино на Правды нет тепла"
BEGUN_ANEW = START + timedelta(days=1)
"""The first day of somebody else with the same number, in a base that was begun anew."""


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as made:
        yield made


def _base(url: str) -> Path:
    return Path(str(make_url(url).database))


async def _copied(town: DeskTown, url: str, folder: Path) -> Path:
    incident = await town.open(WORDS)
    await town.draft(incident.id, "ann")
    async with town.storage.transaction() as tx:
        await tx._run(everywhere(update(answer).values(state=AnswerState.PUBLISHING)))
    await town.open(OTHERS)
    copy = (await asyncio.to_thread(make_copy, url, folder / "copies", district=DISTRICT, now=START)).path
    async with town.storage.transaction() as tx:
        await tx._run(everywhere(update(answer).values(state=AnswerState.PUBLISHED)))
        await erase(tx, Target(whose=DataOf.AUTHOR, post=PostId(1)), ground=Ground.REQUEST, by=None, keep=Keep(), now=START)
    await town.storage.close()
    return copy


async def _restored(url: str, copy: Path) -> Storage:
    await asyncio.to_thread(restore, url, copy, district=DISTRICT, now=START)
    return await open_storage(url, DISTRICT)


async def _told(storage: Storage) -> list[object]:
    async with storage.transaction() as tx:
        rows = await tx._all(everywhere(select(outbox.c.params).where(outbox.c.code == "restored")))
    return [(row.params.get("erased"), row.params.get("is_known")) for row in rows]


async def test_what_was_erased_after_the_copy_is_erased_again(town: DeskTown, sqlite_url: str, tmp_path: Path) -> None:
    copy = await _copied(town, sqlite_url, tmp_path)
    storage = await _restored(sqlite_url, copy)
    try:
        async with storage.transaction() as tx:
            assert [(await tx.posts.get(PostId(id))).post.text for id in (1, 2)] == ["", OTHERS]
            assert [act.ground for act in await tx.erasures.newest(limit=9)] == [Ground.AGAIN]
        assert await _told(storage) == [(1, True)]
        async with storage.transaction() as tx:  # what /find looks through came with the copy, without the erased words
            found = [await tx.search.find(find_query(words), reader=town.who("ann"), limit=9) for words in ("жаворонкова", "тепло")]
            assert [len(each) for each in found] == [0, 1]
    finally:
        await storage.close()
    left = await asyncio.to_thread(_base(sqlite_url).read_bytes)
    assert not any(each.encode() in left for each in ("Жаворонковой", "жаворонковой", "воронковой"))


async def test_an_official_who_was_erased_after_the_copy_is_erased_again(town: DeskTown, sqlite_url: str, tmp_path: Path) -> None:
    async with town.storage.transaction() as tx:
        known = [town.who("ann"), town.who("peter")]
        for each in known:
            await tx.officials.save(replace(each, active=False, left_at=START, enrolled_at=START, name="Жаворонкова Анна"))
    copy = (await asyncio.to_thread(make_copy, sqlite_url, tmp_path / "copies", district=DISTRICT, now=START)).path
    async with town.storage.transaction() as tx:
        target = Target(whose=DataOf.OFFICIAL, official=known[0].id)
        await erase(tx, target, ground=Ground.REQUEST, by=None, keep=Keep(), now=START)
        this = (official.c.district_id == DISTRICT, official.c.id == known[1].id)  # somebody else, of a base begun anew
        await tx._run(update(official).where(*this).values(user_id=-(10**16), enrolled_at=START + timedelta(1)))
    await town.storage.close()
    storage = await _restored(sqlite_url, copy)
    try:
        async with storage.transaction() as tx:
            first, second = [await tx.officials.get(each.id) for each in known]
            assert [act.ground for act in await tx.erasures.newest(limit=9)] == [Ground.AGAIN]
        assert (first.name, first.user_id < 0) == ("", True)
        assert (second.name, second.user_id) == ("Жаворонкова Анна", known[1].user_id)
    finally:
        await storage.close()


async def test_where_the_former_base_is_gone_it_is_said_that_nobody_knows(town: DeskTown, sqlite_url: str, tmp_path: Path) -> None:
    copy = await _copied(town, sqlite_url, tmp_path)
    await asyncio.to_thread(_base(sqlite_url).unlink)
    storage = await _restored(sqlite_url, copy)
    try:
        assert await _told(storage) == [(0, False)]
    finally:
        await storage.close()


def test_the_coordinator_reads_what_came_back() -> None:
    said = {n: restored(taken_at=START, erased=n, tz=UTC, now=START).html for n in (0, 3, None)}
    assert "стёрто снова: постов 3" in said[3]
    assert "повторите /erase" in said[None]
    assert "стёр" not in said[0]
