"""Leave: its steps and what both sides are told."""

from collections.abc import Mapping
from datetime import date

from bot.screens.kit.context import Call, Render
from bot.screens.people import leave
from incidents.messenger import Message
from incidents.official import Official
from incidents.people.leave import may_replace

MOST_DEPUTIES = 8


async def _since(call: Call) -> Message:
    official = await call.official()
    return leave.ask_since(official=official, today=call.now.astimezone(call.tz).date(), by_self=_by_self(call, official))


async def _until(call: Call) -> Message:
    official = await call.official()
    return leave.ask_until(official=official, since=_date(call, "since"), by_self=_by_self(call, official))


async def _deputy_menu(call: Call) -> Message:
    official = await call.official()
    deputies = [each for each in may_replace(official, await call.tx.officials()) if not each.away][:MOST_DEPUTIES]
    since, until = _date(call, "since"), _date(call, "until")
    return leave.ask_deputy(official=official, since=since, until=until, deputies=deputies, by_self=_by_self(call, official))


async def _standing(call: Call) -> Message:
    official = await call.official()
    if official.away_until is None or official.away_from is None:
        return await _since(call)
    return leave.standing(official=official, deputy=await _deputy(call, official), by_self=_by_self(call, official))


async def _ask_date(call: Call) -> Message:
    return leave.ask_date(is_return=bool(call.row.params.get("since")))


async def _planned(call: Call) -> Message:
    official = await call.official()
    return leave.planned(official=official, deputy=await _deputy(call, official))


async def _began(call: Call) -> Message:
    official = await call.official()
    return leave.began(official=official, holds=await _holds(call, official))


async def _stands_in(call: Call) -> Message:
    official = await call.official()
    return leave.stands_in(official=official, holds=await _holds(call, official))


async def _over(call: Call) -> Message:
    return leave.over(holds=await _holds(call, await call.official()))


async def _stood_in(call: Call) -> Message:
    return leave.stood_in(official=await call.official())


async def _deputy_left(call: Call) -> Message:
    return leave.deputy_left(official=await call.official())


async def _deputy(call: Call, official: Official) -> Official | None:
    return await call.tx.official(official.deputy_id) if official.deputy_id is not None else None


async def _holds(call: Call, official: Official) -> int:
    return sum(incident.holder_id == official.id for incident in await call.tx.open_incidents())


def _by_self(call: Call, official: Official) -> bool:
    return call.row.chat_id == official.user_id


def _date(call: Call, name: str) -> date:
    return date.fromisoformat(call.text(name))


SAYS: Mapping[str, Render] = {
    "leave": _standing,
    "leave_since": _since,
    "leave_until": _until,
    "leave_deputy": _deputy_menu,
    "ask_leave_date": _ask_date,
    "leave_planned": _planned,
    "leave_began": _began,
    "stands_in": _stands_in,
    "leave_over": _over,
    "stood_in": _stood_in,
    "deputy_left": _deputy_left,
}
