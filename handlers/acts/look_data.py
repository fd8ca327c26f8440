"""Cards of others: requests to see one, «Кто смотрел»."""

from handlers.acts import look_words
from handlers.kit.rendering import Call, Unneeded, about_incident
from handlers.kit.renders import renders
from handlers.kit.undo_button import undo_button
from incidents.acts.messages import CardMoved, ForeignCard, LooksMenu, ReadAsked, ReadRefused
from incidents.acts.undo import may_undo
from incidents.ids import IncidentId, OfficialId
from incidents.messenger import Button, Message
from incidents.official import Official, Role
from incidents.role_rights import Right, has_right


@renders(ForeignCard)
async def _foreign(call: Call, said: ForeignCard) -> Message:
    incident, reader = await call.tx.incidents.get(said.incident), await _reader(call)
    role = reader.role if reader is not None else Role.EXECUTOR
    return look_words.foreign(incident_id=incident.id, number=incident.number, role=role, is_nobodys=incident.department_id is None)


@renders(ReadAsked)
async def _asked(call: Call, said: ReadAsked) -> Message:
    incident, where = await call.incident(said.incident)
    asked = await call.tx.read_requests.get(said.request)
    who = await _named(call, asked.official_id)
    return look_words.asked(incident_id=incident.id, request=asked.id, number=incident.number, what_where=where, who=who, state=asked.state)


@renders(CardMoved)
async def _moved(call: Call, said: CardMoved) -> Message:
    incident, where = await call.incident(said.incident)
    if await _reader(call) is None and await call.tx.officials.dismissed_by_user(call.chat_id) is not None:
        return look_words.gone(number=incident.number)
    titles = {each.id: each.title for each in await call.tx.departments.all()}
    department = titles.get(incident.department_id) if incident.department_id is not None else None
    undo = await _undo(call, incident.id)
    return look_words.moved(number=incident.number, what_where=where, department=department, undo=undo)


async def _undo(call: Call, id: IncidentId) -> Button | None:
    """Whoever passed it on by mistake takes it back here."""
    reader, kept = await _reader(call), await call.tx.undos.of(id)
    if reader is None or kept is None or not may_undo(reader, kept) or call.now >= kept.until:
        return None
    return undo_button(kept, id)


@renders(LooksMenu)
async def _looks(call: Call, said: LooksMenu) -> Message:
    """For coordinators only, whoever pressed and whatever was forged."""
    if not has_right(await _reader(call), Right.SEE_LOOKS):
        raise Unneeded
    incident, where = await call.incident(said.incident)
    found = await call.tx.looks.of(incident.id, limit=look_words.PAGE + 1, skip=said.page * look_words.PAGE)
    lines = [look_words.LookLine(at=each.at, who=await _named(call, each.by), how=each.how) for each in found[: look_words.PAGE]]
    return look_words.looks(
        incident_id=incident.id,
        number=incident.number,
        what_where=where,
        lines=lines,
        page=said.page,
        has_more=len(found) > look_words.PAGE,
        tz=call.tz,
        now=call.now,
    )


async def _reader(call: Call) -> Official | None:
    return await call.tx.officials.by_user(call.chat_id)


async def _named(call: Call, id: OfficialId) -> str:
    """«Ирина, исполнитель, отдел ЖКХ»."""
    who = await call.tx.officials.get(id)
    return f"{who.name}, {who.title}" if who.name else who.title


renders(ReadRefused)(about_incident(look_words.refused))
