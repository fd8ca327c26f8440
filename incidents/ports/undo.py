"""What may be taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from incidents.ids import IncidentId
from incidents.undo import Undo


class Undos(Protocol):
    """Part of the Transaction."""

    async def keep_undo(self, undo: Undo) -> None:
        """The last inner act on this incident, in place of the one before."""
        ...

    async def undo_of(self, id: IncidentId) -> Undo | None:
        """The last inner act that nobody took back and that has not been forgotten."""
        ...

    async def forget_undo(self, id: IncidentId) -> None:
        """It is taken back."""
        ...

    async def undos_over(self, now: datetime) -> Sequence[IncidentId]:
        """Forget what is too old to be taken back; gives back whose cards showed it."""
        ...
