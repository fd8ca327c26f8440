"""The short replies of a post to all while it is a draft and on approval: shown, typed, kept when it is sent."""

from dataclasses import replace
from datetime import date, datetime

from incidents.advice.check_draft import bar_stops
from incidents.answers.lookups import _made, lines_of
from incidents.answers.short_replies import LONGEST, strays, typed_lines
from incidents.answers.values import Answer, AnswerKind, AnswerState
from incidents.approval.values import DECIDES, ApprovalState
from incidents.deadlines.working_days import today
from incidents.errors import Forbidden, WrongStep
from incidents.ids import AnswerId
from incidents.official import Official, Role
from incidents.policy import Policy
from incidents.transaction import Transaction


async def freeze(tx: Transaction, policy: Policy, answer: Answer, *, now: datetime) -> None:
    """The post is sent: these are the replies that will be approved and go out. Raises WrongStep where they say what the post does not."""
    if answer.kind is not AnswerKind.POST:
        return
    lines = replace(await lines_of(tx, policy, answer, now=now), proposed=None, stopped_at=None, barred_until=None, until=None)
    _bar_strays(lines.lines, answer.text, day=today(policy, now))
    await tx.put_thread_lines(lines)


async def write_lines(tx: Transaction, policy: Policy, id: AnswerId, text: str, *, by: Official, now: datetime) -> Answer:
    """«Ответы в ветках» in one's own words: the author's while it is a draft, the approver's proposal while they decide."""
    answer, is_authors = await may_write(tx, id, by=by)
    typed = typed_lines(text)
    _bar_strays(typed, answer.text, day=today(policy, now))
    for line in typed:
        await bar_stops(tx, policy, replace(answer, text=line, kind=AnswerKind.CLARIFY), now=now, limit=LONGEST)
    known = await lines_of(tx, policy, answer, now=now)
    await tx.put_thread_lines(replace(known, lines=typed, typed=True) if is_authors else replace(known, proposed=typed))
    return answer


async def may_write(tx: Transaction, id: AnswerId, *, by: Official) -> tuple[Answer, bool]:
    """The post, and whether they write as its author. Raises a DomainError for everyone else and for what is decided."""
    answer = await tx.answer(id)
    if answer.kind is not AnswerKind.POST:
        raise WrongStep("Ответы в ветках есть только у поста для всех")
    if answer.state is AnswerState.DRAFT:
        if answer.author_id != by.id and by.role is not Role.COORDINATOR:
            raise Forbidden("Этот ответ пишет другой сотрудник")
        return answer, True
    current = await tx.approval_of(id)
    waits = answer.state is AnswerState.APPROVAL and current is not None and current.state is ApprovalState.WAITING
    if not waits:
        raise WrongStep("Ответы в ветках уже решены. Пока пост не вышел, его можно остановить и поправить всё вместе")
    if by.role not in DECIDES or answer.author_id == by.id:
        raise Forbidden("Пост на согласовании. Нужна правка? Сначала отзовите его")
    return answer, False


async def renewed(tx: Transaction, policy: Policy, answer: Answer, text: str, *, now: datetime) -> None:
    """The approver's text of the post brings its own replies along; typed ones must not contradict it. Raises WrongStep."""
    known = await tx.thread_lines(answer.id) if answer.kind is AnswerKind.POST else None
    if known is None:
        return
    if known.typed or known.proposed is not None:
        _bar_strays(known.proposed or known.lines, text, day=today(policy, now))
    else:
        await tx.put_thread_lines(replace(known, proposed=await _made(tx, policy, answer, text, now=now)))


async def settle(tx: Transaction, answer: Answer, *, takes: bool) -> None:
    """The round is over: the approver's replies stand, or are forgotten."""
    known = await tx.thread_lines(answer.id) if answer.kind is AnswerKind.POST else None
    if known is not None and known.proposed is not None:
        await tx.put_thread_lines(replace(known, lines=known.proposed if takes else known.lines, proposed=None))


def _bar_strays(lines: tuple[str, ...], text: str, *, day: date) -> None:
    found = strays(lines, text, today=day)
    if found:
        raise WrongStep(f"В ответах в ветках есть «{found[0][:30]}», а в посте этого нет. Поправьте что-то одно: кнопка «Ответы в ветках»")
