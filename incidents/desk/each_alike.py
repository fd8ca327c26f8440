"""What is done to one answer of a batch is done to each."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from incidents.answers.alike import alike_of
from incidents.answers.everyone import EVERY
from incidents.answers.values import Answer, AnswerState
from incidents.errors import DomainError
from incidents.ids import AnswerId
from incidents.transaction import Transaction

Deed = Callable[[AnswerId, bool], Awaitable[Answer]]
"""Of one answer; whether it is the first that is not refused: what is told or shown once a batch is told with it."""


async def do_alike(tx: Transaction, id: AnswerId, deed: Deed) -> tuple[Sequence[Answer], Sequence[AnswerId]]:
    """Do it to each of the batch of this answer; gives back those that took it, and those that refused.

    Raises the first refusal where none took it: of an answer to one card that is its own.
    """
    done: list[Answer] = []
    refused: dict[AnswerId, DomainError] = {}
    for each in await alike_of(tx.answers, await tx.answers.get(id)):
        try:
            done.append(await deed(each.id, not done))
        except DomainError as error:
            refused[each.id] = error
    if not done:
        raise refused.get(id) or next(iter(refused.values()))
    return done, list(refused)


async def space_out(tx: Transaction, sent: Sequence[Answer]) -> None:
    """Let them go out one by one, for a network takes a volley for spam; the last is followed as the first."""
    for number, each in enumerate(sent[1:], start=1):
        if each.state is AnswerState.SCHEDULED and each.publish_at is not None:
            follows = sent[0].message_id if each is sent[-1] else each.message_id
            await tx.answers.save(replace(each, publish_at=each.publish_at + EVERY * number, message_id=follows))
