"""Acts that ask for a choice, without it; and waiting at its edges. What is refused changes nothing."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from incidents.deadlines.worktime import WorkCalendar
from incidents.desk.acts.postponed_and_outside import come_back, repeat_questions
from incidents.desk.acts.undo import undo
from incidents.desk.head.orders import remind_of_orders
from incidents.errors import DomainError, Unchanged, WrongStep
from incidents.head.orders import OrderKind
from incidents.incident import Act, ClosingOutcome, RejectReason, Status
from incidents.policy import Policy
from incidents.reading import DangerGrade
from tests.kit.desk_town import HOUSING, DeskTown, desk_town, konakovo
from tests.kit.values.samples import MOSCOW, WORKDAY, at


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[DeskTown]:
    async with desk_town(sqlite_url) as town:
        yield town


@pytest.mark.parametrize(
    ("what", "by", "words"),
    [
        (Act.DELAY_REASON, "ann", "Выберите причину"),
        (Act.POSTPONE, "ann", "Выберите день"),
        (Act.SEND_OUTSIDE, "ann", "Выберите день"),
        (Act.HELP, "ann", "Выберите, кого позвать"),
        (Act.DANGER_CONFIRMED, "duty", "Отметьте, есть ли пострадавшие"),
        (Act.ORDER, "head", "Выберите день"),
    ],
)
async def test_an_act_without_its_choice_is_refused_in_words(town: DeskTown, what: Act, by: str, words: str) -> None:
    incident = await town.open(danger=True, danger_grade=DangerGrade.RISK)
    with pytest.raises(DomainError, match=words):
        await town.act(incident.id, what, by)
    assert await town.incident(incident.id) == incident


async def test_the_same_day_again_changes_nothing_and_another_day_does(town: DeskTown) -> None:
    incident = await town.open()
    until = at(9, day=26)
    await town.act(incident.id, Act.POSTPONE, "ann", until=until)
    with pytest.raises(Unchanged):
        await town.act(incident.id, Act.POSTPONE, "ann", until=until)
    await town.act(incident.id, Act.POSTPONE, "ann", until=at(9, day=27))
    assert (await town.incident(incident.id)).postponed_until == at(9, day=27)


async def test_a_card_that_was_brought_back_by_hand_does_not_come_back_again(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.POSTPONE, "ann", until=at(9, day=25))
    await town.act(incident.id, Act.RESUME, "ann")
    async with town.storage.transaction() as tx:
        assert not await come_back(tx, town.policy, incident.id, now=at(9, day=25))


async def test_nobody_is_asked_again_about_a_card_that_is_closed(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.SEND_OUTSIDE, "ann", until=at(9, day=25), organisation="сети")
    await town.act(incident.id, Act.CLOSE, "ann", outcome=ClosingOutcome.PASSED)
    await town.sweep_outbox()
    async with town.storage.transaction() as tx:
        assert len(await repeat_questions(tx, now=at(10, day=25))) == 1
        assert await repeat_questions(tx, now=at(10, day=25)) == []
    assert await town.says() == []


async def test_what_a_coordinator_passes_on_unaccepted_is_held_by_them_until_taken_back(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.SEND_OUTSIDE, "coordinator", until=at(9, day=25), organisation="сети", letter="7")
    after = await town.incident(incident.id)
    assert (after.status, after.holder_id) == (Status.OUTSIDE, town.who("coordinator").id)
    async with town.storage.transaction() as tx:
        await undo(tx, town.policy, incident.id, by=town.who("coordinator"), now=town.clock.now())
    assert replace(await town.incident(incident.id), version=1) == replace(incident, version=1)


async def test_an_order_about_what_is_no_appeal_is_not_asked_about_and_one_to_nobody_is_refused(town: DeskTown) -> None:
    incident = await town.open()
    await town.act(incident.id, Act.ORDER, "coordinator", until=at(16), order=OrderKind.ORDER)
    await town.act(incident.id, Act.REJECT, "coordinator", reason=RejectReason.AD)
    await town.sweep_outbox()
    async with town.storage.transaction() as tx:
        assert len(await remind_of_orders(tx, now=at(16))) == 1
    assert await town.says() == []
    alone = await town.open("Нет отопления", group="housing", topic="housing_no_heating")
    await town.act(alone.id, Act.ACCEPT, "coordinator")
    async with town.storage.transaction() as tx:
        await tx.officials.set_reachable(town.chat("olga"), reachable=False)
    with pytest.raises(DomainError, match="Поручить некому"):
        await town.act(alone.id, Act.ORDER, "coordinator", until=at(16))


async def test_a_confirmed_danger_that_hurt_people_after_all_is_told_again(town: DeskTown) -> None:
    incident = await town.open(danger=True, danger_grade=DangerGrade.NOW)
    await town.act(incident.id, Act.DANGER_CONFIRMED, "duty", hurt=False)
    await town.act(incident.id, Act.DANGER_CONFIRMED, "duty", hurt=True)
    assert len(await town.says("danger_confirmed")) == 2
    await town.act(incident.id, Act.RETURN, "ann", department_id=HOUSING)
    with pytest.raises(WrongStep):
        await town.act(incident.id, Act.RESUME, "olga")


def policy(**calendar: Any) -> Policy:  # Any: fields of a WorkCalendar
    return replace(konakovo().policy, calendar=WorkCalendar(timezone=MOSCOW, **calendar))


def test_a_day_begins_with_its_work_and_a_day_off_with_the_next_working_one() -> None:
    ordinary = policy(week=(WORKDAY,) * 5 + ((), ()))
    assert ordinary.morning(date(2026, 11, 25)) == at(9, day=25)
    assert ordinary.morning(date(2026, 11, 28)) == at(9, day=30)
    assert ordinary.asking_time(date(2026, 11, 28)) == at(10, day=30)
    with pytest.raises(DomainError, match="нет рабочих дней"):
        policy(week=((),) * 7).morning(date(2026, 11, 25))
    late = policy(week=(((at(14).astimezone(MOSCOW).time(), at(18).astimezone(MOSCOW).time()),),) * 7)
    assert late.asking_time(date(2026, 11, 25)) == at(14, day=25)
    assert late.asking_time(date(2026, 11, 25)) - late.morning(date(2026, 11, 25)) == timedelta(0)
