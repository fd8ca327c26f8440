"""Departments that give facts for one answer: whoever holds the incident collects it, and the resident hears one voice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.ids import DepartmentId, IncidentId, OfficialId

WAIT = timedelta(hours=3)
"""Working time that facts may take, never beyond the deadline of the answer."""

FACTS_LIMIT = 600
"""Code points of what a department says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoExecutor:
    """A department that was asked for its facts, and what it said."""

    incident_id: IncidentId
    department_id: DepartmentId
    by: OfficialId  # who asked
    asked_at: datetime
    wait_until: datetime
    facts: str | None = None
    facts_by: OfficialId | None = None
    facts_at: datetime | None = None


def all_said(asked: Sequence[CoExecutor]) -> bool:
    """Whether nobody is waited for."""
    return all(each.facts is not None for each in asked)
