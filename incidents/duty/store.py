"""The duty roster."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.duty.roster import Swap
from incidents.duty.values import Shift
from incidents.ids import OfficialId, ShiftId
from incidents.official import Watch


class Duty(Protocol):
    """Part of the Transaction."""

    async def shifts(self, since: datetime) -> Sequence[Shift]:
        """Shifts that end after this moment, in the order of their beginnings."""
        ...

    async def add_shift(self, official_id: OfficialId, starts_at: datetime, ends_at: datetime) -> None:
        """One more shift; the very same one twice is one."""
        ...

    async def remove_shift(self, id: ShiftId) -> bool:
        """Take a shift away; False where it is gone already."""
        ...

    async def remove_shifts_of(self, official_id: OfficialId, *, since: datetime) -> None:
        """Whoever left is on duty no more."""
        ...

    async def shift(self, id: ShiftId) -> Shift:
        """Locked until the end. Raises NotFound."""
        ...

    async def give_shift(self, id: ShiftId, to: OfficialId) -> None:
        """The shift is another person's now."""
        ...

    async def add_swap(self, new: Swap) -> Swap:
        """Insert (id ignored)."""
        ...

    async def swap(self, id: int) -> Swap:
        """Locked until the end. Raises NotFound."""
        ...

    async def swaps_asked(self) -> Sequence[Swap]:
        """Requests that nobody has answered."""
        ...

    async def save_swap(self, after: Swap) -> None:
        """How it was settled."""
        ...

    async def set_watch(self, official_id: OfficialId, watch: Watch | None) -> None:
        """How the official stands in the roster now."""
        ...
