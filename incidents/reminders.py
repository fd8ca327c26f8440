"""Reminders and the ladder of overdue (VOICE.md 3): which codes are due now, as a pure question."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.deadlines import Norms, WorkCalendar
from incidents.incident import Incident


class Reminder(StrEnum):
    """Codes of VOICE.md 3; they stand in `Incident.reminded`."""

    NOT_ACCEPTED_SOON = "R1"  # 45 of 60 working minutes, executors, silent
    NOT_ACCEPTED = "R2"  # the deputy or the chief, else the coordinator; sound
    ANSWER_SOON = "R4"  # 80 %, who accepted; sound
    OVERDUE = "R5"  # who accepted; sound
    OVERDUE_CHIEF = "R6"  # one working hour later, the chief; sound
    OVERDUE_COORDINATOR = "R7"  # two working hours later, the coordinator; silent
    DANGER_5 = "R8"  # not accepted for 5 min, second on duty; sound
    DANGER_10 = "R9"  # not accepted for 10 min, coordinator and chief; sound
    NOT_ROUTED = "R0"  # the coordinator did not route within the norm; all coordinators and (twice the norm) nobody else; sound


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A reminder that is due, and since when."""

    code: Reminder
    since: datetime


def due(incident: Incident, *, norms: Norms, calendar: WorkCalendar, now: datetime) -> tuple[Due, ...]:
    """What is due and not in `incident.reminded` yet. After a long silence (the bot was off) only the highest of a ladder is due."""
    raise NotImplementedError
