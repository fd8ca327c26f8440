"""Merge two incidents, or split one: voices move, both logs tell."""

from dataclasses import dataclass, replace
from typing import ClassVar

from incidents.danger.danger_marks import marks_as_data
from incidents.deadlines.reminders import OF_THE_DANGER, UNACCEPTED, Reminder
from incidents.desk.acts.similar_pairs import taught_same
from incidents.desk.acts.split_post import SplitQuestions, SplitTopic, by_questions, by_topic
from incidents.desk.acts.unmerge import OTHERS, UNSENT, brought, listed, unmerge
from incidents.desk.ask_danger import ask_here, with_danger_decided
from incidents.desk.danger_rises import save_and_ring
from incidents.desk.effect import ActCall, Change, Choice, Effect, UndoEffect
from incidents.desk.refresh import refresh
from incidents.desk.routing.reroute import reading_as_corrected, reroute
from incidents.errors import DomainError, Unchanged, WrongStep
from incidents.ids import IncidentId, PostId
from incidents.incident import FINAL, OPEN, Act, Doubt, Event, Incident, Status
from incidents.intake.new_incident import new_incident
from incidents.lifecycle import routed_status, step
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Reading
from incidents.rights import check
from incidents.routing.route_now import way_of
from incidents.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Choice):
    """The other incident."""

    of: ClassVar[Act] = Act.MERGE
    nothing: ClassVar[str | None] = "Выберите, с каким сообщением объединить"
    into: IncidentId
    others: tuple[IncidentId, ...] = ()  # merged by the same tap: taking this back takes them back


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
    data = {"merged": call.before.id, "voices": listed(voices), "department": urgent.department_id}
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
    others = " ".join(str(id) for id in call.chosen(Merge).others)
    data = {"into": target.id, "voices": listed(voices), OTHERS: others, **brought(target, urgent, asks=asks)}
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
    if any(answer.state in UNSENT for answer in await tx.answers.of(incident.id)):
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
    if any(answer.state in UNSENT and answer.post_id in {voice.post_id for voice in going} for answer in answers):
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
    data = {"into": made.id, "voices": listed(going)}
    return Change(incident=call.after, because=f"отделили № {made.number}", data=data)


async def _opened(call: ActCall, post: StoredPost, reading: Reading, because: str) -> Incident:
    way = await way_of(call.tx, reading, post=post)
    draft = new_incident(call.tx.district_id, call.policy, post, reading, way, None, now=call.now)
    status = draft.status if way.department_id is None else step(draft.status, Act.ASSIGN)
    draft = replace(draft, status=status, matched_because=because)
    data = {"from": call.before.id, "department": draft.department_id}
    first = Event(act=Act.SPLIT, at=call.now, by=call.by.id, because=because, status_before=None, status_after=draft.status, data=data)
    return await call.tx.incidents.add(draft, first)


EFFECTS: dict[Act, Effect] = {Act.MERGE: _merge, Act.SPLIT: _split}
UNDOES: dict[Act, UndoEffect] = {Act.MERGE: unmerge}
