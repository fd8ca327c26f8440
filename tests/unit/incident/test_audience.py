"""Whose phones a card goes to (docs/voice.md, «Cards»)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from incidents.audience import Recipient, audience
from incidents.ids import ChatId, OfficialId
from incidents.incident import Doubt, Incident, Status
from incidents.official import Official, Role
from incidents.reading import DangerGrade
from tests.kit.values.samples import HOUSING, ROADS, department, incident, official

EXECUTOR = official(Role.EXECUTOR, 1, ROADS)
CHIEF = official(Role.CHIEF, 2, ROADS)
COORDINATOR = official(Role.COORDINATOR, 3)
DUTY = official(Role.DUTY, 4)
HEAD = official(Role.HEAD, 5)
STRANGER = official(Role.EXECUTOR, 6, HOUSING)
OBSERVER = official(Role.OBSERVER, 7)
APPROVER = official(Role.APPROVER, 8)
ALL = (EXECUTOR, CHIEF, COORDINATOR, DUTY, HEAD, STRANGER, OBSERVER, APPROVER)
GROUP = ChatId(-900)


def to(known: Incident, officials: Sequence[Official] = ALL, *, group: bool = False) -> dict[ChatId, Recipient]:
    rooms = [department(ROADS, chat_id=GROUP if group else None, topic_id=17 if group else None), department(HOUSING)]
    found = audience(known, officials=officials, departments=rooms)
    assert len({each.chat_id for each in found}) == len(found)
    return {each.chat_id: each for each in found}


def people(known: Incident, officials: Sequence[Official] = ALL) -> set[OfficialId | None]:
    return {each.official_id for each in to(known, officials).values()}


def test_an_ordinary_card_goes_to_the_executors_of_its_department_and_rings() -> None:
    found = to(incident())
    assert {each.official_id for each in found.values()} == {EXECUTOR.id}
    assert found[EXECUTOR.user_id].sound
    assert not found[EXECUTOR.user_id].urgent


def test_the_departments_group_gets_a_silent_copy_in_its_topic() -> None:
    copy = to(incident(), group=True)[GROUP]
    assert (copy.official_id, copy.topic_id, copy.sound) == (None, 17, False)


def test_a_repeat_and_what_climbed_reach_the_chief_too() -> None:
    assert people(incident(repeat_of=9)) == {EXECUTOR.id, CHIEF.id}
    assert people(incident(reminded=("R5", "R6"))) == {EXECUTOR.id, CHIEF.id}
    assert people(incident(reminded=("R5",))) == {EXECUTOR.id}


def test_what_climbed_to_the_coordinator_stays_with_them() -> None:
    assert people(incident(reminded=("R7",))) == {EXECUTOR.id, COORDINATOR.id}


def test_after_acceptance_copies_are_silent() -> None:
    found = to(incident(status=Status.ACCEPTED, holder_id=EXECUTOR.id))
    assert set(found) == {EXECUTOR.user_id}
    assert not found[EXECUTOR.user_id].sound


def test_whoever_holds_it_keeps_the_card_after_changing_the_department() -> None:
    assert people(incident(status=Status.ACCEPTED, holder_id=STRANGER.id)) == {EXECUTOR.id, STRANGER.id}


def test_a_doubt_of_topic_or_place_is_a_silent_card_for_the_coordinator() -> None:
    for doubt in (Doubt.TOPIC, Doubt.PLACE):
        found = to(incident(status=Status.NEW, department_id=None, doubt=doubt))
        assert set(found) == {COORDINATOR.user_id}
        assert not found[COORDINATOR.user_id].sound


def test_a_card_without_a_department_rings_at_the_coordinator() -> None:
    assert to(incident(status=Status.NEW, department_id=None, doubt=Doubt.ROUTE))[COORDINATOR.user_id].sound
    assert to(incident(status=Status.NEW, department_id=None))[COORDINATOR.user_id].sound


def test_a_danger_that_is_there_now_wakes_duty_coordinator_and_department() -> None:
    found = to(incident(danger_grade=DangerGrade.NOW), group=True)
    assert set(found) == {EXECUTOR.user_id, COORDINATOR.user_id, DUTY.user_id, GROUP}
    assert all(each.sound and each.urgent for each in found.values())


def test_a_risk_wakes_nobody_and_the_coordinator_sees_it_silently() -> None:
    found = to(incident(danger_grade=DangerGrade.RISK))
    assert set(found) == {EXECUTOR.user_id, COORDINATOR.user_id}
    assert not any(each.urgent for each in found.values())
    assert found[EXECUTOR.user_id].sound
    assert not found[COORDINATOR.user_id].sound


def test_a_danger_beyond_the_border_goes_to_coordinator_and_duty() -> None:
    outside = incident(status=Status.NEW, department_id=None, doubt=Doubt.OUTSIDE, danger_grade=DangerGrade.RISK)
    assert people(outside) == {COORDINATOR.id, DUTY.id}


def test_a_department_with_a_chief_only_rings_at_the_chief() -> None:
    assert to(incident(), (CHIEF, COORDINATOR))[CHIEF.user_id].sound


def test_an_empty_department_falls_to_the_coordinator_even_beside_its_group() -> None:
    found = to(incident(), (COORDINATOR, HEAD), group=True)
    assert set(found) == {GROUP, COORDINATOR.user_id}
    assert found[GROUP].sound


def test_without_coordinators_somebody_is_found_all_the_same() -> None:
    assert people(incident(), (STRANGER, HEAD, OBSERVER)) == {HEAD.id}
    assert people(incident(), (OBSERVER,)) == {OBSERVER.id}
    assert people(incident(), ()) == set()


def test_a_blocked_chat_is_passed_over_in_favour_of_the_chief() -> None:
    blocked = official(Role.EXECUTOR, 1, ROADS, reachable=False)
    assert people(incident(), (blocked, CHIEF, COORDINATOR)) == {CHIEF.id}
    assert people(incident(), (blocked,)) == {blocked.id}


def test_who_left_gets_nothing() -> None:
    assert people(incident(), (official(Role.EXECUTOR, 1, ROADS, active=False), COORDINATOR)) == {COORDINATOR.id}


def test_one_chat_gets_one_copy_and_the_louder_one() -> None:
    both = incident(status=Status.REOPENED, holder_id=EXECUTOR.id)
    assert to(both)[EXECUTOR.user_id].sound


@given(
    status=st.sampled_from(Status),
    doubt=st.none() | st.sampled_from(Doubt),
    danger=st.none() | st.sampled_from(DangerGrade),
    room=st.sampled_from([None, ROADS, HOUSING]),
    who=st.lists(st.sampled_from(ALL), min_size=1, unique=True),
    reachable=st.booleans(),
)
def test_never_nobody_while_anyone_is_enrolled(
    status: Status,
    doubt: Doubt | None,
    danger: DangerGrade | None,
    room: str | None,
    who: list[Official],
    reachable: bool,
) -> None:
    known = incident(status=status, doubt=doubt, danger_grade=danger, department_id=room)
    crowd = [official(each.role, each.id, each.department_id, reachable=reachable) for each in who]
    assert any(each.official_id is not None for each in to(known, crowd, group=True).values())


def test_co_executors_get_a_copy_that_rings_and_their_chief_where_there_is_no_executor() -> None:
    helped = incident(status=Status.ACCEPTED, co_departments=(HOUSING,))
    executor, chief = official(Role.EXECUTOR, 8, HOUSING), official(Role.CHIEF, 9, HOUSING)
    own = official(Role.EXECUTOR, 1, ROADS)
    found = {each.chat_id: each.sound for each in audience(helped, officials=[own, executor, chief], departments=[])}
    assert found == {own.user_id: False, executor.user_id: True}
    found = {each.chat_id: each.sound for each in audience(helped, officials=[own, chief], departments=[])}
    assert found[chief.user_id] is True
    closed = replace(helped, status=Status.CLOSED)
    assert executor.user_id not in {each.chat_id for each in audience(closed, officials=[own, executor], departments=[])}


def test_a_co_executors_group_has_a_copy_silent_beside_private_ones() -> None:
    helped = incident(status=Status.ACCEPTED, co_departments=(HOUSING,))
    group = department(HOUSING, chat_id=ChatId(-7), topic_id=3)
    own, executor = official(Role.EXECUTOR, 1, ROADS), official(Role.EXECUTOR, 8, HOUSING)
    found = {each.chat_id: each for each in audience(helped, officials=[own, executor], departments=[group])}
    assert (found[ChatId(-7)].topic_id, found[ChatId(-7)].sound) == (3, False)
    alone = {each.chat_id: each for each in audience(helped, officials=[own], departments=[group])}
    assert alone[ChatId(-7)].sound is True


def test_several_questions_ring_at_the_coordinators() -> None:
    coordinator = official(Role.COORDINATOR, 5)
    asked = incident(status=Status.NEW, department_id=None, doubt=Doubt.QUESTIONS)
    (found,) = audience(asked, officials=[coordinator, official(Role.EXECUTOR, 1, ROADS)], departments=[])
    assert (found.chat_id, found.sound) == (coordinator.user_id, True)


def test_what_was_written_long_before_it_was_found_comes_without_a_sound_until_somebody_moves_it() -> None:
    fresh = incident()
    late = replace(fresh, published_at=fresh.opened_at - timedelta(days=2), assigned_at=fresh.opened_at, clock_from=fresh.opened_at)
    assert any(each.sound for each in to(fresh).values())
    assert to(late).keys() == to(fresh).keys()
    assert not any(each.sound for each in to(late).values())
    hour_later = late.opened_at + timedelta(hours=1)
    for moved in (replace(late, assigned_at=hour_later), replace(late, clock_from=hour_later)):
        assert any(each.sound for each in to(moved).values())
    danger = replace(late, danger_grade=DangerGrade.NOW)
    assert all(each.sound and each.urgent for each in to(danger).values())


def test_a_rumour_goes_to_the_press_and_to_the_coordinator_where_there_is_none() -> None:
    rumour = incident(department_id=None, status=Status.NEW, rumour=True)
    assert people(rumour) == {APPROVER.id}
    assert not to(rumour)[APPROVER.user_id].sound
    assert people(rumour, [each for each in ALL if each != APPROVER]) == {COORDINATOR.id}
    assert COORDINATOR.id in people(replace(rumour, danger_grade=DangerGrade.RISK))
