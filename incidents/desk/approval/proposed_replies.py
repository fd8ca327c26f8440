"""Short replies of a post to all in a round of approval.

The approver's proposal stands when the round is over, or is forgotten.
"""

from dataclasses import replace
from datetime import datetime

from incidents.answers.lookups import made_lines
from incidents.answers.short_replies import bar_strays
from incidents.answers.values import Answer, AnswerKind
from incidents.deadlines.working_days import today
from incidents.policy import Policy
from incidents.transaction import Transaction


async def renewed(tx: Transaction, policy: Policy, answer: Answer, text: str, *, now: datetime) -> None:
    """The approver's text of the post brings its own replies along; typed ones must not contradict it. Raises WrongStep."""
    known = await tx.thread_lines(answer.id) if answer.kind is AnswerKind.POST else None
    if known is None:
        return
    if known.typed or known.proposed is not None:
        bar_strays(known.proposed or known.lines, text, day=today(policy, now))
    else:
        await tx.put_thread_lines(replace(known, proposed=await made_lines(tx, policy, answer, text, now=now)))


async def settle(tx: Transaction, answer: Answer, *, takes: bool) -> None:
    """The round is over: the approver's replies stand, or are forgotten."""
    known = await tx.thread_lines(answer.id) if answer.kind is AnswerKind.POST else None
    if known is not None and known.proposed is not None:
        await tx.put_thread_lines(replace(known, lines=known.proposed if takes else known.lines, proposed=None))
