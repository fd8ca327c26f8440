"""Deputies: who gets what is somebody's while they are away, and who may stand in."""

from dataclasses import replace

from incidents.audience import audience
from incidents.deadlines.reminders import Reminder
from incidents.ids import OfficialId
from incidents.incident import Status
from incidents.official import Official, Role
from incidents.people.leave import may_replace, seats
from incidents.who_is_reminded import officials_to_remind
from tests.kit.values.samples import HOUSING, ROADS, incident, official


def away(one: Official, deputy: int | None) -> Official:
    return replace(one, away=True, deputy_id=OfficialId(deputy) if deputy else None)


ANN, PETER, OLGA = official(Role.EXECUTOR, 1, ROADS), official(Role.EXECUTOR, 2, ROADS), official(Role.EXECUTOR, 3, HOUSING)
CHIEF, BOSS, SECOND = official(Role.CHIEF, 4, ROADS), official(Role.COORDINATOR, 5), official(Role.COORDINATOR, 6)
DUTY, NIGHT = official(Role.DUTY, 7), official(Role.DUTY, 8)


def test_a_chain_of_deputies_ends_at_whoever_works() -> None:
    found = seats([away(ANN, 2), away(PETER, 4), CHIEF])
    assert {id: seat.id for id, seat in found.items()} == {1: 4, 2: 4, 4: 4}


def test_deputies_in_a_circle_nobodys_deputies_and_blocked_chats_seat_nobody() -> None:
    assert set(seats([away(ANN, 2), away(PETER, 1)])) == set()
    assert set(seats([away(ANN, None), replace(PETER, reachable=False), replace(OLGA, active=False)])) == set()
    assert set(seats([away(ANN, 99)])) == set()


def test_the_deputy_gets_the_card_of_one_on_leave_and_the_one_on_leave_none() -> None:
    held = incident(status=Status.ACCEPTED, holder_id=ANN.id)
    chats = {r.official_id for r in audience(held, officials=[away(ANN, 5), PETER, BOSS], departments=[])}
    assert chats == {PETER.id, BOSS.id}


def test_a_department_on_leave_without_a_deputy_is_seen_by_the_chief() -> None:
    chats = {r.official_id for r in audience(incident(), officials=[away(ANN, None), CHIEF, BOSS], departments=[])}
    assert chats == {CHIEF.id}


def test_when_everyone_is_away_somebody_gets_it_all_the_same() -> None:
    assert audience(incident(), officials=[away(ANN, None)], departments=[])


def test_reminders_of_one_on_leave_go_to_the_deputy_once() -> None:
    held = incident(status=Status.ACCEPTED, holder_id=ANN.id)
    assert officials_to_remind(Reminder.OVERDUE, held, [away(ANN, 2), PETER, BOSS]) == (PETER,)
    waiting = incident()
    assert officials_to_remind(Reminder.NOT_ACCEPTED_SOON, waiting, [away(ANN, 2), PETER, BOSS]) == (PETER,)


def test_a_colleague_or_a_coordinator_may_stand_in_and_nobody_else() -> None:
    everyone = [ANN, PETER, OLGA, CHIEF, BOSS, SECOND, DUTY, NIGHT]
    assert may_replace(ANN, everyone) == [PETER, CHIEF, BOSS, SECOND]
    assert may_replace(BOSS, everyone) == [SECOND]
    assert may_replace(DUTY, everyone) == [NIGHT, BOSS, SECOND]
