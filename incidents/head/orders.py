"""«Поручить» and «Пусть объяснят»: an order of the head with a moment to report by, and its report."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.ids import IncidentId, OfficialId


class OrderKind(StrEnum):
    """Codes stand in the database: add, never rename."""

    ORDER = "order"
    EXPLAIN = "explain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Who wants to hear what, until when; and what was reported. Settled: taken, asked anew, or of no interest any more."""

    id: int
    incident_id: IncidentId
    by: OfficialId
    kind: OrderKind
    at: datetime
    due_at: datetime
    words: str | None = None
    voice_file_id: str | None = None  # a recording of the messenger, passed on as it is
    report: str | None = None
    reported_by: OfficialId | None = None
    reported_at: datetime | None = None
    reminded_at: datetime | None = None
    settled_at: datetime | None = None
