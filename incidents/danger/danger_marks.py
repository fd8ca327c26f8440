"""What became of a danger: known, confirmed, safe since when.

Read from the log: nobody types it twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.ids import OfficialId
from incidents.incident import Act, Event

DAY_FROM, DAY_TO = 8, 22
"""Local hours in which a head is told at once of a danger that hurt nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerMark:
    """One thing that somebody said of a danger."""

    at: datetime
    by: OfficialId
    hurt: bool | None = None  # of a confirmation: whether people are hurt
    cut_off: bool = False  # of a confirmation: nobody gets to the settlement
    by_voice: bool = False  # of «Есть ответ»: somebody was reached by telephone


@dataclass(frozen=True, slots=True, kw_only=True)
class DangerMarks:
    """The latest of each; None: nobody has said it."""

    known: DangerMark | None = None
    confirmed: DangerMark | None = None
    denied: DangerMark | None = None
    safe: DangerMark | None = None


def marks(events: Sequence[Event]) -> DangerMarks:
    """What the log says, without what was taken back."""
    found: dict[Act, DangerMark | None] = {}
    for event in events:
        if event.act is Act.UNDO:
            undone = event.data.get("undone")
            found = {act: mark for act, mark in found.items() if act != undone}
        elif event.by is not None and event.act in {Act.DANGER_KNOWN, Act.DANGER_CONFIRMED, Act.DANGER_DENIED, Act.SAFE}:
            hurt = event.data.get("hurt")
            by_voice = event.data.get("voice") == 1
            found[event.act] = DangerMark(
                at=event.at,
                by=event.by,
                hurt=None if hurt is None else hurt == 1,
                cut_off=event.data.get("cut_off") == 1,
                by_voice=by_voice,
            )
    return DangerMarks(
        known=found.get(Act.DANGER_KNOWN),
        confirmed=found.get(Act.DANGER_CONFIRMED),
        denied=found.get(Act.DANGER_DENIED),
        safe=found.get(Act.SAFE),
    )


def head_may_hear(local: datetime, *, grave: bool) -> datetime | None:
    """When the head is told of a confirmed danger: at once (None) by day and where people are hurt or a settlement is cut off."""
    if grave or DAY_FROM <= local.hour < DAY_TO:
        return None
    day = local + timedelta(days=1) if local.hour >= DAY_TO else local
    return day.replace(hour=DAY_FROM, minute=0, second=0, microsecond=0)
