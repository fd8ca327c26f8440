"""What became of a danger: known, confirmed, safe since when.

Read from the log: nobody types it twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.ids import OfficialId
from incidents.incident import Act, Event

DAY_FROM, DAY_TO = 8, 22
"""Local hours in which a head is told at once of a danger that hurt nobody."""


CALLED = "called"
"""What an event of the ladder keeps: ids of those whose telephones rang, «12 15»."""

UNDONE = "undone"
"""What the event of an act that is taken back keeps: which act. A merge taken back takes the danger back that came by it."""

AGAIN = "again"
"""What the event of a danger that rose keeps: 1, it was over before; 0, it grew out of an ordinary trouble."""


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
    """The latest of each since the danger rose; None: nobody has said it."""

    known: DangerMark | None = None
    confirmed: DangerMark | None = None
    denied: DangerMark | None = None
    safe: DangerMark | None = None
    rose_at: datetime | None = None  # when it came back or grew; None: it was one from the first message on
    is_again: bool = False  # it was over before


def marks(events: Sequence[Event]) -> DangerMarks:
    """What the log says, without what was taken back."""
    found: dict[Act, DangerMark | None] = {}
    rose, before = None, found
    for event in events:
        undone = event.data.get(UNDONE) if event.act in {Act.UNDO, Act.SPLIT} else None
        if event.act is Act.DANGER_ROSE:
            rose, found, before = event, _brought(event.data), found
        elif undone == Act.DANGER_ROSE:
            rose, found = None, before
        elif undone is not None:
            found = {act: mark for act, mark in found.items() if act != undone}
        elif event.by is not None and event.act in {Act.DANGER_KNOWN, Act.DANGER_CONFIRMED, Act.DANGER_DENIED, Act.SAFE}:
            found[event.act] = _mark(event.at, event.by, event.data)
    return DangerMarks(
        known=found.get(Act.DANGER_KNOWN),
        confirmed=found.get(Act.DANGER_CONFIRMED),
        denied=found.get(Act.DANGER_DENIED),
        safe=found.get(Act.SAFE),
        rose_at=rose.at if rose is not None else None,
        is_again=rose is not None and rose.data.get(AGAIN) == 1,
    )


def _mark(at: datetime, by: OfficialId, data: Mapping[str, str | int | None]) -> DangerMark:
    hurt = data.get("hurt")
    cut_off, by_voice = data.get("cut_off") == 1, data.get("voice") == 1
    return DangerMark(at=at, by=by, hurt=None if hurt is None else hurt == 1, cut_off=cut_off, by_voice=by_voice)


_CARRIED = (Act.DANGER_KNOWN, Act.DANGER_CONFIRMED)


def marks_as_data(events: Sequence[Event]) -> dict[str, str | int | None]:
    """What is known of a danger, for the event by which it comes into another incident."""
    said = marks(events)
    kept: dict[str, str | int | None] = {}
    for act, mark in zip(_CARRIED, (said.known, said.confirmed), strict=True):
        if mark is not None:
            hurt = None if mark.hurt is None else int(mark.hurt)
            kept |= {f"{act}_by": mark.by, f"{act}_at": mark.at.isoformat(), f"{act}_hurt": hurt}
            kept |= {f"{act}_cut_off": int(mark.cut_off), f"{act}_voice": int(mark.by_voice)}
    return kept


def _brought(data: Mapping[str, str | int | None]) -> dict[Act, DangerMark | None]:
    """The inverse of `carried`."""
    found: dict[Act, DangerMark | None] = {}
    for act in _CARRIED:
        by, at = data.get(f"{act}_by"), data.get(f"{act}_at")
        if isinstance(by, int) and isinstance(at, str):
            own = {name: data.get(f"{act}_{name}") for name in ("hurt", "cut_off", "voice")}
            found[act] = _mark(datetime.fromisoformat(at), OfficialId(by), own)
    return found


def officials_called(events: Sequence[Event]) -> tuple[OfficialId, ...]:
    """Whose telephones the ladder rang last, since the danger rose."""
    for event in reversed(events):
        if event.act is Act.DANGER_ROSE:
            break
        if event.act is Act.ESCALATE and event.data.get(CALLED):
            return tuple(OfficialId(int(id)) for id in str(event.data[CALLED]).split())
    return ()


def head_may_hear(local: datetime, *, grave: bool) -> datetime | None:
    """When the head is told of a confirmed danger: at once (None) by day and where people are hurt or a settlement is cut off."""
    if grave or DAY_FROM <= local.hour < DAY_TO:
        return None
    day = local + timedelta(days=1) if local.hour >= DAY_TO else local
    return day.replace(hour=DAY_FROM, minute=0, second=0, microsecond=0)


_GONE = frozenset({AnswerState.DRAFT, AnswerState.CANCELLED, AnswerState.REFUSED})


def first_told(said: DangerMarks) -> DangerMark | None:
    """The first word that the rescuers know: they said so, or somebody called them."""
    known = [mark for mark in (said.known, said.confirmed) if mark is not None]
    return min(known, key=lambda mark: mark.at, default=None)


def is_warned(answers: Sequence[Answer]) -> bool:
    """Whether a note of safety stands under the post or is on its way there."""
    return any(a.kind is AnswerKind.SAFETY and a.state not in _GONE for a in answers)
