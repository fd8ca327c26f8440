"""«Вернуть»: the last inner act is taken back within ten minutes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from incidents.acts.messages import TakenBack
from incidents.acts.undo import Undo, is_open, may_undo, with_state_before
from incidents.danger.doubts import is_waiting
from incidents.desk.acts.unmerge import merged_with
from incidents.desk.ask_danger import ask_again, waits_again
from incidents.desk.effects import UNDOES
from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh, refresh_offering
from incidents.desk.routing.reading_corrections import correct, learn_from
from incidents.desk.second_questions import ask_once_more
from incidents.errors import DomainError, Forbidden, WrongStep
from incidents.ids import IncidentId
from incidents.incident import OPEN, Act, Event, Incident, Status
from incidents.official import Official
from incidents.policy import Policy
from incidents.recipients import chiefs, executors
from incidents.routing.reading_corrections import CorrectionKind
from incidents.transaction import Transaction

GONE = "Уже вернули или время вышло. Исправьте другой кнопкой на карточке или напишите координатору"
LATE = "10 минут прошли, одной кнопкой уже не вернуть. Исправьте другой кнопкой на карточке или напишите координатору"
CHANGED = "После этого карточку уже изменили, одной кнопкой не вернуть. Исправьте другой кнопкой или напишите координатору"
NOT_YOURS = "Вернуть может только тот, кто нажимал. Нужно иначе? Выберите другую кнопку на карточке или напишите координатору"


async def undo(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, now: datetime) -> Outcome:
    """Put everything back as it stood before the act. What residents have read is never taken back."""
    incident, kept = await tx.incidents.get(id), await tx.undos.of(id)
    if kept is None:
        raise WrongStep(GONE)
    if kept.until <= now:
        raise WrongStep(LATE)
    if not may_undo(by, kept):
        raise Forbidden(NOT_YOURS)
    if not is_open(kept, incident, await tx.log.of(id), now=now):
        raise WrongStep(CHANGED)
    after = waits_again(incident, with_state_before(kept, incident), now=now)
    if kept.act is Act.CLOSE and after.status in OPEN:  # our word that it is done is taken back, and what was said against it with it
        after = replace(after, disputed=None)
    await ask_once_more(tx, kept)
    if kept.act in UNDOES:
        await UNDOES[kept.act](tx, kept, now)
    for other in merged_with(kept):
        if await tx.undos.of(other) is not None:  # else it is back already
            await undo(tx, policy, other, by=by, now=now)
    because = f"вернули, как было: {by.title}"
    data = {"undone": kept.act, "department": after.department_id}
    event = Event(act=Act.UNDO, at=now, by=by.id, because=because, status_before=incident.status, status_after=after.status, data=data)
    saved = await tx.incidents.save(after, event)
    await tx.undos.forget(id)
    await _unlearn(tx, kept, incident, saved, by=by, now=now)
    await _tell(tx, kept, incident, saved, by=by)
    await refresh(tx, saved)
    await refresh_offering(tx, id)
    if is_waiting(saved) and not is_waiting(incident):
        await ask_again(tx, policy, saved, by=by, now=now)
    return Outcome(incident=saved, because=because)


async def undo_all(tx: Transaction, policy: Policy, what: Act, until: datetime, *, by: Official, now: datetime) -> int:
    """Put back what one press did to several, as far as nobody has changed it since.

    Raises WrongStep where nothing is left.
    """
    count = 0
    for each in await tx.undos.of_moment(what, by=by.id, until=until):
        try:
            await undo(tx, policy, each, by=by, now=now)
        except DomainError:
            continue
        count += 1
    if not count:
        raise WrongStep(GONE)
    return count


async def _unlearn(tx: Transaction, kept: Undo, was: Incident, now_is: Incident, *, by: Official, now: datetime) -> None:
    """Corrections that the act made are taken back too. A changed text was none: the reader was right about either."""
    if kept.act is Act.NEW_TEXT:
        return
    await learn_from(tx, was, now_is, by=by, now=now)
    learned = was.status is Status.ASSIGNED and kept.act in {Act.ASSIGN, Act.RETURN}
    if learned and now_is.status is not Status.ASSIGNED:
        await correct(tx, now_is, CorrectionKind.DEPARTMENT, before=was.department_id, after=now_is.department_id, by=by, now=now)


async def _tell(tx: Transaction, kept: Undo, was: Incident, now_is: Incident, *, by: Official) -> None:
    """Whoever has the card again, or has it no longer, is told: an edited card makes no sound."""
    officials = [each for each in await tx.officials.all() if each.id != by.id]
    gained = _gained(was, now_is, officials)
    lost = [each for each in _gained(now_is, was, officials) if each not in gained]
    for each in gained:
        await tx.outbox.say(each.user_id, TakenBack(incident=now_is.id, act=kept.act, by=by.id), under=now_is.id)
    for each in lost:
        await tx.outbox.say(each.user_id, TakenBack(incident=now_is.id, act=kept.act, by=by.id, yours=False), under=now_is.id, sound=False)


def _gained(was: Incident, now_is: Incident, officials: Sequence[Official]) -> list[Official]:
    """Who has it now and had it not, or had it in another state: the holder, else the people of another department than before."""
    if now_is.holder_id is not None:
        changed = was.holder_id != now_is.holder_id or was.status is not now_is.status
        return [each for each in officials if changed and each.id == now_is.holder_id]
    if now_is.department_id == was.department_id:
        return []
    return executors(now_is, officials) or chiefs(now_is, officials)


async def undo_over(tx: Transaction, *, now: datetime) -> int:
    """Ten minutes have passed: the button leaves the cards. Gives back on how many."""
    over = await tx.undos.forget_old(now)
    for id in over:
        await tx.outbox.refresh_cards(id, ())  # where a card stands; it comes to nobody anew
    return len(over)
