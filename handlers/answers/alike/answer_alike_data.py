"""Read one text for several cards: the question, the batch."""

from collections.abc import Collection, Sequence

from handlers.answers.alike import answer_alike_words
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.acts.bulk import takes_answer
from incidents.advice.check_draft import advice_on
from incidents.answers.alike_answers import AlikeNow, AskAlike, alike_of
from incidents.answers.lookups import preview_code
from incidents.answers.values import IN_FLIGHT, MAX_LENGTH, Answer, AnswerState
from incidents.approval.lookups import will_be_approved
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.messenger import Message


@renders(AskAlike)
async def _ask(call: Call, said: AskAlike) -> Message:
    reader = await call.tx.officials.get(said.official)
    return answer_alike_words.ask(cards=[each for each in await call.tx.incidents.these(said.incidents) if takes_answer(reader, each)])


@renders(AlikeNow)
async def _now(call: Call, said: AlikeNow) -> Message:
    batch = await alike_of(call.tx.answers, await call.tx.answers.get(said.answer))
    return await present(call, batch, left=said.left, unfit=said.unfit)


async def and_others(call: Call, answer: Answer, where: str) -> str:
    """What an answer is about, with others of its batch."""
    batch = await alike_of(call.tx.answers, answer)
    return answer_alike_words.and_others(where, sum(each.state is answer.state for each in batch) - 1)


async def cards_of(call: Call, some: Collection[Answer]) -> Sequence[Incident]:
    """The cards of these answers, in order of numbers."""
    return await call.tx.incidents.these([each.incident_id for each in some])


async def present(call: Call, batch: Sequence[Answer], left: Collection[IncidentId] = (), unfit: Collection[IncidentId] = ()) -> Message:
    """A preview of drafts that are left, else how far it came."""
    drafts = [each for each in batch if each.state is AnswerState.DRAFT]
    if not drafts or any(each.state in IN_FLIGHT for each in batch):
        dropped = [each for each in batch if each.state in {AnswerState.DRAFT, AnswerState.CANCELLED}]
        return answer_alike_words.progress(batch, dropped=await cards_of(call, dropped), tz=call.tz, now=call.now)
    first, cards = drafts[0], await cards_of(call, drafts)
    return answer_alike_words.preview(
        answer_id=first.id,
        cards=cards,
        text=first.text,
        limit=MAX_LENGTH,
        linted=await advice_on(call.tx, call.policy, first, now=call.now, limit=MAX_LENGTH),
        seen=await preview_code(call.tx, call.policy, first, now=call.now),
        approved=sum([await will_be_approved(call.tx, call.policy.approval, first, each) for each in cards]),
        left=await call.tx.incidents.these(left),
        unfit=await call.tx.incidents.these(unfit),
    )
