"""After an answer that says «сделано» closing is offered."""

from incidents.advice.sentences import says_done
from incidents.answers.facts import FactKind
from incidents.answers.messages import ClosingOffered
from incidents.answers.places import firsts
from incidents.answers.values import Answer, AnswerKind
from incidents.desk.answers.reactions import whose
from incidents.incident import Act, Incident
from incidents.lifecycle import can
from incidents.policy import Policy
from incidents.promises.values import PromiseState
from incidents.transaction import Transaction


async def offer_closing(tx: Transaction, policy: Policy, answer: Answer, incident: Incident) -> None:
    """The answer stands under the post: offer to close, where nobody waits for anything else. It never closes by itself."""
    if answer.kind is not AnswerKind.FINAL or not can(incident.status, Act.CLOSE):
        return
    told = await _told_done(tx, answer)
    if not told and not says_done(answer.text, policy.words):
        return
    promised = any(each.state is PromiseState.OPEN for each in await tx.promises.of(incident.id))
    if promised or any(voice.answered_at is None for voice in firsts(await tx.voices.of(incident.id))):
        return
    for official in await whose(tx, incident):
        await tx.outbox.say(official.user_id, ClosingOffered(incident=incident.id, by_words=not told), under=incident.id, sound=False)


async def _told_done(tx: Transaction, answer: Answer) -> bool:
    """By the fact «Сделано», or by «Сделано» of a promise."""
    facts = await tx.facts.of(answer.incident_id)
    kept = [each for each in await tx.promises.of(answer.incident_id) if each.state is PromiseState.KEPT]
    by_fact = bool(facts) and facts[-1].kind is FactKind.DONE
    return by_fact or any(each.settled_at == answer.created_at for each in kept)
