"""Who accepted is who pressed: whoever gets the card later did not."""

from collections.abc import AsyncIterator

import pytest

from handlers.kit.buttons import Menu, Press
from incidents.desk.people.hand_over import hand_over
from incidents.incident import Incident
from incidents.reading import DangerGrade
from tests.kit.phones import Phones, phones
from tests.kit.screens import card, card_text, menu, shown
from tests.kit.tdlib import parse


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


@pytest.fixture
async def passed_on(town: Phones) -> Incident:
    """ЕДДС accepted at 9:14, then its officer left and a chief of the department got the card."""
    incident = await town.town.open("Провод искрит над дорогой", danger=True, danger_grade=DangerGrade.NOW, danger_words="провод искрит")
    assert await town.press("duty", card(incident, Press.ACCEPT)) is not None
    duty, chief, by = (town.town.who(each) for each in ("duty", "chief", "coordinator"))
    async with town.town.storage.transaction() as tx:
        counts = await hand_over(tx, town.town.policy, duty, to=chief, by=by, now=town.town.clock.now())
    assert counts.numbers == (incident.number,)
    return incident


async def test_the_card_names_who_pressed_and_who_has_it_now(town: Phones, passed_on: Incident) -> None:
    lines = (await card_text(town.town, passed_on, "ann")).splitlines()
    assert any(line.startswith("Приняли в 9:14: ЕДДС. Сейчас у кого: ") for line in lines), lines


async def test_the_head_reads_who_pressed(town: Phones, passed_on: Incident) -> None:
    await town.press("coordinator", card(passed_on, Press.CONFIRMED))
    await town.press("coordinator", menu(passed_on, Menu.CONFIRM, "nobody"), message_id=60)
    assert "Приняли в 9:14: ЕДДС." in parse((await shown(town.town, "danger_confirmed")).html)
    await town.press("head", card(passed_on, Press.BRIEF))
    assert "Приняли 24 ноября в 9:14: ЕДДС" in parse((await shown(town.town, "brief_one")).html)


async def test_a_crew_of_another_service_that_accepted_is_named_to_the_head_and_not_the_department(town: Phones) -> None:
    incident = await town.town.open("Провод искрит над дорогой", danger=True, danger_grade=DangerGrade.NOW, danger_words="провод искрит")
    await town.press("duty", card(incident, Press.ACCEPT))
    await town.press("head", card(incident, Press.BRIEF))
    text = parse((await shown(town.town, "brief_one")).html)
    assert "Приняли 24 ноября в 9:14: ЕДДС" in text
    assert "отдел дорожного хозяйства" not in text
