"""One text answers several cards, each by an ordinary answer."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from incidents.acts.bulk import takes_answer
from incidents.advice.check_draft import untrue_words
from incidents.answers.alike_answers import alike_of, guids_alike
from incidents.answers.everyone import OPENINGS, with_next_opening
from incidents.answers.values import MAX_LENGTH, Answer, AnswerState, valid_text
from incidents.desk.answers.draft_answer import create_draft, drop
from incidents.desk.answers.send_answer import send
from incidents.desk.approval.each_alike import do_alike, space_out
from incidents.errors import DomainError, WrongStep
from incidents.ids import AnswerId, IncidentId
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction

_NOBODY = "Отвечать здесь некому: карточки взяли другие, решили или ответ им уже в пути. Откройте выбор ещё раз: /my"
_LONGEST = MAX_LENGTH - max(map(len, OPENINGS))


async def draft_alike(
    tx: Transaction, policy: Policy, ids: Collection[IncidentId], text: str, *, guids: Iterator[str], by: Official, now: datetime
) -> tuple[Sequence[Answer], Sequence[IncidentId], Sequence[IncidentId]]:
    """A draft for each card; cards left out; cards it is untrue of.

    Raises a DomainError where no draft is left.

    No card is accepted by it: sending does that. Each opens in its own words: a network takes forty same comments for spam.
    No draft knows the message that was typed: an edit of it would change one answer of all.
    """
    text, guids = valid_text(text, _LONGEST), guids_alike(guids)
    drafts: list[Answer] = []
    left: list[IncidentId] = []
    unfit: dict[IncidentId, str] = {}
    for each in await tx.incidents.these(ids):
        try:
            await _check_takes(tx, each.id, by)
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
    return drafts, left, list(unfit)


async def _check_takes(tx: Transaction, id: IncidentId, by: Official) -> None:
    if not takes_answer(by, await tx.incidents.get(id)):
        raise WrongStep("Карточку взяли или решили другие")


async def send_alike(
    tx: Transaction, policy: Policy, id: AnswerId, *, by: Official, now: datetime, message_id: int | None
) -> tuple[Sequence[Answer], int]:
    """Send a draft, or each of its batch; also counts the refused.

    A draft that its card refuses is thrown away: its preview is gone. Raises a DomainError where none is sent.
    """
    is_one = len(await alike_of(tx.answers, await tx.answers.get(id))) == 1

    async def deed(each: AnswerId, is_first: bool) -> Answer:
        answer = await tx.answers.get(each)
        if answer.state is AnswerState.DRAFT and not is_one:
            await _check_takes(tx, answer.incident_id, by)
        return await send(tx, policy, each, by=by, now=now, message_id=message_id if is_first else None)

    sent, refused = await do_alike(tx, id, deed)
    await space_out(tx, sent)
    return sent, await leave_alike(tx, refused, by=by)


async def leave_alike(tx: Transaction, some: Sequence[Answer], *, by: Official) -> int:
    """Throw away those that are drafts still; gives back how many."""
    drafts = [each for each in some if (await tx.answers.get(each.id)).state is AnswerState.DRAFT]
    for each in drafts:
        await drop(tx, each.id, by=by)
    return len(drafts)
