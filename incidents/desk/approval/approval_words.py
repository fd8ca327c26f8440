"""What an approver and an author say to each other."""

from datetime import datetime

from incidents.answers.values import Answer
from incidents.approval.lookups import approvers
from incidents.approval.messages import ApprovalWord
from incidents.approval.values import Approval
from incidents.desk.approval.author_approval import check_author, round_of, tell_author
from incidents.errors import DomainError, Forbidden
from incidents.ids import AnswerId
from incidents.official import Official
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

WORDS = 500
"""Code points of what an approver and an author say to each other."""


async def may_decide(tx: Transaction, id: AnswerId, *, by: Official) -> tuple[Answer, Approval]:
    """An answer with its round, for one who may decide on it. Raises Forbidden."""
    check_right(by, Right.APPROVE)
    answer = await tx.answers.get(id)
    if answer.author_id == by.id:
        raise Forbidden("Свой ответ согласует другой сотрудник")
    return answer, await round_of(tx, id)


async def say_to_approver(tx: Transaction, id: AnswerId, words: str, *, by: Official, now: datetime) -> None:
    """«Спросить»: the author's words to whoever decided last, or to all approvers."""
    answer = await tx.answers.get(id)
    check_author(by, answer, await tx.incidents.get(answer.incident_id))
    current = await round_of(tx, id)
    word = await tx.approval_words.add(id, by=by.id, words=checked_words(words), at=now)
    people = approvers(await tx.officials.all(), answer.author_id)
    decided = [o for o in people if o.id == current.decided_by]
    for official in decided or people:
        await tx.outbox.say(official.user_id, ApprovalWord(word=word))


async def say_to_author(tx: Transaction, id: AnswerId, words: str, *, by: Official, now: datetime) -> None:
    """The approver's words back."""
    answer, _ = await may_decide(tx, id, by=by)
    word = await tx.approval_words.add(id, by=by.id, words=checked_words(words), at=now)
    await tell_author(tx, answer, ApprovalWord(word=word))


def checked_words(words: str) -> str:
    """The words without blanks around them. Raises DomainError for none and for too many."""
    words = words.strip()
    if not words:
        raise DomainError("Напишите хотя бы одно предложение")
    if len(words) > WORDS:
        raise DomainError(f"Длинно: лишних знаков {len(words) - WORDS}. Хватит одного-двух предложений")
    return words
