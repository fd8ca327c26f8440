"""The table of an incident's steps: the only place that knows which act is possible in which status."""

from incidents.errors import WrongStep
from incidents.incident import Act, Status

_S, _A = Status, Act

_INNER = frozenset({_A.NOTE, _A.ASK_AUTHOR, _A.CONTROL, _A.ORDER, _A.REGION, _A.HELP, _A.TAKE_IN, _A.ESCALATE})
"""Acts that leave the status as it is, in any status but the final ones."""

_IN_WORK = frozenset({_A.FACTS, _A.DELAY_REASON, _A.CORRECT_TOPIC, _A.CORRECT_PLACE, _A.SPLIT})
_DANGER = frozenset({_A.DANGER_KNOWN, _A.DANGER_CONFIRMED, _A.DANGER_DENIED, _A.SAFE})

STEPS: dict[tuple[Status, Act], Status] = {
    **{(status, act): status for status in _S for act in _INNER if status is not _S.REJECTED},
    **{
        (status, act): status
        for status in (_S.NEW, _S.ASSIGNED, _S.ACCEPTED, _S.REOPENED, _S.OUTSIDE, _S.POSTPONED)
        for act in _IN_WORK | _DANGER
    },
    (_S.NEW, _A.ASSIGN): _S.ASSIGNED,
    (_S.NEW, _A.ACCEPT): _S.ACCEPTED,
    (_S.NEW, _A.ANSWER): _S.ANSWERED,
    (_S.NEW, _A.INTERIM): _S.ACCEPTED,
    (_S.NEW, _A.CLOSE): _S.CLOSED,
    (_S.NEW, _A.REJECT): _S.REJECTED,
    (_S.NEW, _A.MERGE): _S.CLOSED,
    (_S.NEW, _A.POSTPONE): _S.POSTPONED,
    (_S.NEW, _A.SEND_OUTSIDE): _S.OUTSIDE,
    (_S.ASSIGNED, _A.ASSIGN): _S.ASSIGNED,
    (_S.ASSIGNED, _A.ACCEPT): _S.ACCEPTED,
    (_S.ASSIGNED, _A.RETURN): _S.NEW,
    (_S.ASSIGNED, _A.ANSWER): _S.ANSWERED,
    (_S.ASSIGNED, _A.INTERIM): _S.ACCEPTED,
    (_S.ASSIGNED, _A.CLOSE): _S.CLOSED,
    (_S.ASSIGNED, _A.REJECT): _S.REJECTED,
    (_S.ASSIGNED, _A.MERGE): _S.CLOSED,
    (_S.ASSIGNED, _A.POSTPONE): _S.POSTPONED,
    (_S.ASSIGNED, _A.SEND_OUTSIDE): _S.OUTSIDE,
    (_S.ACCEPTED, _A.ASSIGN): _S.ASSIGNED,
    (_S.ACCEPTED, _A.RETURN): _S.NEW,
    (_S.ACCEPTED, _A.ANSWER): _S.ANSWERED,
    (_S.ACCEPTED, _A.INTERIM): _S.ACCEPTED,
    (_S.ACCEPTED, _A.CLOSE): _S.CLOSED,
    (_S.ACCEPTED, _A.REJECT): _S.REJECTED,
    (_S.ACCEPTED, _A.MERGE): _S.CLOSED,
    (_S.ACCEPTED, _A.POSTPONE): _S.POSTPONED,
    (_S.ACCEPTED, _A.SEND_OUTSIDE): _S.OUTSIDE,
    (_S.ACCEPTED, _A.UNDO): _S.ASSIGNED,
    (_S.REOPENED, _A.ASSIGN): _S.ASSIGNED,
    (_S.REOPENED, _A.ACCEPT): _S.ACCEPTED,
    (_S.REOPENED, _A.RETURN): _S.NEW,
    (_S.REOPENED, _A.ANSWER): _S.ANSWERED,
    (_S.REOPENED, _A.INTERIM): _S.ACCEPTED,
    (_S.REOPENED, _A.CLOSE): _S.CLOSED,
    (_S.REOPENED, _A.REJECT): _S.REJECTED,
    (_S.REOPENED, _A.MERGE): _S.CLOSED,
    (_S.REOPENED, _A.POSTPONE): _S.POSTPONED,
    (_S.REOPENED, _A.SEND_OUTSIDE): _S.OUTSIDE,
    (_S.OUTSIDE, _A.RESUME): _S.ACCEPTED,
    (_S.OUTSIDE, _A.ASSIGN): _S.ASSIGNED,
    (_S.OUTSIDE, _A.ANSWER): _S.ANSWERED,
    (_S.OUTSIDE, _A.INTERIM): _S.OUTSIDE,
    (_S.OUTSIDE, _A.CLOSE): _S.CLOSED,
    (_S.POSTPONED, _A.RESUME): _S.ACCEPTED,
    (_S.POSTPONED, _A.POSTPONE): _S.POSTPONED,
    (_S.POSTPONED, _A.ASSIGN): _S.ASSIGNED,
    (_S.POSTPONED, _A.ANSWER): _S.ANSWERED,
    (_S.POSTPONED, _A.INTERIM): _S.POSTPONED,
    (_S.POSTPONED, _A.CLOSE): _S.CLOSED,
    (_S.ANSWERED, _A.ANSWER): _S.ANSWERED,  # one more voice, an addition or a correction
    (_S.ANSWERED, _A.FACTS): _S.ANSWERED,
    (_S.ANSWERED, _A.CLOSE): _S.CLOSED,
    (_S.ANSWERED, _A.REOPEN): _S.REOPENED,
    (_S.ANSWERED, _A.MERGE): _S.CLOSED,
    (_S.CLOSED, _A.REOPEN): _S.REOPENED,
    (_S.CLOSED, _A.UNDO): _S.REOPENED,
    (_S.REJECTED, _A.REOPEN): _S.NEW,
    (_S.REJECTED, _A.UNDO): _S.NEW,
}
"""(status, act) → the status after it. `desk` turns UNDO back to the very status that the log names; here is its default."""


def step(status: Status, act: Act) -> Status:
    """The status after `act`. Raises WrongStep where the table has none."""
    try:
        return STEPS[status, act]
    except KeyError:
        raise WrongStep from None


def can(status: Status, act: Act) -> bool:
    """Whether the table has such a step."""
    return (status, act) in STEPS
