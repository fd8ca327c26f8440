"""What a network pushes: raw rows that wait for their collector."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from incidents.posts import Network, Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """One event as a network sent it. `source` and `network` name the source; `external_id` is unique in it: a repeat is one row."""

    network: Network
    source: str  # the source's `external_id`
    external_id: str
    raw: object  # JSON, as it came


@dataclass(frozen=True, slots=True, kw_only=True)
class PushedRow:
    """An event that was kept. Numbers of one source grow in the order of their commits."""

    id: int
    pushed: Pushed
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventNews:
    """What one event says: posts that are there now, external ids of those that have gone. Nothing where it is of no use."""

    posts: Sequence[Post] = ()
    gone: Sequence[str] = ()
