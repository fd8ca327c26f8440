"""«Опасно?» of a department that learns: its rules hold in the quarter of an hour too, and nobody is promised what will not be."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.ticks.reminders import escalate as tick
from handlers.kit.buttons import Press
from incidents.acts.undo import UNDO_FOR
from incidents.errors import Forbidden
from incidents.incident import Doubt, Incident, Status
from incidents.official import Mode
from incidents.reading import DangerGrade
from tests.kit.danger import asks
from tests.kit.desk_town import ROADS
from tests.kit.phones import Phones, phones
from tests.kit.screens import card, card_of, card_text, labels, shown
from tests.kit.values.samples import at

ASKED: dict[str, Any] = {"danger_asked": True, "danger_words": "крышка люка качается", "danger_now": 0.5}


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def opened(town: Phones, mode: Mode) -> Incident:
    async with town.town.storage.transaction() as tx:
        await tx.modes.set(ROADS, mode, until=None, since=town.town.clock.now())
    return await town.town.open("У дома крышка люка качается", **ASKED)


async def test_it_is_asked_and_nothing_reaches_residents_or_the_heads_figures_meanwhile(town: Phones) -> None:
    incident = await opened(town, Mode.TRIAL)
    assert (incident.doubt, incident.department_id, incident.proposed_id) == (Doubt.TRIAL, None, ROADS)
    assert incident.danger_asked_at == at(9, 14)
    assert any(asks(row) for row in await town.town.rows())
    assert await town.town.cards(incident.id) == {town.user("coordinator")}
    assert str(await town.press("coordinator", card(incident, Press.ANSWER))).startswith("Учебная неделя")
    with pytest.raises(Forbidden):
        await town.town.draft(incident.id, "coordinator")


async def test_the_card_asks_too_and_promises_no_department(town: Phones) -> None:
    incident = await opened(town, Mode.TRIAL)
    text = await card_text(town.town, incident, "coordinator")
    assert text.startswith("Опасно? ") and "до 9:29 никто не ответит, карточка останется у координатора с пометкой «Есть риск»" in text
    assert labels(await card_of(town.town, incident, "coordinator"))[:3] == ["Опасно сейчас", "Есть риск", "Не опасно"]


async def test_the_message_to_duty_promises_no_department_either(town: Phones) -> None:
    town.town.clock.moment = at(23)
    await opened(town, Mode.TRIAL)
    assert "до 23:15 никто не ответит, карточка останется у координатора с пометкой «Есть риск»" in (await shown(town.town, "R14")).html


@pytest.mark.parametrize("press", [None, Press.GRADE_RISK, Press.GRADE_NONE])
async def test_by_the_answer_or_without_one_it_stays_in_the_trial_week(town: Phones, press: Press | None) -> None:
    incident = await opened(town, Mode.TRIAL)
    if press is None:
        town.town.clock.move(minutes=15)
        await tick(town.town.around())
    else:
        toast = await town.press("coordinator", card(incident, press))
        assert toast is not None and "отделу" not in toast and "у координатора" in toast
    after = await town.town.incident(incident.id)
    grade = None if press is Press.GRADE_NONE else DangerGrade.RISK
    assert (after.danger_grade, after.doubt, after.department_id) == (grade, Doubt.TRIAL, None)
    assert await town.town.cards(incident.id) == {town.user("coordinator")}
    assert "Учебная неделя: отделу не ушло" in await card_text(town.town, incident, "coordinator")
    town.town.clock.move(minutes=UNDO_FOR.total_seconds() / 60 * 9)
    await town.town.sweep_outbox()
    await tick(town.town.around())
    assert await town.town.says() == []


async def test_what_is_dangerous_now_rings_the_coordinator_and_duty_as_any_of_a_trial_week(town: Phones) -> None:
    incident = await opened(town, Mode.TRIAL)
    await town.press("coordinator", card(incident, Press.GRADE_NOW))
    after = await town.town.incident(incident.id)
    assert (after.danger_grade, after.department_id, after.status) == (DangerGrade.NOW, None, Status.NEW)
    assert await town.town.cards(incident.id) == {town.user("coordinator"), town.user("duty")}


async def test_a_card_that_goes_by_the_coordinators_hand_is_promised_to_no_department_either(town: Phones) -> None:
    incident = await opened(town, Mode.COORDINATOR)
    assert "останется у координатора" in await card_text(town.town, incident, "coordinator")
    await town.press("coordinator", card(incident, Press.GRADE_RISK))
    after = await town.town.incident(incident.id)
    assert (after.doubt, after.department_id, after.proposed_id) == (Doubt.CONFIRM, None, ROADS)


async def test_a_department_that_works_on_its_own_is_told_of_as_before(town: Phones) -> None:
    incident = await opened(town, Mode.OWN)
    assert "до 9:29 никто не ответит, отдел получит карточку с пометкой «Есть риск»" in await card_text(town.town, incident, "coordinator")
    assert "Карточка ушла отделу" in str(await town.press("coordinator", card(incident, Press.GRADE_RISK)))
