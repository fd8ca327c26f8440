"""Checks of what is only ever added: the seals of an incident's events, the corrections that hold."""

from collections.abc import Iterable, Sequence

from incidents.event_chain import GENESIS, seal
from incidents.ids import IncidentId, PostId
from incidents.incident import Event
from incidents.routing.reading_corrections import Correction, CorrectionKind


def is_intact(incident: IncidentId, events: Sequence[tuple[Event, str]]) -> bool:
    """Whether every (event, seal), oldest first, follows from the one before."""
    previous = GENESIS
    for event, sealed in events:
        if seal(previous, incident, event) != sealed:
            return False
        previous = sealed
    return True


def latest(corrections: Iterable[Correction]) -> dict[tuple[PostId, CorrectionKind], Correction]:
    """Corrections that hold, by post and kind: the later in time, of one moment the later in the list."""
    return {(each.post_id, each.kind): each for each in sorted(corrections, key=lambda each: each.at)}
