"""Fingerprints of other weights are made anew: in batches, once, what is erased stays without."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select
from typing_extensions import override

from bot.leases import Leases
from bot.reading import old_fingerprints
from bot.reading.base_weights import FILE
from bot.reading.old_fingerprints import OldFingerprints
from bot.reading.post_reader import PostReader, ReaderDown, ReaderNotStarted
from bot.storage.engine.own_district import everywhere
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.intake.readings import reading
from incidents.ids import PostId
from incidents.incident import Status
from incidents.posts import StoredPost
from incidents.reading import Reading
from incidents.sameness.fingerprint import LONGEST, Fingerprint
from nlp.topics.common_words import mark_of
from tests.kit.desk_town import StillClock
from tests.kit.values.stored import DISTRICT, NOW, a_reading, stored_incident, stored_post, stored_voice

OLD = Fingerprint(topics={1: 0.9}, objects={10: 1.0}, troubles={}, names={}, numbers=frozenset(), signs={}, length=4).written()
NEW = OLD + mark_of(FILE)


class Again(PostReader):
    """Reads everything as something else with a print of today; `trouble`: what happens over a post instead, once each."""

    def __init__(self, trouble: dict[PostId, BaseException] | None = None) -> None:
        self.read_: list[PostId] = []
        self.trouble = trouble or {}

    @override
    async def read(self, post: StoredPost, *, answer: str | None = None, fast: bool = False) -> Reading:
        if (error := self.trouble.pop(post.id, None)) is not None:
            raise error
        await asyncio.sleep(0)
        self.read_.append(post.id)
        return a_reading(group="roads", fingerprint=NEW)

    @override
    def teach(self, layer: bytes | None) -> None: ...

    @override
    async def warm(self) -> None: ...

    @override
    def sign(self) -> str | bool:
        return True

    @override
    async def close(self) -> None: ...


@pytest.fixture(autouse=True)
def _no_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_fingerprints, "REST", 0.0)
    monkeypatch.setattr(old_fingerprints, "A_LINE", 20)


async def said(storage: Storage, number: int, print_: str | None = OLD, **of_incident: object) -> PostId:
    """A voice of an incident of its own."""
    async with storage.transaction() as tx:
        post = await stored_post(tx, number)
        await stored_voice(tx, await stored_incident(tx, **of_incident), post)
        await tx.readings.save(post, a_reading(fingerprint=print_), at=NOW)
        return post.id


async def prints(storage: Storage) -> dict[PostId, str | None]:
    async with storage.transaction() as tx:
        rows = await tx._all(everywhere(select(reading.c.post_id)))
        return {id: each.fingerprint for id, each in (await tx.readings.of_each([PostId(row.post_id) for row in rows])).items()}


def renewal(storage: Storage, reader: PostReader) -> OldFingerprints:
    return OldFingerprints(storage, StillClock(NOW), reader, Leases(storage))


def test_a_marked_fingerprint_is_the_same_and_no_longer_than_it_may_be() -> None:
    assert Fingerprint.read(NEW) == Fingerprint.read(OLD) != None  # noqa: E711 - both
    assert len(NEW) - len(OLD) == 8
    assert len(NEW) <= LONGEST


async def test_what_cards_are_compared_by_is_made_anew_and_nothing_else(storage: Storage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger=old_fingerprints.__name__)
    await renewal(storage, Again()).make_anew()
    assert not caplog.messages, "nothing is to do"
    old = [await said(storage, n) for n in range(1, 44)]
    old += [await said(storage, 44, None), await said(storage, 45, status=Status.CLOSED), await said(storage, 46, status=Status.ANSWERED)]
    new = await said(storage, 47, NEW)
    over = [await said(storage, 48, status=Status.REJECTED)]
    erased = await said(storage, 49)
    async with storage.transaction() as tx:
        await tx.personal_data.erase(await tx.personal_data.reach([erased]), at=NOW, old=True)
        before = await tx.lookalikes.bodies(old)
    reader = Again()
    await renewal(storage, reader).make_anew()
    assert reader.read_ == old[::-1]
    assert await prints(storage) == {**dict.fromkeys([*old, new], NEW), **dict.fromkeys(over, OLD), erased: None}
    async with storage.transaction() as tx:
        assert await tx.lookalikes.bodies(old) == {id: {**body, "fingerprint": NEW} for id, body in before.items()}
        assert len(await tx.lookalikes.of_other_weights("ffffffff", closed_since=NOW + timedelta(seconds=1))) == len(
            old
        )  # without the closed
    assert [each.removeprefix("Отпечатки открытых обращений") for each in caplog.messages] == [
        ": 20 из 46",
        ": 40 из 46",
        " сделаны заново: 46 из 46",
    ]
    await renewal(storage, reader).make_anew()
    assert len(reader.read_) == len(old)


async def test_a_stop_in_the_middle_is_gone_on_from(storage: Storage) -> None:
    old = [await said(storage, n) for n in range(1, 26)]
    killed = Again({old[7]: asyncio.CancelledError()})
    with pytest.raises(asyncio.CancelledError):
        await renewal(storage, killed).make_anew()
    made = [id for id, each in (await prints(storage)).items() if each == NEW]
    assert made == sorted(killed.read_) == old[8:]
    reader = Again()
    await renewal(storage, reader).make_anew()
    assert reader.read_ == old[7::-1]
    assert set((await prints(storage)).values()) == {NEW}


async def test_who_is_erased_while_they_are_read_stays_erased(storage: Storage) -> None:
    id = await said(storage, 1)

    class Erases(Again):
        async def read(self, post: StoredPost, *, answer: str | None = None, fast: bool = False) -> Reading:
            async with storage.transaction() as tx:
                await tx.personal_data.erase(await tx.personal_data.reach([post.id]), at=NOW, old=True)
            return await super().read(post)

    await renewal(storage, Erases()).make_anew()
    assert await prints(storage) == {id: None}


async def test_a_reader_that_does_not_start_is_waited_for_and_a_post_that_it_dies_over_is_left(storage: Storage) -> None:
    old = [await said(storage, n) for n in range(1, 4)]
    await renewal(storage, Again({old[2]: ReaderNotStarted("no memory"), old[1]: ReaderDown("died")})).make_anew()
    assert await prints(storage) == {old[0]: NEW, old[1]: OLD, old[2]: NEW}


async def test_two_processes_read_each_once(postgres_storage: Storage, postgres_url: str) -> None:
    old = [await said(postgres_storage, n) for n in range(1, 26)]
    other, reader = await open_storage(postgres_url, DISTRICT), Again()
    both = []
    for storage in (postgres_storage, other):
        leases = Leases(storage)
        both += [leases.run(), OldFingerprints(storage, StillClock(NOW), reader, leases).run()]
    tasks = [asyncio.ensure_future(each) for each in both]
    async with asyncio.timeout(60):
        while set((await prints(postgres_storage)).values()) != {NEW}:  # noqa: ASYNC110 - as other processes it is seen in the base alone
            await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    await other.close()
    assert sorted(reader.read_) == old
