"""Take a merge back: each card gets its own messages and clock."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from incidents.acts.undo import Undo, is_open, with_state_before
from incidents.answers.values import PENDING, AnswerState
from incidents.danger.danger_marks import UNDONE
from incidents.desk.acts.similar_pairs import taken_back
from incidents.desk.refresh import refresh
from incidents.errors import WrongStep
from incidents.ids import IncidentId, PostId
from incidents.incident import OPEN, Act, Event, Incident, Voice
from incidents.reading import DangerGrade, Kind
from incidents.transaction import Transaction

UNSENT = PENDING - {AnswerState.DRAFT}
OTHERS = "others"
"""What the act keeps: other cards that the same tap merged."""
_ASKS = "asks"
"""What the act keeps: 1, the question whether it is dangerous went along."""
_OWN, _BECAME = "clock", "clock_after"
"""What the act keeps: the other card's own deadline, and what the merge made of it; empty for none."""
_RISK, _WISH = "risk", "suggestion"
"""What the act keeps: 1, the risk came along; 1, the other card was a suggestion and is none with this one."""

PARTED = "Сообщения из № {number} уже ушли дальше или получили ответ, одной кнопкой не вернуть. Откройте вторую карточку: «Разделить»"


def brought(target: Incident, urgent: Incident, *, asks: bool) -> Mapping[str, str | int]:
    """What a merge changed on the other card, for taking it back.

    `target`: as it was, `urgent`: as it became.
    """
    risk = urgent.danger_grade is DangerGrade.RISK and target.danger_grade is None
    clocks = {_OWN: _clock(target), _BECAME: _clock(urgent)}
    return {_ASKS: int(asks), _RISK: int(risk), _WISH: int(target.suggestion and not urgent.suggestion), **clocks}


async def unmerge(tx: Transaction, undo: Undo, now: datetime) -> None:
    """The messages go back, unless they have been answered or have moved on."""
    into, moved = undo.data.get("into"), [PostId(id) for id in _ids(undo.data.get("voices"))]
    target = await tx.incidents.get(IncidentId(into if isinstance(into, int) else 0))
    there = {voice.post_id: voice for voice in await tx.voices.of(target.id)}
    answered = {answer.post_id for answer in await tx.answers.of(target.id) if answer.state in UNSENT | {AnswerState.PUBLISHED}}
    if target.status not in OPEN or not set(moved) <= set(there) or answered & set(moved):
        raise WrongStep(PARTED.format(number=undo.before.number))
    because = f"снова отдельно: № {undo.before.number}"
    for post in moved:
        await tx.voices.save(replace(there[post], incident_id=undo.incident_id, because=because))
    await taken_back(tx, undo.incident_id, target.id)
    data = {"into": undo.incident_id, "voices": listed([there[post] for post in moved])}
    calm = await _calm_again(tx, target, now=now)
    if calm is not target:
        data |= {UNDONE: Act.DANGER_ROSE, "department": calm.department_id}
    elif undo.data.get(_ASKS):
        calm = replace(target, danger_asked_at=None)
    calm = await _with_own_kind(tx, _with_own_clock(calm, undo), undo)
    event = Event(act=Act.SPLIT, at=now, by=undo.by, because=because, status_before=target.status, status_after=calm.status, data=data)
    await refresh(tx, await tx.incidents.save(calm, event))


def merged_with(undo: Undo) -> Sequence[IncidentId]:
    """Cards that the same tap merged, the last of them first."""
    return [IncidentId(id) for id in reversed(_ids(undo.data.get(OTHERS)))]


def _clock(target: Incident) -> str:
    return target.answer_by.astimezone(UTC).isoformat() if target.answer_by is not None else ""


def _with_own_clock(target: Incident, undo: Undo) -> Incident:
    """The deadline that it had before the merge, unless another was set since."""
    if undo.data.get(_BECAME) != _clock(target):
        return target
    own = str(undo.data.get(_OWN))
    return replace(target, answer_by=datetime.fromisoformat(own) if own else None)


async def _with_own_kind(tx: Transaction, target: Incident, undo: Undo) -> Incident:
    """It without the risk, and a suggestion, as before the merge.

    What somebody said of it since stands.
    """
    readings = [await tx.readings.of(voice.post_id) for voice in await tx.voices.of(target.id)]
    if undo.data.get(_WISH) and not any(each is not None and each.kind is Kind.COMPLAINT for each in readings):
        target = replace(target, suggestion=True)
    is_brought = undo.data.get(_RISK) and target.danger_grade is DangerGrade.RISK and target.danger_words == undo.before.danger_words
    if not is_brought or any(each is not None and each.danger for each in readings):
        return target
    return replace(target, danger_grade=None, danger_words=None, danger_title=None, danger_peak=None, danger_since=None)


async def _calm_again(tx: Transaction, target: Incident, *, now: datetime) -> Incident:
    """The card that the danger came into, as it was before.

    If somebody has done anything about it since, it stays.
    """
    kept = await tx.undos.of(target.id)
    if kept is None or kept.act is not Act.DANGER_ROSE or not is_open(kept, target, await tx.log.of(target.id), now=now):
        return target
    await tx.undos.forget(target.id)
    return with_state_before(kept, target)


def listed(voices: Sequence[Voice]) -> str | int | None:
    """Ids for an event: «12 15»."""
    return " ".join(str(voice.post_id) for voice in voices)


def _ids(listed: str | int | None) -> list[int]:
    return [int(each) for each in str(listed or "").split() if each.isdecimal()]
