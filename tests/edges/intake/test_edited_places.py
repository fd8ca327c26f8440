"""An author changes one of several places of a voice: it parts where its words differ, and the same edit everywhere is one edit."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.storage.delivery.outbox import OutboxKind
from incidents.desk.acts.undo import undo
from incidents.incident import Act, ClosingOutcome, Incident, Status, Untold
from incidents.reading import DangerGrade, Kind
from tests.kit.danger import NOW, ringing, standing
from tests.kit.desk_town import HOUSING, ROADS, DeskTown, desk_town
from tests.kit.many_places import edits, everywhere, voices, writes
from tests.kit.screens import card_text
from tests.kit.values.samples import place, reading

HOUR = timedelta(hours=1)
HOLE = "Яма на Гагарина, 7, уже два колеса пробили"
SEVEN = place("Редкино", "Гагарина", "7")
STAIRS: dict[str, Any] = {"group": "housing", "groups": (("housing", 0.9),), "topic": "housing_stairwell"}  # Any: fields of a Reading
DIRT: dict[str, Any] = {"text": "Мусор в подъезде не убирают вторую неделю", "main": place("Редкино", "Лесная", "4"), **STAIRS}  # Any
SPARKS: dict[str, Any] = {"text": f"{HOLE}. И провод искрит", "main": SEVEN, **NOW}  # Any: as above


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def new_cards(town: DeskTown, but: Incident) -> set[int]:
    return {row.incident_id for row in await town.rows() if row.kind is OutboxKind.CARD and row.incident_id not in {None, but.id}}


@pytest.mark.parametrize("which", [0, 1])
async def test_a_new_matter_in_one_place_opens_a_card_of_its_own(town: DeskTown, which: int) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    made = (await edits(town, posts[which], **DIRT)).incident
    assert made is not None and made.id != first.id
    assert (made.topic, made.department_id) == ("housing_stairwell", HOUSING)
    before = await town.incident(first.id)
    assert (before.topic, before.place, before.department_id) == (first.topic, SEVEN, ROADS)
    left = await voices(town, first.id)
    assert set(left) == {each.id for each in posts} - {posts[which].id}
    assert sorted(each.place_of is None for each in left.values()) == [False, True]
    assert [each.place_of for each in (await voices(town, made.id)).values()] == [None]
    assert "То же ещё в 1 месте" in await card_text(town, before, "ann")


async def test_the_same_new_matter_in_all_places_is_one_card(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    made = [(await edits(town, post, **DIRT)).incident for post in posts]
    assert made[0] is not None and made[0].id != first.id
    assert {each.id for each in made if each} == {made[0].id}
    assert [each.place_of for each in (await voices(town, made[0].id)).values()] == [None, posts[0].id, posts[0].id]
    before = await town.incident(first.id)
    assert (before.status, before.merged_into) == (Status.CLOSED, made[0].id)
    assert await new_cards(town, first) == {made[0].id}


async def test_what_somebody_has_accepted_is_left_to_the_coordinator(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    await town.act(first.id, Act.ACCEPT, "ann")
    made = [(await edits(town, post, **DIRT)).incident for post in posts]
    before = await town.incident(first.id)
    assert (before.status, before.holder_id, before.new_text_at) == (Status.ACCEPTED, town.who("ann").id, town.clock.now())
    assert made[0] is not None
    async with town.storage.transaction() as tx:
        since, until = (
            first.opened_at.min.replace(tzinfo=first.opened_at.tzinfo),
            first.opened_at.max.replace(tzinfo=first.opened_at.tzinfo),
        )
        counted = await tx.voices.count_by_incident(since, until)
    assert counted == {made[0].id: 1}


async def test_a_danger_added_in_three_places_rings_once(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    await standing(town, first.id, "ann", "coordinator")
    for post in posts:
        after = (await edits(town, post, **SPARKS)).incident
        assert after is not None and after.id == first.id
        town.clock.move(minutes=1)
    assert (await town.incident(first.id)).danger_grade is DangerGrade.NOW
    assert (await town.acts(first.id)).count(Act.DANGER_ROSE) == 1
    assert await ringing(town) == {"R13": {"ann", "coordinator"}}
    assert sorted(each.place_of is None for each in (await voices(town, first.id)).values()) == [False, False, True]


async def test_a_danger_that_was_denied_does_not_rise_with_the_next_place(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    await edits(town, posts[0], **SPARKS)
    await town.act(first.id, Act.DANGER_DENIED, "coordinator")
    for post in posts[1:]:
        await edits(town, post, **SPARKS)
    assert (await town.incident(first.id)).danger_grade is None
    assert (await town.acts(first.id)).count(Act.DANGER_ROSE) == 1


async def test_the_card_follows_the_text_when_all_places_say_it(town: DeskTown) -> None:
    posts, first = await everywhere(town, text="Яма на Гагарина, уже два колеса пробили", main=place("Редкино", "Гагарина"))
    exact: dict[str, Any] = {"text": HOLE, "main": SEVEN}  # Any: fields of a Reading
    after = [(await edits(town, post, **exact)).incident for post in posts]
    assert [each and each.id for each in after] == [first.id] * 3
    assert after[0] is not None and after[0].place == first.place  # two places stand by the former words
    assert after[2] is not None and (after[2].place, after[2].new_text_at) == (SEVEN, None)
    assert [each.place_of for each in (await voices(town, first.id)).values()] == [None, posts[0].id, posts[0].id]


async def test_another_case_or_tag_parts_nothing(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    await edits(town, posts[1], f"#Редкино {HOLE.upper()}", main=place("Озерки"))
    after = await town.incident(first.id)
    assert (after.place, after.new_text_at) == (SEVEN, None)
    assert [each.place_of for each in (await voices(town, first.id)).values()] == [None, posts[0].id, posts[0].id]


async def test_a_word_that_is_no_appeal_any_more_stays_a_place_and_leads_none(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    over = {"is_appeal": False, "kind": Kind.THANKS, "group": "other", "topic": "other_other"}
    after = (await edits(town, posts[0], "Уже засыпали", main=place(), **over)).incident
    assert after is not None and (after.id, after.topic, after.place) == (first.id, first.topic, SEVEN)
    found = await voices(town, first.id)
    assert [found[each.id].place_of for each in posts] == [posts[1].id, None, posts[1].id]


async def test_the_same_revision_parts_nothing_twice(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    made = (await edits(town, posts[1], **DIRT)).incident
    again = (await edits(town, posts[1], **DIRT)).incident
    assert made is not None and again is not None and again.id == made.id
    assert len(await voices(town, first.id)) == 2
    assert (await town.acts(made.id)).count(Act.TAKE_IN) == 1


async def test_an_edit_that_comes_back_is_a_place_again(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    made = (await edits(town, posts[1], **DIRT)).incident
    back = (await edits(town, posts[1], HOLE, main=SEVEN)).incident
    assert made is not None and back is not None and back.id == first.id
    assert [each.place_of for each in (await voices(town, first.id)).values()] == [None, posts[0].id, posts[0].id]
    assert (await town.incident(made.id)).merged_into == first.id


async def test_a_repost_goes_with_its_original(town: DeskTown) -> None:
    first = (await town.take(await writes(town, 2, HOLE))).incident
    repost = await writes(town, 3, HOLE, author="", original="wall-2_5")
    await town.take(repost)
    assert first is not None
    original_id = next(iter(await voices(town, first.id)))
    async with town.storage.transaction() as tx:
        original = await tx.posts.get(original_id)
    after = (await edits(town, original, "Яма на Гагарина, 7 стала шире", main=SEVEN)).incident
    assert after is not None and after.id == first.id
    assert (await voices(town, first.id))[repost.id].place_of == original.id


async def test_a_place_that_the_coordinator_parted_does_not_come_back_by_an_edit(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    await town.act(first.id, Act.SPLIT, "coordinator", posts=frozenset({posts[2].id}))
    for text in (f"{HOLE}, помогите", HOLE):
        await edits(town, posts[2], text, main=SEVEN)
    async with town.storage.transaction() as tx:
        made = await tx.voices.incident_of(posts[2].id)
    assert made is not None and made != first.id
    assert (await town.incident(made)).merged_into is None


async def test_a_place_that_left_takes_nobodys_way_back(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    await town.act(first.id, Act.ACCEPT, "ann")
    await edits(town, posts[1], **DIRT)
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, first.id, by=town.who("ann"), now=town.clock.now())
    assert (await town.incident(first.id)).status is Status.ASSIGNED


@pytest.mark.parametrize("which", [0, 1])
async def test_a_slip_of_the_pen_put_right_parts_nothing(town: DeskTown, which: int) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    after = (await edits(town, posts[which], HOLE.replace("колеса", "колесо"), main=SEVEN)).incident
    assert after is not None and after.id == first.id
    assert [each.place_of for each in (await voices(town, first.id)).values()] == [None, posts[0].id, posts[0].id]


async def test_a_word_more_on_a_card_closed_long_ago_opens_no_other(town: DeskTown) -> None:
    posts, first = await everywhere(town, text=HOLE, main=SEVEN)
    await town.act(first.id, Act.ACCEPT, "ann")
    await town.act(first.id, Act.CLOSE, "ann", outcome=ClosingOutcome.DONE, untold=Untold.OTHER)
    town.clock.move(days=10)
    await town.sweep_outbox()
    after = (await edits(town, posts[1], f"{HOLE}, срочно", main=SEVEN)).incident
    assert after is not None and (after.id, after.status) == (first.id, Status.CLOSED)
    assert await new_cards(town, first) == set()


async def test_a_place_whose_answer_is_on_its_way_stays_with_it(town: DeskTown) -> None:
    post = await writes(town, 2, HOLE)
    first = (await town.take(post, reading(main=SEVEN))).incident
    assert first is not None
    await town.take(await town.write("И я про яму у дома 7"), reading(main=SEVEN))
    await town.take(await writes(town, 3, DIRT["text"]), reading(**{name: value for name, value in DIRT.items() if name != "text"}))
    await town.sent(first.id, "ann", "Здравствуйте! Завтра заделаем яму, отвечает отдел дорожного хозяйства.")
    await edits(town, post, **DIRT)
    assert post.id in await voices(town, first.id)
    assert [chat for _, chat in await town.says("text_grew")] == [town.chat("ann")]
