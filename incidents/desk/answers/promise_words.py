"""Drafts to the resident about a promise, kept or moved."""

from datetime import date, datetime

from incidents.acts.delays import DELAY_WORDS, Delay, DelayReason
from incidents.answers.facts import Fact, FactKind
from incidents.answers.values import Answer, AnswerKind
from incidents.desk.answers.draft_answer import create_draft
from incidents.desk.promises.promises import get_standing
from incidents.ids import IncidentId
from incidents.incident import Act, Incident, Status
from incidents.official import Official
from incidents.policy import Policy
from incidents.promises.values import done_text, moved_text
from incidents.rights import check
from incidents.transaction import Transaction


async def tell_done(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, guid: str, now: datetime) -> Answer:
    """«Сделано» with a word to the resident: a draft of it, in our own former words. The promise is kept when it stands under the post."""
    incident = await tx.incidents.get(id)
    check(by, Act.CLOSE, incident)
    promise = await get_standing(tx, id)
    first = await tx.answers.get(promise.answer_id)
    await tx.facts.add(Fact(id=0, incident_id=id, by=by.id, at=now, kind=FactKind.DONE, day=policy.today(now)))
    text = done_text(promise, given=policy.today(first.published_at or promise.made_at), department=await _title(tx, incident))
    return await create_draft(tx, id, text, by=by, guid=guid, now=now, kind=_kind(incident, AnswerKind.FINAL), to=first.post_id)


def _kind(incident: Incident, kind: AnswerKind) -> AnswerKind:
    """On a closed card a word about the promise answers nobody anew."""
    return AnswerKind.AFTER if incident.status is Status.CLOSED else kind


async def tell_moved(tx: Transaction, policy: Policy, id: IncidentId, new: date, *, by: Official, guid: str, now: datetime) -> Answer:
    """«Новый срок»: a draft that says so. The promise moves when it stands under the post, not before."""
    incident = await tx.incidents.get(id)
    check(by, Act.INTERIM, incident)
    old = await get_standing(tx, id)
    first = await tx.answers.get(old.answer_id)
    delay = await tx.delays.of(id)
    text = moved_text(old, new=new, today=policy.today(now), reason=_reason(delay), department=await _title(tx, incident))
    kind = _kind(incident, AnswerKind.FINAL if incident.status is Status.ANSWERED else AnswerKind.INTERIM)
    return await create_draft(tx, id, text, by=by, guid=guid, now=now, kind=kind, to=first.post_id)


def _reason(delay: Delay | None) -> str | None:
    """In public only what was pressed: own words may say more than a resident should read."""
    return DELAY_WORDS[delay.reason] if delay is not None and delay.reason is not DelayReason.OTHER else None


async def _title(tx: Transaction, incident: Incident) -> str | None:
    return next((each.title for each in await tx.departments.all() if each.id == incident.department_id), None)
