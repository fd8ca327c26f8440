"""/duty: the roster, its changes, and what is told when the watch turns."""

from collections.abc import Mapping

from bot.cards import duty
from bot.render.call import Call, Render, fixed
from incidents.messenger import Message
from incidents.people import Role


async def _roster(call: Call) -> Message:
    reader, officials = await call.official(), {o.id: o for o in await call.tx.officials()}
    shifts, may_change = await call.tx.shifts(call.now), reader.role is Role.COORDINATOR
    return duty.roster(shifts=shifts, officials=officials, page=call.page(), may_change=may_change, tz=call.tz, now=call.now)


async def _removing(call: Call) -> Message:
    officials = {o.id: o for o in await call.tx.officials()}
    return duty.removing(shifts=await call.tx.shifts(call.now), officials=officials, page=call.page(), tz=call.tz, now=call.now)


async def _began(call: Call) -> Message:
    id = (await call.official()).id
    ends = [each.ends_at for each in await call.tx.shifts(call.now) if each.official_id == id and each.starts_at <= call.now]
    return duty.began(until=max(ends, default=None), tz=call.tz, now=call.now)


SAYS: Mapping[str, Render] = {
    "duty": _roster,
    "duty_remove": _removing,
    "ask_shifts": fixed(duty.ask_shifts),
    "shift_began": _began,
    "shift_over": fixed(duty.over),
}
