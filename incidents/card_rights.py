"""The table of rights over a card: role, act, its state.

`rights.py` asks it; rights beside cards stand in role_rights.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from incidents.incident import Act
from incidents.official import Role

MACHINE = frozenset({Act.TAKE_IN, Act.ESCALATE, Act.HAND_OVER, Act.DANGER_ROSE})
"""Acts of the program itself: nobody presses them."""

DEPARTMENT = frozenset(
    {
        Act.ACCEPT,
        Act.RETURN,
        Act.ANSWER,
        Act.INTERIM,
        Act.FACTS,
        Act.CLOSE,
        Act.REOPEN,
        Act.POSTPONE,
        Act.RESUME,
        Act.SEND_OUTSIDE,
        Act.NOTE,
        Act.ASK_AUTHOR,
        Act.SEE_CONTACT,
        Act.DELAY_REASON,
        Act.HELP,
        Act.SAFE,
        Act.MERGE,
        Act.UNDO,
    }
)
"""What an executor and a chief do with the cards of their department; they merge two of them, both their own."""

_CHECKER = frozenset(
    {
        Act.ACCEPT,
        Act.ANSWER,
        Act.INTERIM,
        Act.COLLECT,
        Act.NOT_RUMOUR,
        Act.CLOSE,
        Act.REOPEN,
        Act.NOTE,
        Act.ASK_AUTHOR,
        Act.SEE_CONTACT,
        Act.DELAY_REASON,
        Act.UNDO,
    }
)
"""What the approver does with a rumour, and with nothing else but a dispute."""

_DISPUTES = frozenset({Act.CONFIRM_DONE, Act.REOPEN})
_DANGER = frozenset({Act.DANGER_KNOWN, Act.DANGER_CONFIRMED, Act.DANGER_DENIED, Act.SAFE})
_ASKED = frozenset({Act.DANGER_GRADED})


class Reach(StrEnum):
    """Which cards a role reads: words of residents, log, notes."""

    EVERYTHING = auto()
    DEPARTMENT = auto()  # what the department has or gives facts for, and what they hold
    DANGERS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRights:
    """The table as a value: a test takes one with a cell turned over."""

    acts: Mapping[Role, frozenset[Act]]
    reads: Mapping[Role, Reach]
    helpers: frozenset[Act]  # what the people of a co-executor do with a card that is another department's
    of_danger: frozenset[Act]  # only where the card is marked as a danger
    asked: frozenset[Act]  # the answer to «Опасно?», while it waits
    of_holder: frozenset[Act]  # only whoever has accepted the card; the coordinator always
    offered: frozenset[Act]  # the answer to what a changed text says, while it waits
    of_disputes: frozenset[Act]  # what the approver does where the author says that it is not done
    of_rumours: Mapping[Act, bool]  # act → whether the card must be marked as a rumour already
    trial: frozenset[Act]  # what may be done to a card of a trial week: nothing that a resident or a department would see


CARD_RIGHTS = CardRights(
    acts={
        Role.EXECUTOR: DEPARTMENT,
        Role.CHIEF: DEPARTMENT | {Act.ENTRUST, Act.CONFIRM_DONE},
        Role.COORDINATOR: frozenset(Act) - MACHINE,
        Role.APPROVER: _CHECKER | _DISPUTES,  # of rumours and disputes; decides on answers, which have a life of their own (answers.py)
        Role.DUTY: _DANGER | _ASKED | {Act.ACCEPT, Act.SEE_CONTACT},  # «Принято, выезжаем» under R8
        Role.HEAD: frozenset({Act.ORDER, Act.CONTROL, Act.NOTE, Act.CONFIRM_DONE}),
        Role.OBSERVER: frozenset(),
    },
    reads={  # docs/decisions/2026-11-26-who-reads-what.md. Who else reads one card, and why: `incidents/acts/readers.py`
        Role.EXECUTOR: Reach.DEPARTMENT,
        Role.CHIEF: Reach.DEPARTMENT,
        Role.COORDINATOR: Reach.EVERYTHING,
        Role.APPROVER: Reach.EVERYTHING,  # answers of every department, and what was answered before
        Role.DUTY: Reach.DANGERS,
        Role.HEAD: Reach.EVERYTHING,
        Role.OBSERVER: Reach.EVERYTHING,
    },
    helpers=frozenset({Act.FACTS, Act.NOTE}),
    of_danger=_DANGER,
    asked=_ASKED,
    of_holder=frozenset({Act.SEE_CONTACT}),
    offered=frozenset({Act.NEW_TEXT}),
    of_disputes=_DISPUTES,
    of_rumours={Act.RUMOUR: False, Act.NOT_RUMOUR: True},
    trial=frozenset(
        {
            Act.ASSIGN,
            Act.REJECT,
            Act.CLOSE,
            Act.CORRECT_TOPIC,
            Act.CORRECT_PLACE,
            Act.NEW_TEXT,
            Act.NOTE,
            Act.MERGE,
            Act.SPLIT,
            Act.REGION,
            Act.CONTROL,
            Act.DANGER_GRADED,
            Act.UNDO,
        }
    ),
)
