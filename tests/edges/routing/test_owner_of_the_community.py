"""The department whose community it is keeps its posts through split, detach and a draft by hand."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from incidents.desk.intake import mass
from incidents.ids import DraftId
from incidents.incident import Act, Incident
from incidents.intake.by_hand import Draft, DraftState, Origin
from incidents.intake.messages import ShownDraft
from tests.kit.desk_town import HOUSING, ROADS, DeskTown, desk_town
from tests.kit.said import said
from tests.kit.values.samples import reading

NOWHERE: dict[str, Any] = {"group": "nothing", "groups": (("nothing", 0.9),), "topic": "nothing_known", "topics": ()}  # Any: of a Reading
BECAUSE = "сообщество ведёт этот отдел"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        async with town.storage.transaction() as tx:
            await tx.sources.save_state(replace(await tx.sources.get(town.source.id), department_id=ROADS))
        yield town


async def opened(town: DeskTown, number: str) -> list[Incident]:
    """Cards that were parted from this one."""
    async with town.storage.transaction() as tx:
        return [each for each in await tx.incidents.unfinished() if each.matched_because == f"отделили от № {number}"]


async def test_a_voice_that_is_parted_goes_to_the_owner_as_its_post_did(town: DeskTown) -> None:
    first = await town.open("Что-то не так", **NOWHERE)
    second = await town.take(await town.write("Здесь тоже что-то не так"), reading(**NOWHERE))
    assert second.incident is not None and second.incident.id == first.id
    async with town.storage.transaction() as tx:
        last = (await tx.voices.of(first.id))[-1]
    await town.act(first.id, Act.SPLIT, "coordinator", posts=frozenset({last.post_id}))
    (alone,) = await opened(town, str(first.number))
    assert (alone.department_id, BECAUSE in alone.route_because) == (ROADS, True)


async def test_the_second_question_of_a_post_goes_to_the_owner_where_no_rule_takes_it(town: DeskTown) -> None:
    first = await town.open("Течёт крыша, и завод дымит", topic="housing_roof", group="housing", groups=(("housing", 0.9),))
    assert first.department_id == HOUSING
    await town.act(first.id, Act.SPLIT, "coordinator", topic="ecology_air")  # nobody is in that department yet
    (second,) = await opened(town, str(first.number))
    assert (second.department_id, BECAUSE in second.route_because) == (ROADS, True)


async def test_a_message_that_is_detached_from_a_mass_event_goes_to_the_owner(town: DeskTown) -> None:
    head = await town.open("Течёт крыша", topic="housing_roof", group="housing", groups=(("housing", 0.9),))
    other = await town.take(await town.write("А у нас другое"), reading(**NOWHERE))
    assert other.incident is not None
    await town.act(other.incident.id, Act.MERGE, "coordinator", into=head.id)
    async with town.storage.transaction() as tx:
        last = (await tx.voices.of(head.id))[-1]
        alone = await mass.detach(tx, town.policy, head.id, last.post_id, by=town.who("coordinator"), now=town.clock.now())
    assert (alone.department_id, BECAUSE in alone.route_because) == (ROADS, True)


async def test_a_draft_by_hand_of_a_known_post_says_that_the_owner_gets_it(town: DeskTown) -> None:
    post, who = await town.write("Что-то не так у пристани"), town.who("coordinator")
    async with town.storage.transaction() as tx:
        await tx.readings.save(post, reading(**NOWHERE), at=town.clock.now())
        new = Draft(
            id=DraftId(0),
            district_id=tx.district_id,
            post_id=post.id,
            official_id=who.id,
            origin=Origin.FORWARD,
            state=DraftState.READY,
            created_at=town.clock.now(),
        )
        draft = await tx.drafts.add(new)
        await tx.outbox.say(who.user_id, ShownDraft(draft=draft.id, official=who.id))
    text = (await said(town))[-1][1]
    assert BECAUSE in text
