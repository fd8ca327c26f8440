"""Ids in lots that one statement may name.

A question for ten years must not break.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

MOST = 5_000
"""PostgreSQL takes 32 767 values in a statement, SQLite as many."""


def batches(ids: Collection[T]) -> Iterator[Sequence[T]]:
    """All of them, so many at a time."""
    rest = iter(ids)
    while some := list(islice(rest, MOST)):
        yield some
