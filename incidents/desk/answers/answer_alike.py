"""One text answers several cards: each gets an ordinary answer of its own.

They are one batch by their author and the moment at which they were written.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from incidents.acts.bulk import allows
from incidents.advice.check_draft import suits
from incidents.answers.everyone import with_next_opening
from incidents.answers.lifecycle import Happening, can
from incidents.answers.values import Answer, AnswerState, max_length
from incidents.desk.answers.draft_answer import create_draft, drop
from incidents.desk.answers.send_answer import recall, send
from incidents.errors import DomainError
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction


async def draft_alike(
    tx: Transaction, policy: Policy, ids: Collection[IncidentId], text: str, *, guids: Iterator[str], by: Official, now: datetime
) -> tuple[Sequence[Answer], Sequence[IncidentId]]:
    """A draft for each card that allows it and of which the text is true, and the cards that were left out.

    No card is accepted by it: sending does that. Each opens in its own words: a network takes forty same comments for spam.
    """
    drafts: list[Answer] = []
    left: list[IncidentId] = []
    for each in await tx.incidents.these(ids):
        draft = None
        try:
            if allows(by, Act.ANSWER, await tx.incidents.get(each.id)):
                draft = await create_draft(tx, each.id, with_next_opening(text, len(drafts)), by=by, guid=next(guids), now=now)
        except DomainError:
            draft = None
        if draft is not None and not await suits(tx, policy, draft, now=now, limit=max_length(draft.kind)):
            await drop(tx, draft.id, by=by)
            draft = None
        if draft is None:
            left.append(each.id)
        else:
            drafts.append(draft)
    return drafts, left


async def send_alike(tx: Transaction, policy: Policy, at: datetime, *, by: Official, now: datetime) -> tuple[int, Sequence[IncidentId]]:
    """Send the batch that was written at this moment: so many go out, these cards refused theirs."""
    sent, left = 0, []
    for each in await tx.answers.written_at(by.id, at):
        if each.state is not AnswerState.DRAFT:
            continue
        try:
            await send(tx, policy, each.id, by=by, now=now)
        except DomainError:
            left.append(each.incident_id)
        else:
            sent += 1
    return sent, left


async def recall_alike(tx: Transaction, at: datetime, *, by: Official) -> int:
    """Take back what of the batch has not gone out yet: drafts again."""
    held = [each for each in await tx.answers.written_at(by.id, at) if can(each.state, Happening.RECALLED)]
    for each in held:
        await recall(tx, each.id, by=by)
    return len(held)
