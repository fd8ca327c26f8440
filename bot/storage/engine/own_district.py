"""Refuse a statement that could touch another district's rows.

One database holds several. It is a defect of ours, so it raises before the database hears of it.
See docs/decisions/2026-11-30-a-statement-names-its-district.md.
"""

from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Executable, event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql.compiler import SQLCompiler

from bot.storage.engine.district_bounds import district_values
from bot.storage.engine.tied_tables import Unbound
from incidents.ids import DistrictId

E = TypeVar("E", bound=Executable)

EVERYWHERE = "otklik_everywhere"
_BEGIN = "BEGIN IMMEDIATE"

_KNOWN: WeakKeyDictionary[SQLCompiler, frozenset[str] | str] = WeakKeyDictionary()
"""Of each compiled statement: which of its values must be the district, or what it leaves open. SQLAlchemy keeps the statements."""


class StrangeStatement(RuntimeError):
    """A defect: the statement would touch rows of another district."""


def everywhere(statement: E) -> E:
    """Let a statement through that rightly looks over districts, or at none. Each use has its reason in a test."""
    return statement.execution_options(**{EVERYWHERE: True})


def guarded(engine: AsyncEngine, district: DistrictId) -> AsyncEngine:
    """The same engine, the same connections; it executes nothing but what names the district. Raises StrangeStatement."""
    own = engine.execution_options()
    event.listen(own.sync_engine, "before_cursor_execute", _Guard(district))
    return own


class _Guard:
    def __init__(self, district: DistrictId) -> None:
        self._district = district

    def __call__(self, _connection: object, _cursor: object, statement: str, _values: object, context: Any, _many: bool) -> None:
        """SQLAlchemy's `before_cursor_execute`. Any: its context has no public type."""
        why = self._strange(statement, context)
        if why is not None and not context.execution_options.get(EVERYWHERE):
            raise StrangeStatement(f"{why}: {statement}")

    def _strange(self, statement: str, context: Any) -> str | None:
        compiled, district = context.compiled, self._district
        if compiled is None:
            return None if statement == _BEGIN else "plain SQL"
        names = _KNOWN.get(compiled)
        if names is None:
            names = _KNOWN[compiled] = _looked_at(compiled)
        if isinstance(names, str):
            return f"no district ({names})"
        for values in context.compiled_parameters:
            for name in names:
                if values[name] != district:
                    return "another district"
        return None


def _looked_at(compiled: SQLCompiler) -> frozenset[str] | str:
    try:
        return district_values(compiled)
    except Unbound as found:
        return str(found)
