"""Send an answer: draft, hold of 60 s, network, proof.

One public comment, never two.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from incidents.advice.check_draft import bar_stops
from incidents.answers.values import ACCEPTING, ACTS, HOLD, Answer, AnswerKind, AnswerState, TypedFields, fit, longest
from incidents.desk.act import act
from incidents.desk.answers.answer_rights import allow, bar_late, bar_second, voice_for
from incidents.desk.answers.everyone.short_replies import freeze
from incidents.desk.approval import author_approval
from incidents.desk.refresh import refresh
from incidents.errors import Unchanged, WrongStep
from incidents.ids import AnswerId, IncidentId, PostId
from incidents.incident import Act, Incident
from incidents.lifecycle import can, step
from incidents.official import Official
from incidents.policy import Policy
from incidents.role_rights import Right, check_right, has_right
from incidents.transaction import Transaction


async def begin(
    tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, now: datetime, kind: AnswerKind = AnswerKind.FINAL
) -> Incident:
    """The official wants to answer: check it may be done, and accept the incident for them if nobody did."""
    incident = await tx.incidents.get(id)
    allow(by, kind, incident)
    if not can(incident.status, ACTS[kind]):
        at = f" в {policy.clock(incident.closed_at)}" if incident.closed_at else ""
        raise WrongStep(f"Закрыто{at}, отвечать больше не нужно")
    await voice_for(tx, incident, kind)
    return incident if has_right(by, Right.WRITE_FOR_OTHERS) else await _taken(tx, policy, incident, kind, by=by, now=now)


async def draft(
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
    """Keep the text that will be shown in a preview. `guid` is random and makes the network's repeats harmless.

    `to`: the voice that is answered (the one that waits for this kind, if nobody says). `typed_id`: the message with the text,
    or with the fields of a template.
    """
    incident = await tx.incidents.get(id)
    allow(by, kind, incident)
    step(incident.status, ACTS[kind])
    answer = Answer(
        id=AnswerId(0),
        district_id=tx.district_id,
        incident_id=id,
        post_id=to or await voice_for(tx, incident, kind),
        author_id=by.id,
        text=fit(text, longest(kind)),
        state=AnswerState.DRAFT,
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
    """Replace the text of a draft of one's own. `typed_id`: the message with the text, where it is a new one."""
    answer = await _own(tx, id, by, AnswerState.DRAFT)
    after = replace(answer, text=fit(text, longest(answer.kind)))
    if typed_id is not None:
        after = replace(after, typed_id=typed_id, typed_fields=None)
    await tx.answers.save(after)
    return after


async def add_date(tx: Transaction, id: AnswerId, day: str, *, by: Official) -> Answer:
    """«Добавить дату»: one more sentence with the day («27 ноября»)."""
    answer = await _own(tx, id, by, AnswerState.DRAFT)
    sentence = f"Точнее скажем до {day}." if answer.kind is AnswerKind.INTERIM else f"Сделаем до {day}."
    return await rewrite(tx, id, f"{answer.text.rstrip()} {sentence}", by=by)


async def own_draft(tx: Transaction, id: AnswerId, *, by: Official) -> Answer:
    """The draft, if it still is one and is theirs."""
    return await _own(tx, id, by, AnswerState.DRAFT)


async def send(tx: Transaction, policy: Policy, id: AnswerId, *, by: Official, now: datetime, message_id: int | None = None) -> Answer:
    """Start the 60 seconds, or ask the approvers where the district wants it. Raises Unchanged for a second press.

    `message_id` is the dialogue's message that will follow its state.
    """
    answer = await tx.answers.get(id)
    if answer.state in {AnswerState.APPROVAL, AnswerState.SCHEDULED, AnswerState.PUBLISHING, AnswerState.PUBLISHED}:
        raise Unchanged
    answer = await _own(tx, id, by, AnswerState.DRAFT)
    incident = await tx.incidents.get(answer.incident_id)
    allow(by, answer.kind, incident)
    step(incident.status, ACTS[answer.kind])
    await bar_second(tx, answer)
    await bar_late(tx, answer)
    await bar_stops(tx, policy, answer, now=now, limit=longest(answer.kind))
    await freeze(tx, policy, answer, now=now)
    incident = await _taken(tx, policy, incident, answer.kind, by=by, now=now)
    held = await author_approval.ask_if_wanted(tx, policy, answer, incident, now=now, message_id=message_id)
    if held is not None:
        return held
    after = replace(release(answer, now=now), message_id=message_id)
    await tx.answers.save(after)
    await refresh(tx, incident)
    return after


async def _taken(tx: Transaction, policy: Policy, incident: Incident, kind: AnswerKind, *, by: Official, now: datetime) -> Incident:
    """Who answers has accepted. A coordinator only by sending: a text that was dropped must not take the card from those it waits for."""
    if kind not in ACCEPTING or incident.holder_id is not None or not can(incident.status, Act.ACCEPT):
        return incident
    outcome = await act(tx, policy, incident.id, Act.ACCEPT, by=by, now=now)
    assert outcome.incident is not None
    return outcome.incident


def release(answer: Answer, *, now: datetime) -> Answer:
    """What happens after «Отправить»: the hold, during which it can be taken back; a warning of a danger goes out at once."""
    wait = timedelta(0) if answer.kind is AnswerKind.SAFETY else HOLD
    return replace(answer, state=AnswerState.SCHEDULED, publish_at=now + wait)


async def recall(tx: Transaction, id: AnswerId, *, by: Official) -> Answer:
    """Take it back within the hold: it is a draft again, the text is kept."""
    answer = await tx.answers.get(id)
    if answer.state is AnswerState.DRAFT:
        raise Unchanged
    if answer.state is not AnswerState.SCHEDULED:
        raise WrongStep("Ответ уже уходит в сеть, отменить нельзя. Потом можно написать поправку")
    await _own(tx, id, by, AnswerState.SCHEDULED)
    after = replace(answer, state=AnswerState.DRAFT, publish_at=None)
    await tx.answers.save(after)
    await refresh(tx, await tx.incidents.get(answer.incident_id))
    return after


async def drop(tx: Transaction, id: AnswerId, *, by: Official) -> Answer:
    """Throw a draft away."""
    answer = await tx.answers.get(id)
    if answer.state is AnswerState.CANCELLED:
        raise Unchanged
    answer = await _own(tx, id, by, AnswerState.DRAFT)
    after = replace(answer, state=AnswerState.CANCELLED)
    await tx.answers.save(after)
    return after


async def leave(tx: Transaction, id: AnswerId, *, by: Official) -> None:
    """The dialogue ends: a draft of theirs is thrown away; what is no draft any more stays as it is."""
    answer = await tx.answers.get(id)
    if answer.state is AnswerState.DRAFT:
        await drop(tx, id, by=by)


async def _own(tx: Transaction, id: AnswerId, by: Official, state: AnswerState) -> Answer:
    answer = await tx.answers.get(id)
    if answer.author_id != by.id:
        check_right(by, Right.WRITE_FOR_OTHERS)
    if answer.state is not state:
        raise WrongStep("Этот ответ уже не черновик. Нажмите «Ответить» на карточке, чтобы написать новый")
    return answer
