"""The table of an answer's states: which happening leads where.

The only place that knows it: whoever changes a state asks `next_state`, a statement over many rows asks `transition`.
"""

from collections.abc import Mapping
from enum import StrEnum

from incidents.answers.values import AnswerState
from incidents.errors import WrongStep


class Happening(StrEnum):
    """What happens to an answer. It stands in no base and in no button."""

    DRAFTED = "drafted"  # somebody wrote it
    REPEATED = "repeated"  # words that went through all this already, for one more thread
    CALLED_BACK = "called_back"  # «Перезвонили»: it was said by telephone
    SENT = "sent"  # «Отправить», where nobody approves
    ASKED = "asked"  # «Отправить», or «Снова согласовать»: the approvers decide
    REWRITTEN = "rewritten"  # its words, its photos, its places
    DROPPED = "dropped"  # its author wants it no more
    RECALLED = "recalled"  # «Отменить отправку» of its author
    WITHDRAWN = "withdrawn"  # «Отозвать»
    APPROVED = "approved"  # by an approver, or since nobody is there to approve
    RETURNED = "returned"  # «Вернуть…»
    SILENCED = "silenced"  # «Без ответа»
    CARD_CLOSED = "card_closed"  # nobody waits for a decision any more
    HELD_BACK = "held_back"  # «Отменить отправку» of whoever let it go
    STOPPED = "stopped"  # nobody needs it any more: by a press, or since the place is gone or answered
    OUTDATED = "outdated"  # other words came out meanwhile, nobody but its author can tell the right ones
    CALLED = "called"  # the network is about to be called, the first time or once more
    LOOKED_FOR = "looked_for"  # the base forgot: the thread is read before the first call
    PUT_OFF = "put_off"  # the network took nothing for certain
    PUBLISHED = "published"  # the network took it
    REFUSED = "refused"  # the network said no
    LOST = "lost"  # nobody can tell
    PUT_BY_HAND = "put_by_hand"  # an official put it there themselves
    SENT_UNLOOKED = "sent_unlooked"  # an official says that it is not there
    ERASED = "erased"  # its resident's data go
    RESTORED = "restored"  # the base goes on from a copy: nobody is sending it


_S, _H = AnswerState, Happening

Steps = Mapping[tuple[AnswerState | None, Happening], AnswerState]

STEPS: Steps = {
    (None, _H.DRAFTED): _S.DRAFT,
    (None, _H.REPEATED): _S.SCHEDULED,
    (None, _H.CALLED_BACK): _S.PUBLISHED,
    (_S.DRAFT, _H.REWRITTEN): _S.DRAFT,
    (_S.DRAFT, _H.SENT): _S.SCHEDULED,
    (_S.DRAFT, _H.ASKED): _S.APPROVAL,
    (_S.DRAFT, _H.DROPPED): _S.CANCELLED,
    (_S.APPROVAL, _H.WITHDRAWN): _S.DRAFT,
    (_S.APPROVAL, _H.APPROVED): _S.SCHEDULED,
    (_S.APPROVAL, _H.RETURNED): _S.DRAFT,
    (_S.APPROVAL, _H.SILENCED): _S.CANCELLED,
    (_S.APPROVAL, _H.CARD_CLOSED): _S.CANCELLED,
    (_S.SCHEDULED, _H.RECALLED): _S.DRAFT,
    (_S.SCHEDULED, _H.HELD_BACK): _S.APPROVAL,
    (_S.SCHEDULED, _H.STOPPED): _S.CANCELLED,
    (_S.SCHEDULED, _H.OUTDATED): _S.REFUSED,
    (_S.SCHEDULED, _H.CALLED): _S.PUBLISHING,
    (_S.SCHEDULED, _H.LOOKED_FOR): _S.PUBLISHING,
    (_S.PUBLISHING, _H.CALLED): _S.PUBLISHING,
    (_S.PUBLISHING, _H.PUT_OFF): _S.SCHEDULED,
    (_S.PUBLISHING, _H.PUBLISHED): _S.PUBLISHED,
    (_S.PUBLISHING, _H.REFUSED): _S.REFUSED,
    (_S.PUBLISHING, _H.LOST): _S.UNKNOWN,
    (_S.PUBLISHING, _H.RESTORED): _S.UNKNOWN,
    (_S.REFUSED, _H.PUT_BY_HAND): _S.PUBLISHED,
    (_S.UNKNOWN, _H.PUT_BY_HAND): _S.PUBLISHED,
    (_S.UNKNOWN, _H.SENT_UNLOOKED): _S.SCHEDULED,
    # What the network may have in its hands is waited for, what is public is not ours to take back.
    **{(state, _H.ERASED): _S.CANCELLED for state in _S if state not in {_S.PUBLISHING, _S.PUBLISHED}},
}
"""(state, happening) → the state after it; None: there is no answer yet."""

_NO_DRAFT = "Этот ответ уже не черновик. Нажмите «Ответить» на карточке, чтобы написать новый"
_ON_ITS_WAY = "Ответ уже уходит в сеть, отменить нельзя. Потом можно написать поправку"

_REFUSALS = {
    _H.REWRITTEN: _NO_DRAFT,
    _H.SENT: _NO_DRAFT,
    _H.ASKED: _NO_DRAFT,
    _H.DROPPED: _NO_DRAFT,
    _H.RECALLED: _ON_ITS_WAY,
    _H.HELD_BACK: _ON_ITS_WAY,
    _H.WITHDRAWN: "Ответ уже согласован. Пока он не вышел, его можно остановить кнопкой «Отменить отправку»",
}
"""What a person reads whose press comes too late."""


def next_state(state: AnswerState | None, what: Happening, steps: Steps = STEPS) -> AnswerState:
    """The state after `what`. Raises WrongStep where the table has none."""
    try:
        return steps[state, what]
    except KeyError:
        raise WrongStep(_REFUSALS.get(what)) from None


def can(state: AnswerState, what: Happening) -> bool:
    """Whether the table has such a step."""
    return (state, what) in STEPS


def transition(what: Happening) -> tuple[frozenset[AnswerState], AnswerState]:
    """The states that a happening leaves, and the one it leads to.

    For a statement over many rows.
    """
    leaves = {before: after for (before, happening), after in STEPS.items() if happening is what and before is not None}
    (after,) = set(leaves.values())
    return frozenset(leaves), after
