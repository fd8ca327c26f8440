"""Do to each answer of a batch what is done to one."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime

from incidents.answers.alike_answers import alike_of
from incidents.answers.everyone import EVERY
from incidents.answers.values import Answer, AnswerState
from incidents.approval.values import ReturnReason
from incidents.desk.approval import approver
from incidents.errors import DomainError
from incidents.ids import AnswerId
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction


async def do_alike(
    tx: Transaction, id: AnswerId, deed: Callable[[AnswerId, bool], Awaitable[Answer]]
) -> tuple[Sequence[Answer], Sequence[Answer]]:
    """Do it to each of a batch; who took it, who refused.

    `deed` is told whether it is the first that is done: what is said or shown once a batch goes with it.
    Raises the first refusal where none took it: of an answer to one card that is its own.
    """
    done: list[Answer] = []
    refused: list[tuple[Answer, DomainError]] = []
    for each in await alike_of(tx.answers, await tx.answers.get(id)):
        try:
            done.append(await deed(each.id, not done))
        except DomainError as error:
            refused.append((each, error))
    if not done:
        raise next((error for each, error in refused if each.id == id), refused[0][1])
    return done, [each for each, _ in refused]


async def space_out(tx: Transaction, sent: Sequence[Answer]) -> None:
    """Let them go out one by one, not as a volley.

    The author's message follows the last, as it does the first.
    """
    for number, each in enumerate(sent[1:], start=1):
        if each.state is AnswerState.SCHEDULED and each.publish_at is not None:
            follows = sent[0].message_id if each is sent[-1] else each.message_id
            await tx.answers.save(replace(each, publish_at=each.publish_at + EVERY * number, message_id=follows))


async def publish(
    tx: Transaction, policy: Policy, id: AnswerId, *, by: Official, now: datetime, message_id: int | None = None, at: datetime | None = None
) -> None:
    """Let it go, or all of its batch one by one."""
    done, _ = await do_alike(
        tx, id, lambda each, first: approver.publish(tx, policy, each, by=by, now=now, message_id=message_id if first else None, at=at)
    )
    await space_out(tx, done)


async def send_back(
    tx: Transaction, id: AnswerId, reason: ReturnReason, *, by: Official, now: datetime, message_id: int | None = None, words: str = ""
) -> None:
    """Give back all of a batch; the author hears once."""
    await do_alike(
        *(tx, id),
        lambda each, first: approver.send_back(
            tx, each, reason, by=by, now=now, words=words, message_id=message_id if first else None, tells=first
        ),
    )
