"""Who has it: accept, «не наше», route."""

from dataclasses import replace

from incidents.desk.common import timed
from incidents.desk.effects.call import Call, Change, Effect
from incidents.errors import Forbidden, NotFound, Unchanged
from incidents.incident import Act, Doubt, Status
from incidents.rights import MAX_RETURNS


async def _accept(call: Call) -> Change:
    after = replace(call.after, holder_id=call.by.id, accepted_at=call.now, doubt=None)
    return Change(incident=after, because=f"приняли: {call.by.title}")


async def _return(call: Call) -> Change:
    if call.before.returns >= MAX_RETURNS:
        raise Forbidden("Возвращали уже дважды, теперь отдел выбирает координатор. Напишите координатору")
    because = f"вернули: {call.by.title}"
    after = replace(
        call.after,
        returns=call.before.returns + 1,
        department_id=None,
        holder_id=None,
        accepted_at=None,
        doubt=Doubt.ROUTE,
        route_because=because,
        reminded=(),
    )
    return Change(incident=timed(call.policy, after, now=call.now, clock_from=call.before.clock_from), because=because)


async def _assign(call: Call) -> Change:
    wanted = call.choice.department_id
    titles = {d.id: d.title for d in await call.tx.departments()}
    if wanted not in titles:
        raise NotFound("Такого отдела у нас нет")
    if wanted == call.before.department_id and call.before.status is Status.ASSIGNED:
        raise Unchanged
    because = f"передал координатор: {titles[wanted]}"
    after = replace(call.after, department_id=wanted, holder_id=None, accepted_at=None, doubt=None, route_because=because, reminded=())
    return Change(incident=timed(call.policy, after, now=call.now, clock_from=call.before.clock_from), because=because)


EFFECTS: dict[Act, Effect] = {Act.ACCEPT: _accept, Act.RETURN: _return, Act.ASSIGN: _assign}
