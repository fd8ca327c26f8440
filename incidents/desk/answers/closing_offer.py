"""After an answer that says «сделано» closing is offered."""

from incidents.advice.sentences import says_done
from incidents.answers.messages import ClosingOffered
from incidents.answers.places import first_places
from incidents.answers.values import Answer, AnswerKind
from incidents.desk.answers.reactions import whose
from incidents.desk.promises.promises import is_done
from incidents.incident import Act, Incident
from incidents.lifecycle import can
from incidents.policy import Policy
from incidents.promises.values import PromiseState
from incidents.transaction import Transaction


async def offer_closing(tx: Transaction, policy: Policy, answer: Answer, incident: Incident) -> None:
    """The answer stands under the post: offer to close, where nobody waits for anything else. It never closes by itself."""
    if answer.kind is not AnswerKind.FINAL or not can(incident.status, Act.CLOSE):
        return
    told = await is_done(tx, policy, answer)
    if not told and not says_done(answer.text, policy.words):
        return
    promised = any(each.state is PromiseState.OPEN for each in await tx.promises.of(incident.id))
    if promised or any(voice.answered_at is None for voice in first_places(await tx.voices.of(incident.id))):
        return
    for official in await whose(tx, incident):
        await tx.outbox.say(official.user_id, ClosingOffered(incident=incident.id, by_words=not told), under=incident.id, sound=False)
