"""Shifts that change hands."""

from handlers.duty import swaps_words
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from incidents.duty.lookups import choices, own_shifts
from incidents.duty.messages import AboutSwap, SwapAsked, SwapPeopleMenu, SwapRefused, SwapShiftMenu, SwapTaken, SwapTold
from incidents.duty.roster import SwapState
from incidents.duty.values import Shift
from incidents.errors import NotFound
from incidents.ids import ShiftId
from incidents.messenger import Message


@renders(SwapShiftMenu)
async def _which(call: Call, said: SwapShiftMenu) -> Message:
    return swaps_words.which(
        shifts=await own_shifts(call.tx.shifts, await call.tx.officials.get(said.official), now=call.now), tz=call.tz, now=call.now
    )


@renders(SwapPeopleMenu)
async def _with_whom(call: Call, said: SwapPeopleMenu) -> Message:
    reader, shift = await call.tx.officials.get(said.official), await call.tx.shifts.get(said.shift)
    people, others = await choices(call.tx.officials, call.tx.shifts, shift, reader, now=call.now)
    officials = {each.id: each for each in people}
    return swaps_words.with_whom(shift=shift, people=people, others=others, officials=officials, tz=call.tz, now=call.now)


@renders(SwapAsked)
async def _asked(call: Call, said: SwapAsked) -> Message:
    swap = await call.tx.swaps.get(said.swap)
    if swap.state is not SwapState.ASKED:
        raise Unneeded
    shift = await _shift(call, swap.shift_id)
    if shift is None:
        raise Unneeded
    by = await call.tx.officials.get(swap.by_id)
    return swaps_words.asked(swap=swap, by=by, shift=shift, instead=await _shift(call, swap.instead_id), tz=call.tz, now=call.now)


async def _settled(call: Call, said: AboutSwap) -> Message:
    swap = await call.tx.swaps.get(said.swap)
    to = await call.tx.officials.get(swap.to_id)
    return swaps_words.settled(swap=swap, shift=await _shift(call, swap.shift_id), to=to, tz=call.tz, now=call.now)


@renders(SwapTold)
async def _told(call: Call, said: SwapTold) -> Message:
    swap = await call.tx.swaps.get(said.swap)
    by, to = await call.tx.officials.get(swap.by_id), await call.tx.officials.get(swap.to_id)
    return swaps_words.told(swap=swap, shift=await _shift(call, swap.shift_id), by=by, to=to, tz=call.tz, now=call.now)


async def _shift(call: Call, id: ShiftId | None) -> Shift | None:
    """None: there is none, or it was taken away meanwhile."""
    try:
        return await call.tx.shifts.get(id) if id is not None else None
    except NotFound:
        return None


renders(SwapTaken)(_settled)
renders(SwapRefused)(_settled)
