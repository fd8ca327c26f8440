"""The evening before: the coordinator prepares what the head will decide."""

from dataclasses import replace
from datetime import date, datetime

from incidents.desk.refresh import refresh
from incidents.errors import NotFound, Unchanged, WrongStep, fit
from incidents.head.head_agenda import FORGOTTEN, WORDS_LIMIT, Mark
from incidents.head.lookups import known_matters
from incidents.head.messages import Agenda
from incidents.ids import IncidentId
from incidents.incident import FINAL, Act, Doubt, Event, Incident
from incidents.official import Official, Role
from incidents.policy import Policy
from incidents.recipients import coordinators, in_role
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

AGENDA_JOB = "agenda"


async def post_agenda(tx: Transaction, policy: Policy, *, day: date, now: datetime) -> bool:
    """One message to every coordinator on the evening of a working day, if there is a head and anything to ask: True for that run."""
    if await tx.slots.taken([(AGENDA_JOB, day)]):
        return False  # what the head may be asked is read once an evening
    officials = await tx.officials.all()
    people, heads = coordinators(officials), in_role(officials, Role.HEAD)
    if not people or not heads or not policy.calendar.intervals(day) or not await known_matters(tx, now=now):
        return False
    if not await tx.slots.take(AGENDA_JOB, day, at=now):
        return False
    for official in people:
        await tx.outbox.say(official.user_id, Agenda())
    return True


async def take(tx: Transaction, id: IncidentId, *, by: Official, now: datetime) -> Incident:
    """Into the head's morning; without a proposal until one is typed."""
    return await _mark(tx, id, taken=True, by=by, now=now)


async def leave_out(tx: Transaction, id: IncidentId, *, by: Official, now: datetime) -> Incident:
    """Not now: it comes up again in a week if it is not settled by then."""
    return await _mark(tx, id, taken=False, by=by, now=now)


async def add_number(tx: Transaction, number: int, *, by: Official, now: datetime) -> Incident:
    """An incident that the program did not name."""
    check_right(by, Right.KEEP_AGENDA)
    incident = await tx.incidents.by_number(number)
    if incident is None:
        raise NotFound(f"Карточки № {number} нет. Номер стоит в её последней строке")
    return await take(tx, incident.id, by=by, now=now)


async def propose(tx: Transaction, policy: Policy, id: IncidentId, words: str | None, *, by: Official, now: datetime) -> Incident:
    """«Предлагаем…» in the coordinator's words: it holds until the next working morning, for it may speak of «сегодня»."""
    check_right(by, Right.KEEP_AGENDA)
    incident = await _askable(tx, id)
    proposal = fit(words, WORDS_LIMIT)
    holds_until = policy.next_working(policy.today(now))
    mark = Mark(incident_id=id, taken=True, by=by.id, at=now, proposal=proposal, holds_until=holds_until)
    await tx.agenda.put_mark(mark)
    return await _log(tx, incident, "предложили решение главе", by=by, now=now)


async def _mark(tx: Transaction, id: IncidentId, *, taken: bool, by: Official, now: datetime) -> Incident:
    check_right(by, Right.KEEP_AGENDA)
    incident = await _askable(tx, id)
    known = next((mark for mark in await tx.agenda.marks() if mark.incident_id == id), None)
    if known is not None and known.taken == taken and not _is_past(known, incident, now):
        raise Unchanged
    mark = Mark(incident_id=id, taken=taken, by=by.id, at=now)
    if known is not None:
        mark = replace(mark, proposal=known.proposal, holds_until=known.holds_until)
    await tx.agenda.put_mark(mark)
    return await _log(tx, incident, "вынесли на решение главы" if taken else "главе пока не показываем", by=by, now=now)


def _is_past(mark: Mark, incident: Incident, now: datetime) -> bool:
    """Whether the mark holds no more: the head has taken it under control since, or it was left out a week ago."""
    if not mark.taken:
        return now - mark.at >= FORGOTTEN
    return incident.controlled_since is not None and incident.controlled_since > mark.at


async def _askable(tx: Transaction, id: IncidentId) -> Incident:
    incident = await tx.incidents.get(id)
    if incident.status in FINAL or incident.merged_into is not None:
        raise WrongStep("Карточка закрыта, решать по ней нечего")
    if incident.doubt in {Doubt.OUTSIDE, Doubt.TRIAL}:
        raise WrongStep("Эта карточка в сводку главы не идёт: не наш округ или учебная неделя")
    return incident


async def _log(tx: Transaction, incident: Incident, because: str, *, by: Official, now: datetime) -> Incident:
    status = incident.status
    event = Event(act=Act.NOTE, at=now, by=by.id, because=because, status_before=status, status_after=status, data={"agenda": 1})
    after = await tx.incidents.save(incident, event)
    await refresh(tx, after)
    return after
