"""The night's cards and the dropped posts."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from incidents.ids import OfficialId, PostId
from incidents.night import Dropped, DropVerdict, Night


class Nights(Protocol):
    """Part of the Transaction."""

    async def night(self, day: date) -> Night | None:
        """What was said of the cards that waited for this working day."""
        ...

    async def save_night(self, night: Night, *, by: OfficialId) -> None:
        """Insert or replace."""
        ...

    async def held_cards(self) -> int:
        """How many cards wait in quiet hours."""
        ...

    async def move_held_cards(self, until: datetime | None) -> int:
        """They go then; None: at once. Gives back how many."""
        ...

    async def dropped(self, since: datetime, until: datetime) -> Sequence[Dropped]:
        """Residents' posts seen in [since, until) and read that are no voice of any incident, or were until a coordinator judged them."""
        ...

    async def judge_dropped(self, post: PostId, verdict: DropVerdict, *, by: OfficialId, at: datetime) -> bool:
        """Keep what the coordinator said; False: somebody has said it before."""
        ...
