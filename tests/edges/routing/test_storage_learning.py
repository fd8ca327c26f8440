"""Corrections and what is learned from them in the storage, on both engines."""

from datetime import timedelta

from bot.reading.base_weights import hash_of_base
from bot.storage.engine.storage import Storage
from incidents.routing.reading_corrections import Correction, CorrectionKind
from tests.kit.event_log import latest
from tests.kit.values.stored import MINUTE, NOW, an_official, stored_post


async def test_corrections_are_told_oldest_first_and_since_a_moment(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post, official = await stored_post(tx), await tx.officials.enrol(an_official())
        made = [
            Correction(post_id=post.id, kind=kind, before="", after=f"code\0{n}", by=official.id if n else None, at=NOW - n * MINUTE)
            for n, kind in enumerate(CorrectionKind)
        ]
        for each in made:
            await tx.corrections.add(each)
        told = await tx.corrections.all()
        assert [each.kind for each in told] == [each.kind for each in reversed(made)]
        assert [each.after for each in told] == ["code3", "code2", "code1", "code0"]
        assert [each.by for each in told] == [official.id] * 3 + [None]
        assert list(await tx.corrections.all(NOW - MINUTE)) == list(told[2:])


async def test_the_latest_correction_of_a_post_and_kind_holds(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post = await stored_post(tx)
        for n, (before, after) in enumerate([("a", "b"), ("b", "c"), ("c", "b")]):
            kind = CorrectionKind.TOPIC
            await tx.corrections.add(Correction(post_id=post.id, kind=kind, before=before, after=after, by=None, at=NOW + n * MINUTE))
        held = latest(await tx.corrections.all())
    assert [each.after for each in held.values()] == ["b"]


async def test_the_last_layer_holds_until_it_is_forgotten(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert (await tx.layers.id_in_use(), await tx.layers.learned_from()) == (None, None)
        await tx.layers.add(lessons=1, report={}, body=b"one", base=hash_of_base(), at=NOW)
        last = await tx.layers.add(lessons=2, report={"topic": {"base": 0.5}}, body=None, base=hash_of_base(), at=NOW + MINUTE)
        assert await tx.layers.id_in_use() == last
        kept = await tx.layers.get(last)
        assert (kept.lessons, kept.report, kept.body, kept.made_at) == (2, {"topic": {"base": 0.5}}, None, NOW + MINUTE)
        assert await tx.layers.drop_all(NOW + 2 * MINUTE) == 2
        assert (await tx.layers.id_in_use(), await tx.layers.learned_from()) == (None, NOW + 2 * MINUTE)
        assert await tx.layers.drop_all(NOW + timedelta(hours=1)) == 0
        assert await tx.layers.learned_from() == NOW + timedelta(hours=1)
