"""The store of routing: rules to try, modes of departments, corrections."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from incidents.ids import DepartmentId
from incidents.incident import Incident
from incidents.official import Mode
from incidents.reading import Reading
from incidents.routing.reading_corrections import Correction


class RuleTrials(Protocol):
    """Part of the Transaction."""

    async def routed_since(self, since: datetime, *, limit: int) -> Sequence[tuple[Incident, Reading]]:
        """Incidents opened since then, the newest first, with the latest reading of their first voice."""
        ...


class Modes(Protocol):
    """Part of the Transaction."""

    async def set_mode(self, id: DepartmentId, mode: Mode, *, until: date | None, since: datetime) -> None:
        """From now on, for so long."""
        ...

    async def trial_score(self, id: DepartmentId) -> tuple[int, int]:
        """Of the posts that the bot would have sent to the department in its trial: routed the same by hand, routed by hand at all."""
        ...


class Learning(Protocol):
    """Part of the Transaction."""

    async def add_correction(self, correction: Correction) -> None:
        """Append it; nothing is ever changed or taken out, the latest of a post and a kind holds."""
        ...

    async def corrections(self, since: datetime | None = None) -> Sequence[Correction]:
        """All since then (None: ever), oldest first."""
        ...
