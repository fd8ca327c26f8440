"""Take an inner act back within ten minutes.

What the incident was before it, and whether it still may be.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any

from incidents.ids import IncidentId, OfficialId
from incidents.incident import Act, Event, Incident
from incidents.official import Official
from incidents.role_rights import Right, has_right

UNDO_FOR = timedelta(minutes=10)

UNDOABLE = frozenset(
    {
        Act.ACCEPT,
        Act.RETURN,
        Act.ASSIGN,
        Act.CLOSE,
        Act.REJECT,
        Act.REOPEN,
        Act.POSTPONE,
        Act.RESUME,
        Act.SEND_OUTSIDE,
        Act.CORRECT_TOPIC,
        Act.CORRECT_PLACE,
        Act.NEW_TEXT,
        Act.MERGE,
        Act.DELAY_REASON,
        Act.CONTROL,
        Act.CHECKED,
        Act.CONFIRM_DONE,
        Act.DANGER_DENIED,
        Act.DANGER_GRADED,
        Act.SAFE,
        Act.RUMOUR,
        Act.NOT_RUMOUR,
        Act.ENTRUST,
        Act.DANGER_ROSE,
    }
)
"""Inner acts, and the one of the machine that takes a card out of somebody's hands. What others have read (a note, a call for help, an
order) and what residents have read is never taken back.

An act that changes more than its own incident joins here together with its row in `effects.UNDOES`.
"""

BESIDE = frozenset({Act.TAKE_IN, Act.ESCALATE, Act.NOTE, Act.SEE_CONTACT, Act.HELP, Act.REGION, Act.ORDER, Act.DANGER_KNOWN})
"""What may have happened since: it says something of the incident and decides nothing about it."""

_FIXED = frozenset({"id", "district_id", "number", "version"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """The last inner act on an incident: how it stood before and after it. One an incident."""

    incident_id: IncidentId
    act: Act
    by: OfficialId | None  # None: the machine; the coordinator takes it back
    until: datetime
    line: int  # how long the log was with this act in it
    before: Incident
    after: Incident
    data: Mapping[str, str | int | None] = field(default_factory=dict)  # of the act's event


def is_open(undo: Undo, incident: Incident, events: Sequence[Event], *, now: datetime) -> bool:
    """Whether the act is still the last that decided anything, and young enough."""
    since = events[undo.line :]
    return now < undo.until and incident.status is undo.after.status and all(each.act in BESIDE for each in since)


def may_undo(official: Official, undo: Undo) -> bool:
    """Whoever acted, wherever the card is now; nobody takes back what another did. What the machine did the coordinator takes back."""
    if undo.by is None:
        return has_right(official, Right.UNDO_OF_MACHINE)
    return has_right(official, Right.UNDO) and official.id == undo.by


def with_state_before(undo: Undo, incident: Incident) -> Incident:
    """The incident as it stood before the act; what the machine changed since (a voice, a reminder) stays."""
    back: dict[str, Any] = {}  # Any: fields of every type
    for each in fields(Incident):
        before, after, now = (getattr(one, each.name) for one in (undo.before, undo.after, incident))
        if each.name not in _FIXED and before != after and now == after:
            back[each.name] = before
    if undo.before.reminded != undo.after.reminded:
        known = {*undo.before.reminded, *undo.after.reminded}
        later = [code for code in incident.reminded if code not in known]
        back["reminded"] = (*undo.before.reminded, *later)
    return replace(incident, **back)
