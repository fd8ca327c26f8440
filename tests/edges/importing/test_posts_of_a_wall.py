"""Rows of a table that stood on a wall before it was read: old dangers wake nobody, and the dry run says so."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage.engine.storage import Storage
from incidents.posts import Network, StoredPost
from tests.kit.imported_posts import NOW, PIPE, file_of, otklik
from tests.kit.values.stored import a_post, stored_source

AT = datetime.fromisoformat(NOW)
WEEK_AGO = AT - timedelta(days=8)
ROW = ("18.11.2026 12:00", PIPE, "https://vk.com/wall-1_77")


async def stand(storage: Storage, *texts: str, history: bool = True, published_at: datetime = WEEK_AGO) -> None:
    """A post with all its revisions, as the collector saw it."""
    async with storage.transaction() as tx:
        source = await stored_source(tx)
        for text in texts:
            await tx.door.receive(source, a_post(77, text, published_at=published_at), at=published_at, history=history)


async def stored(storage: Storage) -> StoredPost:
    async with storage.transaction() as tx:
        post = await tx.posts.find(Network.VK, "wall-1_77")
    assert post is not None
    return post


async def test_an_old_post_that_its_author_edited_once_is_long_past_when_it_is_imported(
    storage: Storage, database_url: str, tmp_path: Path
) -> None:
    await stand(storage, "Прорвало трубу на Лесной", PIPE)
    await otklik(database_url, file_of(tmp_path, [("Дата", "Текст", "Ссылка"), ROW]), write=True)
    post = await stored(storage)
    assert (post.revision, post.is_history) == (2, False)
    assert post.is_long_past(AT)
    assert timedelta(0) <= post.detected_at - AT < timedelta(hours=1)


async def test_a_post_that_was_read_once_keeps_when_it_was_seen(storage: Storage) -> None:
    await stand(storage, PIPE, history=False)
    post = await stored(storage)
    async with storage.transaction() as tx:
        await tx.posts_by_hand.read_again(post.id, at=AT)
    assert (await stored(storage)).detected_at == WEEK_AGO


async def test_the_dry_run_counts_a_post_of_the_wall_by_its_own_date_and_words(storage: Storage, database_url: str, tmp_path: Path) -> None:
    await stand(storage, "Прорвало трубу на Лесной", PIPE)
    told = await otklik(database_url, file_of(tmp_path, [("Дата", "Текст", "Ссылка"), ("26.11.2026 9:12", *ROW[1:])]))
    assert "Новых: 1" in told
    assert "Карточки придут со звуком: 0 (не старше суток). Без звука: 1" in told
    assert not [line for line in told if line.startswith("Похоже на опасность")]


async def test_the_dry_run_hears_a_danger_that_only_the_wall_tells_of(storage: Storage, database_url: str, tmp_path: Path) -> None:
    await stand(storage, PIPE, published_at=datetime(2026, 11, 25, 9, tzinfo=UTC))
    file = file_of(tmp_path, [("Дата", "Текст", "Ссылка"), ("18.11.2026", "Просят починить", ROW[2])])
    assert any(line.startswith("Похоже на опасность, не старше трёх суток: 1") for line in await otklik(database_url, file))
