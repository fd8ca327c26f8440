"""The store of sameness: incidents to compare with, judged pairs."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import IncidentId
from incidents.incident import OPEN, Status
from incidents.sameness.one_problem import Lookalike
from incidents.sameness.similar_pairs import SimilarPair


class Lookalikes(Protocol):
    """Incidents that a post may be the same as, or speak of."""

    async def near(
        self, *, groups: Sequence[str], place: Sequence[str], since: datetime, limit: int, statuses: Collection[Status] = OPEN
    ) -> Sequence[Lookalike]:
        """Incidents in these statuses that somebody told of since then.

        At these places, of these groups, the newest; each with its first voices.
        """

    async def likeliest_of_late(self) -> Sequence[float]:
        """How likely the likeliest candidate of each new card was.

        The oldest first, at most REMEMBERED.
        """

    async def keep(self, p: float) -> None:
        """Add one more new card's."""


class SimilarPairs(Protocol):
    """Pairs of cards that may be one trouble."""

    async def keep(self, pair: SimilarPair) -> None:
        """Insert, or change what was said of the same two cards."""

    async def of(self, id: IncidentId) -> Sequence[SimilarPair]:
        """Pairs that this card carries, the likeliest first; those that nobody offered last."""

    async def between(self, one: IncidentId, other: IncidentId) -> SimilarPair | None:
        """The pair of two cards, whichever of them carries it."""

    async def offering(self, id: IncidentId) -> Sequence[IncidentId]:
        """Open cards that offer this one and wait for a word."""

    async def told(self) -> Sequence[SimilarPair]:
        """Pairs that an official has judged, in the order in which they were offered."""
