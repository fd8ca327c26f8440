"""Who has it: accept, «не наше», route."""

from dataclasses import replace

from incidents.desk.common import timed
from incidents.desk.effects.call import Call, Change, Effect
from incidents.desk.likely import staffed
from incidents.errors import DomainError, Forbidden, NotFound, Unchanged
from incidents.ids import DepartmentId
from incidents.incident import Act, Doubt, Incident, Status
from incidents.lifecycle import step
from incidents.rights import MAX_RETURNS


async def _accept(call: Call) -> Change:
    after = replace(call.after, holder_id=call.by.id, accepted_at=call.now, doubt=None)
    return Change(incident=after, because=f"приняли: {call.by.title}")


async def _return(call: Call) -> Change:
    """«Не наше»: to the department that they name; the second time, or where they name none, to the coordinator."""
    if call.before.returns >= MAX_RETURNS:
        raise Forbidden("Возвращали уже дважды, теперь отдел выбирает координатор. Напишите координатору")
    returns = call.before.returns + 1
    named = call.choice.department_id
    title = None if named is None else await _known(call, named)
    if named is not None and named == call.before.department_id:
        raise Unchanged("Карточка и так у этого отдела. Выберите другой или «Не знаю чьё»")
    data = {"named": named, "from": call.before.department_id}
    if named is None or returns >= MAX_RETURNS:
        guess = f", по их мнению: {title}" if title else ""
        after = _moved(call, None, because=f"вернули: {call.by.title}{guess}")
        after = replace(after, returns=returns, doubt=Doubt.ROUTE)
        return Change(incident=after, because=after.route_because, data=data)
    if named not in staffed(await call.tx.officials()):
        raise DomainError("В этом отделе пока никого нет. Выберите другой или «Не знаю чьё»: решит координатор")
    after = _moved(call, named, because=f"передали коллеги ({call.by.title})")
    after = replace(after, returns=returns, doubt=None, status=step(call.after.status, Act.ASSIGN))
    return Change(incident=after, because=f"передали: {title}", data=data)


async def _assign(call: Call) -> Change:
    wanted = call.choice.department_id
    if wanted is None:
        raise NotFound("Такого отдела у нас нет")
    title = await _known(call, wanted)
    if wanted == call.before.department_id and call.before.status is Status.ASSIGNED:
        raise Unchanged
    because = f"передал координатор: {title}"
    return Change(incident=replace(_moved(call, wanted, because=because), doubt=None), because=because)


async def _known(call: Call, department: DepartmentId) -> str:
    title = next((d.title for d in await call.tx.departments() if d.id == department), None)
    if title is None:
        raise NotFound("Такого отдела у нас нет")
    return title


def _moved(call: Call, department: DepartmentId | None, *, because: str) -> Incident:
    """In other hands: nobody has accepted it, and the time to accept runs anew."""
    after = replace(call.after, department_id=department, holder_id=None, accepted_at=None, route_because=because, reminded=())
    return timed(call.policy, after, now=call.now, clock_from=call.before.clock_from)


EFFECTS: dict[Act, Effect] = {Act.ACCEPT: _accept, Act.RETURN: _return, Act.ASSIGN: _assign}
