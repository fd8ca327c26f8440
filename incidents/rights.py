"""Who may do what: a pure function of the official, the act and the incident."""

from incidents.incident import Act, Incident
from incidents.people import Official


def may(official: Official, act: Act, incident: Incident) -> bool:
    """Whether the role and the department allow it (DESIGN.md 4). Asks nothing of the status: the lifecycle does."""
    raise NotImplementedError


def check(official: Official, act: Act, incident: Incident) -> None:
    """Raise Forbidden with a sentence that says what to do instead."""
    raise NotImplementedError


def possible(official: Official, incident: Incident) -> frozenset[Act]:
    """Acts that are allowed by right and by status: what a keyboard may offer."""
    raise NotImplementedError
