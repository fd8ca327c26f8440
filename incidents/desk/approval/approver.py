"""The approver's side: publish, correct, give back, schedule, hold back.

The author never decides on their own answer.
"""

from dataclasses import replace
from datetime import datetime

from incidents.advice.check_draft import bar_stops
from incidents.answers.alike_answers import alike_of
from incidents.answers.lifecycle import Happening, next_state
from incidents.answers.lookups import both_texts
from incidents.answers.values import HOLD, Answer, AnswerState, max_length, valid_text
from incidents.approval.fact_diff import changed_facts
from incidents.approval.lookups import approvers
from incidents.approval.messages import ApprovalEdited, ApprovalHurry, ApprovalReturned
from incidents.approval.values import FAREST, Approval, ApprovalState, ReturnReason
from incidents.desk.approval.approval_words import checked_words, may_decide
from incidents.desk.approval.author_approval import follow, log, renew_lines, round_of, settle, sheets, show, tell_author
from incidents.errors import DomainError, Unchanged, WrongStep
from incidents.ids import AnswerId
from incidents.incident import FINAL, Incident
from incidents.official import Official, Role
from incidents.policy import Policy
from incidents.recipients import in_role
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

HURRY_EVERY = 600.0
"""Seconds between two «Поторопить»."""


async def open_round(tx: Transaction, id: AnswerId, *, by: Official) -> tuple[Answer, Approval]:
    """An answer that waits for this person's decision. Raises a DomainError that says what has become of it."""
    answer, current = await may_decide(tx, id, by=by)
    if answer.state is not AnswerState.APPROVAL or current.state is not ApprovalState.WAITING:
        raise WrongStep(await decision_words(tx, current))
    return answer, current


async def _keep_message(tx: Transaction, id: AnswerId, by: Official, message_id: int | None) -> None:
    """The message in which somebody decides."""
    if message_id is not None:
        await tx.approval_messages.put(id, by.user_id, message_id)


async def decision_words(tx: Transaction, current: Approval) -> str:
    """What has become of a round, and by whom."""
    what = {
        ApprovalState.WAITING: "Ответ уже не на согласовании",
        ApprovalState.EDITED: "Правку уже отправили отделу на подтверждение",
        ApprovalState.APPROVED: "Ответ уже согласовали",
        ApprovalState.RETURNED: "Ответ уже вернули отделу",
        ApprovalState.RECALLED: "Отдел отозвал ответ, решать не нужно",
    }[current.state]
    who = f": {(await tx.officials.get(current.decided_by)).title}" if current.decided_by else ""
    return f"{what}{who}"


async def publish(
    tx: Transaction, policy: Policy, id: AnswerId, *, by: Official, now: datetime, message_id: int | None = None, at: datetime | None = None
) -> Answer:
    """Let it go: in 60 seconds, or at the moment that was set."""
    answer, current = await open_round(tx, id, by=by)
    incident = await tx.incidents.get(answer.incident_id)
    if incident.status in FINAL:
        raise WrongStep("Карточку закрыли, ответ больше не нужен. Вернуть её в работу может координатор")
    if at is not None:
        _check_time(at, now)
    before, after = await both_texts(tx.short_replies, answer, answer.text)
    if changed_facts(before, after, today=now.astimezone(policy.calendar.timezone).date()):
        return await _ask_author(tx, answer, current, incident, answer.text, by=by, now=now, message_id=message_id)
    return await _let_go(tx, answer, current, incident, by=by, now=now, message_id=message_id, at=at)


async def _let_go(
    tx: Transaction,
    answer: Answer,
    current: Approval,
    incident: Incident,
    *,
    by: Official,
    now: datetime,
    message_id: int | None,
    at: datetime | None = None,
    typed_id: int | None = None,
) -> Answer:
    over = replace(current, state=ApprovalState.APPROVED, decided_at=now, decided_by=by.id, proposed=None)
    await tx.approvals.save(replace(_typed(over, by, typed_id), message_id=message_id or current.message_id))
    await settle(tx, answer, takes=True)
    await _keep_message(tx, answer.id, by, message_id)
    publish_at = max(at, now + HOLD) if at else now + HOLD
    after = await tx.answers.save(replace(answer, state=next_state(answer.state, Happening.APPROVED), publish_at=publish_at))
    await follow(tx, after)
    await log(tx, incident, by, now, f"ответ согласован: {by.title}", after)
    return after


def _typed(over: Approval, by: Official, typed_id: int | None) -> Approval:
    """With the message that the text was typed in; a press has none."""
    return replace(over, typed_id=typed_id, typed_by=None if typed_id is None else by.id)


def _check_time(at: datetime, now: datetime) -> None:
    if at <= now:
        raise DomainError("Это время уже прошло. Напишите другое, например «завтра в 10:00»")
    if at - now > FAREST:
        raise DomainError("Дальше месяца ответ не откладываем. Напишите время поближе")


async def propose(
    tx: Transaction,
    policy: Policy,
    id: AnswerId,
    text: str,
    *,
    by: Official,
    now: datetime,
    message_id: int | None = None,
    typed_id: int | None = None,
) -> Answer:
    """«Поправить»: other words go out at once; with another fact the author must confirm first (A3).

    `typed_id`: the approver's message with the text.
    """
    answer, current = await open_round(tx, id, by=by)
    if len(await alike_of(tx.answers, answer)) > 1:
        raise WrongStep("Этот текст уходит на несколько карточек, по одной его не правят. Верните автору и напишите, что поправить")
    text = valid_text(text, max_length(answer.kind))
    if text.split() == answer.text.split():
        raise Unchanged("Текст тот же. Всё верно? Нажмите «Опубликовать»")
    today = now.astimezone(policy.calendar.timezone).date()
    incident = await tx.incidents.get(answer.incident_id)
    await bar_stops(tx, policy, replace(answer, text=text), now=now, limit=max_length(answer.kind))
    await renew_lines(tx, policy, answer, text, now=now)
    before, after = await both_texts(tx.short_replies, answer, text)
    if not changed_facts(before, after, today=today):
        after_it = replace(answer, text=text)
        return await _let_go(tx, after_it, current, incident, by=by, now=now, message_id=message_id, typed_id=typed_id)
    return await _ask_author(tx, answer, current, incident, text, by=by, now=now, message_id=message_id, typed_id=typed_id)


async def _ask_author(
    tx: Transaction,
    answer: Answer,
    current: Approval,
    incident: Incident,
    text: str,
    *,
    by: Official,
    now: datetime,
    message_id: int | None,
    typed_id: int | None = None,
) -> Answer:
    """A3: a fact was changed, in the post or in its short replies."""
    edited = replace(current, state=ApprovalState.EDITED, decided_at=now, decided_by=by.id, proposed=text)
    await tx.approvals.save(replace(_typed(edited, by, typed_id), message_id=message_id or current.message_id))
    await _keep_message(tx, answer.id, by, message_id)
    await tell_author(tx, answer, ApprovalEdited(answer=answer.id))
    await follow(tx, answer)
    await log(tx, incident, by, now, f"в ответе изменили факт, ждём подтверждения: {by.title}", answer)
    return answer


async def send_back(
    tx: Transaction,
    id: AnswerId,
    reason: ReturnReason,
    *,
    by: Official,
    now: datetime,
    message_id: int | None = None,
    words: str = "",
    tells: bool = True,
) -> Answer:
    """«Вернуть…»: a draft again, with the reason (A2). «Без ответа»: the text is thrown away, the reason stays.

    `tells`: the author, who hears once of a batch.
    """
    answer, current = await open_round(tx, id, by=by)
    says = bool(words) or reason in {ReturnReason.OWN, ReturnReason.SILENCE}
    word = await tx.approval_words.add(id, by=by.id, words=checked_words(words), at=now) if says else None
    returned = replace(
        current,
        state=ApprovalState.RETURNED,
        decided_at=now,
        decided_by=by.id,
        reason=reason,
        word_id=word,
        message_id=message_id or current.message_id,
    )
    await tx.approvals.save(returned)
    await settle(tx, answer, takes=False)
    await _keep_message(tx, id, by, message_id)
    what = Happening.SILENCED if reason is ReturnReason.SILENCE else Happening.RETURNED
    after = await tx.answers.save(replace(answer, state=next_state(answer.state, what)))
    if tells:
        await tell_author(tx, after, ApprovalReturned(answer=after.id))
    await follow(tx, after)
    await log(tx, await tx.incidents.get(answer.incident_id), by, now, f"ответ вернули: {by.title}", after)
    return after


async def hold_back(tx: Transaction, id: AnswerId, *, by: Official, now: datetime) -> Answer:
    """«Отменить отправку» by whoever let it go: it waits for a decision again, on the former clock."""
    answer, current = await may_decide(tx, id, by=by)
    if answer.state is AnswerState.APPROVAL:
        raise Unchanged
    if answer.state is AnswerState.SCHEDULED and current.state is not ApprovalState.APPROVED:
        raise WrongStep("Ответ выходит без согласования. Остановить его может автор: «Отменить отправку»")
    after = await tx.answers.save(replace(answer, state=next_state(answer.state, Happening.HELD_BACK), publish_at=None))
    await tx.approvals.save(replace(current, state=ApprovalState.WAITING, decided_at=None, decided_by=None))
    await follow(tx, after)
    await log(tx, await tx.incidents.get(answer.incident_id), by, now, f"отправку остановили: {by.title}", after)
    return after


async def hurry(tx: Transaction, id: AnswerId, *, by: Official, now: datetime) -> None:
    """The coordinator's «Поторопить»: once in ten minutes."""
    check_right(by, Right.HURRY)
    answer, current = await tx.answers.get(id), await round_of(tx, id)
    if current.state is not ApprovalState.WAITING or answer.state is not AnswerState.APPROVAL:
        raise WrongStep(await decision_words(tx, current))
    if current.hurried_at is not None and (now - current.hurried_at).total_seconds() < HURRY_EVERY:
        raise Unchanged("Уже поторопили. Не отвечают? Решите сами: кнопка «Ответ»")
    await tx.approvals.save(replace(current, hurried_at=now))
    for official in approvers(await tx.officials.all(), answer.author_id):
        await tx.outbox.say(official.user_id, ApprovalHurry(answer=id))


async def hand_to_others(tx: Transaction, *, by: Official, now: datetime) -> int:
    """«Передать заместителю»: what waits is shown to the other approvers, else to the coordinators; gives back how many."""
    check_right(by, Right.APPROVE)
    officials = await tx.officials.all()
    others = [o for o in in_role(officials, Role.APPROVER, but={by.id}) if o.reachable]
    others = others or in_role(officials, Role.COORDINATOR, but={by.id})
    if not others:
        raise WrongStep("Передать некому: других согласующих и координаторов нет")
    waiting = await sheets(tx)
    for answer in waiting:
        await show(tx, answer, [o for o in others if o.id != answer.author_id], sound=True)
    return len(waiting)
