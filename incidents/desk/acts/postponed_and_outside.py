"""Bring postponed incidents back on their day; ask organisations again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from incidents.acts.messages import AskThemAgain, CameBack
from incidents.acts.outside_requests import Request
from incidents.desk.acts.postpone_or_pass_outside import with_new_acceptance
from incidents.desk.outcome import Outcome, note_event
from incidents.desk.refresh import refresh
from incidents.errors import WrongStep
from incidents.ids import IncidentId
from incidents.incident import Act, Event, Status
from incidents.lifecycle import step
from incidents.official import Official
from incidents.policy import Policy
from incidents.recipients import nearest
from incidents.rights import check
from incidents.transaction import Transaction

AGAIN = timedelta(days=2)
"""After they were asked again."""


async def come_back(tx: Transaction, policy: Policy, id: IncidentId, *, now: datetime) -> bool:
    """The day has come: the card is in work again and its holder is told. False where it was brought back or put off meanwhile."""
    before = await tx.incidents.get(id)
    if before.status is not Status.POSTPONED or before.postponed_until is None or before.postponed_until > now:
        return False
    after = replace(before, status=step(before.status, Act.RESUME), postponed_until=None)
    after = with_new_acceptance(policy, after, now=now)
    event = Event(act=Act.RESUME, at=now, by=None, because="день настал", status_before=before.status, status_after=after.status)
    after = await tx.incidents.save(after, event)
    await refresh(tx, after)
    for official in nearest(after, await tx.officials.all()):
        await tx.outbox.say(official.user_id, CameBack(incident=id), under=id)
    return True


async def ask_again(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, now: datetime) -> Outcome:
    """«Напомнить им»: an official asked the organisation once more. The next time is in two days."""
    incident, request = await tx.incidents.get(id), await tx.requests.of(id)
    check(by, Act.NOTE, incident)
    if incident.status is not Status.OUTSIDE or request is None:
        raise WrongStep("Эта карточка уже не ждёт чужого ответа")
    day = policy.today(now) + AGAIN
    await tx.requests.save(replace(request, asked_at=now, remind_at=policy.asking_time(day)))
    saved = await tx.incidents.save(incident, note_event(incident, "спросили снова", now=now, by=by, asked=request.id))
    await refresh(tx, saved)
    return Outcome(incident=saved, because="спросили снова")


async def repeat_questions(tx: Transaction, *, now: datetime) -> Sequence[Request]:
    """Those who hold what waits for a foreign answer are reminded to ask again, once for each moment."""
    due = await tx.requests.to_repeat(now)
    officials = await tx.officials.all()
    for request in due:
        await tx.requests.save(replace(request, remind_at=None))
        incident = await tx.incidents.get(request.incident_id)
        if incident.status is not Status.OUTSIDE:
            continue
        for official in nearest(incident, officials):
            await tx.outbox.say(official.user_id, AskThemAgain(incident=incident.id), under=incident.id)
    return due
