"""An approver changes the message with their correction."""

from dataclasses import dataclass, replace
from datetime import datetime

from incidents.answers.values import Answer, AnswerState
from incidents.approval.values import Approval, ApprovalState
from incidents.desk.approval.approver import decision_words, hold_back, propose
from incidents.desk.approval.author_approval import follow, log, round_of, settle
from incidents.errors import DomainError, WrongStep
from incidents.official import Official
from incidents.policy import Policy
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

_TOO_LATE = {
    AnswerState.PUBLISHING: "Ответ уже уходит в сеть, ваша правка в него не попала. Когда выйдет, напишите поправку с карточки",
    AnswerState.PUBLISHED: "Ответ уже вышел, ваша правка его не меняет. Ошиблись? Нажмите «Поправка» на карточке",
    AnswerState.REFUSED: "Сеть ответ не взяла, ваша правка в него не попала. Скажите новые слова автору: он вставит их под пост",
    AnswerState.UNKNOWN: "Вышел ли ответ, неизвестно, ваша правка в него не попала. Откройте пост и проверьте",
}


_WAITS_ANEW = "Ответ снова ждёт решения, эта правка в него не попала. Нажмите «Поправить» под ним"
_UNASKED = "Ответ выходит без согласования, ваша правка в него не попала. Остановить его может автор: «Отменить отправку»"
_WITH_AUTHOR = "Отправку остановили, ответ снова у автора. Ваша правка в него не попала"


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedAgain:
    """The answer after it. `unfit`: why the new words were not taken: the answer waits for a decision with the former ones.

    `is_stopped`: it was on its way. `is_withdrawn`: the author was asked about the former correction.
    """

    answer: Answer
    is_stopped: bool
    is_withdrawn: bool
    unfit: str = ""


async def correct_again(
    tx: Transaction, policy: Policy, message_id: int, text: str, *, by: Official, now: datetime
) -> CorrectedAgain | None:
    """«Поправить» with other words: the former ones go back first, so that no unfit text leaves them on their way.

    None: the message is no correction of theirs, or one that stands and says the same. Raises WrongStep where it is too late.
    """
    current = await tx.approvals.typed_in(by.id, message_id)
    if current is None:
        return None
    answer = await tx.answers.get(current.answer_id)
    if current.state is not ApprovalState.WAITING and text.split() == (current.proposed or answer.text).split():
        return None
    check_right(by, Right.APPROVE)
    if answer.state in _TOO_LATE:
        raise WrongStep(_TOO_LATE[answer.state])
    latest = await round_of(tx, answer.id)
    if latest.id != current.id or answer.state not in {AnswerState.SCHEDULED, AnswerState.APPROVAL}:
        raise WrongStep(await _missed(tx, answer, latest))
    if answer.state is AnswerState.SCHEDULED and latest.state is not ApprovalState.APPROVED:
        raise WrongStep(_UNASKED)
    is_stopped, is_withdrawn = answer.state is AnswerState.SCHEDULED, current.state is ApprovalState.EDITED
    answer = await _taken_back(tx, answer, by=by, now=now)
    try:
        after, unfit = await propose(tx, policy, answer.id, text, by=by, now=now, typed_id=message_id), ""
    except DomainError as error:
        after, unfit = answer, error.user_text
    return CorrectedAgain(answer=after, is_stopped=is_stopped, is_withdrawn=is_withdrawn, unfit=unfit)


async def _missed(tx: Transaction, answer: Answer, latest: Approval) -> str:
    """Why the round of the correction is over, and what the answer waits for now."""
    if answer.state is AnswerState.APPROVAL and latest.state is ApprovalState.WAITING:
        return _WAITS_ANEW
    if answer.state is AnswerState.DRAFT and latest.state is ApprovalState.APPROVED:
        return _WITH_AUTHOR
    return f"{await decision_words(tx, latest)}. Ваша правка в ответ не попала"


async def _taken_back(tx: Transaction, answer: Answer, *, by: Official, now: datetime) -> Answer:
    """It waits for a decision again: whether it was on its way, or the author was asked."""
    if answer.state is AnswerState.SCHEDULED:
        return await hold_back(tx, answer.id, by=by, now=now)
    current = await round_of(tx, answer.id)
    if current.state is ApprovalState.EDITED:
        await tx.approvals.save(replace(current, state=ApprovalState.WAITING, decided_at=None, decided_by=None, proposed=None))
        await settle(tx, answer, takes=False)
        await follow(tx, answer)
        await log(tx, await tx.incidents.get(answer.incident_id), by, now, f"правку отозвали: {by.title}", answer)
    return answer
