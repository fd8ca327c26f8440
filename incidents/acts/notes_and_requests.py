"""What officials put down beside an incident: a note for colleagues, a reason of delay, a question to an organisation that is not ours.

Words of people stand in these records and never in the chain of events, which keeps their ids.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.ids import IncidentId, OfficialId


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """«Заметка своим»: for colleagues, never for residents."""

    id: int
    incident_id: IncidentId
    by: OfficialId
    at: datetime
    text: str


class DelayReason(StrEnum):
    """«Причина» (VOICE.md 9.1). Codes stand in buttons and in the database: add, never rename."""

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


class HelpKind(StrEnum):
    """«Нужна помощь»: who is called. Codes stand in buttons and in the log: add, never rename."""

    COLLEAGUE = "colleague"
    LAWYER = "lawyer"
    CHIEF = "chief"
    COORDINATOR = "coordinator"


HELP_WORDS = {
    HelpKind.COLLEAGUE: "позвали коллегу",
    HelpKind.LAWYER: "нужен юрист",
    HelpKind.CHIEF: "позвали руководителя",
    HelpKind.COORDINATOR: "позвали координатора",
}


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


REASON_LIMIT = 120
