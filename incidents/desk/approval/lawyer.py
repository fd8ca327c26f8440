"""«Спросить юриста»: the question with the texts, the answer as a note."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from incidents.acts.ask_for_help import COUNSEL, asks_lawyer
from incidents.acts.notes import Note
from incidents.approval.messages import LawyerAnswered, LawyerAsked
from incidents.approval.values import LAWYER_LIMIT
from incidents.desk.approval.approver import open_round
from incidents.desk.refresh import refresh
from incidents.errors import DomainError, Forbidden, WrongStep, fit
from incidents.ids import AnswerId, IncidentId, OfficialId
from incidents.incident import Act, Event, Incident
from incidents.official import Official
from incidents.policy import Policy
from incidents.transaction import Transaction

AGAIN = timedelta(minutes=10)
NOBODY = "Юриста в боте нет. Координатор может отметить его в /people. Пока спросите по телефону"
_SAID = "counselled"
"""What an event keeps: that the lawyer has spoken."""


def lawyers(officials: Sequence[Official], *, but: Official) -> list[Official]:
    """Who is marked as a lawyer and can be reached."""
    return [o for o in officials if o.lawyer and o.active and o.reachable and not o.away and o.id != but.id]


async def ask_about(tx: Transaction, policy: Policy, id: AnswerId, *, by: Official, now: datetime) -> None:
    """«Позвать юриста» of an approver: the lawyers read the post and the answer."""
    await open_round(tx, id, by=by)
    incident = await tx.incidents.get((await tx.answers.get(id)).incident_id)
    found = lawyers(await tx.officials.all(), but=by)
    if not found:
        raise DomainError(NOBODY)
    for event in reversed(await tx.log.of(incident.id)):
        if event.data.get(COUNSEL) == id and event.by == by.id and now - event.at < AGAIN:
            raise DomainError(f"Уже спросили в {policy.clock(event.at)}. Не отвечает? Позвоните")
    for lawyer in found:
        await tx.outbox.say(lawyer.user_id, LawyerAsked(incident=incident.id, by=by.id, answer=id))
    await _log(tx, incident, by, now, "спросили юриста", {COUNSEL: id})


async def advise_as_lawyer(tx: Transaction, id: IncidentId, words: str | None, *, by: Official, now: datetime) -> None:
    """The lawyer's words: a note on the card, and a message to whoever asked."""
    incident = await tx.incidents.get(id)
    await may_advise(tx, incident, by)
    note = await tx.notes.add(Note(id=0, incident_id=id, by=by.id, at=now, text=fit(words, LAWYER_LIMIT)))
    for asker in await _askers(tx, incident):
        await tx.outbox.say((await tx.officials.get(asker)).user_id, LawyerAnswered(incident=id, note=note.id), under=id)
    await _log(tx, incident, by, now, "юрист ответил", {"note": note.id, _SAID: 1})


async def may_advise(tx: Transaction, incident: Incident, by: Official) -> None:
    """Raise where they are no lawyer, or nobody waits for their word."""
    if not by.lawyer or not by.active:
        raise Forbidden("На вопросы юристу отвечает юрист. Хотите помочь? Оставьте заметку")
    if not await _askers(tx, incident):
        raise WrongStep("Здесь вашего ответа уже не ждут: его дали раньше")


async def _askers(tx: Transaction, incident: Incident) -> list[OfficialId]:
    """Who has asked since the last word of a lawyer."""
    found: dict[OfficialId, None] = {}
    for event in await tx.log.of(incident.id):
        if event.data.get(_SAID):
            found.clear()
        if asks_lawyer(event) and event.by is not None:
            found[event.by] = None
    return list(found)


async def _log(tx: Transaction, incident: Incident, by: Official, now: datetime, because: str, data: dict[str, int | str | None]) -> None:
    status = incident.status
    event = Event(act=Act.NOTE, at=now, by=by.id, because=because, status_before=status, status_after=status, data=data)
    await refresh(tx, await tx.incidents.save(incident, event))
