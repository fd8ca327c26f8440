"""What the end of an incident does to its promises."""

from dataclasses import replace
from datetime import date, datetime

from incidents.answers.values import ANSWERING, Answer, AnswerState
from incidents.errors import DomainError, WrongStep
from incidents.ids import IncidentId
from incidents.incident import ClosingOutcome, Incident
from incidents.official import Official
from incidents.promises.values import STANDING, Promise, PromiseState
from incidents.transaction import Transaction


async def settle(tx: Transaction, id: IncidentId, outcome: ClosingOutcome | None, *, told: bool = False, now: datetime) -> None:
    """Closed as done and told: kept, late or in time. Done and not told, or «в плане с датой»: what is open waits for its day.

    Closed otherwise: nobody waits for what was open; what was broken stays broken.
    """
    if told:
        await keep_all(tx, id, now=now)
    for each in await tx.promises.of(id):
        if each.state is PromiseState.OPEN and outcome not in {ClosingOutcome.PLANNED, ClosingOutcome.DONE}:
            await tx.promises.save(replace(each, state=PromiseState.DROPPED, settled_at=now))


async def keep_all(tx: Transaction, id: IncidentId, *, before: datetime | None = None, now: datetime) -> bool:
    """The resident was told that it is done. `before`: only what was promised earlier. True if anything was promised."""
    kept = [each for each in await tx.promises.of(id) if each.state in STANDING and (before is None or each.made_at < before)]
    for each in kept:
        await tx.promises.save(replace(each, state=PromiseState.KEPT, settled_at=now))
    return bool(kept)


async def needs_day(tx: Transaction, id: IncidentId) -> bool:
    """«В плане с датой», and no answer has named the day. Raises DomainError where the resident has heard nothing yet."""
    if any(each.state is PromiseState.OPEN for each in await tx.promises.of(id)):
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
    for each in await tx.promises.of(incident.id):
        if each.state is PromiseState.BROKEN:
            await tx.promises.save(replace(each, state=PromiseState.MOVED, settled_at=now))
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
    await tx.promises.add(made)


async def _last_word(tx: Transaction, id: IncidentId) -> Answer:
    """What stands under the post."""
    said = [each for each in await tx.answers.of(id) if each.state is AnswerState.PUBLISHED and each.kind in ANSWERING]
    if not said:
        raise DomainError("Жителю ещё не ответили. Сначала ответьте, что и когда сделаем, потом закройте «в плане с датой»")
    return said[-1]
