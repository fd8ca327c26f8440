"""Read-only questions about planned works."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from incidents.incident import OPEN, Incident
from incidents.works.rows import PlannedRow
from incidents.works.store import PlannedWorks
from incidents.works.values import WorkPlace, Works, covers


async def explaining(planned: PlannedWorks, incident: Incident) -> Works | None:
    """The works that explain what the resident writes of, while nobody has answered."""
    if incident.status not in OPEN or incident.answered_at is not None:
        return None
    return next((works for works in await planned.after(incident.published_at) if covers(works, incident)), None)


def kept_row(kept: Sequence[Any]) -> PlannedRow:  # Any: JSON
    """A row of the report as it was kept."""
    family, places, since, until, text = kept
    return PlannedRow(
        family=family,
        places=tuple(WorkPlace(settlement_id=town, street_id=street, title=title) for town, street, title in places),
        since=datetime.fromisoformat(since),
        until=datetime.fromisoformat(until),
        text=text,
    )
