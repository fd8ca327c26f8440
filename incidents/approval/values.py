"""Approval of answers: whose answers want it, and its rounds.

A round is asked, decided, by whom and why (docs/voice.md, «The approver»).
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.ids import AnswerId, DepartmentId, DistrictId, IncidentId, OfficialId

LATER = timedelta(minutes=30)
"""Working time after the approver's own clock has run out: then others are asked too (A4)."""

FAREST = timedelta(days=30)
"""How far ahead a publication may be set."""


class ApprovalMode(StrEnum):
    """Whose answers are approved. Codes stand in the database and in profiles."""

    NEVER = "never"
    FIRST = "first"  # the first answers of an official, later without
    ALWAYS = "always"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRules:
    """What the district decided; a department may have a mode of its own."""

    mode: ApprovalMode = ApprovalMode.NEVER
    first: int = 10
    departments: Mapping[DepartmentId, ApprovalMode] = field(default_factory=dict)

    def of(self, department: DepartmentId | None) -> ApprovalMode:
        """The mode of a department's answers."""
        return self.departments.get(department, self.mode) if department is not None else self.mode

    def changed(self, modes: Mapping[str, ApprovalMode]) -> "ApprovalRules":
        """With what was changed in the chat: department → mode, «» for the district."""
        own = {DepartmentId(id): mode for id, mode in modes.items() if id}
        return ApprovalRules(mode=modes.get("", self.mode), first=self.first, departments={**self.departments, **own})


class ApprovalState(StrEnum):
    """Where a round is."""

    WAITING = "waiting"  # the approver's turn
    EDITED = "edited"  # a fact was changed: the author's turn
    APPROVED = "approved"
    RETURNED = "returned"
    RECALLED = "recalled"  # by the author, or nobody needs it any more


class ReturnReason(StrEnum):
    """Why an answer goes back. Codes stand in buttons: add, never rename."""

    DATE = "date"
    MEASURE = "measure"
    OFF_TOPIC = "topic"
    TONE = "tone"
    PERSONAL = "personal"
    FACT = "fact"
    OWN = "own"  # the approver's own words
    PRIVATE = "private"  # «Ответить лично»
    SILENCE = "silence"  # «Без ответа»: with the approver's own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One round. The time between `asked_at` and `decided_at` is the approver's."""

    id: int
    district_id: DistrictId
    answer_id: AnswerId
    incident_id: IncidentId
    state: ApprovalState
    asked_at: datetime
    due_at: datetime  # the approver's own clock
    decided_at: datetime | None = None
    decided_by: OfficialId | None = None
    reason: ReturnReason | None = None
    word_id: int | None = None  # the approver's own words
    proposed: str | None = None  # the approver's text with a changed fact, until the author confirms it
    message_id: int | None = None  # where the deciding person sees it
    typed_id: int | None = None  # an approver's own message with their text: they may change it
    typed_by: OfficialId | None = None  # whose message that is: kept where the decision is taken back
    steps: tuple[str, ...] = ()  # reminders that were posted
    hurried_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What an approver and an author say to each other about an answer."""

    id: int
    answer_id: AnswerId
    by: OfficialId
    words: str
    at: datetime


def proposal_code(text: str) -> str:
    """A code of the text that the author is asked to confirm."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


LAWYER_LIMIT = 1000
