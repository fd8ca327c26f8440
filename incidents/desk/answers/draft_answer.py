"""Begin, write, change and drop drafts.

In one's own words, by a fact, by a template, or like an answer that stands elsewhere.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from incidents.answers.asked_fields import read_fields
from incidents.answers.facts import ANSWERED_AS, FactKind
from incidents.answers.known_fields import GREETING, known_fields, known_promise
from incidents.answers.lifecycle import Happening, next_state
from incidents.answers.lookups import explanations
from incidents.answers.template_filling import fields_in, filled_template, missing_fields
from incidents.answers.templates import Template, template_for_fact
from incidents.answers.values import ACTS, Answer, AnswerKind, AnswerState, TypedFields, max_length, valid_text
from incidents.desk.act import act
from incidents.desk.answers.facts import SayFact
from incidents.desk.answers.send_answer import accept, bar_second, check_allowed, check_writes, own_draft, voice_for
from incidents.errors import DomainError, NotFound, Unchanged, WrongStep
from incidents.ids import AnswerId, IncidentId, PostId
from incidents.incident import Act, Incident
from incidents.lifecycle import can, step
from incidents.official import Official
from incidents.policy import Policy
from incidents.role_rights import Right, has_right
from incidents.transaction import Transaction

OWNS_UP = "дата_была"
"""A template with this field speaks of a promise that was let pass."""

NOTHING: Mapping[str, str] = {}


async def begin(
    tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, now: datetime, kind: AnswerKind = AnswerKind.FINAL
) -> Incident:
    """Check that they may answer, and accept the incident for them.

    Where nobody accepted it; not for those who write for others: they accept by sending.
    """
    incident = await tx.incidents.get(id)
    check_allowed(by, kind, incident)
    if not can(incident.status, ACTS[kind]):
        at = f" в {policy.clock(incident.closed_at)}" if incident.closed_at else ""
        raise WrongStep(f"Закрыто{at}, отвечать больше не нужно")
    await voice_for(tx, incident, kind)
    return incident if has_right(by, Right.WRITE_FOR_OTHERS) else await accept(tx, policy, incident, kind, by=by, now=now)


async def create_draft(
    tx: Transaction,
    id: IncidentId,
    text: str,
    *,
    by: Official,
    guid: str,
    now: datetime,
    kind: AnswerKind = AnswerKind.FINAL,
    to: PostId | None = None,
    corrects: AnswerId | None = None,
    typed_id: int | None = None,
    typed_fields: TypedFields | None = None,
) -> Answer:
    """Create the draft that a preview will show.

    `guid` is random and makes the network's repeats harmless.
    `to`: the voice that is answered (the one that waits for this kind, if nobody says). `typed_id`: the message with the text,
    or with the fields of a template.
    """
    incident = await tx.incidents.get(id)
    check_allowed(by, kind, incident)
    step(incident.status, ACTS[kind])
    answer = Answer(
        id=AnswerId(0),
        district_id=tx.district_id,
        incident_id=id,
        post_id=to or await voice_for(tx, incident, kind),
        author_id=by.id,
        text=valid_text(text, max_length(kind)),
        state=next_state(None, Happening.DRAFTED),
        guid=guid,
        created_at=now,
        kind=kind,
        corrects=corrects,
        typed_id=typed_id,
        typed_fields=typed_fields,
    )
    await bar_second(tx, answer)
    return await tx.answers.add(answer)


async def rewrite(tx: Transaction, id: AnswerId, text: str, *, by: Official, typed_id: int | None = None) -> Answer:
    """Replace the text of a draft of one's own.

    `typed_id`: the message with the text, where it is a new one.
    """
    answer = await own_draft(tx, id, by=by)
    after = replace(answer, text=valid_text(text, max_length(answer.kind)))
    if typed_id is not None:
        after = replace(after, typed_id=typed_id, typed_fields=None)
    return await tx.answers.save(after)


async def add_date(tx: Transaction, id: AnswerId, day: str, *, by: Official) -> Answer:
    """«Добавить дату»: one more sentence with the day («27 ноября»)."""
    answer = await own_draft(tx, id, by=by)
    sentence = f"Точнее скажем до {day}." if answer.kind is AnswerKind.INTERIM else f"Сделаем до {day}."
    return await rewrite(tx, id, f"{answer.text.rstrip()} {sentence}", by=by)


async def drop(tx: Transaction, id: AnswerId, *, by: Official) -> Answer:
    """Throw a draft away."""
    answer = await tx.answers.get(id)
    if answer.state is AnswerState.CANCELLED:
        raise Unchanged
    check_writes(answer, by)
    return await tx.answers.save(replace(answer, state=next_state(answer.state, Happening.DROPPED)))


async def leave(tx: Transaction, id: AnswerId, *, by: Official) -> None:
    """Throw a draft of theirs away as the dialogue ends.

    What is no draft any more stays as it is.
    """
    answer = await tx.answers.get(id)
    if answer.state is AnswerState.DRAFT:
        await drop(tx, id, by=by)


async def lacks_for_fact(
    tx: Transaction, policy: Policy, id: IncidentId, kind: FactKind, day: date | None, template_id: int = 0
) -> tuple[int, tuple[str, ...]]:
    """The template of a fact, and what only the official knows of it: asked before the draft is written."""
    incident = await tx.incidents.get(id)
    template = await _template_of(tx, incident, kind, template_id)
    return template.id, missing_fields(template.text, await known_fields(tx.departments, policy.measures, incident, day=day))


async def _template_of(tx: Transaction, incident: Incident, kind: FactKind, chosen: int) -> Template:
    """The chosen one (0: none), else the nearest: of an explanation by what the resident asks."""
    every = await tx.templates.all()
    template = next((each for each in every if (each.id, each.fact) == (chosen, kind)), None)
    near = await explanations(tx, incident) if template is None and kind is FactKind.EXPLAINED else ()
    return template or next(iter(near), None) or template_for_fact(every, kind, topic=incident.topic, group=incident.group)


async def lacks_for_template(
    tx: Transaction, policy: Policy, id: IncidentId, template_id: int, day: date | None, *, now: datetime
) -> tuple[str, ...]:
    """The same for a chosen template. Raises DomainError where it would say nothing even then."""
    template, incident = await tx.templates.get(template_id), await tx.incidents.get(id)
    known = await _known(tx, policy, incident, template, day, now=now)
    asked = missing_fields(template.text, known)
    if not asked and len(filled_template(template.text, known).text) <= len(GREETING):
        raise DomainError("В этом шаблоне бот ничего не может заполнить. Выберите другой или напишите своими словами")
    return asked


async def _known(
    tx: Transaction, policy: Policy, incident: Incident, template: Template, day: date | None, *, now: datetime
) -> Mapping[str, str]:
    day_now = policy.today(now)
    known = await known_fields(tx.departments, policy.measures, incident, day=day, today=day_now)
    return {**known, **await known_promise(tx.promises, incident, today=day_now)} if OWNS_UP in fields_in(template.text) else known


async def draft_by_fact(
    tx: Transaction,
    policy: Policy,
    id: IncidentId,
    kind: FactKind,
    day: date | None,
    *,
    by: Official,
    guid: str,
    now: datetime,
    template_id: int = 0,
    typed: Mapping[str, str] = NOTHING,
    typed_id: int | None = None,
) -> Answer:
    """Keep the fact and write the answer by it.

    `template_id`: the one that was asked about, 0 for the nearest.
    `typed`: fields that the official was asked for, in the message `typed_id`.
    """
    answer_kind = ANSWERED_AS[kind]
    await begin(tx, policy, id, by=by, now=now, kind=answer_kind)
    outcome = await act(tx, policy, id, Act.FACTS, by=by, now=now, choice=SayFact(fact=kind, day=day))
    assert outcome.incident is not None
    incident = outcome.incident
    template = await _template_of(tx, incident, kind, template_id)
    text = filled_template(
        template.text, {**await known_fields(tx.departments, policy.measures, incident, day=day, today=policy.today(now)), **typed}
    ).text
    fields = TypedFields(fields=tuple(typed), template=template.id, day=day) if typed else None
    return await create_draft(tx, id, text, by=by, guid=guid, now=now, kind=answer_kind, typed_id=typed_id, typed_fields=fields)


async def draft_by_template(
    tx: Transaction,
    policy: Policy,
    id: IncidentId,
    template_id: int,
    *,
    by: Official,
    guid: str,
    now: datetime,
    kind: AnswerKind = AnswerKind.FINAL,
    day: date | None = None,
    typed: Mapping[str, str] = NOTHING,
    typed_id: int | None = None,
) -> Answer:
    """A draft of a chosen template; sentences whose fields nobody filled are left out."""
    template = await tx.templates.get(template_id)
    kind = template.kind if kind is AnswerKind.FINAL else kind  # «займёмся, напишем до пятницы» is no final answer
    incident = await begin(tx, policy, id, by=by, now=now, kind=kind)
    text = filled_template(template.text, {**await _known(tx, policy, incident, template, day, now=now), **typed}).text
    if len(text) <= len(GREETING):
        raise DomainError("В этом шаблоне бот ничего не может заполнить. Выберите другой или напишите своими словами")
    fields = TypedFields(fields=tuple(typed), template=template.id, day=day) if typed else None
    return await create_draft(tx, id, text, by=by, guid=guid, now=now, kind=kind, typed_id=typed_id, typed_fields=fields)


async def text_anew(tx: Transaction, policy: Policy, answer: Answer, asked: TypedFields, message: str, *, now: datetime) -> str:
    """The text of a draft whose fields the official types again.

    Raises DomainError that says what is wrong.
    """
    typed = read_fields(message, asked.fields, today=policy.today(now))
    template, incident = await tx.templates.get(asked.template), await tx.incidents.get(answer.incident_id)
    return filled_template(template.text, {**await _known(tx, policy, incident, template, asked.day, now=now), **typed}).text


async def draft_like(
    tx: Transaction, policy: Policy, id: IncidentId, like: AnswerId, *, by: Official, guid: str, now: datetime, kind: AnswerKind
) -> Answer:
    """Create a draft with the words of an answer that stands elsewhere.

    Its days are for the official to look at.
    """
    await begin(tx, policy, id, by=by, now=now, kind=kind)
    known = await tx.answers.get(like)
    if known.state is not AnswerState.PUBLISHED:
        raise NotFound("Такого ответа больше нет. Откройте «Шаблон» ещё раз")
    return await create_draft(tx, id, known.text, by=by, guid=guid, now=now, kind=kind)
