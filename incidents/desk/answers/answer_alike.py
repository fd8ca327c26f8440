"""One text answers several cards: each gets an ordinary answer of its own."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from incidents.acts.bulk import takes_answer
from incidents.advice.check_draft import untrue_words
from incidents.answers.alike import alike_of, guids_alike
from incidents.answers.everyone import OPENINGS, with_next_opening
from incidents.answers.values import MAX_LENGTH, Answer, AnswerState, valid_text
from incidents.desk.answers.draft_answer import create_draft, drop, leave
from incidents.desk.answers.send_answer import recall, send
from incidents.desk.each_alike import do_alike, space_out
from incidents.errors import DomainError, WrongStep
from incidents.ids import AnswerId, IncidentId
from incidents.incident import Incident
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction

_NOBODY = "Отвечать здесь некому: карточки взяли другие, решили или ответ им уже в пути. Откройте выбор ещё раз: /my"
_TAKEN = "Карточку взяли или решили другие"
_LONGEST = MAX_LENGTH - max(map(len, OPENINGS))


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedAlike:
    """A batch that waits for «Отправить». `left`: cards that take none; `unfit`: of which the text is not true."""

    drafts: Sequence[Answer]
    left: Sequence[IncidentId]
    unfit: Sequence[IncidentId]


async def draft_alike(
    tx: Transaction, policy: Policy, ids: Collection[IncidentId], text: str, *, guids: Iterator[str], by: Official, now: datetime
) -> DraftedAlike:
    """A draft for each card that takes an answer and of which the text is true. Raises a DomainError where there is none.

    No card is accepted by it: sending does that. Each opens in its own words: a network takes forty same comments for spam.
    No draft knows the message that was typed: an edit of it would change one answer of all.
    """
    text, guids = valid_text(text, _LONGEST), guids_alike(guids)
    drafts: list[Answer] = []
    left: list[IncidentId] = []
    unfit: dict[IncidentId, str] = {}
    for each in await tx.incidents.these(ids):
        try:
            _check_takes(by, await tx.incidents.get(each.id))
            draft = await create_draft(tx, each.id, with_next_opening(text, len(drafts)), by=by, guid=next(guids), now=now)
        except DomainError:
            left.append(each.id)
            continue
        why = await untrue_words(tx, policy, draft, now=now, limit=MAX_LENGTH)
        if why is None:
            drafts.append(draft)
        else:
            unfit[each.id] = why
            await drop(tx, draft.id, by=by)
    if not drafts:
        raise WrongStep(f"Ни одной карточке текст не подошёл: {next(iter(unfit.values()))}. Пришлите другой" if unfit else _NOBODY)
    return DraftedAlike(drafts=drafts, left=left, unfit=list(unfit))


def _check_takes(by: Official, incident: Incident) -> None:
    if not takes_answer(by, incident):
        raise WrongStep(_TAKEN)


async def send_alike(
    tx: Transaction, policy: Policy, id: AnswerId, *, by: Official, now: datetime, message_id: int | None
) -> tuple[Sequence[Answer], int]:
    """Send a draft, or each of its batch: those that are on their way, and how many cards refused theirs.

    A draft that its card refuses is thrown away: its preview is gone. Raises a DomainError where none is sent.
    """
    is_one = len(await alike_of(tx.answers, await tx.answers.get(id))) == 1

    async def deed(each: AnswerId, is_first: bool) -> Answer:
        answer = await tx.answers.get(each)
        if answer.state is AnswerState.DRAFT and not is_one:
            _check_takes(by, await tx.incidents.get(answer.incident_id))
        return await send(tx, policy, each, by=by, now=now, message_id=message_id if is_first else None)

    sent, refused = await do_alike(tx, id, deed)
    await space_out(tx, sent)
    return sent, await _leave(tx, refused, by=by)


async def drop_alike(tx: Transaction, id: AnswerId, *, by: Official) -> Answer:
    """Throw a draft away, or each of its batch that is one still."""

    async def deed(each: AnswerId, _is_first: bool) -> Answer:
        return await drop(tx, each, by=by)

    return (await do_alike(tx, id, deed))[0][0]


async def leave_alike(tx: Transaction, id: AnswerId, *, by: Official) -> None:
    """The dialogue ends, or another text comes: the drafts go, what is no draft any more stays."""
    await _leave(tx, [each.id for each in await alike_of(tx.answers, await tx.answers.get(id))], by=by)


async def _leave(tx: Transaction, ids: Collection[AnswerId], *, by: Official) -> int:
    drafts = [each for each in ids if (await tx.answers.get(each)).state is AnswerState.DRAFT]
    for each in drafts:
        await leave(tx, each, by=by)
    return len(drafts)


async def recall_alike(tx: Transaction, id: AnswerId, *, by: Official) -> Sequence[Answer]:
    """Take back an answer, or all of its batch that has not gone out yet: drafts again."""

    async def deed(each: AnswerId, _is_first: bool) -> Answer:
        return await recall(tx, each, by=by)

    return (await do_alike(tx, id, deed))[0]
