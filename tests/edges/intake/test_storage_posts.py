"""Posts in the storage: an idempotent door, revisions, history, deletions and the queue of the unread."""

import asyncio
from dataclasses import replace

import pytest

from bot.storage.engine.storage import Storage
from bot.storage.intake.door import Intake
from bot.storage.intake.unread import READ_TRIES
from incidents.errors import NotFound
from incidents.ids import PostId
from incidents.posts import Attachment, AttachmentKind, Network
from tests.kit.values.stored import MINUTE, NOW, a_post, a_reading, stored_post, stored_source


async def test_a_post_seen_twice_is_one_post(storage: Storage) -> None:
    async with storage.transaction() as tx:
        source = await stored_source(tx)
        assert await tx.door.receive(source, a_post(), at=NOW, history=False) is Intake.NEW
        assert await tx.door.receive(source, a_post(), at=NOW + MINUTE, history=False) is Intake.SAME
        assert len(await tx.unread.next(10)) == 1


async def test_two_sweeps_at_once_keep_one_post(storage: Storage) -> None:
    async with storage.transaction() as tx:
        source = await stored_source(tx)

    async def sweep() -> Intake:
        async with storage.transaction() as tx:
            return await tx.door.receive(source, a_post(), at=NOW, history=False)

    assert sorted(await asyncio.gather(sweep(), sweep())) == [Intake.NEW, Intake.SAME]


async def test_a_post_comes_back_as_it_was_seen(storage: Storage) -> None:
    attached = (Attachment(kind=AttachmentKind.VIDEO, words="Яма на Лесной"), Attachment(kind=AttachmentKind.POLL))
    photos = ("https://p/1.jpg", "https://p/2.jpg")
    seen = a_post(photos=photos, attached=attached, likes=3, comments=2, reply_to_external_id="wall-1_1_r4")
    async with storage.transaction() as tx:
        source = await stored_source(tx)
        await tx.door.receive(source, seen, at=NOW, history=False)
        (post,) = await tx.unread.next(10)
        assert await tx.posts.get(post.id) == post
    assert post.post == seen
    assert (post.source_title, post.settlement_id, post.revision, post.detected_at) == ("Подслушано Конаково", "konakovo", 1, NOW)


async def test_an_unknown_post_is_not_found(storage: Storage) -> None:
    async with storage.transaction() as tx:
        with pytest.raises(NotFound):
            await tx.posts.get(PostId(404))


async def test_a_changed_text_is_a_new_revision_and_is_read_again(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first = await stored_post(tx)
        await tx.readings.save(first, a_reading(), at=NOW)
        assert await tx.unread.next(10) == []
        assert await tx.door.receive(await stored_source(tx), a_post(text="Починили, спасибо"), at=NOW, history=False) is Intake.CHANGED
        (again,) = await tx.unread.next(10)
    assert (again.id, again.revision, again.post.text) == (first.id, 2, "Починили, спасибо")


async def test_new_likes_and_photos_are_no_revision(storage: Storage) -> None:
    async with storage.transaction() as tx:
        await stored_post(tx)
        liked = a_post(likes=9, photos=("https://p/1.jpg",))
        assert await tx.door.receive(await stored_source(tx), liked, at=NOW, history=False) is Intake.SAME
        (post,) = await tx.unread.next(10)
    assert (post.post, post.revision) == (liked, 1)


async def test_a_reading_of_an_old_text_leaves_the_new_one_unread(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first = await stored_post(tx)
        await tx.door.receive(await stored_source(tx), a_post(text="Уже две трубы"), at=NOW, history=False)
        assert not await tx.unknown_posts.still_wait([first])
        await tx.readings.save(first, a_reading(), at=NOW)
        (waiting,) = await tx.unread.next(10)
        assert waiting.revision == 2
        assert await tx.unknown_posts.still_wait([waiting])


async def test_a_reading_comes_back_whole_and_the_latest_revision_wins(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first = await stored_post(tx)
        assert await tx.readings.of(first.id) is None
        await tx.readings.save(first, a_reading(), at=NOW)
        assert await tx.readings.of(first.id) == a_reading()
        later = a_reading(danger=False, danger_grade=None, places=(), topic="housing_heat")
        await tx.readings.save(replace(first, revision=2), later, at=NOW)
        assert await tx.readings.of(first.id) == later


async def test_a_post_keeps_whom_its_reading_names_until_its_text_changes(storage: Storage) -> None:
    async with storage.transaction() as tx:
        first = await stored_post(tx)
        assert first.people == ()
        await tx.readings.save(first, a_reading(persons=((0, 3), (4, 7))), at=NOW)
        kept = await tx.posts.get(first.id)
        assert kept.people == (first.post.text[:3], first.post.text[4:7])
        assert (await tx.readings.of(first.id) or a_reading()).persons == ((0, 3), (4, 7))
        await tx.door.receive(await stored_source(tx), a_post(text="Починили, спасибо"), at=NOW, history=False)
        assert (await tx.posts.get(first.id)).people == ()
        await tx.readings.save(first, a_reading(persons=((0, 3),)), at=NOW)  # of the old text: the new one is unread
        assert (await tx.posts.get(first.id)).people == ()


async def test_history_is_kept_and_never_read(storage: Storage) -> None:
    async with storage.transaction() as tx:
        source = await stored_source(tx)
        await tx.door.receive(source, a_post(), at=NOW, history=True)
        await tx.door.receive(source, a_post(text="Правка старого поста"), at=NOW, history=False)
        assert await tx.unread.next(10) == []
        assert (await tx.posts.find(Network.VK, "wall-1_1")) is not None


async def test_what_the_community_wrote_itself_is_kept_and_never_read(storage: Storage) -> None:
    async with storage.transaction() as tx:
        source = await stored_source(tx)
        await tx.door.receive(source, a_post(text="Отключение воды", by_owner=True), at=NOW, history=False)
        assert await tx.unread.next(10) == []
        await tx.door.receive(source, a_post(2, "А когда дадут?", parent_external_id="wall-1_1"), at=NOW, history=False)
        (comment,) = await tx.unread.next(10)
    assert comment.parent_text == "Отключение воды"


async def test_the_title_of_a_video_is_read_alarms_and_is_what_a_comment_stands_under(storage: Storage) -> None:
    burning = (Attachment(kind=AttachmentKind.VIDEO, words="Горит дом на Лесной"),)
    async with storage.transaction() as tx:
        source = await stored_source(tx)
        await tx.door.receive(source, a_post(1, "Смотрите"), at=NOW, history=False)
        await tx.door.receive(source, a_post(2, "Смотрите", attached=burning), at=NOW, history=False)
        await tx.door.receive(source, a_post(3, "+1", parent_external_id="wall-1_2"), at=NOW, history=False)
        waiting = await tx.unread.next(10)
    assert [each.post.external_id for each in waiting] == ["wall-1_2", "wall-1_1", "wall-1_3"]
    assert waiting[-1].parent_text == "Смотрите\nГорит дом на Лесной"


async def test_a_comment_finds_its_post_even_if_it_came_first(storage: Storage) -> None:
    async with storage.transaction() as tx:
        source = await stored_source(tx)
        await tx.door.receive(source, a_post(2, "+1", parent_external_id="wall-1_1"), at=NOW, history=False)
        (orphan,) = await tx.unread.next(10)
        assert (orphan.parent_id, orphan.parent_text) == (None, None)
        await tx.door.receive(source, a_post(1, "Нет воды"), at=NOW, history=False)
        first, comment = await tx.unread.next(10)
    assert (comment.parent_id, comment.parent_text) == (first.id, "Нет воды")


async def test_the_unread_come_oldest_first_and_not_too_many(storage: Storage) -> None:
    async with storage.transaction() as tx:
        source = await stored_source(tx)
        for number in (3, 1, 2):
            await tx.door.receive(source, a_post(number), at=NOW, history=False)
        assert [post.post.external_id for post in await tx.unread.next(2)] == ["wall-1_1", "wall-1_2"]


async def test_a_post_that_another_process_takes_in_is_passed_over_and_one_that_is_only_looked_at_is_not(postgres_storage: Storage) -> None:
    async with postgres_storage.transaction() as tx:
        source = await stored_source(tx)
        for number in (1, 2):
            await tx.door.receive(source, a_post(number), at=NOW, history=False)

    async def seen() -> list[str]:
        async with postgres_storage.transaction() as tx:
            return [post.post.external_id for post in await tx.unread.next(10)]

    async with postgres_storage.transaction() as tx:
        one, _other = await tx.unread.next(10)
        assert await asyncio.ensure_future(seen()) == ["wall-1_1", "wall-1_2"]
        assert await tx.unknown_posts.still_wait([one])
        assert await asyncio.ensure_future(seen()) == ["wall-1_2"]


async def test_a_post_that_cannot_be_read_is_set_aside_after_five_tries(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post = await stored_post(tx)
        for tries in range(1, READ_TRIES + 1):
            assert await tx.unread.next(10)
            assert await tx.unread.failed(post.id, "не читается", at=NOW) == tries
        assert await tx.unread.next(10) == []
        await tx.door.receive(await stored_source(tx), a_post(text="Другой текст"), at=NOW, history=False)
        assert len(await tx.unread.next(10)) == 1


async def test_a_deleted_post_is_marked_once_and_kept(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post = await stored_post(tx)
        (gone,) = await tx.posts.mark_gone(Network.VK, ["wall-1_1", "wall-1_404"], at=NOW)
        assert (gone.id, gone.deleted_at) == (post.id, NOW)
        assert await tx.posts.mark_gone(Network.VK, ["wall-1_1"], at=NOW + MINUTE) == []
        assert await tx.posts.mark_gone(Network.VK, [], at=NOW) == []
        assert (await tx.posts.get(post.id)).post.text == post.post.text


async def test_a_deleted_post_that_is_seen_again_is_back(storage: Storage) -> None:
    async with storage.transaction() as tx:
        post = await stored_post(tx)
        await tx.posts.mark_gone(Network.VK, ["wall-1_1"], at=NOW)
        await tx.door.receive(await stored_source(tx), a_post(), at=NOW, history=False)
        assert (await tx.posts.get(post.id)).deleted_at is None


@pytest.mark.parametrize(
    ("dirty", "kept"),
    [("вода\0 нет", "вода нет"), ("беда \ud83d тут", "беда \ufffd тут"), ("\ud83d\udd25 горит", "🔥 горит"), ("😀" * 9, "😀" * 9)],
)
async def test_texts_are_cleaned_at_the_door(storage: Storage, dirty: str, kept: str) -> None:
    async with storage.transaction() as tx:
        post = await stored_post(tx, text=dirty)
        assert post.post.text == kept
        assert await tx.door.receive(await stored_source(tx), a_post(text=dirty), at=NOW, history=False) is Intake.SAME


async def test_a_post_as_long_as_a_network_takes_is_kept_whole(storage: Storage) -> None:
    async with storage.transaction() as tx:
        assert len((await stored_post(tx, text="яма " * 4_096)).post.text) == 16_384


async def test_a_source_is_added_once_and_keeps_its_health(storage: Storage) -> None:
    async with storage.transaction() as tx:
        source = await stored_source(tx)
        broken = replace(source, cursor="17", baseline_at=NOW, last_ok_at=NOW, broken_at=NOW + MINUTE, broken_because="Стена закрыта")
        await tx.sources.save(broken)
        assert await tx.sources.all() == [broken]
        renamed = await tx.sources.add(Network.VK, "-1", "Конаково 24", None)
        assert renamed == replace(broken, title="Конаково 24", settlement_id=None)
        assert len(await tx.sources.all()) == 1
