"""Mass events: one trouble that many residents write of at once."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from incidents.bursts import Mass, Said
from incidents.ids import IncidentId
from incidents.incident import Incident


class Masses(Protocol):
    """Part of the Transaction."""

    async def said_since(self, topics: Collection[str], since: datetime) -> Sequence[Said]:
        """Voices of these topics published since then, wherever; what is no appeal does not count."""
        ...

    async def mass(self, id: IncidentId) -> Mass | None:
        """The mass event that the incident stands for, or its parting from one."""
        ...

    async def put_mass(self, one: Mass) -> None:
        """Keep it, new or changed."""
        ...

    async def masses(self, family: str, *, since: datetime) -> Sequence[Incident]:
        """Incidents that stand for a mass event of this family and still wait, opened or last told of since then; newest first."""
        ...
