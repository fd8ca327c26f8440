"""«Напомнить»: the coordinator reminds a card's holder, once an hour at most."""

from datetime import datetime, timedelta

from incidents.danger.messages import Nudged
from incidents.desk.outcome import Outcome, note_event
from incidents.errors import DomainError, WrongStep
from incidents.ids import IncidentId
from incidents.incident import OPEN
from incidents.official import Official
from incidents.policy import Policy
from incidents.recipients import nearest
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction

EVERY = timedelta(hours=1)


async def nudge(tx: Transaction, policy: Policy, id: IncidentId, *, by: Official, now: datetime) -> Outcome:
    """The holder (else the department) gets a message that replies to the card. Raises DomainError within the hour."""
    incident = await tx.incidents.get(id)
    check_right(by, Right.REMIND)
    if incident.status not in OPEN:
        raise WrongStep("Эта карточка уже никого не ждёт, напоминать не о чем")
    last = max((event.at for event in await tx.log.of(id) if event.data.get("nudge") is not None), default=None)
    if last is not None and now - last < EVERY:
        raise DomainError(f"Напоминали в {policy.clock(last)}. Чаще раза в час не стоит, лучше позвонить")
    told = [o for o in nearest(incident, await tx.officials.all()) if o.id != by.id]
    if not told:
        raise DomainError("Напоминать некому: карточка у координатора. Передайте её отделу")
    for official in told:
        await tx.outbox.say(official.user_id, Nudged(incident=id), under=id)
    saved = await tx.incidents.save(incident, note_event(incident, "напомнили", now=now, by=by, nudge=len(told)))
    return Outcome(incident=saved, because="напомнили")
