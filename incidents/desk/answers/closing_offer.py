"""Closing is offered after an answer that ends the matter."""

from incidents.advice.sentences import says_done
from incidents.answers.alike_answers import alike_of
from incidents.answers.facts import ENDED_AS, IN_WORDS
from incidents.answers.messages import ClosingOffered
from incidents.answers.places import first_places
from incidents.answers.values import Answer, AnswerKind
from incidents.desk.answers.reactions import whose
from incidents.desk.promises.promises import is_done
from incidents.incident import Act, ClosingOutcome, Incident
from incidents.lifecycle import can
from incidents.policy import Policy
from incidents.promises.values import PromiseState
from incidents.transaction import Transaction


async def offer_closing(tx: Transaction, policy: Policy, answer: Answer, incident: Incident) -> None:
    """The answer stands under the post: offer to close, where nobody waits for anything else. It never closes by itself.

    Of a batch nothing is offered card by card: its message leads to «Несколько сразу».
    """
    if answer.kind is not AnswerKind.FINAL or not can(incident.status, Act.CLOSE) or len(await alike_of(tx.answers, answer)) > 1:
        return
    told = await _told(tx, policy, answer)
    if told is None and not says_done(answer.text, policy.words):
        return
    outcome = told or ClosingOutcome.DONE
    promised = outcome is not ClosingOutcome.PLANNED and any(each.state is PromiseState.OPEN for each in await tx.promises.of(incident.id))
    if promised or any(voice.answered_at is None for voice in first_places(await tx.voices.of(incident.id))):
        return
    for official in await whose(tx, incident):
        offered = ClosingOffered(incident=incident.id, by_words=told is None, outcome=outcome)
        await tx.outbox.say(official.user_id, offered, under=incident.id, sound=False)


async def _told(tx: Transaction, policy: Policy, answer: Answer) -> ClosingOutcome | None:
    """How it ended by the fact that the answer was written by (both are of one moment)."""
    if await is_done(tx, policy, answer):
        return ClosingOutcome.DONE
    facts = await tx.facts.of(answer.incident_id)
    return next((ENDED_AS[each.kind] for each in facts if each.kind in IN_WORDS and each.at == answer.created_at), None)
