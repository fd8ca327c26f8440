"""Modes of departments and how the trial compares."""

from datetime import date, datetime
from typing import Protocol

from incidents.ids import DepartmentId
from incidents.people import Mode


class Modes(Protocol):
    """Part of the Transaction."""

    async def set_mode(self, id: DepartmentId, mode: Mode, *, until: date | None, since: datetime) -> None:
        """From now on, for so long."""
        ...

    async def trial_score(self, id: DepartmentId) -> tuple[int, int]:
        """Of the posts that the bot would have sent to the department in its trial: routed the same by hand, routed by hand at all."""
        ...
