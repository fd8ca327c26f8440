"""The table of steps: which act is possible in which status.

The only place that knows it.
"""

from collections.abc import Mapping

from incidents.errors import WrongStep
from incidents.ids import DepartmentId
from incidents.incident import Act, Status

_S, _A = Status, Act

_ALWAYS = frozenset({_A.NOTE, _A.REGION})
"""Said of an incident in any status: the region asks for its numbers also where nothing is to be done."""

_UNLESS_REJECTED = frozenset({_A.TAKE_IN, _A.CONTROL, _A.ORDER, _A.DELAY_REASON, _A.CHECKED})
"""Also when it is closed: a voice of thanks, the head's order, the reason of a delay that the summary will show, a second question."""

_UNTIL_CLOSED = frozenset(
    {
        _A.ESCALATE,
        _A.HAND_OVER,
        _A.HELP,
        _A.ASK_AUTHOR,
        _A.SEE_CONTACT,
        _A.FACTS,
        _A.COLLECT,
        _A.CORRECT_TOPIC,
        _A.CORRECT_PLACE,
        _A.NEW_TEXT,
        _A.SPLIT,
        _A.DANGER_KNOWN,
        _A.DANGER_CONFIRMED,
        _A.DANGER_DENIED,
        _A.DANGER_GRADED,
        _A.SAFE,
    }
)
_ENDED = frozenset({_S.CLOSED, _S.REJECTED})

Steps = Mapping[tuple[Status | None, Act], Status]

STEPS: Steps = {
    (None, _A.TAKE_IN): _S.NEW,
    **{(status, act): status for status in _S for act in _ALWAYS},
    **{(status, act): status for status in _S if status is not _S.REJECTED for act in _UNLESS_REJECTED},
    **{(status, act): status for status in _S if status not in _ENDED for act in _UNTIL_CLOSED},
    (_S.CLOSED, _A.SPLIT): _S.CLOSED,  # a question of the post that the answer left out
    **{(status, _A.CLOSE): _S.CLOSED for status in _S if status not in _ENDED},
    **{(status, _A.MERGE): _S.CLOSED for status in _S if status not in _ENDED},
    **{(status, _A.ANSWER): _S.ANSWERED for status in _S if status not in _ENDED},
    **{(status, _A.REJECT): _S.REJECTED for status in _S if status not in _ENDED and status is not _S.ANSWERED},
    **{(status, _A.POSTPONE): _S.POSTPONED for status in _S if status not in _ENDED and status is not _S.ANSWERED},
    **{(status, _A.SEND_OUTSIDE): _S.OUTSIDE for status in _S if status not in _ENDED and status is not _S.ANSWERED},
    **{(status, act): _S.NEW for status in _S if status not in _ENDED and status is not _S.ANSWERED for act in (_A.RUMOUR, _A.NOT_RUMOUR)},
    **{(status, _A.ENTRUST): _S.ACCEPTED for status in (_S.ASSIGNED, _S.ACCEPTED, _S.REOPENED)},
    **{(status, _A.ASSIGN): _S.ASSIGNED for status in _S if status not in _ENDED and status is not _S.ANSWERED},
    **{(status, _A.DANGER_ROSE): _S.ASSIGNED for status in (_S.ASSIGNED, _S.ACCEPTED, _S.OUTSIDE, _S.POSTPONED)},
    **{(status, _A.DANGER_ROSE): _S.REOPENED for status in (_S.REOPENED, _S.ANSWERED, _S.CLOSED)},
    **{(status, _A.DANGER_ROSE): _S.NEW for status in (_S.NEW, _S.REJECTED)},
    (_S.NEW, _A.ACCEPT): _S.ACCEPTED,
    (_S.NEW, _A.INTERIM): _S.ACCEPTED,
    (_S.NEW, _A.UNDO): _S.NEW,
    (_S.ASSIGNED, _A.ACCEPT): _S.ACCEPTED,
    (_S.ASSIGNED, _A.RETURN): _S.NEW,
    (_S.ASSIGNED, _A.INTERIM): _S.ACCEPTED,
    (_S.ASSIGNED, _A.UNDO): _S.NEW,
    (_S.ACCEPTED, _A.RETURN): _S.NEW,
    (_S.ACCEPTED, _A.INTERIM): _S.ACCEPTED,
    (_S.ACCEPTED, _A.UNDO): _S.ASSIGNED,
    (_S.REOPENED, _A.ACCEPT): _S.ACCEPTED,
    (_S.REOPENED, _A.RETURN): _S.NEW,
    (_S.REOPENED, _A.INTERIM): _S.ACCEPTED,
    (_S.REOPENED, _A.UNDO): _S.CLOSED,
    (_S.OUTSIDE, _A.RESUME): _S.ACCEPTED,
    (_S.OUTSIDE, _A.INTERIM): _S.OUTSIDE,
    (_S.OUTSIDE, _A.UNDO): _S.ACCEPTED,
    (_S.POSTPONED, _A.RESUME): _S.ACCEPTED,
    (_S.POSTPONED, _A.INTERIM): _S.POSTPONED,
    (_S.POSTPONED, _A.UNDO): _S.ACCEPTED,
    (_S.ANSWERED, _A.INTERIM): _S.ANSWERED,  # one more voice, or a promise with a new date
    (_S.ANSWERED, _A.REOPEN): _S.REOPENED,
    (_S.ANSWERED, _A.UNDO): _S.ANSWERED,  # of an inner act: what is published stays published
    (_S.CLOSED, _A.REOPEN): _S.REOPENED,
    (_S.CLOSED, _A.CONFIRM_DONE): _S.CLOSED,
    (_S.CLOSED, _A.UNDO): _S.REOPENED,
    (_S.REJECTED, _A.REOPEN): _S.NEW,
    (_S.REJECTED, _A.UNDO): _S.NEW,
}
"""(status, act) → the status after it; None: there is no incident yet. UNDO goes back to the very status before; here is its default.

Five acts may be this step and one more: RETURN to a department that was named is RETURN and ASSIGN; NOT_RUMOUR, DANGER_GRADED and
DANGER_ROSE likewise where the rules name a department (where none has it, DANGER_ROSE ends in NEW);
NEW_TEXT goes where the rules lead; RESUME of what nobody holds goes on to
where it waits to be accepted."""


def step(status: Status | None, act: Act, steps: Steps = STEPS) -> Status:
    """The status after `act`. Raises WrongStep where the table has none."""
    try:
        return steps[status, act]
    except KeyError:
        raise WrongStep from None


def can(status: Status | None, act: Act, steps: Steps = STEPS) -> bool:
    """Whether the table has such a step."""
    return (status, act) in steps


def routed_status(status: Status, department: DepartmentId | None) -> Status:
    """Where it waits after the rules were asked: for that department to accept it, or for the coordinator to find one."""
    assigned = step(status, Act.ASSIGN)
    return assigned if department is not None else step(assigned, Act.RETURN)
