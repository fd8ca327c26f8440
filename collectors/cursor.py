"""Cursors as they are read back."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def loaded(cursor: str | None, version: int, read: Callable[[Any], T], first: Callable[[], T]) -> T:  # Any: the cursor's JSON
    """What a cursor of this version says; one that cannot be read is as if nothing was ever read (intake knows repeats)."""
    try:
        data = json.loads(cursor) if cursor else None
        return first() if data is None or data["v"] != version else read(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return first()
