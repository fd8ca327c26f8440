"""The duty roster."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.duty.roster import Swap
from incidents.duty.values import Shift
from incidents.ids import OfficialId, ShiftId


class Shifts(Protocol):
    """Shifts of the duty roster."""

    async def after(self, since: datetime) -> Sequence[Shift]:
        """Shifts that end after this moment, in the order of their beginnings."""

    async def add(self, official_id: OfficialId, starts_at: datetime, ends_at: datetime) -> None:
        """One more shift; the very same one twice is one."""

    async def remove(self, id: ShiftId) -> bool:
        """Take a shift away; False where it is gone already."""

    async def remove_all_of(self, official_id: OfficialId, *, since: datetime) -> None:
        """Whoever left is on duty no more."""

    async def get(self, id: ShiftId) -> Shift:
        """Locked until the end. Raises NotFound."""

    async def give(self, id: ShiftId, to: OfficialId) -> None:
        """The shift is another person's now."""


class Swaps(Protocol):
    """Requests to swap a shift."""

    async def add(self, new: Swap) -> Swap:
        """Insert (id ignored)."""

    async def get(self, id: int) -> Swap:
        """Locked until the end. Raises NotFound."""

    async def asked(self) -> Sequence[Swap]:
        """Requests that nobody has answered."""

    async def save(self, after: Swap) -> None:
        """How it was settled."""
