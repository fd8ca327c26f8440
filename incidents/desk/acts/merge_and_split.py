"""Merge two incidents, or split one: voices move, both logs tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import ClassVar

from incidents.acts.undo import Undo, is_open, with_state_before
from incidents.answers.values import PENDING, AnswerState
from incidents.danger.danger_marks import UNDONE, marks_as_data
from incidents.deadlines.reminders import OF_THE_DANGER, UNACCEPTED, Reminder
from incidents.desk.acts.similar_pairs import taken_back, taught_same
from incidents.desk.acts.split_post import SplitQuestions, SplitTopic, by_questions, by_topic
from incidents.desk.ask_danger import ask_here, with_danger_decided
from incidents.desk.danger_rises import save_and_ring
from incidents.desk.effect import ActCall, Change, Choice, Effect, UndoEffect
from incidents.desk.refresh import refresh
from incidents.desk.routing.reroute import reading_as_corrected, reroute
from incidents.errors import DomainError, Unchanged, WrongStep
from incidents.ids import IncidentId, PostId
from incidents.incident import FINAL, OPEN, Act, Doubt, Event, Incident, Status, Voice
from incidents.intake.new_incident import new_incident
from incidents.lifecycle import routed_status, step
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Reading
from incidents.rights import check
from incidents.routing.route_now import way_of
from incidents.transaction import Transaction

_UNSENT = PENDING - {AnswerState.DRAFT}
_ASKS = "asks"
"""What the act keeps: 1, the question whether it is dangerous went along."""
_OWN, _BECAME = "clock", "clock_after"
"""What the act keeps: the other card's own deadline, and what the merge made of it; empty for none."""

PARTED = "Сообщения из № {number} уже ушли дальше или получили ответ, одной кнопкой не вернуть. Откройте вторую карточку: «Разделить»"


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Choice):
    """The other incident."""

    of: ClassVar[Act] = Act.MERGE
    nothing: ClassVar[str | None] = "Выберите, с каким сообщением объединить"
    into: IncidentId


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitVoices(Choice):
    """The messages that part."""

    of: ClassVar[Act] = Act.SPLIT
    posts: frozenset[PostId] = frozenset()


async def _merge(call: ActCall) -> Change:
    """Residents' messages move to the other incident, this one folds."""
    target = await _target(call)
    await _bar_unsent(call.tx, call.before)
    await taught_same(call.tx, call.before, target, by=call.by, now=call.now)
    there = {voice.post_id for voice in await call.tx.voices.of(target.id)}
    voices = [each for each in await call.tx.voices.of(call.before.id) if not (each.is_part and each.post_id in there)]  # it is there whole
    because = f"объединили: сюда вошёл № {call.before.number}"
    for voice in voices:
        await call.tx.voices.save(replace(voice, incident_id=target.id, because=because))
    urgent = await _as_urgent(call, target)
    data = {"merged": call.before.id, "voices": _listed(voices), "department": urgent.department_id}
    event = Event(
        act=Act.TAKE_IN,
        at=call.now,
        by=call.by.id,
        because=because,
        status_before=target.status,
        status_after=urgent.status,
        data=data,
    )
    kept = await call.tx.incidents.save(urgent, event)
    if call.before.danger_grade is DangerGrade.NOW and target.danger_grade is not DangerGrade.NOW:
        kept = await _rings_on(call, kept)
    await refresh(call.tx, kept)
    asks = kept.danger_asked_at is not None and target.danger_asked_at is None
    if asks:
        await ask_here(call.tx, call.policy, kept, now=call.now)
    after = replace(call.after, closed_at=call.now, merged_into=target.id, doubt=None)
    clocks = {_OWN: _clock(target), _BECAME: _clock(urgent)}
    data = {"into": target.id, "voices": _listed(voices), _ASKS: int(asks), **clocks}
    return Change(incident=after, because=f"объединили с № {target.number}", data=data)


async def _target(call: ActCall) -> Incident:
    into = call.chosen(Merge).into
    if into == call.before.id:
        raise DomainError("Это та же карточка. Выберите другой номер")
    target = await call.tx.incidents.get(into)
    check(call.by, Act.MERGE, target)  # the messages of one's own card go to one's own
    if target.status not in OPEN:
        how = "закрыто" if target.status in FINAL else "уже с ответом"
        raise DomainError(f"№ {target.number} {how}. Объединяют с тем, что ещё ждёт ответа")
    return target


async def _bar_unsent(tx: Transaction, incident: Incident) -> None:
    if any(answer.state in _UNSENT for answer in await tx.answers.of(incident.id)):
        raise DomainError(f"Ответ по № {incident.number} вот-вот выйдет. Объедините после него или сначала отзовите ответ")


async def _as_urgent(call: ActCall, target: Incident) -> Incident:
    """The earlier clock of the two, and the greater risk. A danger that is there now brings its own state (`_rings_on`).

    What was held back for the question goes on its way with a risk; a question that waits, waits on here.
    """
    source = call.before
    told = f"объединили с № {source.number}"
    both = target.suggestion and source.suggestion  # with a trouble among them it is no wish any more
    after = replace(target, status=step(target.status, Act.TAKE_IN), matched_because=told, suggestion=both)
    if source.danger_grade is DangerGrade.RISK and target.danger_grade is None:
        after = replace(_said_of(after, source), danger_grade=DangerGrade.RISK)
        held_back = target.doubt is Doubt.DANGER
        after = await with_danger_decided(call.tx, call.policy, after, DangerGrade.RISK, now=call.now) if held_back else after
    elif source.danger_asked_at is not None and target.danger_grade is None and target.danger_asked_at is None:
        after = replace(_said_of(after, source), danger_asked_at=source.danger_asked_at)
    if target.answered_at is not None or source.answered_at is not None:
        return after
    return replace(after, answer_by=min((each for each in (after.answer_by, source.answer_by) if each is not None), default=None))


def _said_of(target: Incident, source: Incident) -> Incident:
    return replace(target, danger_words=source.danger_words, danger_title=source.danger_title, danger_asked_at=None)


async def _rings_on(call: ActCall, target: Incident) -> Incident:
    """The calm card becomes the danger as it stood: who drives to it, or how far the ladder has climbed. No step rings twice."""
    source = call.before
    taken = source.status not in UNACCEPTED and source.holder_id is not None
    worse = replace(_said_of(target, source), danger_grade=DangerGrade.NOW, rumour=False, postponed_until=None)
    base = await reroute(call.tx, call.policy, worse, "опасное не ждёт", now=call.now) if target.status is Status.NEW else worse
    status = routed_status(base.status, base.department_id)
    after = replace(
        base,
        status=step(status, Act.ACCEPT) if taken else status,
        holder_id=source.holder_id,
        accepted_at=source.accepted_at,
        accepted_by=source.accepted_by,
        assigned_at=source.assigned_at,
        accept_by=source.accept_by,
        reminded=tuple(sorted(OF_THE_DANGER.intersection(source.reminded) | (set() if taken else {Reminder.DANGER_AGAIN}))),
        rung_at=source.rung_at,
    )
    return await save_and_ring(
        call.tx, target, after, now=call.now, data={"merged": source.id, **marks_as_data(await call.tx.log.of(source.id))}
    )


async def _unmerge(tx: Transaction, undo: Undo, now: datetime) -> None:
    """The messages go back, unless they have been answered or have moved on."""
    into, moved = undo.data.get("into"), _posts(undo.data.get("voices"))
    target = await tx.incidents.get(IncidentId(into if isinstance(into, int) else 0))
    there = {voice.post_id: voice for voice in await tx.voices.of(target.id)}
    told = {answer.post_id for answer in await tx.answers.of(target.id) if answer.state in _UNSENT | {AnswerState.PUBLISHED}}
    if target.status not in OPEN or not set(moved) <= set(there) or told & set(moved):
        raise WrongStep(PARTED.format(number=undo.before.number))
    because = f"снова отдельно: № {undo.before.number}"
    for post in moved:
        await tx.voices.save(replace(there[post], incident_id=undo.incident_id, because=because))
    await taken_back(tx, undo.incident_id, target.id)
    data = {"into": undo.incident_id, "voices": _listed([there[post] for post in moved])}
    calm = await _calm_again(tx, target, now=now)
    if calm is not target:
        data |= {UNDONE: Act.DANGER_ROSE, "department": calm.department_id}
    elif undo.data.get(_ASKS):
        calm = replace(target, danger_asked_at=None)
    calm = _with_own_clock(calm, undo)
    event = Event(act=Act.SPLIT, at=now, by=undo.by, because=because, status_before=target.status, status_after=calm.status, data=data)
    await refresh(tx, await tx.incidents.save(calm, event))


def _clock(target: Incident) -> str:
    return target.answer_by.astimezone(UTC).isoformat() if target.answer_by is not None else ""


def _with_own_clock(target: Incident, undo: Undo) -> Incident:
    """The deadline that it had before the merge, unless another was set since."""
    if undo.data.get(_BECAME) != _clock(target):
        return target
    own = str(undo.data.get(_OWN))
    return replace(target, answer_by=datetime.fromisoformat(own) if own else None)


async def _calm_again(tx: Transaction, target: Incident, *, now: datetime) -> Incident:
    """The card that the danger came into, as it was before, if nobody has done anything about it since."""
    kept = await tx.undos.of(target.id)
    if kept is None or kept.act is not Act.DANGER_ROSE or not is_open(kept, target, await tx.log.of(target.id), now=now):
        return target
    await tx.undos.forget(target.id)
    return with_state_before(kept, target)


async def _split(call: ActCall) -> Change:
    """The chosen messages open an incident of their own, routed by what they say; or one message parts into its questions."""
    if isinstance(call.choice, SplitQuestions):
        return await by_questions(call)
    if isinstance(call.choice, SplitTopic):
        return await by_topic(call)
    if call.before.status is Status.CLOSED:
        raise WrongStep
    voices, chosen = await call.tx.voices.of(call.before.id), call.chosen(SplitVoices)
    going = [voice for voice in voices if voice.post_id in chosen.posts or voice.place_of in chosen.posts]
    if not going:
        raise WrongStep("Отметьте сообщения, которые станут отдельной карточкой")
    if len(going) == len(voices):
        raise Unchanged("Так на этой карточке ничего не останется. Оставьте хотя бы одно сообщение")
    answers = await call.tx.answers.of(call.before.id)
    if any(answer.state in _UNSENT and answer.post_id in {voice.post_id for voice in going} for answer in answers):
        raise DomainError("Ответ на одно из этих сообщений вот-вот выйдет. Разделите после него")
    post = await call.tx.posts.get(going[0].post_id)
    reading = await call.tx.readings.of(post.id) or reading_as_corrected(None, call.before)
    because = f"отделили от № {call.before.number}"
    made = await _opened(call, post, reading, because)
    leads = {voice.post_id for voice in going}
    for voice in going:
        place_of = voice.place_of if voice.place_of in leads else None
        await call.tx.voices.save(replace(voice, incident_id=made.id, because=because, place_of=place_of))
    await refresh(call.tx, made)
    data = {"into": made.id, "voices": _listed(going)}
    return Change(incident=call.after, because=f"отделили № {made.number}", data=data)


async def _opened(call: ActCall, post: StoredPost, reading: Reading, because: str) -> Incident:
    way = await way_of(call.tx, reading, post=post)
    draft = new_incident(call.tx.district_id, call.policy, post, reading, way, None, now=call.now)
    status = draft.status if way.department_id is None else step(draft.status, Act.ASSIGN)
    draft = replace(draft, status=status, matched_because=because)
    data = {"from": call.before.id, "department": draft.department_id}
    first = Event(act=Act.SPLIT, at=call.now, by=call.by.id, because=because, status_before=None, status_after=draft.status, data=data)
    return await call.tx.incidents.add(draft, first)


def _listed(voices: Sequence[Voice]) -> str | int | None:
    """Ids for an event: «12 15»."""
    return " ".join(str(voice.post_id) for voice in voices)


def _posts(listed: str | int | None) -> list[PostId]:
    return [PostId(int(each)) for each in str(listed or "").split() if each.isdecimal()]


EFFECTS: dict[Act, Effect] = {Act.MERGE: _merge, Act.SPLIT: _split}
UNDOES: dict[Act, UndoEffect] = {Act.MERGE: _unmerge}
