"""Leave: its steps and what both sides are told."""

from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from handlers.people import leave_words
from handlers.people.people_data import holds
from incidents.messenger import Message
from incidents.official import Official
from incidents.people.leave import may_replace
from incidents.people.messages import (
    AskLeaveDate,
    DeputyLeft,
    Leave,
    LeaveBegan,
    LeaveDeputy,
    LeaveOver,
    LeavePlanned,
    LeaveSince,
    LeaveUntil,
    StandsIn,
    StoodIn,
)

MOST_DEPUTIES = 8


async def _since(call: Call, said: LeaveSince | Leave) -> Message:
    official = await call.tx.officials.get(said.official)
    return leave_words.ask_since(official=official, today=call.now.astimezone(call.tz).date(), by_self=_by_self(call, official))


@renders(LeaveUntil)
async def _until(call: Call, said: LeaveUntil) -> Message:
    official = await call.tx.officials.get(said.official)
    return leave_words.ask_until(official=official, since=said.since, by_self=_by_self(call, official))


@renders(LeaveDeputy)
async def _deputy_menu(call: Call, said: LeaveDeputy) -> Message:
    official = await call.tx.officials.get(said.official)
    deputies = [each for each in may_replace(official, await call.tx.officials.all()) if not each.away][:MOST_DEPUTIES]
    return leave_words.ask_deputy(
        official=official, since=said.since, until=said.until, deputies=deputies, by_self=_by_self(call, official)
    )


@renders(Leave)
async def _standing(call: Call, said: Leave) -> Message:
    official = await call.tx.officials.get(said.official)
    if official.away_until is None or official.away_from is None:
        return await _since(call, said)
    return leave_words.standing(official=official, deputy=await _deputy(call, official), by_self=_by_self(call, official))


@renders(AskLeaveDate)
async def _ask_date(_call: Call, said: AskLeaveDate) -> Message:
    return leave_words.ask_date(is_return=bool(said.since))


@renders(LeavePlanned)
async def _planned(call: Call, said: LeavePlanned) -> Message:
    official = await call.tx.officials.get(said.official)
    return leave_words.planned(official=official, deputy=await _deputy(call, official))


@renders(LeaveBegan)
async def _began(call: Call, said: LeaveBegan) -> Message:
    official = await call.tx.officials.get(said.official)
    return leave_words.began(official=official, holds=await holds(call, official))


@renders(StandsIn)
async def _stands_in(call: Call, said: StandsIn) -> Message:
    official = await call.tx.officials.get(said.official)
    return leave_words.stands_in(official=official, holds=await holds(call, official))


@renders(LeaveOver)
async def _over(call: Call, said: LeaveOver) -> Message:
    return leave_words.over(holds=await holds(call, await call.tx.officials.get(said.official)))


@renders(StoodIn)
async def _stood_in(call: Call, said: StoodIn) -> Message:
    return leave_words.stood_in(official=await call.tx.officials.get(said.official))


@renders(DeputyLeft)
async def _deputy_left(call: Call, said: DeputyLeft) -> Message:
    return leave_words.deputy_left(official=await call.tx.officials.get(said.official))


async def _deputy(call: Call, official: Official) -> Official | None:
    return await call.tx.officials.get(official.deputy_id) if official.deputy_id is not None else None


def _by_self(call: Call, official: Official) -> bool:
    return call.chat_id == official.user_id


renders(LeaveSince)(_since)
