"""The lifecycle said a second time, as the people of docs/voice.md, «Buttons», see it."""

from collections.abc import Iterator
from itertools import product

from incidents.errors import WrongStep
from incidents.incident import Act, Status
from incidents.lifecycle import Steps, can, step

NOT_YET = "new assigned accepted reopened outside postponed"
OPEN_OR_ANSWERED = f"{NOT_YET} answered"
NOT_REJECTED = f"{OPEN_OR_ANSWERED} closed"
EVERY = f"{NOT_REJECTED} rejected"
SAME = "="
NOTHING = "nothing"
"""No incident yet."""

TABLE: dict[Act, dict[str, str]] = {
    Act.NOTE: {EVERY: SAME},
    Act.REGION: {EVERY: SAME},
    Act.TAKE_IN: {NOT_REJECTED: SAME, NOTHING: "new"},
    Act.CONTROL: {NOT_REJECTED: SAME},
    Act.ORDER: {NOT_REJECTED: SAME},
    Act.DELAY_REASON: {NOT_REJECTED: SAME},
    Act.ESCALATE: {OPEN_OR_ANSWERED: SAME},
    Act.HAND_OVER: {OPEN_OR_ANSWERED: SAME},
    Act.HELP: {OPEN_OR_ANSWERED: SAME},
    Act.ASK_AUTHOR: {OPEN_OR_ANSWERED: SAME},
    Act.SEE_CONTACT: {OPEN_OR_ANSWERED: SAME},
    Act.FACTS: {OPEN_OR_ANSWERED: SAME},
    Act.CORRECT_TOPIC: {OPEN_OR_ANSWERED: SAME},
    Act.CORRECT_PLACE: {OPEN_OR_ANSWERED: SAME},
    Act.NEW_TEXT: {OPEN_OR_ANSWERED: SAME},
    Act.SPLIT: {NOT_REJECTED: SAME},
    Act.CHECKED: {NOT_REJECTED: SAME},
    Act.CONFIRM_DONE: {"closed": SAME},
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


def expected(status: Status | None, act: Act) -> Status | None:
    """The status after the act; None: there is no such step."""
    for statuses, after in TABLE[act].items():
        if (status or NOTHING) in statuses.split():
            return status if after == SAME else Status(after)
    return None


def wrong_steps(steps: Steps) -> Iterator[tuple[Status | None, Act]]:
    """Pairs of which a table of steps says something else."""
    for status, act in product((None, *Status), Act):
        after = expected(status, act)
        try:
            found = step(status, act, steps)
        except WrongStep:
            found = None
        if found is not after or can(status, act, steps) is (after is None):
            yield status, act
