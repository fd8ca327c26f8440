"""«Опасно?»: who is asked, with what sound, and where the card goes by the answer or without one."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bot.ticks.reminders import escalate as tick
from handlers.kit.buttons import Press
from incidents.desk.acts.undo import undo
from incidents.errors import Forbidden
from incidents.incident import Act, ClosingOutcome, Doubt, Incident, Status
from incidents.reading import DangerGrade
from tests.kit.danger import asks, ringing
from tests.kit.desk_town import ROADS
from tests.kit.phones import Phones, phones
from tests.kit.screens import card, card_of, card_text, labels, shown
from tests.kit.values.samples import at, place, reading

ASKED: dict[str, Any] = {"danger_asked": True, "danger_words": "крышка люка качается"}
RISK: dict[str, Any] = {"danger": True, "danger_grade": DangerGrade.RISK, "danger_words": "крышка сдвинута"}


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Phones]:
    async with phones(sqlite_url) as town:
        yield town


async def questions(town: Phones) -> list[tuple[str, bool, bool]]:
    """Who is asked: the name, whether it rings, whether outside the budget."""
    names = {person.user_id: name for name, person in town.town.people.items()}
    return sorted((names[row.chat_id], row.sound, row.urgent) for row in await town.town.rows() if asks(row))


async def later(town: Phones, **span: float) -> None:
    town.town.clock.move(**span)
    await tick(town.town.around())


async def opened(town: Phones, moment: datetime | None = None, **more: Any) -> Incident:  # Any: fields of a Reading
    town.town.clock.moment = moment or town.town.clock.moment
    return await town.town.open("У дома крышка люка качается", **{**ASKED, **more})


async def test_by_day_the_coordinator_is_asked_with_a_sound_outside_the_budget(town: Phones) -> None:
    incident = await opened(town)
    assert (incident.status, incident.doubt, incident.department_id, incident.proposed_id) == (Status.NEW, Doubt.DANGER, None, ROADS)
    assert await questions(town) == [("coordinator", True, True)]
    text = await card_text(town.town, incident, "coordinator")
    assert text.startswith("Опасно? ") and "Насторожило: «крышка люка качается»" in text and "до 9:29" in text
    assert labels(await card_of(town.town, incident, "coordinator"))[:4] == ["Опасно сейчас", "Есть риск", "Не опасно", "Открыть пост"]
    assert await town.town.cards(incident.id) == {town.user("coordinator")}


@pytest.mark.parametrize(("likely", "rings"), [(0.29, False), (0.3, True)])
async def test_at_night_duty_is_asked_and_woken_only_where_it_is_likely(town: Phones, likely: float, rings: bool) -> None:
    await opened(town, at(2), danger_now=likely)
    assert await questions(town) == [("duty", rings, True)]
    message = await shown(town.town, "R14")
    assert labels(message) == ["Опасно сейчас", "Есть риск", "Не опасно", "Открыть пост"]
    assert "крышка люка качается" in message.html and "до 2:15" in message.html


async def test_of_a_mortal_topic_duty_is_woken_at_night_however_the_words_sound(town: Phones) -> None:
    town.town.clock.moment = at(2)
    incident = await town.town.open("Горим! Парковая 5", group="safety", topic="safety_fire", danger_asked=True, danger_now=0.01)
    assert (incident.doubt, incident.department_id) == (Doubt.DANGER, None)
    assert await questions(town) == [("duty", True, True)]


async def test_nobody_answers_for_a_quarter_of_an_hour_and_the_department_gets_a_risk(town: Phones) -> None:
    incident = await opened(town)
    await later(town, minutes=14)
    assert (await town.town.incident(incident.id)).doubt is Doubt.DANGER
    await later(town, minutes=1)
    after = await town.town.incident(incident.id)
    assert (after.danger_grade, after.status, after.department_id, after.doubt) == (DangerGrade.RISK, Status.ASSIGNED, ROADS, None)
    assert {town.user("ann"), town.user("peter")} <= await town.town.cards(incident.id)
    assert (await card_text(town.town, incident, "ann")).startswith("⚠️ Есть риск: ")
    acts = await town.town.acts(incident.id)
    await later(town, minutes=20)
    assert await town.town.acts(incident.id) == acts


async def test_dangerous_rings_everybody_who_must_know(town: Phones) -> None:
    incident = await opened(town, at(2))
    toast = await town.press("duty", card(incident, Press.GRADE_NOW))
    assert toast is not None and toast.startswith("Записали: опасно. Зовём всех, кто должен знать")
    after = await town.town.incident(incident.id)
    assert (after.danger_grade, after.status, after.department_id, after.assigned_at) == (DangerGrade.NOW, Status.ASSIGNED, ROADS, at(2))
    assert {town.user(name) for name in ("ann", "peter", "duty", "coordinator")} <= await town.town.cards(incident.id)
    assert all(row.urgent for row in await town.town.rows() if row.kind == "card")
    town.town.clock.move(minutes=5)
    await town.town.sweep_outbox()
    await tick(town.town.around())
    assert await ringing(town.town) == {"R8": {"duty"}}


@pytest.mark.parametrize(("press", "grade"), [(Press.GRADE_RISK, DangerGrade.RISK), (Press.GRADE_NONE, None)])
async def test_the_answer_sends_the_card_to_its_department_and_is_taken_back_like_any(
    town: Phones, press: Press, grade: DangerGrade | None
) -> None:
    incident = await opened(town)
    await town.press("coordinator", card(incident, press))
    after = await town.town.incident(incident.id)
    assert (after.danger_grade, after.status, after.department_id, after.danger_asked_at) == (grade, Status.ASSIGNED, ROADS, None)
    with pytest.raises(Forbidden, match="уже решили"):
        await town.town.act(incident.id, Act.DANGER_GRADED, "duty", grade=DangerGrade.NOW)
    await town.press("coordinator", card(incident, Press.UNDO))
    back = await town.town.incident(incident.id)
    assert (back.doubt, back.department_id, back.danger_asked_at) == (Doubt.DANGER, None, at(9, 14))


@pytest.mark.parametrize(
    "topic",
    [
        *("energy_gas_leak", "improvement_manhole", "energy_wires", "animals_attack", "safety_fire", "safety_water_ice"),
        *("safety_missing", "housing_facade", "housing_emergency", "health_ambulance"),
    ],
)
async def test_a_topic_of_danger_never_goes_out_as_a_plain_card(town: Phones, topic: str) -> None:
    group = topic.partition("_")[0]
    incident = await town.town.open("Что-то не так", group=group, topic=topic)
    assert (incident.doubt, incident.department_id) == (Doubt.DANGER, None)
    assert [name for name, _, _ in await questions(town)] == ["coordinator"]


async def test_an_ordinary_trouble_asks_nobody(town: Phones) -> None:
    incident = await town.town.open("Яма на дороге")
    assert (incident.status, await questions(town)) == (Status.ASSIGNED, [])


@pytest.mark.parametrize("press", [Press.GRADE_RISK, Press.GRADE_NONE])
async def test_a_card_that_lies_with_its_department_already_is_not_said_to_have_gone_there(town: Phones, press: Press) -> None:
    incident = await town.town.open("Яма на дороге")
    await town.town.take(await town.town.write("там же крышка люка качается", parent_external_id="wall-1_1"), reading(**ASKED))
    toast = str(await town.press("coordinator", card(incident, press)))
    assert toast.startswith("Записали: ") and toast.endswith("работает 10 минут")
    assert "ушла" not in toast and "у координатора" not in toast
    assert (await town.town.incident(incident.id)).department_id == incident.department_id


async def test_a_later_doubtful_message_asks_once_and_leaves_the_card_where_it_is(town: Phones) -> None:
    incident = await town.town.open("Яма на дороге")
    await town.town.act(incident.id, Act.ACCEPT, "ann")
    for text in ("там же крышка люка качается", "и правда качается крышка"):
        post = await town.town.write(text, parent_external_id="wall-1_1")
        outcome = await town.town.take(post, reading(**ASKED))
        assert outcome.incident is not None and outcome.incident.id == incident.id
    assert len(await questions(town)) == 1
    await later(town, minutes=15)
    after = await town.town.incident(incident.id)
    assert (after.danger_grade, after.status, after.holder_id) == (DangerGrade.RISK, Status.ACCEPTED, town.town.who("ann").id)
    assert after.answer_by is not None and incident.answer_by is not None and after.answer_by < incident.answer_by


async def test_a_second_message_that_tells_of_a_risk_sends_the_held_back_card_on(town: Phones) -> None:
    incident = await opened(town)
    post = await town.town.write("крышка люка уже сдвинута", parent_external_id="wall-1_1")
    outcome = await town.town.take(post, reading(**RISK))
    assert outcome.incident is not None and outcome.incident.id == incident.id
    await goes_as_a_risk(town, incident)


async def test_an_edited_text_that_tells_of_a_risk_sends_the_held_back_card_on(town: Phones) -> None:
    post = await town.town.write("У дома крышка люка качается")
    incident = (await town.town.take(post, reading(**ASKED))).incident
    assert incident is not None and incident.doubt is Doubt.DANGER
    await town.town.take(replace(post, revision=2), reading(**RISK))
    await goes_as_a_risk(town, incident)


async def test_a_risk_merged_into_a_held_back_card_sends_it_on_with_the_earlier_clock(town: Phones) -> None:
    risk = await town.town.open("Крышка люка сдвинута", main=place("Редкино", "Гагарина"), **RISK)
    town.town.clock.move(minutes=5)
    incident = await opened(town)
    await town.town.act(risk.id, Act.MERGE, "coordinator", into=incident.id)
    await goes_as_a_risk(town, incident)
    assert (await town.town.incident(incident.id)).answer_by == risk.answer_by


async def test_a_doubtful_card_merged_into_a_calm_one_takes_the_question_along_and_back(town: Phones) -> None:
    calm = await town.town.open("Яма на дороге", main=place("Редкино", "Гагарина"))
    incident = await opened(town, at(10))
    await town.town.sweep_outbox()
    await town.town.act(incident.id, Act.MERGE, "coordinator", into=calm.id)
    assert (await town.town.incident(calm.id)).danger_asked_at == at(10)
    assert await questions(town) == [("coordinator", False, True)]
    async with town.town.storage.transaction() as tx:
        await undo(tx, town.town.policy, incident.id, by=town.town.who("coordinator"), now=town.town.clock.now())
    assert (await town.town.incident(calm.id)).danger_asked_at is None
    await town.town.act(incident.id, Act.MERGE, "coordinator", into=calm.id)
    await later(town, minutes=15)
    after = await town.town.incident(calm.id)
    assert (after.danger_grade, after.danger_words, after.status) == (DangerGrade.RISK, "крышка люка качается", Status.ASSIGNED)


@pytest.mark.parametrize("by_hand", [True, False])
async def test_a_question_of_before_is_not_answered_by_the_clock_once_the_card_is_open_again(town: Phones, by_hand: bool) -> None:
    incident = await town.town.open("Яма на дороге")
    await town.town.take(await town.town.write("там же крышка люка качается", parent_external_id="wall-1_1"), reading(**ASKED))
    await town.town.act(incident.id, Act.CLOSE, "coordinator", outcome=ClosingOutcome.EXPLAINED)
    town.town.clock.move(days=1)
    if by_hand:
        await town.town.act(incident.id, Act.REOPEN, "coordinator")
    else:
        await town.town.take(await town.town.write("яма так и есть", parent_external_id="wall-1_1"))
    assert (await town.town.incident(incident.id)).status is Status.REOPENED
    await later(town, minutes=1)
    after = await town.town.incident(incident.id)
    assert (after.danger_grade, after.danger_asked_at) == (None, None)


async def goes_as_a_risk(town: Phones, incident: Incident) -> None:
    """The department has the card that nobody had, and the log says whose it is."""
    after = await town.town.incident(incident.id)
    assert (after.danger_grade, after.status, after.department_id, after.doubt) == (DangerGrade.RISK, Status.ASSIGNED, ROADS, None)
    assert {town.user("ann"), town.user("peter")} <= await town.town.cards(incident.id)
    async with town.town.storage.transaction() as tx:
        last = (await tx.log.of(incident.id))[-1]
    assert (last.act, last.status_after, last.data["department"]) == (Act.TAKE_IN, Status.ASSIGNED, ROADS)
