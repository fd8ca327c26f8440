"""Reasons of delay («Причина») that an official gave beside an incident."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.ids import IncidentId, OfficialId


class DelayReason(StrEnum):
    """«Причина» (docs/voice.md, «Buttons of the executor»). Codes stand in buttons and in the database: add, never rename."""

    CONTRACTOR = "contractor"
    ORGANISATION = "organisation"
    MACHINES = "machines"
    WEATHER = "weather"
    VISIT = "visit"
    OTHER = "other"  # in their own words


DELAY_WORDS = {
    DelayReason.CONTRACTOR: "ждём подрядчика",
    DelayReason.ORGANISATION: "ждём организацию",
    DelayReason.MACHINES: "нет техники",
    DelayReason.WEATHER: "погода",
    DelayReason.VISIT: "нужен выезд",
    DelayReason.OTHER: "другое",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """Why it is not done in time: what an official pressed or typed, nobody's guess."""

    id: int
    incident_id: IncidentId
    by: OfficialId
    at: datetime
    reason: DelayReason
    words: str | None = None  # of OTHER

    @property
    def text(self) -> str:
        """«нет техники», or their own words."""
        return self.words or DELAY_WORDS[self.reason]


REASON_LIMIT = 120
