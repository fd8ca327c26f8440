"""The hash chain of an incident's events: each line seals all before it."""

import json
from datetime import UTC
from hashlib import sha256

from incidents.ids import IncidentId
from incidents.incident import Event

GENESIS = "0" * 64


def seal(previous: str, incident: IncidentId, event: Event) -> str:
    """SHA-256 (hex) over the previous seal and the event in canonical JSON (sorted keys, UTC moments with microseconds)."""
    if event.at.tzinfo is None:
        raise ValueError("an event's moment must be aware")
    line = {
        "previous": previous,
        "incident": incident,
        "act": event.act,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": event.by,
        "because": event.because,
        "status_before": event.status_before,
        "status_after": event.status_after,
        "data": dict(event.data),
    }
    canonical = json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return sha256(canonical.encode("ascii")).hexdigest()


def is_intact(incident: IncidentId, events: list[tuple[Event, str]]) -> bool:
    """Whether every (event, seal), oldest first, follows from the one before."""
    previous = GENESIS
    for event, sealed in events:
        if seal(previous, incident, event) != sealed:
            return False
        previous = sealed
    return True
