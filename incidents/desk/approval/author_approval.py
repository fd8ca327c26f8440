"""The author's side of approval: ask, take back, confirm a changed fact."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from incidents.answers.alike_answers import alike_of, batch_of
from incidents.answers.lifecycle import Happening, next_state
from incidents.answers.lookups import made_lines
from incidents.answers.messages import AnswerNow
from incidents.answers.short_replies import check_against_post
from incidents.answers.values import HOLD, Answer, AnswerKind, AnswerState
from incidents.approval.lookups import approvers, is_wanted
from incidents.approval.messages import ApprovalSheet, NobodyApproves
from incidents.approval.values import Approval, ApprovalState, proposal_code
from incidents.desk.outcome import note_event
from incidents.desk.refresh import refresh
from incidents.errors import NotFound, Unchanged, WrongStep
from incidents.ids import AnswerId
from incidents.incident import Incident
from incidents.official import IN_DEPARTMENT, Official, Role
from incidents.outbox_message import OutboxMessage
from incidents.policy import Policy
from incidents.reading import DangerGrade
from incidents.recipients import in_role
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

NOBODY_JOB = "no_approver"


async def ask_if_wanted(
    tx: Transaction, policy: Policy, answer: Answer, incident: Incident, *, now: datetime, message_id: int | None
) -> Answer | None:
    """Put the answer before the approvers, if the district wants it; None: it goes out at once.

    With nobody enrolled to approve nothing waits: the coordinators hear of it once a day.
    """
    if not await is_wanted(tx, policy.approval, answer, incident):
        return None
    if not approvers(await tx.officials.all(), answer.author_id):
        await tell_nobody_approves(tx, policy, now=now)
        return None
    after = await tx.answers.save(replace(answer, state=next_state(answer.state, Happening.ASKED), message_id=message_id))
    await ask(tx, policy, after, incident, now=now)
    return after


async def tell_nobody_approves(tx: Transaction, policy: Policy, *, now: datetime) -> None:
    """To every coordinator, once a day."""
    if await tx.slots.take(NOBODY_JOB, now.astimezone(policy.calendar.timezone).date(), at=now):
        for official in in_role(await tx.officials.all(), Role.COORDINATOR):
            await tx.outbox.say(official.user_id, NobodyApproves(), sound=False)


async def ask(tx: Transaction, policy: Policy, answer: Answer, incident: Incident, *, now: datetime) -> Approval:
    """A new round: A1 to every approver; it rings in working hours, and at any hour for a danger that is there now.

    A batch is asked about once, by one sheet.
    """
    is_now = incident.danger_grade is DangerGrade.NOW
    term = policy.norms.approval
    draft = Approval(
        id=0,
        district_id=tx.district_id,
        answer_id=answer.id,
        incident_id=incident.id,
        state=ApprovalState.WAITING,
        asked_at=now,
        due_at=now + term if is_now else policy.calendar.add(now, term),
    )
    made = await tx.approvals.add(draft)
    if not any(each.state is AnswerState.APPROVAL and each.id != answer.id for each in await alike_of(tx.answers, answer)):
        await show(tx, answer, approvers(await tx.officials.all(), answer.author_id), sound=is_now or policy.calendar.is_working(now))
    await log(tx, incident, None, now, "ответ на согласовании", answer)
    return made


async def show(tx: Transaction, answer: Answer, people: Iterable[Official], *, sound: bool) -> None:
    """A1 into these chats, and the photos that would go out."""
    with_photos = bool(await tx.answer_photos.of(answer.id))
    for official in people:
        await tx.outbox.say(official.user_id, ApprovalSheet(answer=answer.id, official=official.id), sound=sound)
        if with_photos:
            await tx.outbox.send_answer_photos(answer.incident_id, official.user_id, answer.id)


async def sheets(tx: Transaction) -> Sequence[Answer]:
    """What waits for a decision, oldest first; of a batch its first alone."""
    waiting = [await tx.answers.get(each.answer_id) for each in reversed(await tx.approvals.waiting())]
    return list({batch_of(each): each for each in waiting}.values())[::-1]


async def log(tx: Transaction, incident: Incident, by: Official | None, now: datetime, because: str, answer: Answer) -> None:
    """A line of the incident's log, and its cards as they stand now."""
    await refresh(tx, await tx.incidents.save(incident, note_event(incident, because, now=now, by=by, answer=answer.id)))


async def take_back(tx: Transaction, id: AnswerId, *, by: Official, now: datetime) -> Answer:
    """«Отозвать»: a draft again, the text is kept."""
    answer = await tx.answers.get(id)
    check_author(by, answer, await tx.incidents.get(answer.incident_id))
    if answer.state is AnswerState.DRAFT:
        raise Unchanged
    state = next_state(answer.state, Happening.WITHDRAWN)
    current = await round_of(tx, id)
    await tx.approvals.save(replace(current, state=ApprovalState.RECALLED, decided_at=current.decided_at or now, proposed=None))
    await settle(tx, answer, takes=False)
    after = await tx.answers.save(replace(answer, state=state))
    await log(tx, await tx.incidents.get(answer.incident_id), by, now, "ответ отозвали с согласования", after)
    return after


async def confirm(tx: Transaction, id: AnswerId, *, by: Official, now: datetime, seen: str = "") -> Answer:
    """«Верно»: the approver's text is the author's too, and goes out. `seen`: the code of the text that was shown.

    Raises WrongStep where another text has taken its place.
    """
    answer, current = await _edited(tx, id, by)
    if seen and seen != proposal_code(current.proposed or ""):
        raise WrongStep("Это прежняя правка, её уже изменили. Новая в сообщении ниже, проверьте её")
    await tx.approvals.save(replace(current, state=ApprovalState.APPROVED, proposed=None))
    await settle(tx, answer, takes=True)
    state = next_state(answer.state, Happening.APPROVED)
    after = await tx.answers.save(replace(answer, text=current.proposed or answer.text, state=state, publish_at=now + HOLD))
    await log(tx, await tx.incidents.get(answer.incident_id), by, now, "правку согласующего подтвердили", after)
    return after


async def keep(tx: Transaction, policy: Policy, id: AnswerId, *, by: Official, now: datetime) -> Answer:
    """«Как было»: the author's own text before the approvers once more."""
    answer, current = await _edited(tx, id, by)
    await tx.approvals.save(replace(current, state=ApprovalState.RECALLED, proposed=None))
    await settle(tx, answer, takes=False)
    incident = await tx.incidents.get(answer.incident_id)
    if not approvers(await tx.officials.all(), answer.author_id):
        return await release(tx, answer, now=now)
    await ask(tx, policy, answer, incident, now=now)
    return answer


async def release(tx: Transaction, answer: Answer, *, now: datetime) -> Answer:
    """Nobody is there to approve: the answer goes out all the same."""
    after = await tx.answers.save(replace(answer, state=next_state(answer.state, Happening.APPROVED), publish_at=now + HOLD))
    await follow(tx, after)
    await log(tx, await tx.incidents.get(answer.incident_id), None, now, "согласовывать некому, ответ выходит", after)
    return after


async def _edited(tx: Transaction, id: AnswerId, by: Official) -> tuple[Answer, Approval]:
    answer = await tx.answers.get(id)
    check_author(by, answer, await tx.incidents.get(answer.incident_id))
    current = await round_of(tx, id)
    if answer.state is not AnswerState.APPROVAL or current.state is not ApprovalState.EDITED:
        raise WrongStep("Правку уже решили. Что с ответом сейчас, видно на карточке")
    return answer, current


async def round_of(tx: Transaction, id: AnswerId) -> Approval:
    """The latest round. Raises NotFound where the answer was never approved."""
    current = await tx.approvals.of(id)
    if current is None:
        raise NotFound("Этот ответ на согласование не отправляли")
    return current


def check_author(by: Official, answer: Answer, incident: Incident) -> None:
    """The author, a coordinator, or a colleague of the department that holds it."""
    is_colleague = by.role in IN_DEPARTMENT and by.department_id is not None and by.department_id == incident.department_id
    if by.id != answer.author_id and not is_colleague:
        check_right(by, Right.WRITE_FOR_OTHERS)


async def tell_author(tx: Transaction, answer: Answer, what: OutboxMessage) -> None:
    """To the author; to the coordinators where the author has left or cannot be reached."""
    author = await tx.officials.get(answer.author_id)
    there = author.active and author.reachable
    people = [author] if there else in_role(await tx.officials.all(), Role.COORDINATOR)
    for official in people:
        await tx.outbox.say(official.user_id, what, under=answer.incident_id)


async def follow(tx: Transaction, answer: Answer) -> None:
    """The author's message of the dialogue, and those of the approvers, show the answer as it stands."""
    if answer.message_id is not None:
        author = await tx.officials.get(answer.author_id)
        await tx.outbox.say(author.user_id, AnswerNow(answer=answer.id), edit=answer.message_id, sound=False)
    await follow_approvers(tx, answer)


async def follow_approvers(tx: Transaction, answer: Answer) -> None:
    """Every message where an approver sees the answer shows what came of it: nobody decides twice."""
    for chat_id, message_id in (await tx.approval_messages.of(answer.id)).items():
        official = await tx.officials.by_user(chat_id)
        if official is not None:
            await tx.outbox.say(chat_id, ApprovalSheet(answer=answer.id, official=official.id), edit=message_id, sound=False)


async def renew_lines(tx: Transaction, policy: Policy, answer: Answer, text: str, *, now: datetime) -> None:
    """The approver's text of the post brings its own replies along; typed ones must not contradict it. Raises WrongStep."""
    known = await tx.short_replies.of(answer.id) if answer.kind is AnswerKind.POST else None
    if known is None:
        return
    if known.typed or known.proposed is not None:
        check_against_post(known.proposed or known.lines, text, day=policy.today(now))
    else:
        await tx.short_replies.put(replace(known, proposed=await made_lines(tx, policy, answer, text, now=now)))


async def settle(tx: Transaction, answer: Answer, *, takes: bool) -> None:
    """The round is over: the approver's replies stand, or are forgotten."""
    known = await tx.short_replies.of(answer.id) if answer.kind is AnswerKind.POST else None
    if known is not None and known.proposed is not None:
        await tx.short_replies.put(replace(known, lines=known.proposed if takes else known.lines, proposed=None))
