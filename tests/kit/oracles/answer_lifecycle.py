"""The life of an answer said a second time: by what people press and what the network says (docs/architecture.md)."""

from collections.abc import Iterator
from itertools import product

from incidents.answers.lifecycle import Happening, Steps, next_state
from incidents.answers.values import AnswerState
from incidents.errors import WrongStep

NOTHING = "nothing"
"""No answer yet."""

TABLE: dict[str, dict[str, str]] = {
    # who writes
    NOTHING: {"drafted": "draft", "repeated": "scheduled", "called_back": "published"},
    "draft": {"rewritten": "draft", "dropped": "cancelled", "sent": "scheduled", "asked": "approval", "erased": "cancelled"},
    # who decides
    "approval": {
        "approved": "scheduled",
        "returned withdrawn": "draft",
        "silenced card_closed erased": "cancelled",
    },
    # the minute in which it can be stopped
    "scheduled": {
        "recalled": "draft",
        "held_back": "approval",
        "stopped erased": "cancelled",
        "outdated": "refused",
        "called looked_for": "publishing",
    },
    # in the network's hands: nobody stops it, nothing erases it
    "publishing": {
        "called": "publishing",
        "put_off": "scheduled",
        "published": "published",
        "refused": "refused",
        "lost restored": "unknown",
    },
    # public: nothing takes it back
    "published": {},
    # a person's hand
    "refused": {"put_by_hand": "published", "erased": "cancelled"},
    "unknown": {"put_by_hand": "published", "sent_unlooked": "scheduled", "erased": "cancelled"},
    # the end
    "cancelled": {"erased": "cancelled"},
}


def expected(state: AnswerState | None, what: Happening) -> AnswerState | None:
    """The state after it; None: there is no such step."""
    for happenings, after in TABLE[state or NOTHING].items():
        if what in happenings.split():
            return AnswerState(after)
    return None


def wrong_steps(steps: Steps) -> Iterator[tuple[AnswerState | None, Happening]]:
    """Pairs of which a table of steps says something else."""
    for state, what in product((None, *AnswerState), Happening):
        try:
            after = next_state(state, what, steps)
        except WrongStep:
            after = None
        if after is not expected(state, what):
            yield state, what
