"""Swap shifts: one asks, a colleague says «беру», the roster follows."""

from dataclasses import replace
from datetime import datetime

from incidents.desk.duty.shifts import turn_watch
from incidents.duty.messages import SwapAsked, SwapRefused, SwapTaken, SwapTold
from incidents.duty.roster import Swap, SwapState, check_free, may_stand_for
from incidents.errors import Forbidden, Unchanged, WrongStep
from incidents.ids import OfficialId, ShiftId
from incidents.official import Official, Role
from incidents.recipients import in_role
from incidents.transaction import Transaction

BEGUN = "Эта смена уже идёт или прошла, поменяться ею нельзя. Не можете дежурить? Позвоните координатору"


async def ask(tx: Transaction, id: ShiftId, to: OfficialId, instead: ShiftId | None, *, by: Official, now: datetime) -> Swap:
    """«Отдать», «Поменяться»: the colleague is asked. A request for the same shift that was open is dropped."""
    colleague = await tx.officials.get(to)
    await _fits(tx, id, by, colleague, instead, now=now)
    for former in await tx.swaps.asked():
        if former.shift_id != id:
            continue
        if (former.to_id, former.instead_id) == (to, instead):
            raise Unchanged("Уже спросили, ждём ответа")
        await tx.swaps.save(replace(former, state=SwapState.DROPPED, settled_at=now))
    new = Swap(id=0, shift_id=id, by_id=by.id, to_id=to, instead_id=instead, state=SwapState.ASKED, asked_at=now)
    kept = await tx.swaps.add(new)
    await tx.audit.add("swap_asked", user_id=by.user_id, at=now, data={"shift": id, "to": to, "instead": instead})
    await tx.outbox.say(colleague.user_id, SwapAsked(swap=kept.id))
    return kept


async def take(tx: Transaction, id: int, *, by: Official, now: datetime) -> Swap:
    """«Беру»: both shifts change hands in one transaction. Raises WrongStep where either is not what was asked about."""
    swap = await _asked(tx, id, by)
    asker = await tx.officials.get(swap.by_id)
    await _fits(tx, swap.shift_id, asker, by, swap.instead_id, now=now)
    await tx.shifts.give(swap.shift_id, by.id)
    if swap.instead_id is not None:
        await tx.shifts.give(swap.instead_id, asker.id)
    done = replace(swap, state=SwapState.TAKEN, settled_at=now)
    await tx.swaps.save(done)
    await tx.audit.add(
        "swap_taken", user_id=by.user_id, at=now, data={"shift": swap.shift_id, "from": asker.id, "instead": swap.instead_id}
    )
    await tx.outbox.say(asker.user_id, SwapTaken(swap=id))
    for each in in_role(await tx.officials.all(), Role.COORDINATOR, but={by.id, asker.id}):
        await tx.outbox.say(each.user_id, SwapTold(swap=id), sound=False)
    await turn_watch(tx, now=now)
    return done


async def refuse(tx: Transaction, id: int, *, by: Official, now: datetime) -> Swap:
    """«Не могу»: the roster stays, whoever asked is told."""
    swap = await _asked(tx, id, by)
    done = replace(swap, state=SwapState.REFUSED, settled_at=now)
    await tx.swaps.save(done)
    asker = await tx.officials.get(swap.by_id)
    await tx.audit.add("swap_refused", user_id=by.user_id, at=now, data={"shift": swap.shift_id})
    await tx.outbox.say(asker.user_id, SwapRefused(swap=id))
    return done


async def _asked(tx: Transaction, id: int, by: Official) -> Swap:
    swap = await tx.swaps.get(id)
    if swap.to_id != by.id:
        raise Forbidden("Об этой смене спросили другого человека")
    if swap.state is SwapState.DROPPED:
        raise WrongStep("Просьбу уже изменили: спросили иначе или другого. График: /duty")
    if swap.state is not SwapState.ASKED:
        raise Unchanged
    return swap


async def _fits(tx: Transaction, id: ShiftId, owner: Official, colleague: Official, instead: ShiftId | None, *, now: datetime) -> None:
    """Whether the shifts may change hands as things stand. Raises WrongStep."""
    shift = await tx.shifts.get(id)
    if shift.official_id != owner.id:
        raise WrongStep("Эта смена теперь у другого человека. График: /duty")
    if shift.starts_at <= now:
        raise WrongStep(BEGUN)
    if not may_stand_for(owner, colleague):
        raise WrongStep("С этим человеком поменяться нельзя: другая роль или он больше не подключён. График: /duty")
    rest = [each for each in await tx.shifts.after(now) if each.id not in {id, instead}]
    check_free(rest, colleague, shift.starts_at, shift.ends_at)
    if instead is None:
        return
    theirs = await tx.shifts.get(instead)
    if theirs.official_id != colleague.id:
        raise WrongStep("Смена взамен теперь у другого человека. График: /duty")
    if theirs.starts_at <= now:
        raise WrongStep(BEGUN)
    check_free(rest, owner, theirs.starts_at, theirs.ends_at)
