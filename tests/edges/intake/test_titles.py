"""A card whose topic's name says nothing is called by the resident's words until a text or a person says another topic."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from handlers.routing.buttons import TopicButton
from incidents.desk.acts.undo import undo
from incidents.incident import Incident
from incidents.posts import StoredPost
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.phones import phones
from tests.kit.screens import card_text
from tests.kit.values.samples import reading

LIFT: dict[str, Any] = {  # Any: fields of a Reading
    **{"group": "housing", "groups": (("housing", 0.9),), "topic": "housing_stairwell", "topics": (("housing_stairwell", 0.9),)},
    "trouble": "лифт стоит третий день",
}


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def opened(town: DeskTown, **read: Any) -> tuple[StoredPost, Incident]:
    post = await town.write("На Белавинской лифт стоит третий день, бабушка на восьмом")
    outcome = await town.take(post, reading(**{**LIFT, **read}))
    assert outcome.incident is not None
    return post, outcome.incident


async def first_line(town: DeskTown, incident: Incident) -> str:
    return (await card_text(town, incident, "ann")).split("\n")[0]


async def test_the_first_line_is_the_residents_trouble_and_the_place(town: DeskTown) -> None:
    _post, incident = await opened(town)
    assert await first_line(town, incident) == "Лифт стоит третий день · Конаково, Белавинская"


async def test_a_card_of_before_keeps_its_topics_name(town: DeskTown) -> None:
    _post, incident = await opened(town, trouble=None)
    assert (await first_line(town, incident)).startswith("Подъезд и лифт · ")


async def test_what_a_mask_would_hide_is_no_title(town: DeskTown) -> None:
    _post, incident = await opened(town, trouble="звоните 8 915 123-45-67")
    assert (await first_line(town, incident)).startswith("Подъезд и лифт · ")


async def test_a_changed_text_has_a_title_of_its_own(town: DeskTown) -> None:
    post, incident = await opened(town)
    for told, title in (("лифт пустили, а свет погас", "Лифт пустили"), (None, "Подъезд и лифт")):
        async with town.storage.transaction() as tx:
            await tx.door.receive(town.source, replace(post.post, text=f"Белавинская: {told}"), at=town.clock.now(), history=False)
            later = await tx.posts.get(post.id)
        await town.take(later, reading(**{**LIFT, "trouble": told and "лифт пустили"}))
        assert (await first_line(town, await town.incident(incident.id))).startswith(f"{title} · ")


async def test_a_person_who_corrects_the_topic_brings_its_name_and_takes_it_back(sqlite_url: str) -> None:
    async with phones(sqlite_url) as desk:
        _post, incident = await opened(desk.town)
        await desk.press("coordinator", TopicButton(incident=incident.id, topic="roads_potholes"))
        after = await desk.town.incident(incident.id)
        assert (after.topic, after.trouble) == ("roads_potholes", None)
        async with desk.town.storage.transaction() as tx:
            await undo(tx, desk.town.policy, incident.id, by=desk.town.who("coordinator"), now=desk.town.clock.now())
        assert (await desk.town.incident(incident.id)).trouble == "лифт стоит третий день"
