"""The region's numbers at the desk: typed, entered, compared with the region's list, and what the region has and we lack."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.ticks.region import region as tick
from incidents.desk.intake.by_hand import read_draft
from incidents.desk.region import region as desk
from incidents.errors import DomainError, Forbidden, NotFound, Unchanged
from incidents.ids import PostId
from incidents.incident import Act, Incident, RejectReason, Voice
from incidents.intake.by_hand import DraftState, Origin
from incidents.posts import StoredPost
from incidents.region.values import RegionRow
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.values.samples import at, reading


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def only_voice(town: DeskTown, incident: Incident) -> Voice:
    async with town.storage.transaction() as tx:
        return (await tx.voices.of(incident.id))[0]


async def number(town: DeskTown, voice: Voice, text: str, by: str = "coordinator") -> Voice:
    async with town.storage.transaction() as tx:
        who, now = town.who(by), town.clock.now()
        return await desk.set_number(tx, town.policy, voice.incident_id, voice.post_id, text, by=who, now=now)


async def enter(town: DeskTown, voice: Voice, by: str = "coordinator") -> Voice:
    async with town.storage.transaction() as tx:
        return await desk.enter(tx, voice.incident_id, voice.post_id, by=town.who(by), now=town.clock.now())


async def take(town: DeskTown, *rows: RegionRow, by: str = "coordinator") -> desk.Compared:
    async with town.storage.transaction() as tx:
        return await desk.take_list(tx, rows, by=town.who(by), now=town.clock.now())


async def answered(town: DeskTown, incident: Incident) -> Voice:
    """Somebody answered the only voice."""
    voice = replace(await only_voice(town, incident), answered_at=town.clock.now())
    async with town.storage.transaction() as tx:
        await tx.voices.save(voice)
    return voice


def row(n: int | str, **fields: Any) -> RegionRow:  # Any: fields of a row
    url = f"https://vk.com/wall-1_{n}"
    return RegionRow(**{"key": f"vk:wall-1_{n}", "url": url, "number": f"54{n}", **fields})


async def test_a_typed_number_stands_on_the_voice_and_its_clock_on_the_incident(town: DeskTown) -> None:
    incident = await town.open()
    voice = await number(town, await only_voice(town, incident), "5418190 до 24.11 12:30")
    assert (voice.region_number, voice.region_due) == ("5418190", at(12, 30))
    after = await town.incident(incident.id)
    assert (after.region_by, after.due_by) == (at(12, 30), at(12, 30))
    assert (await town.acts(incident.id))[-1] is Act.REGION
    assert town.chat("ann") in await town.cards(incident.id)
    with pytest.raises(Unchanged):
        await number(town, voice, "5418190")


async def test_the_regions_clock_stops_with_the_answer_and_follows_a_voice_to_another_incident(town: DeskTown) -> None:
    incident, other = await town.open(), await town.open("Яма на Маяковского", topic="roads_potholes", outside=True)
    voice = await number(town, await only_voice(town, incident), "5418190 до 24.11 12:30")
    async with town.storage.transaction() as tx:
        await tx.voices.save(replace(voice, incident_id=other.id))
    assert (await town.incident(incident.id)).region_by is None
    assert (await town.incident(other.id)).region_by == at(12, 30)
    async with town.storage.transaction() as tx:
        await tx.voices.save(replace(voice, incident_id=other.id, answered_at=at(10)))
    assert (await town.incident(other.id)).region_by is None


async def test_a_change_of_the_incident_leaves_the_regions_clock_alone(town: DeskTown) -> None:
    incident = await town.open()
    await number(town, await only_voice(town, incident), "5418190 до 24.11 12:30")
    await town.act(incident.id, Act.ACCEPT, "ann")
    assert (await town.incident(incident.id)).region_by == at(12, 30)


async def test_a_bad_number_and_a_strangers_hand_change_nothing(town: DeskTown) -> None:
    incident = await town.open()
    voice = await only_voice(town, incident)
    with pytest.raises(DomainError, match="Нужен номер цифрами"):
        await number(town, voice, "завтра узнаю")
    with pytest.raises(Forbidden):
        await number(town, voice, "5418190", by="ann")
    with pytest.raises(Forbidden):
        await take(town, row(1), by="head")
    with pytest.raises(NotFound, match="перенесли"):
        await number(town, replace(voice, post_id=PostId(999)), "5418190")
    assert await only_voice(town, incident) == voice


async def test_entered_is_marked_once_and_can_be_taken_back(town: DeskTown) -> None:
    incident = await town.open()
    voice = await enter(town, await answered(town, incident))
    assert (voice.entered_at, voice.entered_by) == (town.clock.now(), town.who("coordinator").id)
    with pytest.raises(Unchanged):
        await enter(town, voice)
    async with town.storage.transaction() as tx:
        await desk.not_entered(tx, incident.id, voice.post_id, by=town.who("coordinator"), now=town.clock.now())
    assert (await only_voice(town, incident)).entered_at is None
    async with town.storage.transaction() as tx:
        with pytest.raises(Unchanged):
            await desk.not_entered(tx, incident.id, voice.post_id, by=town.who("coordinator"), now=town.clock.now())


async def test_all_entered_marks_what_was_seen_and_nothing_that_came_after(town: DeskTown) -> None:
    first = await answered(town, await town.open())
    seen = town.clock.now()
    town.clock.move(minutes=5)
    await answered(town, await town.open("Яма на Маяковского", topic="roads_potholes", outside=True))
    async with town.storage.transaction() as tx:
        assert await desk.enter_all(tx, until=seen, by=town.who("coordinator"), now=town.clock.now()) == 1
        left = await tx.region.to_enter()
    assert len(left) == 1
    assert left[0].post_id != first.post_id
    async with town.storage.transaction() as tx:
        with pytest.raises(Unchanged):
            await desk.enter_all(tx, until=seen, by=town.who("coordinator"), now=town.clock.now())


async def test_the_list_gives_numbers_to_ours_and_keeps_what_we_lack(town: DeskTown) -> None:
    incident = await town.open()
    post_number = int((await post_of(town, incident)).post.external_id.rpartition("_")[2])
    lacking = row(77, text="Нет света на Лесной", due=at(12, day=25), published_at=at(8))
    found = await take(town, row(post_number, due=at(12, day=25)), lacking)
    assert (found.same, found.told, found.theirs, found.ours) == (1, 1, 1, 0)
    voice = await only_voice(town, incident)
    assert (voice.region_number, voice.region_due) == (f"54{post_number}", at(12, day=25))
    assert (await take(town, row(post_number, due=at(12, day=25)), lacking)).told == 0
    async with town.storage.transaction() as tx:
        state = await tx.region.state(since=town.clock.now() - timedelta(days=30))
        rows = await tx.region.rows()
    assert [each for _, each in rows] == [lacking]
    assert (state.in_use, state.theirs, state.unknown, state.listed_at) == (True, 1, 0, town.clock.now())


async def test_ours_that_the_region_does_not_know_are_counted_and_rejected_ones_are_not(town: DeskTown) -> None:
    known = await town.open()
    rejected = await town.open("Яма на Маяковского", topic="roads_potholes", outside=True)
    await town.act(rejected.id, Act.REJECT, "coordinator", reason=RejectReason.AD)
    found = await take(town, row(99))
    assert (found.same, found.theirs, found.ours) == (0, 1, 1)
    async with town.storage.transaction() as tx:
        unknown = await tx.region.unknown(since=town.clock.now() - timedelta(days=30))
    assert [voice.incident_id for voice in unknown] == [known.id]


async def post_of(town: DeskTown, incident: Incident) -> StoredPost:
    async with town.storage.transaction() as tx:
        return await tx.posts.get((await tx.voices.of(incident.id))[0].post_id)


async def read(town: DeskTown, post_id: PostId) -> None:
    """The intake reads a post that was brought by hand; the filter thinks that it asks nothing."""
    async with town.storage.transaction() as tx:
        post = next(post for post in await tx.unread.next(10) if post.id == post_id)
        draft = await tx.drafts.of_post(post_id)
        assert draft is not None
        await read_draft(tx, town.policy, draft, post, reading(is_appeal=False), now=town.clock.now())


async def test_a_line_that_we_lack_is_opened_whatever_the_filter_thinks_with_its_number(town: DeskTown) -> None:
    await take(town, row(77, text="Нет света на Лесной", due=at(12, day=25)))
    async with town.storage.transaction() as tx:
        ((id, _row),) = await tx.region.rows()
        post_id = await desk.take_theirs(tx, id, by=town.who("coordinator"), now=town.clock.now())
        with pytest.raises(Unchanged):
            await desk.take_theirs(tx, id, by=town.who("coordinator"), now=town.clock.now())
    await read(town, post_id)
    async with town.storage.transaction() as tx:
        incident_id = await tx.voices.incident_of(post_id)
        draft = await tx.drafts.of_post(post_id)
        assert incident_id is not None
        (voice,) = await tx.voices.of(incident_id)
        post = await tx.posts.get(post_id)
        assert await tx.region.rows() == []
        assert [source.title for source in await tx.sources.all()] == ["Подслушано Конаково"]
    assert draft is not None
    assert (draft.state, draft.origin) == (DraftState.OPENED, Origin.REGION)
    assert (voice.region_number, voice.region_due) == ("5477", at(12, day=25))
    assert (post.post.external_id, post.source_title, post.post.text) == ("wall-1_77", "Список региона", "Нет света на Лесной")


async def test_a_post_that_the_filter_let_go_is_opened_as_it_is(town: DeskTown) -> None:
    dropped = await town.write("Хорошего вечера", external_id="wall-1_77")
    await town.take(dropped, reading(is_appeal=False))
    assert (await take(town, row(77))).theirs == 1
    async with town.storage.transaction() as tx:
        assert await desk.take_all_theirs(tx, by=town.who("coordinator"), now=town.clock.now()) == 1
    await read(town, dropped.id)
    async with town.storage.transaction() as tx:
        assert await tx.voices.incident_of(dropped.id) is not None
        with pytest.raises(Unchanged):
            await desk.take_all_theirs(tx, by=town.who("coordinator"), now=town.clock.now())


async def test_at_noon_and_at_five_the_coordinator_hears_once_what_is_to_be_entered(town: DeskTown) -> None:
    incident = await town.open()
    await answered(town, incident)
    town.clock.moment = at(12, 1)
    await tick(town.around())
    assert await town.says("R12") == []  # nobody here writes the region's numbers
    await number(town, await only_voice(town, incident), "5418190")
    for _ in range(3):
        await tick(town.around())
    assert await town.says("R12") == [("R12", town.chat("coordinator"))]
    town.clock.moment = at(17, 30)
    await tick(town.around())
    assert len(await town.says("R12")) == 2
    town.clock.moment = at(12, 5, day=28)  # Saturday
    await tick(town.around())
    assert len(await town.says("R12")) == 2


async def test_nothing_to_enter_is_no_news(town: DeskTown) -> None:
    incident = await town.open()
    await enter(town, await answered(town, incident))
    town.clock.moment = at(12, 1)
    await tick(town.around())
    assert await town.says("R12") == []
