"""Every pair of status and act: the table written a second time, as the people of docs/voice.md, «Buttons», see it."""

from itertools import product

import pytest

from incidents.errors import WrongStep
from incidents.incident import Act, Status
from incidents.lifecycle import can, step

NOT_YET = "new assigned accepted reopened outside postponed"
OPEN_OR_ANSWERED = f"{NOT_YET} answered"
NOT_REJECTED = f"{OPEN_OR_ANSWERED} closed"
EVERY = f"{NOT_REJECTED} rejected"
SAME = "="

TABLE: dict[Act, dict[str, str]] = {
    Act.NOTE: {EVERY: SAME},
    Act.REGION: {EVERY: SAME},
    Act.TAKE_IN: {NOT_REJECTED: SAME},
    Act.CONTROL: {NOT_REJECTED: SAME},
    Act.ORDER: {NOT_REJECTED: SAME},
    Act.DELAY_REASON: {NOT_REJECTED: SAME},
    Act.ESCALATE: {OPEN_OR_ANSWERED: SAME},
    Act.HAND_OVER: {OPEN_OR_ANSWERED: SAME},
    Act.HELP: {OPEN_OR_ANSWERED: SAME},
    Act.ASK_AUTHOR: {OPEN_OR_ANSWERED: SAME},
    Act.FACTS: {OPEN_OR_ANSWERED: SAME},
    Act.CORRECT_TOPIC: {OPEN_OR_ANSWERED: SAME},
    Act.CORRECT_PLACE: {OPEN_OR_ANSWERED: SAME},
    Act.NEW_TEXT: {OPEN_OR_ANSWERED: SAME},
    Act.SPLIT: {OPEN_OR_ANSWERED: SAME},
    Act.COLLECT: {OPEN_OR_ANSWERED: SAME},
    Act.DANGER_KNOWN: {OPEN_OR_ANSWERED: SAME},
    Act.DANGER_CONFIRMED: {OPEN_OR_ANSWERED: SAME},
    Act.DANGER_DENIED: {OPEN_OR_ANSWERED: SAME},
    Act.DANGER_GRADED: {OPEN_OR_ANSWERED: SAME},
    Act.SAFE: {OPEN_OR_ANSWERED: SAME},
    Act.DANGER_ROSE: {"assigned accepted outside postponed": "assigned", "reopened answered closed": "reopened", "new rejected": "new"},
    Act.ASSIGN: {NOT_YET: "assigned"},
    Act.ACCEPT: {"new assigned reopened": "accepted"},
    Act.RETURN: {"assigned accepted reopened": "new"},
    Act.ANSWER: {OPEN_OR_ANSWERED: "answered"},
    Act.INTERIM: {"new assigned accepted reopened": "accepted", "outside postponed answered": SAME},
    Act.CLOSE: {OPEN_OR_ANSWERED: "closed"},
    Act.MERGE: {OPEN_OR_ANSWERED: "closed"},
    Act.REJECT: {NOT_YET: "rejected"},
    Act.RUMOUR: {NOT_YET: "new"},
    Act.NOT_RUMOUR: {NOT_YET: "new"},
    Act.ENTRUST: {"assigned accepted reopened": "accepted"},
    Act.POSTPONE: {NOT_YET: "postponed"},
    Act.SEND_OUTSIDE: {NOT_YET: "outside"},
    Act.RESUME: {"outside postponed": "accepted"},
    Act.REOPEN: {"answered closed": "reopened", "rejected": "new"},
    Act.UNDO: {
        "new answered": SAME,
        "assigned rejected": "new",
        "accepted": "assigned",
        "reopened": "closed",
        "outside postponed": "accepted",
        "closed": "reopened",
    },
}


def expected(status: Status, act: Act) -> Status | None:
    for statuses, after in TABLE[act].items():
        if status in statuses.split():
            return status if after == SAME else Status(after)
    return None


@pytest.mark.parametrize(("status", "act"), list(product(Status, Act)))
def test_every_pair_of_status_and_act_steps_as_the_table_says(status: Status, act: Act) -> None:
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
