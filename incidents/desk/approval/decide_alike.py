"""One decision over one answer, or over each of its batch that waits."""

from collections.abc import Sequence
from datetime import datetime

from incidents.answers.values import Answer
from incidents.approval.values import ReturnReason
from incidents.desk.approval import approver, author_approval
from incidents.desk.each_alike import do_alike, space_out
from incidents.ids import AnswerId
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction


async def publish(
    tx: Transaction, policy: Policy, id: AnswerId, *, by: Official, now: datetime, message_id: int | None = None, at: datetime | None = None
) -> None:
    """Let it go, or all of its batch one by one."""

    async def deed(each: AnswerId, is_first: bool) -> Answer:
        return await approver.publish(tx, policy, each, by=by, now=now, message_id=message_id if is_first else None, at=at)

    await space_out(tx, (await do_alike(tx, id, deed))[0])


async def send_back(
    tx: Transaction, id: AnswerId, reason: ReturnReason, *, by: Official, now: datetime, message_id: int | None = None, words: str = ""
) -> None:
    """Give it back to its author, or all of its batch: the author hears of it once."""

    async def deed(each: AnswerId, is_first: bool) -> Answer:
        where = message_id if is_first else None
        return await approver.send_back(tx, each, reason, by=by, now=now, words=words, message_id=where, tells=is_first)

    await do_alike(tx, id, deed)


async def hold_back(tx: Transaction, id: AnswerId, *, by: Official, now: datetime) -> None:
    """Stop it within the hold, or what of its batch has not gone out yet."""

    async def deed(each: AnswerId, _is_first: bool) -> Answer:
        return await approver.hold_back(tx, each, by=by, now=now)

    await do_alike(tx, id, deed)


async def take_back(tx: Transaction, id: AnswerId, *, by: Official, now: datetime) -> Sequence[Answer]:
    """The author's «Отозвать»: it, or all of its batch."""

    async def deed(each: AnswerId, _is_first: bool) -> Answer:
        return await author_approval.take_back(tx, each, by=by, now=now)

    return (await do_alike(tx, id, deed))[0]
