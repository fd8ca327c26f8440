"""How often a source is asked, and how it fares."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.posts import Priority, Source

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
LATEST = 21
"""So many newest posts tell how late they are seen: enough for a median."""

SHOWN = 8
"""Sources of one hint."""

SHARE: Mapping[Priority, float] = {Priority.OFTEN: 1 / 3, Priority.USUAL: 1.0, Priority.SELDOM: 10.0}
"""Of the usual wait between two sweeps."""


def wait_of(source: Source, every: float) -> float:
    """Seconds between two sweeps of it, where a usual one waits for `every`."""
    return every * SHARE[source.priority]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """What is told of it in words. Posts and comments of residents that were there already when it was added do not count."""

    posts_week: int = 0
    appeals_month: int = 0
    lag: timedelta | None = None  # between writing and seeing, the median of the newest; None: nothing came
    errors_week: int = 0  # sweeps that failed
    error_at: datetime | None = None  # the last of them
    error: str | None = None  # what it was, one Russian line


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """What a source gave in a month."""

    posts: int = 0
    appeals: int = 0


def is_barren(got: Yield, *, read_since: datetime | None, now: datetime) -> bool:
    """Whether a source that was read for the whole month gave no appeal."""
    return not got.appeals and read_since is not None and now - read_since >= MONTH
