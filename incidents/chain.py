"""The hash chain of an incident's events: each line seals all before it."""

from incidents.ids import IncidentId
from incidents.incident import Event

GENESIS = "0" * 64


def seal(previous: str, incident: IncidentId, event: Event) -> str:
    """SHA-256 (hex) over the previous seal and the event in canonical JSON (sorted keys, UTC moments with microseconds)."""
    raise NotImplementedError


def is_intact(incident: IncidentId, events: list[tuple[Event, str]]) -> bool:
    """Whether every (event, seal), oldest first, follows from the one before."""
    raise NotImplementedError
