"""What an effect gets and gives back."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, TypeVar

from incidents.acts.undo import Undo
from incidents.errors import DomainError, WrongStep
from incidents.incident import Act, Incident
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction

Data = Mapping[str, str | int | None]
"""What an event keeps: codes and ids."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was chosen with an act. An act that asks for a choice has a class of its own beside its effect."""

    of: ClassVar[Act]
    nothing: ClassVar[str | None] = None
    """What is read where nothing was chosen; None: the class says itself what holds then."""
    refusal: ClassVar[type[DomainError]] = WrongStep


C = TypeVar("C", bound=Choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActCall:
    """One press: the incident as it stood, and as the table of steps leaves it (`after` differs in its status only)."""

    tx: Transaction
    policy: Policy
    before: Incident
    after: Incident
    by: Official
    now: datetime
    choice: Choice | None

    def chosen(self, kind: type[C]) -> C:
        """The choice. Raises a DomainError that asks for it where there is none, or one that another person makes with this act."""
        if isinstance(self.choice, kind):
            return self.choice
        if kind.nothing is None:
            return kind()
        raise kind.refusal(kind.nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The incident after the act, why (for the log and the toast), and what the event keeps beside the usual."""

    incident: Incident
    because: str
    data: Data = field(default_factory=dict)


Effect = Callable[[ActCall], Awaitable[Change]]

UndoEffect = Callable[[Transaction, Undo, datetime], Awaitable[None]]
