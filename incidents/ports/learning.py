"""Corrections that the district learns from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.corrections import Correction


class Learning(Protocol):
    """Part of the Transaction."""

    async def add_correction(self, correction: Correction) -> None:
        """Append it; nothing is ever changed or taken out, the latest of a post and a kind holds."""
        ...

    async def corrections(self, since: datetime | None = None) -> Sequence[Correction]:
        """All since then (None: ever), oldest first."""
        ...
