"""Every pair of status and act against the second statement of the table."""

from itertools import product

import pytest

from incidents.errors import WrongStep
from incidents.ids import DepartmentId
from incidents.incident import Act, Status
from incidents.lifecycle import can, routed_status, step
from tests.kit.oracles.lifecycle import expected


@pytest.mark.parametrize(("status", "act"), list(product((None, *Status), Act)))
def test_every_pair_of_status_and_act_steps_as_the_table_says(status: Status | None, act: Act) -> None:
    after = expected(status, act)
    assert can(status, act) is (after is not None)
    if after is None:
        with pytest.raises(WrongStep):
            step(status, act)
    else:
        assert step(status, act) is after


OFFERED = {
    Status.NEW: [Act.ASSIGN, Act.REJECT, Act.CORRECT_TOPIC, Act.CORRECT_PLACE, Act.ASK_AUTHOR, Act.ANSWER, Act.SPLIT, Act.SEND_OUTSIDE],
    Status.ASSIGNED: [Act.ACCEPT, Act.RETURN, Act.ANSWER, Act.HELP, Act.POSTPONE, Act.NOTE, Act.ASK_AUTHOR, Act.SEND_OUTSIDE, Act.ASSIGN],
    Status.ACCEPTED: [Act.ANSWER, Act.FACTS, Act.INTERIM, Act.HELP, Act.SAFE, Act.DELAY_REASON, Act.RETURN, Act.MERGE, Act.CONTROL],
    Status.ANSWERED: [Act.CLOSE, Act.ANSWER, Act.FACTS, Act.REGION, Act.REOPEN, Act.DELAY_REASON, Act.MERGE, Act.SPLIT],
    Status.OUTSIDE: [Act.RESUME, Act.SEND_OUTSIDE, Act.INTERIM, Act.NOTE],
    Status.POSTPONED: [Act.RESUME, Act.POSTPONE],
    Status.REOPENED: [Act.ANSWER, Act.FACTS, Act.ACCEPT],
    Status.CLOSED: [Act.REOPEN, Act.REGION, Act.UNDO],
    Status.REJECTED: [Act.REOPEN, Act.UNDO],
}


@pytest.mark.parametrize(("status", "act"), [(status, act) for status, acts in OFFERED.items() for act in acts])
def test_what_voice_offers_on_a_card_is_possible_there(status: Status, act: Act) -> None:
    assert can(status, act)


def test_from_every_status_there_is_a_way_on() -> None:
    for status in Status:
        assert any(step(status, act) is not status for act in Act if can(status, act)), status


@pytest.mark.parametrize("status", [status for status in Status if can(status, Act.ASSIGN)])
def test_what_the_rules_name_waits_there_and_what_they_do_not_waits_for_the_coordinator(status: Status) -> None:
    assert routed_status(status, DepartmentId("roads")) is Status.ASSIGNED
    assert routed_status(status, None) is Status.NEW
