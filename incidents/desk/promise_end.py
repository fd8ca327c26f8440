"""The end of an incident is the end of its promises."""

from dataclasses import replace
from datetime import date, datetime

from incidents.answers import Answer, AnswerState
from incidents.desk.whom import ANSWERING
from incidents.errors import DomainError, WrongStep
from incidents.ids import IncidentId
from incidents.incident import ClosingOutcome, Incident, Status
from incidents.people import Official
from incidents.ports import Transaction
from incidents.promises import STANDING, Promise, PromiseState, is_broken


async def broken_before(tx: Transaction, incident: Incident, today: date) -> date | None:
    """The day that was promised and let pass, here or at the same place about the same topic: what an answer should own up to."""
    own = [each.due for each in await tx.promises_of(incident.id) if is_broken(each, today)]
    if own:
        return max(own)
    there = await tx.broken_promise_at(incident.place, incident.topic)
    return there.due if there is not None else None


async def settle(tx: Transaction, id: IncidentId, outcome: ClosingOutcome | None, *, now: datetime) -> None:
    """Closed as done: kept, late or in time. Closed «в плане с датой»: what is open waits for its day on the closed card.

    Closed otherwise: nobody waits for what was open; what was broken stays broken.
    """
    for each in await tx.promises_of(id):
        if each.state in STANDING and outcome is ClosingOutcome.DONE:
            await tx.save_promise(replace(each, state=PromiseState.KEPT, settled_at=now))
        elif each.state is PromiseState.OPEN and outcome is not ClosingOutcome.PLANNED:
            await tx.save_promise(replace(each, state=PromiseState.DROPPED, settled_at=now))


def waits_for_its_day(incident: Incident) -> bool:
    """Whether a promise outlives the end of the incident."""
    return incident.status is Status.CLOSED and incident.outcome is ClosingOutcome.PLANNED


async def needs_day(tx: Transaction, id: IncidentId) -> bool:
    """«В плане с датой», and no answer has named the day. Raises DomainError where the resident has heard nothing yet."""
    if any(each.state is PromiseState.OPEN for each in await tx.promises_of(id)):
        return False
    await _last_word(tx, id)
    return True


async def plan(tx: Transaction, incident: Incident, day: date | None, *, by: Official, today: date, now: datetime) -> None:
    """The day of the plan becomes a promise, unless an answer has made one that stands."""
    if not await needs_day(tx, incident.id):
        return
    if day is None:
        raise WrongStep("Назовите день плана: без него это не план. Нажмите «Закрыть» ещё раз и выберите день")
    if day <= today:
        raise DomainError("Этот день уже настал или прошёл. Назовите день впереди")
    for each in await tx.promises_of(incident.id):
        if each.state is PromiseState.BROKEN:
            await tx.save_promise(replace(each, state=PromiseState.MOVED, settled_at=now))
    said = await _last_word(tx, incident.id)
    made = Promise(
        id=0,
        district_id=tx.district_id,
        incident_id=incident.id,
        answer_id=said.id,
        official_id=by.id,
        department_id=incident.department_id,
        due=day,
        words="",
        state=PromiseState.OPEN,
        made_at=now,
    )
    await tx.new_promise(made)


async def _last_word(tx: Transaction, id: IncidentId) -> Answer:
    """What stands under the post."""
    said = [each for each in await tx.answers_of(id) if each.state is AnswerState.PUBLISHED and each.kind in ANSWERING]
    if not said:
        raise DomainError("Жителю ещё не ответили. Сначала ответьте, что и когда сделаем, потом закройте «в плане с датой»")
    return said[-1]
