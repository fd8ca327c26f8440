"""Look at a card, ask to see one, let somebody see it."""

from dataclasses import replace
from datetime import datetime

from incidents.acts.looks import Look, LookKind, ReadRequest, ReadRequestState
from incidents.acts.messages import ForeignCard, ReadAsked, ReadRefused
from incidents.acts.readers import may_see
from incidents.errors import Unchanged, WrongStep
from incidents.ids import IncidentId
from incidents.official import Official, Role
from incidents.recipients import in_role
from incidents.rights import is_work_of, why_not_read
from incidents.role_rights import Right, check_right
from incidents.transaction import Transaction


async def look(tx: Transaction, id: IncidentId, how: LookKind | None, *, by: Official, now: datetime) -> str | None:
    """Why the card may not be shown; None where it may. Whoever looks at a card of others is written down, the others are told whom to ask.

    `how` None: an act, which has a line in the log of its own. Raises NotFound.
    """
    incident = await tx.incidents.get(id)
    if not await may_see(tx, by, incident):
        await tx.looks.add([Look(incident_id=id, by=by.id, at=now, how=LookKind.REFUSED)])
        await tx.audit.add("forbidden", user_id=by.user_id, at=now, data={"number": incident.number})
        await tx.outbox.say(by.user_id, ForeignCard(incident=id), sound=False)
        return why_not_read(by, incident)
    if how is not None and not is_work_of(by, incident):
        await tx.looks.add([Look(incident_id=id, by=by.id, at=now, how=how)])
    return None


async def ask_to_read(tx: Transaction, id: IncidentId, *, by: Official, now: datetime) -> None:
    """«Попросить»: every coordinator is asked. Raises Unchanged where it is asked already or may be read anyway."""
    incident = await tx.incidents.get(id)
    if await may_see(tx, by, incident):
        raise Unchanged("Эту карточку вам уже видно: найдите её по номеру командой /find")
    known = await tx.read_requests.latest(by.id, id)
    if known is not None and known.state is ReadRequestState.ASKED:
        raise Unchanged("Уже попросили, ждём ответа координатора")
    made = await tx.read_requests.add(ReadRequest(id=0, incident_id=id, official_id=by.id, asked_at=now))
    await tx.audit.add("read_asked", user_id=by.user_id, at=now, data={"number": incident.number, "request": made.id})
    for coordinator in in_role(await tx.officials.all(), Role.COORDINATOR):
        await tx.outbox.say(coordinator.user_id, ReadAsked(incident=id, request=made.id))


async def decide(tx: Transaction, request: int, *, show: bool, by: Official, now: datetime) -> ReadRequest:
    """«Показать», «Не показывать». Raises WrongStep where it is decided already."""
    check_right(by, Right.LET_READ)
    asked = await tx.read_requests.get(request)
    if asked.state is not ReadRequestState.ASKED:
        raise WrongStep("Это уже решено, нажимать больше не нужно")
    state = ReadRequestState.ALLOWED if show else ReadRequestState.REFUSED
    decided = replace(asked, state=state, decided_by=by.id, decided_at=now)
    await tx.read_requests.save(decided)
    incident, reader = await tx.incidents.get(asked.incident_id), await tx.officials.get(asked.official_id)
    data: dict[str, int | str | None] = {"number": incident.number, "request": asked.id, "official": reader.id}
    await tx.audit.add("read_allowed" if show else "read_refused", user_id=by.user_id, at=now, data=data)
    if show:
        await tx.looks.add([Look(incident_id=incident.id, by=reader.id, at=now, how=LookKind.ALLOWED)])
        await tx.outbox.refresh_here(incident.id, reader.user_id, None)
    else:
        await tx.outbox.say(reader.user_id, ReadRefused(incident=incident.id))
    return decided
