"""A danger that comes back or grows, or comes into a calm card: acceptance is cleared and everybody who must know is rung."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from incidents.danger.danger_marks import DangerMarks, marks
from incidents.desk.acts.undo import undo
from incidents.errors import Forbidden, TakenByAnother
from incidents.incident import OPEN, Act, ClosingOutcome, RejectReason, Status
from incidents.official import Role
from incidents.reading import DangerGrade
from tests.kit.danger import NOW, heard_again, ringing, rung, standing
from tests.kit.desk_town import DeskTown, desk_town
from tests.kit.screens import card_text, labels, shown
from tests.kit.values.samples import place, reading


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def test_a_danger_that_comes_back_takes_acceptance_and_safety_away_and_rings_everybody(town: DeskTown) -> None:
    incident = await town.open("Открыт люк у школы", **NOW)
    await town.act(incident.id, Act.ACCEPT, "ann")
    await town.act(incident.id, Act.SAFE, "ann")
    await standing(town, incident.id, "ann", "duty", "coordinator")
    town.clock.move(minutes=20)
    after = await heard_again(town, incident)
    assert (after.id, after.status, after.holder_id, after.accepted_at) == (incident.id, Status.ASSIGNED, None, None)
    assert (after.danger_grade, after.clock_from, after.assigned_at) == (DangerGrade.NOW, town.clock.now(), town.clock.now())
    assert await ringing(town) == {"R13": {"ann", "duty", "coordinator"}}
    assert town.chat("peter") in await town.cards(incident.id)  # whose card did not stand gets it now, with its own sound
    text = await card_text(town, incident, "coordinator")
    assert text.startswith("⚠️ СНОВА ОПАСНО: ")
    assert "Безопасно" not in text and "Приняли: пока никто. В 9:39 позовём" in text
    assert "Знают с 9:34: ЕДДС, дежурный координатор, отдел дорожного хозяйства" in text
    message = await shown(town, "R13")
    assert "Снова опасно:" in message.html and "люк опять открыт" in message.html
    assert labels(message) == ["Принято, выезжаем", "Позвонить", "Открыть пост"]
    town.clock.move(minutes=5)
    assert set(await rung(town)) == {"R8"}


async def test_the_coordinator_takes_a_misread_return_back_and_all_stands_as_before(town: DeskTown) -> None:
    incident = await town.open("Открыт люк у школы", **NOW)
    await town.act(incident.id, Act.ACCEPT, "ann")
    before = (await town.act(incident.id, Act.SAFE, "ann")).incident
    assert before is not None
    await heard_again(town, incident)
    for name, may in (("ann", False), ("coordinator", True)):
        async with town.storage.transaction() as tx:
            if not may:
                with pytest.raises(Forbidden):
                    await undo(tx, town.policy, incident.id, by=town.who(name), now=town.clock.now())
                continue
            await undo(tx, town.policy, incident.id, by=town.who(name), now=town.clock.now())
    after = await town.incident(incident.id)
    same = ("status", "holder_id", "accepted_at", "danger_grade", "clock_from", "answer_by", "rung_at")
    assert {name: getattr(after, name) for name in same} == {name: getattr(before, name) for name in same}
    assert "Безопасно в 9:14: отдел дорожного хозяйства" in await card_text(town, incident, "coordinator")
    town.clock.move(minutes=12)
    assert await rung(town) == {}


async def test_an_ordinary_card_that_becomes_a_danger_rings_its_department_too(town: DeskTown) -> None:
    incident = await town.open("Яма на дороге")
    await town.act(incident.id, Act.ACCEPT, "ann")
    await standing(town, incident.id, "ann", "peter")
    after = await heard_again(town, incident, "в яме открытый люк, ребёнок провалился")
    assert after.holder_id is None
    assert await ringing(town) == {"R13": {"ann", "peter"}}
    assert (await town.cards(incident.id)) >= {town.chat("duty"), town.chat("coordinator")}
    assert "Стало опасно:" in (await shown(town, "R13")).html
    assert (await card_text(town, incident, "ann")).startswith("⚠️ ОПАСНО: ")


async def test_an_edited_text_that_tells_of_a_danger_rings_like_a_new_one(town: DeskTown) -> None:
    post = await town.write("Яма на дороге")
    incident = (await town.take(post)).incident
    assert incident is not None
    await town.sent(incident.id, "ann")
    await standing(town, incident.id, "ann")
    edited = replace(post, revision=2)
    after = (await town.take(edited, reading(**NOW))).incident
    assert after is not None and after.status in {Status.ASSIGNED, Status.REOPENED}
    assert await ringing(town) == {"R13": {"ann"}}
    again = (await town.take(edited, reading(**NOW))).incident
    assert again == after


@pytest.mark.parametrize(("act", "by"), [(Act.CLOSE, "coordinator"), (Act.REJECT, "coordinator")])
async def test_a_finished_card_whose_text_becomes_a_danger_is_open_again(town: DeskTown, act: Act, by: str) -> None:
    post = await town.write("Яма на дороге")
    incident = (await town.take(post)).incident
    assert incident is not None
    choice = {"outcome": ClosingOutcome.EXPLAINED} if act is Act.CLOSE else {"reason": RejectReason.CHAT}
    await town.act(incident.id, act, by, **choice)
    after = (await town.take(replace(post, revision=2), reading(**NOW))).incident
    assert after is not None and after.status in OPEN
    assert (after.closed_at, after.outcome, after.reject_reason) == (None, None, None)
    town.clock.move(minutes=5)
    assert set(await rung(town)) == {"R8"}


async def test_a_danger_merged_into_a_calm_card_makes_it_the_danger_and_rings_no_step_twice(town: DeskTown) -> None:
    calm = await town.open("Темно на улице", main=place("Редкино", "Гагарина"))
    await town.act(calm.id, Act.ACCEPT, "ann")
    incident = await town.open("Провод искрит", **NOW)
    town.clock.move(minutes=5)
    assert set(await rung(town)) == {"R8"}
    town.clock.move(minutes=1)
    await standing(town, calm.id, "ann")
    await town.act(incident.id, Act.MERGE, "coordinator", into=calm.id)
    after = await town.incident(calm.id)
    assert (after.danger_grade, after.status, after.holder_id) == (DangerGrade.NOW, Status.ASSIGNED, None)
    assert set(await ringing(town)) == {"R13"}
    assert await rung(town) == {}
    town.clock.move(minutes=4)
    assert await rung(town) == {"R9": {"chief", "coordinator"}}
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, incident.id, by=town.who("coordinator"), now=town.clock.now())
    back = await town.incident(incident.id)
    assert (back.danger_grade, back.status) == (DangerGrade.NOW, Status.ASSIGNED)


async def test_a_danger_that_somebody_drives_to_brings_them_into_the_calm_card_and_back(town: DeskTown) -> None:
    calm = await town.open("Темно на улице", main=place("Редкино", "Гагарина"))
    incident = await town.open("Провод искрит", **NOW)
    await town.act(incident.id, Act.DANGER_KNOWN, "duty")
    await town.act(incident.id, Act.ACCEPT, "duty")
    await town.act(incident.id, Act.MERGE, "coordinator", into=calm.id)
    after = await town.incident(calm.id)
    assert (after.status, after.holder_id, after.accepted_by) == (Status.ACCEPTED, town.who("duty").id, town.who("duty").id)
    assert "Ответили «знаем, работаем» в 9:14: ЕДДС" in await card_text(town, calm, "coordinator")
    town.clock.move(minutes=9)
    assert await rung(town) == {}
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, incident.id, by=town.who("coordinator"), now=town.clock.now())
    assert (await town.incident(calm.id)).danger_grade is None
    async with town.storage.transaction() as tx:
        assert marks(await tx.log.of(calm.id)) == DangerMarks()


async def test_two_coordinators_on_one_danger_at_one_moment(town: DeskTown) -> None:
    await town.enrol("vera", Role.COORDINATOR)
    incident = await town.open(**NOW)
    await town.act(incident.id, Act.DANGER_DENIED, "coordinator")
    with pytest.raises(Forbidden, match="отметку уже сняли"):
        await town.act(incident.id, Act.DANGER_DENIED, "vera")
    other = await town.open("Провод искрит у школы", main=place("Редкино", "Гагарина"), **NOW)
    await town.act(other.id, Act.ACCEPT, "coordinator")
    with pytest.raises(TakenByAnother, match="Уже взяли"):
        await town.act(other.id, Act.ACCEPT, "vera")
    await town.act(other.id, Act.DANGER_KNOWN, "vera", by_voice=True)
    town.clock.move(hours=1)
    assert await rung(town) == {}
