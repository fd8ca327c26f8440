"""Notes for colleagues beside an incident («Заметка своим»).

Their words stand here; the chain of events keeps their ids.
"""

from dataclasses import dataclass
from datetime import datetime

from incidents.ids import IncidentId, OfficialId


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """«Заметка своим»: for colleagues, never for residents."""

    id: int
    incident_id: IncidentId
    by: OfficialId
    at: datetime
    text: str
    photo: str | None = None  # as the messenger names it
