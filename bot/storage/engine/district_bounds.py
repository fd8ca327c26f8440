"""Which values of a statement must be our district.

Every table that takes part must be bound: its `district_id` is equal to a value, or to that of a table that is bound.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Delete, FromClause, Insert, Join, Select, TableClause, Update, Values
from sqlalchemy.dialects.postgresql.dml import OnConflictDoUpdate
from sqlalchemy.dialects.sqlite.dml import OnConflictDoUpdate as OnConflictDoUpdateOfSqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BinaryExpression, False_
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import eq
from sqlalchemy.sql.selectable import AliasedReturnsRows, FromGrouping, Lateral, SelectBase, SelectStatementGrouping, TableValuedAlias
from sqlalchemy.sql.visitors import ExternallyTraversible

from bot.storage.engine.tied_tables import COLUMN, Around, Scope, Unbound, all_of, cells, has_district, leaf_of, name_of, questions

_UPSERTS = (OnConflictDoUpdate, OnConflictDoUpdateOfSqlite)


def district_values(compiled: SQLCompiler) -> frozenset[str]:
    """Names of parameters that must be our district, in every row of parameters. Raises Unbound."""
    bounds = _Bounds(compiled)
    bounds.statement(compiled.statement)
    return frozenset(bounds.names)


class _Bounds:
    def __init__(self, compiled: SQLCompiler) -> None:
        self._compiled = compiled
        self._open: dict[FromClause, bool] = {}  # subqueries: whether they are to be bound from outside
        self.names: set[str] = set()

    def statement(self, whole: ExternallyTraversible | None) -> None:
        """A whole statement."""
        match whole:
            case Select() | CompoundSelect() | SelectStatementGrouping():
                self._closed(whole, Around())
            case Insert():
                self._insert(whole)
            case Update() | Delete():
                self._change(whole)
            case _:
                raise Unbound("plain SQL")

    def _closed(self, body: SelectBase, around: Around) -> None:
        if (missing := self._open_table(body, around, is_from=False)) is not None:
            raise Unbound(missing)

    def _open_table(self, body: Any, around: Around, *, is_from: bool) -> str | None:  # Any: what stands inside an alias
        """A table that is read over all districts, where the rows' `district_id` is given out for the question around it."""
        match body:
            case SelectStatementGrouping():
                return self._open_table(body.element, around, is_from=is_from)
            case CompoundSelect():
                self._inside(body._order_by_clauses, around)
                return next(filter(None, [self._open_table(arm, around, is_from=is_from) for arm in body.selects]), None)
            case Select():
                return self._select(body, around, is_from=is_from)
            case _:
                self.statement(body)
                return None

    def _select(self, select: Select[Any], around: Around, *, is_from: bool) -> str | None:
        explicit, implicit = (around.all - around.near, frozenset[FromClause]()) if is_from else (around.all, around.near)
        state = select._compile_state_factory(select, self._compiled)
        froms = state._get_display_froms(explicit_correlate_froms=[*explicit], implicit_correlate_froms=[*implicit])
        own = frozenset(chain.from_iterable(each._from_objects for each in froms))
        scope = Scope(Around(own, own | around.all))
        for each in froms:
            self._add(scope, each)
        self._require(scope, select._where_criteria)
        sorts = (select._group_by_clauses, select._having_criteria, select._order_by_clauses, select._distinct_on)
        bounds = [each for each in (select._limit_clause, select._offset_clause) if each is not None]
        self._inside([*select._raw_columns, *chain.from_iterable(sorts), *bounds], scope.around)
        for cte in select._independent_ctes:
            scope.leaves[cte] = self._is_open(scope, cte)
        missing = scope.missing()
        if not missing:
            return None
        given = leaf_of(scope, select.selected_columns.get(COLUMN))
        if never := missing if given is None else scope.missing({given}):
            raise Unbound(name_of(never[0]))
        return name_of(missing[0])

    def _add(self, scope: Scope, each: FromClause) -> None:
        match each:
            case Join():
                self._add(scope, each.left)
                self._add(scope, each.right)
                right = frozenset(each.right._from_objects)
                if not each.full:
                    self._require(scope, [each.onclause], only=right if each.isouter else None)
                self._inside([each.onclause], scope.around)
            case FromGrouping():
                self._add(scope, each.element)
            case TableClause():
                scope.leaves[each] = has_district(each)
            case TableValuedAlias() | FunctionElement() | Values():
                scope.leaves[each] = False
                self._inside(each.get_children(), scope.around)
            case AliasedReturnsRows():
                scope.leaves[each] = self._is_open(scope, each)
            case _:
                raise Unbound(name_of(each))

    def _is_open(self, scope: Scope, each: AliasedReturnsRows) -> bool:
        """Whether it is to be bound here: a table, or a subquery over all districts."""
        if isinstance(each.element, TableClause):
            return has_district(each.element)
        if isinstance(each.element, AliasedReturnsRows):
            return self._is_open(scope, each.element)
        if each not in self._open:
            self._open[each] = False  # what names itself asks for no more than it is
            self._open[each] = self._open_table(each.element, scope.around, is_from=not isinstance(each, Lateral)) is not None
        return self._open[each]

    def _require(self, scope: Scope, where: Iterable[Any], only: frozenset[FromClause] | None = None) -> None:
        """Conditions that all hold. `only`: the tables that an outer join fills by them."""
        for condition in all_of(where):
            if isinstance(condition, False_) and only is None:  # it touches nothing
                scope.ties += [(leaf, None) for leaf in scope.leaves]
            if isinstance(condition, BinaryExpression) and condition.operator is eq:
                for one, other in ((condition.left, condition.right), (condition.right, condition.left)):
                    leaf = leaf_of(scope, one)
                    if leaf is not None and leaf in scope.leaves and (only is None or leaf in only):
                        self._tie(scope, leaf, other)
        self._inside(where, scope.around)

    def _tie(self, scope: Scope, leaf: FromClause, other: object) -> None:
        if (name := self._name_of(other)) is not None:
            self.names.add(name)
            scope.ties.append((leaf, None))
        elif (partner := leaf_of(scope, other)) is not None:
            scope.ties.append((leaf, partner if partner in scope.leaves else None))

    def _name_of(self, value: object) -> str | None:
        return self._compiled.bind_names.get(value) if isinstance(value, BindParameter) else None

    def _inside(self, expressions: Iterable[Any], around: Around) -> None:
        """Questions inside expressions."""
        for body in questions(expressions):
            self._closed(body, around)

    def _change(self, change: Update | Delete) -> None:
        state: Any = change._compile_state_factory(change, self._compiled)  # Any: SQLAlchemy's own
        froms = frozenset(chain([change.table], state._extra_froms))
        scope = Scope(Around(froms, froms))
        for each in froms:
            self._add(scope, each)
        self._require(scope, change._where_criteria)
        values: Mapping[Any, Any] = (getattr(change, "_values", None) or {}) | dict(getattr(change, "_ordered_values", None) or ())
        self._given(values)
        self._inside([*values.values(), *change._returning], scope.around)
        for cte in change._independent_ctes:
            scope.leaves[cte] = self._is_open(scope, cte)
        if missing := scope.missing():
            raise Unbound(name_of(missing[0]))

    def _given(self, values: Mapping[Any, Any]) -> None:
        """A row may be given to nobody but us."""
        for column, value in values.items():
            if getattr(column, "key", column) == COLUMN:
                if (name := self._name_of(value)) is None:
                    raise Unbound(f"{COLUMN} = {value}")
                self.names.add(name)

    def _insert(self, new: Insert) -> None:
        for cte in new._independent_ctes:
            if self._is_open(Scope(Around()), cte):
                raise Unbound(name_of(cte))
        if not has_district(new.table):
            return
        rows = sum(map(len, new._multi_values)) or 1
        names = {f"{COLUMN}_m{number}" for number in range(rows)} if new._multi_values else {COLUMN}
        if new.select is not None or not names <= self._compiled.binds.keys():
            raise Unbound(name_of(new.table))
        self.names |= names
        self._inside([*(new._values or {}).values(), *new._returning, *cells(new)], Around())
        upsert = new._post_values_clause
        if isinstance(upsert, _UPSERTS):
            self._upsert(new, upsert)

    def _upsert(self, new: Insert, upsert: Any) -> None:  # Any: of either engine
        """It meets a row of ours only, when the district is a part of what must be one, or is compared with the new row's."""
        named = {getattr(each, "key", each) for each in upsert.inferred_target_elements or ()}
        if COLUMN not in named and not any(_is_same_district(new, each) for each in all_of([upsert.update_whereclause])):
            raise Unbound(name_of(new.table))
        self._given(upsert.update_values_to_set)
        self._inside([*upsert.update_values_to_set.values(), upsert.update_whereclause], Around())


def _is_same_district(new: Insert, where: object) -> bool:
    """`table.district_id = excluded.district_id`."""
    if not isinstance(where, BinaryExpression) or where.operator is not eq:
        return False
    sides = [getattr(side, "table", None) for side in (where.left, where.right) if getattr(side, "key", None) == COLUMN]
    told = [each for each in sides if isinstance(each, AliasedReturnsRows) and each.element is new.table and each.name == "excluded"]
    return new.table in sides and bool(told)
