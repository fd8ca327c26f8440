"""The same words of one author twice within one community: one voice, a second place, counted once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.storage.delivery.outbox import OutboxKind
from incidents.incident import Act, Incident
from incidents.posts import StoredPost
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.many_places import AUTHOR, voices
from tests.kit.screens import card_text
from tests.kit.values.samples import reading

LONG, SHORT = "На Лесной, 5 третий день нет воды", "Нет воды!"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def first(town: DeskTown, text: str) -> tuple[StoredPost, Incident]:
    post = await town.write(text, author_id=AUTHOR)
    made = (await town.take(post)).incident
    assert made is not None
    return post, made


async def counted_once(town: DeskTown, incident: Incident, post: StoredPost) -> None:
    found = await voices(town, incident.id)
    assert [each.place_of for each in found.values()] == [None, post.id]
    text = await card_text(town, incident, "ann")
    assert "То же ещё в 1 месте" in text and "пишут 2" not in text


@pytest.mark.parametrize("text", [LONG, SHORT])
@pytest.mark.parametrize("hours", [1, 26])
async def test_a_post_that_is_written_again(town: DeskTown, text: str, hours: int) -> None:
    post, incident = await first(town, text)
    await town.sweep_outbox()
    town.clock.move(hours=hours)
    again = (await town.take(await town.write(text, author_id=AUTHOR))).incident
    assert again is not None and again.id == incident.id
    await counted_once(town, incident, post)
    assert not any(row.sound for row in await town.rows() if row.kind is OutboxKind.SAY)
    assert (await town.incident(incident.id)).accept_by == incident.accept_by


@pytest.mark.parametrize("text", [LONG, SHORT])
async def test_a_comment_under_ones_own_post_with_the_same_words(town: DeskTown, text: str) -> None:
    post, incident = await first(town, text)
    under: dict[str, Any] = {"parent_external_id": post.post.external_id, "external_id": "wall-1_1_r9"}  # Any: fields of a Post
    again = (await town.take(await town.write(text, author_id=AUTHOR, **under))).incident
    assert again is not None and again.id == incident.id
    await counted_once(town, incident, post)


async def test_a_comment_that_is_written_twice_under_one_post(town: DeskTown) -> None:
    above = await town.write("Доброе утро, соседи", author_id="1")
    await town.take(above, reading(is_appeal=False))
    made = []
    for number in (8, 9):
        under: dict[str, Any] = {"parent_external_id": above.post.external_id, "external_id": f"wall-1_1_r{number}"}  # Any: as above
        made.append((await town.take(await town.write(SHORT, author_id=AUTHOR, **under))).incident)
    assert made[0] is not None and made[1] is not None and made[0].id == made[1].id
    assert sorted(each.place_of is None for each in (await voices(town, made[0].id)).values()) == [False, True]


async def test_a_short_comment_under_another_post_is_a_voice_of_its_own(town: DeskTown) -> None:
    _, incident = await first(town, SHORT)
    above = await town.write("Доброе утро, соседи", author_id="1")
    await town.take(above, reading(is_appeal=False))
    under: dict[str, Any] = {"parent_external_id": above.post.external_id, "external_id": "wall-1_2_r9"}  # Any: as above
    await town.take(await town.write(SHORT, author_id=AUTHOR, **under))
    assert all(each.place_of is None for each in (await voices(town, incident.id)).values())


async def test_a_post_of_the_first_that_was_deleted_gives_way(town: DeskTown) -> None:
    post, incident = await first(town, LONG)
    again = await town.write(LONG, author_id=AUTHOR)
    await town.take(again)
    async with town.storage.transaction() as tx:
        await tx.posts.mark_gone(post.post.network, [post.post.external_id], at=town.clock.now())
    assert (await town.draft(incident.id, "ann")).post_id == again.id


async def test_what_is_written_again_after_the_answer_waits_for_its_own(town: DeskTown) -> None:
    post, incident = await first(town, LONG)
    async with town.storage.transaction() as tx:
        (voice,) = await tx.voices.of(incident.id)
        await tx.voices.save(replace(voice, answered_at=town.clock.now()))
    await town.act(incident.id, Act.ACCEPT, "ann")
    town.clock.move(hours=2)
    await town.take(await town.write(LONG, author_id=AUTHOR))
    assert [each.place_of for each in (await voices(town, incident.id)).values()] == [None, None]
    assert post.id in await voices(town, incident.id)
