"""Questions passed to an organisation that is not ours."""

from dataclasses import dataclass
from datetime import datetime

from incidents.ids import IncidentId, OfficialId


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was passed to an organisation that is not ours, and when it promised to answer."""

    id: int
    incident_id: IncidentId
    by: OfficialId
    organisation: str
    letter: str | None  # number of our letter
    sent_at: datetime
    promised_at: datetime  # the morning of the promised day
    remind_at: datetime | None  # when we ask them again; None: somebody was told to
    asked_at: datetime | None = None  # asked again
    came_at: datetime | None = None
