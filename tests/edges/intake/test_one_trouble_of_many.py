"""One trouble told by a crowd, in ten groups, and after its first card was rejected or merged: no voice is lost, none is counted twice."""

from collections import Counter
from collections.abc import AsyncIterator

import pytest

from incidents.desk.acts.undo import undo
from incidents.ids import IncidentId
from incidents.incident import Act, Incident, RejectReason, Status
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Kind
from tests.kit.bad_input import number_of_cases
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.many_places import AUTHOR, voices, writes
from tests.kit.screens import card_text
from tests.kit.values.samples import place, reading

GROUPS = 10
FIFTH, FORTIETH = (place("Конаково", "Белавинская", house) for house in ("5", "40"))


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


@number_of_cases(few=100, many=3_000)
async def test_a_crowd_of_one_hour_is_one_card_with_every_voice(town: DeskTown, cases: int) -> None:
    written, homes = [], Counter[IncidentId]()
    for number in range(cases):
        post = await town.write(f"Белавинская, вода по колено, пишу {number} раз")
        made = (await town.take(post)).incident
        assert made is not None
        written.append(post.id)
        homes[made.id] += 1
        town.clock.move(seconds=3600 / cases)
    assert len(homes) == 1
    (incident_id,) = homes
    assert list(await voices(town, incident_id)) == written
    incident = await town.incident(incident_id)
    assert f"пишут {cases}" in await card_text(town, incident, "ann")
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


async def test_a_voice_at_the_house_whose_card_was_merged_lands_on_the_card_that_it_went_into(town: DeskTown) -> None:
    head = await town.open("Белавинская, 40, вода у подъезда", main=FORTIETH)
    _, first = await merged(town, head)
    last = await town.open("Лесная, 7, вода стоит у крыльца", main=place("Конаково", "Лесная", "7"))
    again = await town.take(await town.write("Вода по колено"), reading(main=FIFTH))
    assert not again.is_new and again.incident is not None and again.incident.id == head.id
    await town.act(head.id, Act.MERGE, "coordinator", into=last.id)
    later = await town.take(await town.write("Вода так и стоит"), reading(main=FIFTH))
    assert later.incident is not None and later.incident.id == last.id and last.id not in {head.id, first.id}


async def test_once_the_merge_is_taken_back_a_voice_at_the_house_lands_on_its_own_card(town: DeskTown) -> None:
    head = await town.open("Белавинская, 40, вода у подъезда", main=FORTIETH)
    _, first = await merged(town, head)
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, first.id, by=town.who("coordinator"), now=town.clock.now())
    again = await town.take(await town.write("Вода по колено"), reading(main=FIFTH))
    assert again.incident is not None and again.incident.id == first.id


async def test_merges_taken_back_leave_each_card_its_own_risk_and_kind(town: DeskTown) -> None:
    wish = await town.open("Поставьте лавочку", main=FORTIETH, kind=Kind.SUGGESTION)
    post = await town.write("Крышка люка сдвинута")
    risk = (await town.take(post, reading(main=FIFTH, danger=True, danger_grade=DangerGrade.RISK, danger_words="крышка люка"))).incident
    assert risk is not None and risk.id != wish.id and wish.suggestion
    await town.act(risk.id, Act.MERGE, "coordinator", into=wish.id)
    both = await town.incident(wish.id)
    assert (both.danger_grade, both.suggestion) == (DangerGrade.RISK, False)
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, risk.id, by=town.who("coordinator"), now=town.clock.now())
    after = await town.incident(wish.id)
    assert (after.danger_grade, after.danger_words, after.danger_since, after.suggestion) == (None, None, None, True)
    assert (await town.incident(risk.id)).danger_grade is DangerGrade.RISK


async def test_a_risk_that_another_voice_told_of_since_stays(town: DeskTown) -> None:
    calm = await town.open("Белавинская, 40, вода у подъезда", main=FORTIETH)
    told = {"danger": True, "danger_grade": DangerGrade.RISK, "danger_words": "крышка люка"}
    risk = (await town.take(await town.write("Крышка люка сдвинута"), reading(main=FIFTH, **told))).incident
    assert risk is not None
    await town.act(risk.id, Act.MERGE, "coordinator", into=calm.id)
    await town.take(await town.write("И у нас крышка люка сдвинута, вода"), reading(main=FORTIETH, **told))
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, risk.id, by=town.who("coordinator"), now=town.clock.now())
    assert (await town.incident(calm.id)).danger_grade is DangerGrade.RISK
