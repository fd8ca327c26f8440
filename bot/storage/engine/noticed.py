"""Which posts and incidents were read meanwhile: whose words a message shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Noticed = set[tuple[str, int]]
"""Pairs of a table's name and a key."""

POST, INCIDENT = "post", "incident"
CONTACT = "contact"

_SEEN: ContextVar[Noticed | None] = ContextVar("noticed", default=None)


def notice(table: str, id: int) -> None:
    """A row of this table became a value."""
    seen = _SEEN.get()
    if seen is not None:
        seen.add((table, id))


@contextmanager
def noticing() -> Iterator[Noticed]:
    """Everything noticed inside the block, in this task."""
    seen: Noticed = set()
    token = _SEEN.set(seen)
    try:
        yield seen
    finally:
        _SEEN.reset(token)
