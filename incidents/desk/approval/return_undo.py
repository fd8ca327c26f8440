"""Take back a return to the author within ten minutes («Снова согласовать»)."""

from dataclasses import replace
from datetime import datetime

from incidents.acts.undo import UNDO_FOR
from incidents.answers.lifecycle import Happening, next_state
from incidents.answers.values import ANSWERING, IN_FLIGHT, Answer, AnswerState
from incidents.approval.messages import ApprovalAgain
from incidents.approval.values import Approval, ApprovalState, proposal_code
from incidents.desk.approval.approval_words import may_decide
from incidents.desk.approval.approver import decision_words
from incidents.desk.approval.author_approval import follow, log, tell_author
from incidents.errors import Forbidden, Unchanged, WrongStep
from incidents.ids import AnswerId
from incidents.incident import FINAL
from incidents.official import Official
from incidents.transaction import Transaction


async def take_return_back(tx: Transaction, id: AnswerId, *, by: Official, now: datetime, seen: str) -> Answer:
    """It waits for a decision again, on its former clock. `seen`: the code of the text that was returned.

    Raises Forbidden for another's return, WrongStep where it is late or where the author is at work on another text.
    """
    answer, current = await may_decide(tx, id, by=by)
    if current.state is ApprovalState.WAITING and answer.state is AnswerState.APPROVAL:
        raise Unchanged
    if current.state is not ApprovalState.RETURNED:
        raise WrongStep(await decision_words(tx, current))
    _check(answer, current, by, now, seen)
    incident = await tx.incidents.get(answer.incident_id)
    if incident.status in FINAL:
        raise WrongStep("Карточку закрыли, ответ больше не нужен. Вернуть её в работу может координатор")
    if any(_is_instead(each, answer) for each in await tx.answers.of(incident.id)):
        raise WrongStep("Жителю за это время ответили иначе, этот ответ остался черновиком")
    again = replace(current, state=ApprovalState.WAITING, decided_at=None, decided_by=None, reason=None, word_id=None)
    await tx.approvals.save(again)
    after = await tx.answers.save(replace(answer, state=next_state(answer.state, Happening.ASKED)))
    await tell_author(tx, after, ApprovalAgain(answer=id))
    await follow(tx, after)
    await log(tx, incident, by, now, f"ответ снова на согласовании: {by.title}", after)
    return after


def _check(answer: Answer, current: Approval, by: Official, now: datetime, seen: str) -> None:
    if current.decided_by != by.id:
        raise Forbidden("Взять обратно может тот, кто вернул. Напишите ему или автору ответа")
    if current.decided_at is None or now >= current.decided_at + UNDO_FOR:
        raise WrongStep("10 минут прошли, ответ у отдела. Пришлёт его снова, и он придёт сюда")
    if answer.state is AnswerState.CANCELLED:
        raise WrongStep("Отдел этот ответ снял, решать не нужно")
    if answer.state is not AnswerState.DRAFT or proposal_code(answer.text) != seen:
        raise WrongStep("Отдел уже правит ответ. Закончит, и новый текст придёт сюда")


def _is_instead(other: Answer, answer: Answer) -> bool:
    """Whether another answer to the same post is on its way, or came out since."""
    is_out = other.published_at is not None and other.published_at >= answer.created_at
    return other.id != answer.id and other.post_id == answer.post_id and other.kind in ANSWERING and (is_out or other.state in IN_FLIGHT)
