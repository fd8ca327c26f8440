"""Earlier words of an answer: old previews, changed messages."""

from dataclasses import dataclass
from datetime import datetime

from incidents.answers.lookups import preview_code
from incidents.answers.values import ANSWERING, Answer, AnswerState, max_length, valid_text
from incidents.desk.answers.draft_answer import rewrite, text_anew
from incidents.desk.answers.send_answer import check_writes, own_draft, recall
from incidents.errors import DomainError, WrongStep
from incidents.ids import AnswerId
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction

_TOO_LATE = {
    AnswerState.APPROVAL: "Ответ на согласовании, ваша правка в него не попала. Нажмите «Отозвать», поправьте и отправьте снова",
    AnswerState.PUBLISHING: "Ответ уже уходит в сеть, ваша правка в него не попала. Когда выйдет, нажмите «Поправка» на карточке",
    AnswerState.PUBLISHED: "Ответ уже вышел, ваша правка его не меняет. Ошиблись? Нажмите «Поправка» на карточке",
    AnswerState.REFUSED: "Сеть ответ не взяла, ваша правка в него не попала. Поправьте слова сами, когда вставите текст под пост",
    AnswerState.UNKNOWN: "Вышел ли ответ, неизвестно, ваша правка в него не попала. Откройте пост и проверьте",
}
"""An edit that comes too late changes nothing, and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retyped:
    """The draft after an edit of its message. `unfit`: why the new words were not taken; "": they were."""

    answer: Answer
    is_stopped: bool
    unfit: str = ""


async def present_one(tx: Transaction, policy: Policy, id: AnswerId, seen: str | None, *, by: Official, now: datetime) -> Answer | None:
    """The draft that stands in the place of the one that a preview shows; None: the preview is true.

    `seen`: the code of what the preview shows; None: of an older version of the program, it does not say.
    Raises WrongStep where another text has been sent already.
    """
    answer = await tx.answers.get(id)
    check_writes(answer, by)
    newer = await _newer(tx, answer)
    if newer is not None:
        return newer
    if answer.state is AnswerState.CANCELLED or seen == await preview_code(tx, policy, answer, now=now):
        return None
    if answer.state is not AnswerState.DRAFT and seen is not None:
        raise WrongStep("Это прежний текст, отправили уже другой. Что с ним, видно на карточке")
    return answer if answer.state is AnswerState.DRAFT else None


async def _newer(tx: Transaction, answer: Answer) -> Answer | None:
    """A later draft of the same official to the same resident."""
    if answer.state not in {AnswerState.DRAFT, AnswerState.CANCELLED}:
        return None
    same = [
        each
        for each in await tx.answers.of(answer.incident_id)
        if (each.author_id, each.post_id, each.state) == (answer.author_id, answer.post_id, AnswerState.DRAFT)
        and (each.kind is answer.kind or {each.kind, answer.kind} <= ANSWERING)
        and each.id > answer.id
    ]
    return same[-1] if same else None


async def retype(tx: Transaction, policy: Policy, message_id: int, message: str, *, by: Official, now: datetime) -> Retyped | None:
    """The official changed a message of theirs: the draft with its new words, and whether its sending was stopped.

    An edit within the hold stops the sending also where its words do not fit: the former ones stand as a draft.
    None: the message is no answer's, or says the same. Raises WrongStep where it is too late.
    """
    answer = await tx.answers.typed_in(by.id, message_id)
    if answer is None or answer.state is AnswerState.CANCELLED:
        return None
    text, unfit = await _said_in(tx, policy, answer, message, now=now)
    if text.split() == answer.text.split():
        return None
    if answer.state in _TOO_LATE:
        raise WrongStep(_TOO_LATE[answer.state])
    if answer.state is not AnswerState.SCHEDULED:
        draft = await own_draft(tx, answer.id, by=by)
        if unfit is not None:
            raise unfit
        return Retyped(answer=await rewrite(tx, draft.id, text, by=by), is_stopped=False)
    draft = await recall(tx, answer.id, by=by)
    if unfit is not None:
        return Retyped(answer=draft, is_stopped=True, unfit=unfit.user_text)
    return Retyped(answer=await rewrite(tx, draft.id, text, by=by), is_stopped=True)


async def _said_in(tx: Transaction, policy: Policy, answer: Answer, message: str, *, now: datetime) -> tuple[str, DomainError | None]:
    """The text that the message makes: itself, or a template with its fields; with what is wrong where it makes none."""
    try:
        made = message
        if answer.typed_fields is not None:
            made = await text_anew(tx, policy, answer, answer.typed_fields, message, now=now)
        return valid_text(made, max_length(answer.kind)), None
    except DomainError as error:
        return "", error
