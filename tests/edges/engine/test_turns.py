"""Whose turn it is: one author buries nobody's danger, one stranger holds up no official."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import event

from bot.storage.engine.own_district import EVERYWHERE
from bot.storage.engine.storage import Storage, open_storage
from bot.storage.engine.transaction import Tx
from bot.storage.intake.door import Intake
from incidents.official import Official, Role
from incidents.posts import Post
from tests.kit.desk_town import an_official
from tests.kit.values.stored import DISTRICT, MINUTE, NOW, a_post, stored_source

CALM, DANGER = "Поставьте лавочку у клуба, сидеть негде", "У подъезда провод искрит, там дети"
HOUR = 60 * MINUTE


def flood(count: int, author: str = "77", first: int = 1, text: str = CALM) -> list[Post]:
    """Posts of one author, a minute apart."""
    return [a_post(number, text, author_id=author) for number in range(first, first + count)]


async def bring(tx: Tx, *posts: Post) -> list[Intake]:
    source = await stored_source(tx)
    return [await tx.door.receive(source, post, at=NOW, history=False) for post in posts]


async def queue(tx: Tx, limit: int = 100) -> list[str]:
    return [post.post.external_id.removeprefix("wall-1_") for post in await tx.unread.next(limit)]


async def test_a_danger_behind_a_flood_is_read_first(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await bring(tx, *flood(30), a_post(31, DANGER, author_id="5"))
        assert (await queue(tx))[0] == "31"
        assert len(await queue(tx)) == 31  # nothing is dropped


async def test_one_author_buries_nobody(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await bring(tx, *flood(30), a_post(31, author_id="5", text=CALM), a_post(32, author_id="6", text=CALM))
        assert await queue(tx, 4) == ["1", "31", "32", "2"]


async def test_a_flood_of_dangers_does_not_hide_anothers_danger(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await bring(tx, *flood(30, text=DANGER), a_post(31, DANGER, author_id="5"), a_post(32, CALM, author_id="6"))
        assert await queue(tx, 3) == ["1", "31", "2"]


async def test_a_new_day_begins_anew_and_nobody_knows_who_hides(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await bring(tx, *flood(5))
        await bring(tx, *flood(3, author="", first=10), a_post(20, CALM, published_at=NOW + 25 * HOUR))
        assert await queue(tx) == ["1", "10", "11", "12", "20", "2", "3", "4", "5"]


async def test_what_comes_late_stands_before_what_its_author_wrote_later(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first, second, third = flood(3)
        await bring(tx, third, first, second, a_post(9, CALM, author_id="5"))
        assert await queue(tx) == ["1", "9", "2", "3"]


async def test_a_comment_is_read_after_its_post_whoever_wrote_it(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await bring(tx, *flood(3), a_post(9, "И у нас тоже", author_id="5", parent_external_id="wall-1_3"))
        assert await queue(tx) == ["1", "2", "3", "9"]
        await bring(tx, a_post(10, DANGER, author_id="6", parent_external_id="wall-1_3"))
        assert (await queue(tx))[0] == "10"


async def test_a_post_that_becomes_a_danger_moves_to_the_front(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await bring(tx, *flood(10), a_post(10, DANGER))
        assert (await queue(tx))[0] == "10"


async def test_from_the_twentieth_harmless_post_of_a_day_its_author_is_told_of(storage: Storage) -> None:
    async with storage.transaction() as tx:
        said = await bring(tx, *flood(19), *flood(3, first=20, text=DANGER), *flood(30, first=23))
        assert [n for n, each in enumerate(said, 1) if each == "many"] == list(range(23, 53))
        assert (await bring(tx, *flood(25, author="", first=100))) == [Intake.NEW] * 25


async def test_a_text_longer_than_any_networks_is_cut_at_the_door_and_seen_again_is_the_same(storage: Storage) -> None:
    words = "яма " * 10_000
    async with storage.transaction() as tx:
        assert await bring(tx, a_post(1, words), a_post(1, words)) == [Intake.NEW, Intake.SAME]
        (post,) = await tx.unread.next(1)
    assert len(post.post.text) == 16_384
    assert post.post.words == words[:8_000]


async def test_a_turn_is_found_by_an_index_and_nothing_is_sorted(sqlite_url: str) -> None:
    seen: list[str] = []
    storage = await open_storage(sqlite_url, DISTRICT)
    async with storage.transaction() as tx:
        event.listen(tx._connection.sync_connection, "before_cursor_execute", lambda _c, _cu, words, values, *_: seen.append(words))
        await tx.unread.next(20)
        await tx.inbox.next(now=NOW)
        for words in tuple(seen):
            asked = f"EXPLAIN QUERY PLAN {words}", (None,) * words.count("?")
            plan = await tx._connection.exec_driver_sql(*asked, execution_options={EVERYWHERE: True})
            assert not [row.detail for row in plan.all() if "TEMP B-TREE" in row.detail], words
    await storage.close()


def update(number: int, user: int) -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": number, "chat": {"id": user}, "from": {"id": user}, "text": "да"}}


async def enrolled(tx: Tx, user: int, **more: Any) -> Official:  # Any: fields
    return await tx.officials.enrol(an_official(user, Role.EXECUTOR, None, **more))


async def test_an_officials_press_waits_behind_no_stranger(storage: Storage) -> None:
    async with storage.transaction() as tx:
        official = await enrolled(tx, 5)
        former = await enrolled(tx, 6, active=False)
        updates = [update(n, user=900) for n in range(1, 200)]
        updates += [update(200, former.user_id), update(201, official.user_id), update(202, official.user_id)]
        await tx.inbox.add(42, updates, at=NOW)
    assert await handled(storage, 4) == [201, 202, 1, 2]


async def test_who_sent_it_may_be_anything(storage: Storage) -> None:
    odd = [
        {"update_id": 1, "message": {"from": {"id": 2**70}}},
        {"update_id": 2, "poll": {"id": "1"}},
        {"update_id": 3, "message": {"from": 7}},
    ]
    async with storage.transaction() as tx:
        assert await tx.inbox.add(42, odd, at=NOW) == 3
    assert await handled(storage, 3) == [1, 2, 3]


async def handled(storage: Storage, count: int) -> Sequence[int]:
    numbers = []
    for _ in range(count):
        async with storage.transaction() as tx:
            row = await tx.inbox.next(now=NOW)
            assert row is not None
            await tx.inbox.done(row)
            numbers.append(row.update_id)
    return numbers
