"""Incidents as they were read, to try a change of the rules on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.incident import Incident
from incidents.reading import Reading


class RuleTrials(Protocol):
    """Part of the Transaction."""

    async def routed_since(self, since: datetime, *, limit: int) -> Sequence[tuple[Incident, Reading]]:
        """Incidents opened since then, the newest first, with the latest reading of their first voice."""
        ...
