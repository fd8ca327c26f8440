"""Between us and the region's system."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import PostId
from incidents.incident import Voice
from incidents.region.values import OurVoice, RegionList, RegionRow, RegionState


class Region(Protocol):
    """Between us and the region. Voices of what is no appeal are in none of the answers: the region does not count them."""

    async def voices(self, keys: Collection[str], *, since: datetime) -> Sequence[OurVoice]:
        """Voices whose posts have these keys, and all that joined since then."""

    async def posts(self, keys: Collection[str]) -> dict[str, PostId]:
        """Posts of ours with these keys that are no voices: the filter let them go, or they are history."""

    async def to_enter(self) -> Sequence[Voice]:
        """Answered, not entered: the earliest deadline of the region first."""

    async def keep_rows(self, rows: Sequence[RegionRow], *, at: datetime) -> None:
        """The lines of a new list that we do not have; those of a former list that are not in it are forgotten, unless they were taken."""

    async def keep_list(self, *, rows: int, same: int, ours: Collection[PostId], at: datetime) -> None:
        """A list was read: its size, how much of it we have, and which posts of ours it lacks."""

    async def newest_list(self, *, since: datetime) -> RegionList | None:
        """The newest list that was read since then; None: there was none."""

    async def rows(self) -> Sequence[tuple[int, RegionRow]]:
        """Lines that nobody has taken, with their ids, the earliest deadline first."""

    async def row(self, id: int) -> tuple[RegionRow, PostId | None]:
        """One line and the post that was made of it. Raises NotFound."""

    async def row_of(self, post_id: PostId) -> RegionRow | None:
        """The line that a post was made of."""

    async def take_row(self, id: int, post_id: PostId) -> None:
        """The line became a post of ours."""

    async def state(self, *, since: datetime) -> RegionState:
        """What stands between us and the region; `since`: from when on a voice without a number counts."""

    async def unknown(self, *, since: datetime) -> Sequence[Voice]:
        """Voices without a number that joined since then, newest first."""

    async def in_use(self) -> bool:
        """Whether the district writes the region's numbers at all: where it does not, cards are silent about them."""
