"""Shifts that change hands."""

from collections.abc import Mapping

from bot.screens.duty import swaps
from bot.screens.kit.context import Call, Render, Unneeded
from incidents.duty.lookups import choices, own_shifts
from incidents.duty.roster import Swap, SwapState
from incidents.duty.values import Shift
from incidents.errors import NotFound
from incidents.ids import ShiftId
from incidents.messenger import Message


async def _which(call: Call) -> Message:
    return swaps.which(shifts=await own_shifts(call.tx, await call.official(), now=call.now), tz=call.tz, now=call.now)


async def _with_whom(call: Call) -> Message:
    reader, shift = await call.official(), await call.tx.shift(ShiftId(call.number("shift")))
    people, others = await choices(call.tx, shift, reader, now=call.now)
    officials = {each.id: each for each in people}
    return swaps.with_whom(shift=shift, people=people, others=others, officials=officials, tz=call.tz, now=call.now)


async def _asked(call: Call) -> Message:
    swap = await _swap(call)
    if swap.state is not SwapState.ASKED:
        raise Unneeded
    shift = await _shift(call, swap.shift_id)
    if shift is None:
        raise Unneeded
    by = await call.tx.official(swap.by_id)
    return swaps.asked(swap=swap, by=by, shift=shift, instead=await _shift(call, swap.instead_id), tz=call.tz, now=call.now)


async def _settled(call: Call) -> Message:
    swap = await _swap(call)
    to = await call.tx.official(swap.to_id)
    return swaps.settled(swap=swap, shift=await _shift(call, swap.shift_id), to=to, tz=call.tz, now=call.now)


async def _told(call: Call) -> Message:
    swap = await _swap(call)
    by, to = await call.tx.official(swap.by_id), await call.tx.official(swap.to_id)
    return swaps.told(swap=swap, shift=await _shift(call, swap.shift_id), by=by, to=to, tz=call.tz, now=call.now)


async def _swap(call: Call) -> Swap:
    return await call.tx.swap(call.number("swap"))


async def _shift(call: Call, id: ShiftId | None) -> Shift | None:
    """None: there is none, or it was taken away meanwhile."""
    try:
        return await call.tx.shift(id) if id is not None else None
    except NotFound:
        return None


SAYS: Mapping[str, Render] = {
    "duty_swap": _which,
    "duty_swap_with": _with_whom,
    "swap_asked": _asked,
    "swap_taken": _settled,
    "swap_refused": _settled,
    "swap_told": _told,
}
