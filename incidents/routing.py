"""Routing: a tree of rules, first match wins, and it always answers with a reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from incidents.ids import DepartmentId
from incidents.incident import Doubt
from incidents.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A node of the tree. Empty sets match everything; a child is asked only when its parent matches, and wins over it."""

    number: int  # on the card: «правило 4»
    title: str  # on the card: «вода на дорогах, г. Конаково»
    department_id: DepartmentId | None = None  # None: only its children route
    groups: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    settlements: frozenset[str] = frozenset()
    danger: bool | None = None
    children: tuple["Rule", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where an incident goes: a department, or (None) the coordinator, who has the `doubt` to settle."""

    department_id: DepartmentId | None
    because: str
    doubt: Doubt | None = None


def route(reading: Reading, *, rules: Sequence[Rule], staffed: Collection[DepartmentId]) -> Route:
    """The first matching rule whose department has somebody enrolled (`staffed`); else the coordinator, with a reason."""
    raise NotImplementedError
