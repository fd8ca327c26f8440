"""Enrolment by a one-time link, people who cannot be reached, and the head's summary once a day."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from incidents.desk.head.summary import post_summary
from incidents.desk.people.joining import BadInvite, mark_unreachable, open_link, show_open_cards
from incidents.ids import ChatId, DepartmentId
from incidents.incident import Act
from incidents.official import Official, Role
from incidents.reading import DangerGrade
from tests.kit.desk_town import ROADS, START, DeskTown, desk_town
from tests.kit.values.stored import an_invitation

DAY = date(2026, 11, 24)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


async def invite(town: DeskTown, code: str, role: Role, department: DepartmentId | None = None) -> None:
    async with town.storage.transaction() as tx:
        await tx.invitations.add(an_invitation(town.clock.now(), code_hash=code, role=role, department_id=department))


async def follow(town: DeskTown, code: str, user_id: int = 9000) -> Official | None:
    async with town.storage.transaction() as tx:
        return await open_link(tx, code, user_id=ChatId(user_id), now=town.clock.now())


async def joined(town: DeskTown, code: str) -> Official:
    official = await follow(town, code)
    assert official is not None
    return official


async def summary(town: DeskTown, day: date = DAY) -> bool:
    async with town.storage.transaction() as tx:
        return await post_summary(tx, day=day, since=START, until=START + timedelta(days=1), now=town.clock.now())


async def test_a_link_makes_an_official_who_is_welcomed_and_written_down(town: DeskTown) -> None:
    await invite(town, "code", Role.EXECUTOR, ROADS)
    official = await joined(town, "code")
    assert (official.role, official.department_id, official.user_id) == (Role.EXECUTOR, ROADS, 9000)
    assert official.title.startswith("исполнитель, ")
    assert await town.says("welcome") == [("welcome", 9000)]
    assert await town.audited() == [("enrolled", 9000)]


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.DUTY, Role.HEAD, Role.OBSERVER, Role.APPROVER])
async def test_a_role_without_a_department_has_the_roles_own_title(town: DeskTown, role: Role) -> None:
    await invite(town, "code", role)
    official = await joined(town, "code")
    assert (official.department_id, "," in official.title) == (None, role is Role.DUTY)


async def test_a_department_that_is_no_more_still_names_its_people(town: DeskTown) -> None:
    await invite(town, "code", Role.CHIEF, DepartmentId("gone"))
    assert (await joined(town, "code")).title == "руководитель отдела, gone"


async def test_a_spent_an_old_and_an_unknown_link_let_nobody_in(town: DeskTown) -> None:
    await invite(town, "spent", Role.HEAD)
    await invite(town, "old", Role.HEAD)
    await follow(town, "spent")
    town.clock.move(days=2)
    for code in ("spent", "old", "unknown"):
        with pytest.raises(BadInvite, match="устарела"):
            await follow(town, code, 9001)
    async with town.storage.transaction() as tx:
        assert await tx.officials.by_user(ChatId(9001)) is None


async def test_a_newcomer_gets_the_cards_that_wait_for_somebody_like_them(town: DeskTown) -> None:
    ours = await town.open()
    other = await town.open("Нет отопления", group="housing", topic="housing_no_heating")
    await town.sweep_outbox()
    await invite(town, "code", Role.EXECUTOR, ROADS)
    await follow(town, "code")
    assert ChatId(9000) in await town.cards(ours.id)
    assert await town.cards(other.id) == set()


async def test_what_an_unreachable_executor_had_comes_to_others_and_the_coordinator_is_told(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ACCEPT, "ann")
    await town.sweep_outbox()
    async with town.storage.transaction() as tx:
        await mark_unreachable(tx, town.who("ann"))
    assert town.chat("peter") in await town.cards(incident.id)
    assert await town.says() == [("chat_dead", town.chat("coordinator"))]


async def test_the_doubts_of_an_unreachable_coordinator_come_to_another_one(town: DeskTown) -> None:
    doubt = await town.open(outside=True)
    second = await town.enrol("second", Role.COORDINATOR)
    await town.sweep_outbox()
    async with town.storage.transaction() as tx:
        await mark_unreachable(tx, town.who("coordinator"))
    assert await town.cards(doubt.id) == {second.user_id}
    assert await town.says() == [("chat_dead", second.user_id)]


async def test_whoever_is_back_gets_what_waits(town: DeskTown) -> None:
    danger = await town.open(danger=True, danger_grade=DangerGrade.NOW)
    await town.sweep_outbox()
    async with town.storage.transaction() as tx:
        await show_open_cards(tx, town.who("duty"))
    assert town.chat("duty") in await town.cards(danger.id)
    await town.sweep_outbox()
    async with town.storage.transaction() as tx:
        await show_open_cards(tx, town.who("observer"))
    assert await town.rows() == []


async def test_the_summary_of_a_day_is_posted_to_every_head_exactly_once(town: DeskTown) -> None:
    await town.enrol("second", Role.HEAD)
    assert await summary(town)
    assert not await summary(town)
    assert sorted(await town.says()) == sorted([("summary", town.chat("head")), ("summary", town.chat("second"))])
    assert await summary(town, DAY + timedelta(days=1))


async def test_a_summary_waits_for_a_head(town: DeskTown) -> None:
    await town.enrol("head", Role.OBSERVER, user_id=town.chat("head"))
    assert not await summary(town)
    await town.enrol("head", Role.HEAD, user_id=town.chat("head"))
    assert await summary(town)
