"""Statements built once, asked again with other values.

Building a statement in Python and reading off its cache key costs more than all else that is done for it; see docs/performance.md.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, get_origin

from sqlalchemy import Executable, bindparam

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement with its values (several rows of them: an insert of several rows)."""

    statement: Executable
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]]  # Any: what a column takes


def built_once(make: Callable[P, Executable]) -> Callable[P, Asked]:
    """The statement of a function of values, which are given by name. What is declared a `Collection` stands in an `in_`.

    It must have one shape: none of the values may be compared with None, or decide what is asked.
    """
    many = {name for name, each in signature(make).parameters.items() if get_origin(each.annotation) is Collection}
    build: Callable[..., Executable] = make  # with placeholders in place of the values
    built: dict[tuple[str, ...], Executable] = {}  # by the names of the values

    @wraps(make)
    def asked(*args: P.args, **values: P.kwargs) -> Asked:
        if args:  # they would be those of the first call for ever
            raise TypeError(f"{make.__name__} takes its values by name")
        names = tuple(values)
        if names not in built:
            bound: dict[str, Any] = {name: bindparam(_named(name), expanding=name in many) for name in names}  # Any: see Asked
            built[names] = build(**bound)
        return Asked(built[names], {_named(name): value for name, value in values.items()})

    return asked


def _named(name: str) -> str:
    """SQLAlchemy keeps the names of columns to itself."""
    return f"{name}_"
