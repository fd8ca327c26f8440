"""One trouble told by a crowd, in ten groups, and after its first card was rejected or merged: no voice is lost, none is counted twice."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from incidents.ids import IncidentId
from incidents.incident import Act, Incident, RejectReason, Status
from incidents.posts import StoredPost
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.many_places import AUTHOR, voices, writes
from tests.kit.screens import card_text
from tests.kit.values.samples import place, reading

CROWD, GROUPS = 100, 10
FIFTH, FORTIETH = (place("Конаково", "Белавинская", house) for house in ("5", "40"))


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def test_a_crowd_of_one_hour_is_one_card_with_every_voice(town: DeskTown) -> None:
    written, homes = [], Counter[IncidentId]()
    for number in range(CROWD):
        post = await town.write(f"Белавинская, вода по колено, пишу {number} раз")
        made = (await town.take(post)).incident
        assert made is not None
        written.append(post.id)
        homes[made.id] += 1
        town.clock.move(seconds=3600 / CROWD)
    assert len(homes) == 1
    (incident_id,) = homes
    assert list(await voices(town, incident_id)) == written
    incident = await town.incident(incident_id)
    assert f"пишут {CROWD}" in await card_text(town, incident, "ann")
    assert len(await town.rows()) <= 10  # people hear of it a few times, not once a voice


async def test_the_same_text_of_one_author_in_ten_groups_is_one_voice_in_ten_places(town: DeskTown) -> None:
    posts = [await writes(town, number, author=AUTHOR) for number in range(2, GROUPS + 2)]
    made = [(await town.take(post)).incident for post in posts]
    assert made[0] is not None and {each and each.id for each in made} == {made[0].id}
    known = await voices(town, made[0].id)
    assert [each.place_of for each in known.values()] == [None] + [posts[0].id] * (GROUPS - 1)
    assert "То же ещё в 9 местах" in await card_text(town, made[0], "ann")


async def test_the_same_text_of_ten_authors_in_ten_groups_is_ten_voices_of_one_card(town: DeskTown) -> None:
    posts = [await writes(town, number, author=f"7{number}") for number in range(2, GROUPS + 2)]
    made = [(await town.take(post)).incident for post in posts]
    assert made[0] is not None and {each and each.id for each in made} == {made[0].id}
    known = await voices(town, made[0].id)
    assert len(known) == GROUPS and all(each.place_of is None for each in known.values())


async def rejected(town: DeskTown) -> Incident:
    incident = await town.open()
    await town.act(incident.id, Act.REJECT, "coordinator", reason=RejectReason.AD)
    return incident


async def test_a_voice_after_the_first_was_rejected_opens_a_card_of_its_own_and_the_next_joins_that(town: DeskTown) -> None:
    first = await rejected(town)
    town.clock.move(minutes=5)
    again = await town.take(await town.write("Белавинская, вода по колено"))
    more = await town.take(await town.write("Белавинская, опять вода по колено"))
    assert again.incident is not None and more.incident is not None
    assert again.is_new and again.incident.id != first.id and again.incident.repeat_of is None
    assert more.incident.id == again.incident.id
    assert (await town.incident(first.id)).status is Status.REJECTED and len(await voices(town, first.id)) == 1


async def test_the_rejected_words_in_another_group_open_a_card(town: DeskTown) -> None:
    post = await writes(town, 2)
    first = (await town.take(post)).incident
    assert first is not None
    await town.act(first.id, Act.REJECT, "coordinator", reason=RejectReason.AD)
    again = await town.take(await writes(town, 3))
    assert again.is_new and again.incident is not None and again.incident.id != first.id


async def test_a_comment_under_a_rejected_first_voice_that_only_agrees_brings_nothing_back(town: DeskTown) -> None:
    post = await town.write()
    first = (await town.take(post)).incident
    assert first is not None
    await town.act(first.id, Act.REJECT, "coordinator", reason=RejectReason.AD)
    outcome = await town.take(await town.write("+1", parent_external_id=post.post.external_id), reading(is_appeal=False, main=place()))
    assert outcome.incident is None
    assert (await town.incident(first.id)).status is Status.REJECTED


async def merged(town: DeskTown, head: Incident) -> tuple[StoredPost, Incident]:
    """The first voice of a trouble at № 5, whose card went into another."""
    post = await town.write()
    first = (await town.take(post, reading(main=FIFTH))).incident
    assert first is not None and first.id != head.id
    await town.act(first.id, Act.MERGE, "coordinator", into=head.id)
    town.clock.move(minutes=5)
    return post, await town.incident(first.id)


async def test_a_voice_and_a_plus_after_the_first_card_was_merged_land_on_the_card_that_is_left(town: DeskTown) -> None:
    head = await town.open("Белавинская, 40, вода у подъезда", main=FORTIETH)
    post, first = await merged(town, head)
    agreeing = await town.write("+1", parent_external_id=post.post.external_id)
    told = [await town.take(await town.write()), await town.take(agreeing, reading(is_appeal=False, main=place()))]
    assert [each.incident and each.incident.id for each in told] == [head.id, head.id]
    assert len(await voices(town, head.id)) == 4
    assert first.merged_into == head.id and first.status is Status.CLOSED


async def test_a_voice_at_the_house_whose_card_was_merged_into_another_houses_is_a_card_of_its_own(town: DeskTown) -> None:
    head = await town.open("Белавинская, 40, вода у подъезда", main=FORTIETH)
    _, first = await merged(town, head)
    again = await town.take(await town.write("Вода по колено"), reading(main=FIFTH))
    assert again.is_new and again.incident is not None and again.incident.id not in {head.id, first.id}
