"""Short replies while their post is a draft or on approval.

Shown, typed, kept when it is sent.
"""

from dataclasses import replace
from datetime import datetime

from incidents.advice.check_draft import bar_stops
from incidents.answers.lookups import lines_of
from incidents.answers.short_replies import LONGEST, check_against_post, typed_lines
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.approval.values import ApprovalState
from incidents.errors import Forbidden, WrongStep
from incidents.ids import AnswerId
from incidents.official import Official
from incidents.policy import Policy
from incidents.role_rights import Right, check_right, has_right
from incidents.transaction import Transaction


async def freeze(tx: Transaction, policy: Policy, answer: Answer, *, now: datetime) -> None:
    """The post is sent: these are the replies that will be approved and go out. Raises WrongStep where they say what the post does not."""
    if answer.kind is not AnswerKind.POST:
        return
    lines = replace(await lines_of(tx, policy, answer, now=now), proposed=None, stopped_at=None, barred_until=None, until=None)
    check_against_post(lines.lines, answer.text, day=policy.today(now))
    await tx.short_replies.put(lines)


async def write_lines(tx: Transaction, policy: Policy, id: AnswerId, text: str, *, by: Official, now: datetime) -> Answer:
    """«Ответы в ветках» in one's own words: the author's while it is a draft, the approver's proposal while they decide."""
    answer, is_authors = await may_write(tx, id, by=by)
    typed = typed_lines(text)
    check_against_post(typed, answer.text, day=policy.today(now))
    for line in typed:
        await bar_stops(tx, policy, replace(answer, text=line, kind=AnswerKind.CLARIFY), now=now, limit=LONGEST)
    known = await lines_of(tx, policy, answer, now=now)
    await tx.short_replies.put(replace(known, lines=typed, typed=True) if is_authors else replace(known, proposed=typed))
    return answer


async def may_write(tx: Transaction, id: AnswerId, *, by: Official) -> tuple[Answer, bool]:
    """The post, and whether they write as its author. Raises a DomainError for everyone else and for what is decided."""
    answer = await tx.answers.get(id)
    if answer.kind is not AnswerKind.POST:
        raise WrongStep("Ответы в ветках есть только у поста для всех")
    if answer.state is AnswerState.DRAFT:
        if answer.author_id != by.id:
            check_right(by, Right.WRITE_FOR_OTHERS)
        return answer, True
    current = await tx.approvals.of(id)
    waits = answer.state is AnswerState.APPROVAL and current is not None and current.state is ApprovalState.WAITING
    if not waits:
        raise WrongStep("Ответы в ветках уже решены. Пока пост не вышел, его можно остановить и поправить всё вместе")
    if answer.author_id == by.id or not has_right(by, Right.APPROVE):
        raise Forbidden("Пост на согласовании. Нужна правка? Сначала отзовите его")
    return answer, False
