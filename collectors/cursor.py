"""Cursors as they are read back."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def loaded(cursor: str | None, read: Callable[[str], T], first: Callable[[], T]) -> T:
    """What the cursor says; one that cannot be read is as if nothing was ever read (intake knows repeats)."""
    try:
        return read(cursor) if cursor else first()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return first()
