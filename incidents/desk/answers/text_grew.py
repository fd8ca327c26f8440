"""An author changes a post after our answer: answer again or leave."""

from datetime import datetime

from incidents.answers.values import ANSWERING, IN_FLIGHT, AnswerState
from incidents.desk.answers.reactions import whose
from incidents.desk.outcome import note_event
from incidents.desk.refresh import refresh
from incidents.errors import Unchanged
from incidents.ids import IncidentId
from incidents.incident import Act, Incident
from incidents.intake.messages import TextGrew
from incidents.official import Official
from incidents.posts import StoredPost
from incidents.rights import check
from incidents.sameness.wording import is_more
from incidents.transaction import Transaction

_LEFT = "left_text"


async def tell_of_more(tx: Transaction, incident: Incident, post: StoredPost) -> None:
    """Said once an edit that says something new, where the former text was answered or its answer is on its way."""
    texts = [each for each in await tx.posts.wordings(post.id) if each.revision <= post.revision]
    if len(texts) < 2 or not is_more(texts[-2].text, texts[-1].text):  # noqa: PLR2004 - the former text and this one
        return
    if not await _is_answered(tx, incident, post):
        return
    for official in await whose(tx, incident):
        await tx.outbox.say(official.user_id, TextGrew(incident=incident.id, post=post.id, revision=post.revision), under=incident.id)


async def _is_answered(tx: Transaction, incident: Incident, post: StoredPost) -> bool:
    if any(each.post_id == post.id and each.answered_at is not None for each in await tx.voices.of(incident.id)):
        return True
    given = [each for each in await tx.answers.of(incident.id) if each.post_id == post.id and each.kind in ANSWERING]
    return any(each.state in IN_FLIGHT | {AnswerState.PUBLISHED} for each in given)


async def leave_text(tx: Transaction, id: IncidentId, *, by: Official, now: datetime) -> None:
    """«Оставить»: the new words were read, the answer stands as it is."""
    incident = await tx.incidents.get(id)
    check(by, Act.NOTE, incident)
    for event in reversed(await tx.log.of(id)):
        if _LEFT in event.data:
            raise Unchanged
        if "revision" in event.data:
            break
    event = note_event(incident, f"новые слова жителя видели, оставили как есть: {by.title}", now=now, by=by, **{_LEFT: 1})
    await refresh(tx, await tx.incidents.save(incident, event))
