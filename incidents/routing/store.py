"""The store of routing: rules to try, modes of departments, corrections."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from incidents.ids import DepartmentId
from incidents.incident import Incident
from incidents.incident_store import Log, Readings, VoiceParts, Voices
from incidents.official import Mode
from incidents.official_store import StaffStores
from incidents.reading import Reading
from incidents.routing.reading_corrections import Correction
from incidents.routing.rules import Rule
from incidents.settings_log import Audit
from incidents.sources.store import Sources


class Rules(Protocol):
    """The routing tree."""

    async def all(self) -> Sequence[Rule]:
        """The routing tree's roots in order."""

    async def put(self, rules: Sequence[Rule]) -> None:
        """Replace the whole routing tree."""

    async def routed_since(self, since: datetime, *, limit: int) -> Sequence[tuple[Incident, Reading]]:
        """Incidents opened since then, the newest first, with the latest reading of their first voice."""


class Modes(Protocol):
    """Modes of departments."""

    async def set(self, id: DepartmentId, mode: Mode, *, until: date | None, since: datetime) -> None:
        """From now on, for so long."""

    async def trial_score(self, id: DepartmentId) -> tuple[int, int]:
        """Of the posts that the bot would have sent to the department in its trial: routed the same by hand, routed by hand at all."""


class Corrections(Protocol):
    """What officials corrected in readings."""

    async def add(self, correction: Correction) -> None:
        """Append it; nothing is ever changed or taken out, the latest of a post and a kind holds."""

    async def all(self, since: datetime | None = None) -> Sequence[Correction]:
        """All since then (None: ever), oldest first."""


class RouteStores(StaffStores):
    """What a card's way through the tree is made of."""

    rules: Rules
    sources: Sources
    voices: Voices
    voice_parts: VoiceParts
    readings: Readings
    log: Log


class RuleStores(StaffStores):
    """What a change of the tree is made of and tried on."""

    rules: Rules
    audit: Audit
