"""Looks at cards of others, and requests to see one.

Who, when, which card: no words. Kept for a year.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.ids import IncidentId, OfficialId, PostId

KEEP = timedelta(days=365)
"""How long it is known who looked."""

FOUND_PAGE = 6
"""Cards on a page of what was found: so many are seen at once."""


class LookKind(StrEnum):
    """What was done. Codes stand in the database: add, never rename."""

    OPENED = "opened"
    HISTORY = "history"
    FOUND = "found"  # seen in a list of what was searched
    REFUSED = "refused"  # asked for and not shown
    ALLOWED = "allowed"  # a coordinator let them read it
    MISSED = "missed"  # «Не взяли»: the list, or one post of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look. `incident_id` None: a search that found nothing, or what is on no card."""

    incident_id: IncidentId | None
    by: OfficialId
    at: datetime
    how: LookKind
    post_id: PostId | None = None  # a dropped post


class ReadRequestState(StrEnum):
    """How a request stands. Codes stand in the database."""

    ASKED = "asked"
    ALLOWED = "allowed"
    REFUSED = "refused"
    OVER = "over"  # the official moved or left


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """An official asks a coordinator to show a card of others."""

    id: int
    incident_id: IncidentId
    official_id: OfficialId
    asked_at: datetime
    state: ReadRequestState = ReadRequestState.ASKED
    decided_by: OfficialId | None = None
    decided_at: datetime | None = None
