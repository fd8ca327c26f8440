"""In whose name a community writes: «Подслушано…» publishes residents' words as itself, an authority its own."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.reading.collect import Collecting, Watched
from bot.wakeups import Nudge
from collectors.vk.wall import VkWall
from handlers.kit.buttons import ChangesButton
from handlers.sources.buttons import SourceButton, SourceDo
from incidents.posts import Source, SourceMark, StoredPost
from tests.kit.phones import Phones, phones
from tests.kit.said import said
from tests.kit.scripted_collector import sweep
from tests.kit.values.samples import reading
from tests.kit.vk.fake import FakeVk, client_of, open_vk

PIT = "АНОНИМНО. Яма на Белавинской у почты"


@pytest.fixture
async def hands(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url, speed=100_000.0) as hands:
        yield hands


@pytest.fixture
async def vk() -> AsyncIterator[FakeVk]:
    async with open_vk() as fake:
        fake.say("wall.getById", {"response": {"items": []}})
        yield fake


def item(number: int, text: str = PIT, *, by: int = -1, **more: Any) -> dict[str, Any]:
    return {"id": number, "owner_id": -1, "from_id": by, "date": 1_764_000_000 + number, "text": text, "comments": {"count": 0}, **more}


async def swept(hands: Phones, vk: FakeVk, *items: dict[str, Any], own: int | None = None) -> list[StoredPost]:
    """One sweep of the town's wall; gives back what waits for the reader."""
    vk.say("wall.get", {"response": {"count": len(items), "items": list(items)}})
    client, town = client_of(vk), hands.town
    wall = VkWall(client, -1, now=town.clock.now, own_group=own)
    own_wall = f"-{own}" if own else None
    try:
        collecting = Collecting(town.storage, town.clock, [Watched(town.source, wall)], Nudge(), backfill=True, own_wall=own_wall)
        await sweep(collecting)
    finally:
        client.close()
    async with town.storage.transaction() as tx:
        return list(await tx.unread.next(50))


async def source(hands: Phones) -> Source:
    async with hands.town.storage.transaction() as tx:
        return await tx.sources.get(hands.town.source.id)


async def press(hands: Phones, do: SourceDo, by: str = "coordinator") -> str:
    return await hands.press(by, SourceButton(do=do, source=hands.town.source.id)) or ""


async def test_what_a_community_publishes_for_residents_is_read_and_its_author_is_nobody(hands: Phones, vk: FakeVk) -> None:
    first, second = await swept(hands, vk, item(1), item(2, "Нет света на Лесной"))
    assert [(each.post.text, each.post.author_id, each.post.by_owner) for each in (first, second)] == [
        (PIT, "", False),
        ("Нет света на Лесной", "", False),
    ]


async def test_many_unsigned_posts_are_no_flood_of_one_author(hands: Phones, vk: FakeVk) -> None:
    waiting = await swept(hands, vk, *(item(n, f"Яма номер {n} на Белавинской") for n in range(1, 31)))
    assert len(waiting) == 30
    assert await said(hands.town) == []


async def test_a_signed_post_is_of_its_signer(hands: Phones, vk: FakeVk) -> None:
    (post,) = await swept(hands, vk, item(1, signer_id=101))
    assert post.post.author_id == "101"


async def test_a_dropped_post_of_a_community_is_among_the_doubtful(hands: Phones, vk: FakeVk) -> None:
    (post,) = await swept(hands, vk, item(1))
    await hands.town.take(post, reading(is_appeal=False, appeal_score=0.4))
    async with hands.town.storage.transaction() as tx:
        dropped = await tx.dropped_posts.between(post.detected_at, hands.town.clock.now().replace(year=2030))
    assert [each.post_id for each in dropped] == [post.id]


async def test_the_administrations_own_word_is_never_read_whatever_the_chat_says(hands: Phones, vk: FakeVk) -> None:
    assert await swept(hands, vk, item(1), own=1) == []
    assert (await source(hands)).mark is SourceMark.OWN
    assert "самой администрации" in await press(hands, SourceDo.RESIDENTS)
    await press(hands, SourceDo.SHOW)
    assert "Сообщество администрации" in (await said(hands.town))[-1][1]


async def test_an_official_page_is_not_read_from_the_next_sweep_on_its_comments_are(hands: Phones, vk: FakeVk) -> None:
    assert "Отметили" in await press(hands, SourceDo.OFFICIAL)
    assert ", официальная" in (await said(hands.town))[-1][1]
    assert await press(hands, SourceDo.OFFICIAL) == "Так уже и есть"
    vk.say(
        "wall.getComments", {"response": {"count": 1, "items": [{"id": 9, "from_id": 101, "date": 1_764_000_100, "text": "А у нас яма"}]}}
    )
    (comment,) = await swept(hands, vk, item(1, "Отключение воды", comments={"count": 1}))
    assert (comment.post.text, comment.parent_text) == ("А у нас яма", "Отключение воды")
    assert "Сняли" in await press(hands, SourceDo.RESIDENTS)
    assert "Нет света на Лесной" in [each.post.text for each in await swept(hands, vk, item(2, "Нет света на Лесной"))]
    await hands.press("coordinator", ChangesButton(area="sources", page=0))
    told = (await said(hands.town))[-1][1]
    assert "официальная, было: пишут жители" in told
    assert "пишут жители, было: официальная" in told


async def test_an_official_word_passed_on_without_own_words_is_no_appeal(hands: Phones, vk: FakeVk) -> None:
    notice = {"id": 5, "owner_id": -2, "from_id": -2, "date": 1, "text": "Отключение воды на Лесной"}
    first, second = item(1, "", copy_history=[notice]), item(2, "Доколе?!", by=101, copy_history=[notice])
    assert [each.post.external_id for each in await swept(hands, vk, first, second, own=2)] == ["wall-1_2"]


async def test_only_a_coordinator_says_whose_words_they_are(hands: Phones) -> None:
    assert "Источники ведёт координатор" in await press(hands, SourceDo.OFFICIAL, by="ann")
    assert (await source(hands)).mark is SourceMark.RESIDENTS


async def test_another_own_group_leaves_the_former_one_official(hands: Phones) -> None:
    wall = hands.town.source
    async with hands.town.storage.transaction() as tx:
        await tx.sources.mark_own(wall.network, wall.external_id)
        await tx.sources.mark_own(wall.network, "-99")
        assert (await tx.sources.get(wall.id)).mark is SourceMark.OFFICIAL
