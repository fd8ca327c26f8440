"""Tables of one statement, and what binds each to a district.

What `district_bounds` walks with: conditions one by one, questions inside expressions.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Insert, Label, Table
from sqlalchemy.sql.elements import BooleanClauseList, ClauseElement, ColumnClause, Grouping, TextClause
from sqlalchemy.sql.operators import and_
from sqlalchemy.sql.selectable import AliasedReturnsRows, SelectBase

COLUMN = "district_id"


class Unbound(Exception):
    """The statement may touch rows of another district."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a statement inside another one may name: tables of the one right around it, and of all of them."""

    near: frozenset[FromClause] = frozenset()
    all: frozenset[FromClause] = frozenset()


@dataclass(slots=True)
class Scope:
    """Tables of one SELECT, UPDATE or DELETE; what binds each."""

    around: Around
    leaves: dict[FromClause, bool] = field(default_factory=dict)  # whether it must be bound
    ties: list[tuple[FromClause, FromClause | None]] = field(default_factory=list)  # bound if that one is; None: by a value

    def bound(self, given: Iterable[FromClause] = ()) -> set[FromClause]:
        """All tables that are bound, where these are."""
        known = set(given)
        while found := {one for one, by in self.ties if one not in known and (by is None or by in known)}:
            known |= found
        return known

    def missing(self, given: Iterable[FromClause] = ()) -> list[FromClause]:
        """Tables that are not bound."""
        known = self.bound(given)
        return [leaf for leaf, must in self.leaves.items() if must and leaf not in known]


def all_of(where: Iterable[Any]) -> Iterator[Any]:
    """Conditions one by one, where all of them must hold."""
    for each in where:
        match each:
            case BooleanClauseList() if each.operator is and_:
                yield from all_of(each.clauses)
            case Grouping():
                yield from all_of([each.element])
            case _:
                yield each


def leaf_of(scope: Scope, column: object) -> FromClause | None:
    """The table whose `district_id` it is."""
    bare = column.element if isinstance(column, Label) else column
    if not isinstance(bare, ColumnClause) or bare.name != COLUMN or bare.is_literal or bare.table is None:
        return None
    return bare.table if bare.table in scope.around.all else None


def questions(expressions: Iterable[Any]) -> Iterator[SelectBase]:
    """SELECTs that stand in expressions, outermost ones."""
    rest = [each for each in expressions if isinstance(each, ClauseElement)]
    while rest:
        each = rest.pop()
        if isinstance(each, SelectBase):
            yield each
        elif _is_plain(each):
            raise Unbound("plain SQL inside")
        elif not isinstance(each, FromClause) or not isinstance(each, Table | AliasedReturnsRows | Column):
            rest += [child for child in each.get_children() if isinstance(child, ClauseElement)]


def _is_plain(each: ClauseElement) -> bool:
    text = each.text if isinstance(each, TextClause) else each.name if isinstance(each, ColumnClause) and each.is_literal else ""
    return "select" in str(text).lower()


def cells(new: Insert) -> Iterator[ColumnElement[Any]]:
    """Values of a multi-row INSERT that are expressions."""
    for rows in new._multi_values:
        for row in rows:
            yield from row.values() if isinstance(row, Mapping) else row


def has_district(table: FromClause) -> bool:
    """Whether its rows are a district's. Of a table that is known by its name alone nobody can say: it counts as one."""
    return COLUMN in table.c or not isinstance(table, Table)


def name_of(leaf: FromClause) -> str:
    """What to call it in the error."""
    table = leaf.element if isinstance(leaf, AliasedReturnsRows) and isinstance(leaf.element, Table) else leaf
    return str(getattr(table, "name", table))
