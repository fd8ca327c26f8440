"""Tables that go out as files: what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Link:
    """An address with the word that stands in the cell."""

    url: str
    word: str = "открыть"


Cell = str | int | date | datetime | Link | None
"""What stands in a cell. A moment is the district's own clock, without a zone: Excel knows none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedSheet:
    """A header, rows under it, and a row of totals apart from what is filtered and sorted."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    totals: Sequence[Cell] = field(default=())
    frozen: int = 1  # columns that stay in sight


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSheet:
    """A header and rows of texts, as they are read in again."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


Workbook = TextSheet | Sequence[TypedSheet]
"""One sheet of texts, or sheets of typed cells."""
