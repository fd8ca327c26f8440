"""Column types that both engines treat alike, and the database's own clock."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

KEY = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows itself only when the type of the key is the very word INTEGER."""


def clean(text: str) -> str:
    """The text without what a database refuses: NUL goes, a lone surrogate becomes U+FFFD, a pair becomes its character."""
    text = text.replace("\0", "")
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. A naive one is a defect of the caller: ValueError (SQLAlchemy wraps it in StatementError)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; without its zone for SQLite, which keeps text that must compare as it sorts."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a naive moment: {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:  # Any: the driver's value
        """The same in one call instead of three: a row of an incident has twenty moments, and a month of them is 200 000."""
        return _of_text if dialect.name == "sqlite" else _of_server


def _of_text(value: str | None) -> datetime | None:
    """What SQLite keeps, ISO without a zone; a zone added to the text costs a seventh of one added to the moment."""
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


def _of_server(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text that came from people or from a network: cleaned on the way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Cleaned."""
        return None if value is None else clean(value)


class WordSet(TypeDecorator[str]):
    """Folded words, each once, with spaces around: text for SQLite, `tsvector` on PostgreSQL. It comes back sorted from both."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:  # Any: see `Json`
        """The type of the engine."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Without the quotes of PostgreSQL: folded words hold none."""
        return None if value is None else " ".join(["", *sorted(value.replace("'", " ").split()), ""])


class Json(TypeDecorator[Any]):  # Any: whatever JSON holds
    """A value as JSON text, pure ASCII, so that a NUL or a lone surrogate inside survives as an escape."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # Any: see the class
        """Compact, with sorted keys: equal values are equal texts. Raises TypeError for what is no JSON."""
        return json.dumps(value, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # Any: see the class
        """The value."""
        return None if value is None else json.loads(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:  # Any: see the class
        """The same without the calls between: it is read as it was written, with nothing before it and nothing behind."""
        return _of_json


_decode = json.JSONDecoder().raw_decode


def _of_json(value: str | None) -> Any:  # Any: see `Json`
    if value is None:
        return None
    if value == "[]":
        return []
    found, end = _decode(value)
    if end != len(value):
        raise json.JSONDecodeError("more than one value", value, end)
    return found


class database_moment(FunctionElement[datetime]):  # noqa: N801  it reads as an SQL function
    """The database's clock, plus seconds: leases are measured by it, since all processes share it."""

    type = Moment()
    inherit_cache = True


@compiles(database_moment, "postgresql")
def _on_postgresql(element: database_moment, compiler: SQLCompiler, **kw: Any) -> str:  # Any: SQLAlchemy's hook
    return f"(clock_timestamp() + make_interval(secs => {compiler.process(element.clauses, **kw)}))"


@compiles(database_moment, "sqlite")
def _on_sqlite(element: database_moment, compiler: SQLCompiler, **kw: Any) -> str:  # Any: SQLAlchemy's hook
    seconds = compiler.process(element.clauses, **kw)
    return f"strftime('%Y-%m-%d %H:%M:%f000', 'now', printf('%+.3f seconds', {seconds}))"
