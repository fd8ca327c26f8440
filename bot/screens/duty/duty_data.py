"""/duty: the roster, its changes, and what is told when the watch turns."""

from collections.abc import Mapping
from datetime import date, datetime

from bot.importing.spreadsheet import xlsx_bytes
from bot.screens.duty import duty, roster
from bot.screens.kit.context import Call, Render, Unneeded, fixed
from incidents.duty.lookups import may_stand
from incidents.duty.roster import MORNING, WEEK, gaps, is_kept, monday
from incidents.duty.table import roster_sheet
from incidents.duty.values import REMEMBERED
from incidents.errors import NotFound
from incidents.ids import FileJobId, OfficialId
from incidents.messenger import Attached, Message
from incidents.official import Official, Role

_MOST_WEEKS = 52


async def _roster(call: Call) -> Message:
    return roster.week(await _week(call, await call.official(), call.page()))


async def _week(call: Call, reader: Official, page: int) -> roster.WeekView:
    """So many weeks ahead of this one."""
    page = min(page, _MOST_WEEKS)
    today = call.now.astimezone(call.tz).date()
    first = monday(today) + page * WEEK
    starts = datetime.combine(first, datetime.min.time(), call.tz)
    every, officials = await call.tx.shifts(min(starts, call.now) - REMEMBERED), await call.tx.officials()
    until = datetime.combine(first + WEEK, MORNING, call.tz)
    since = max(call.now, datetime.combine(first, MORNING, call.tz))
    found = gaps(every, officials, since=since, until=until, timezone=call.tz) if since < until and is_kept(every, now=call.now) else []
    return roster.WeekView(
        first=first,
        page=page,
        shifts=[each for each in every if each.ends_at > min(starts, call.now)],
        officials={each.id: each for each in officials},
        gaps=found,
        is_kept=is_kept(every, now=call.now),
        may_change=reader.role is Role.COORDINATOR,
        may_swap=any(each.official_id == reader.id and each.starts_at > call.now for each in every),
        timezone=call.tz,
        now=call.now,
    )


async def _day(call: Call) -> Message:
    day, today = date.fromordinal(call.number("day")), call.now.astimezone(call.tz).date()
    view = await _week(call, await call.official(), roster.page_of(day, today))
    return roster.day(view=view, day=day, people=may_stand(await call.tx.officials()), page=call.page())


async def _part(call: Call) -> Message:
    person = await call.tx.official(OfficialId(call.number("person")))
    return roster.parts(day=date.fromordinal(call.number("day")), person=person)


async def _gaps(call: Call) -> Message:
    """What is still empty; filled meanwhile: nothing to say."""
    officials = await call.tx.officials()
    until = datetime.fromisoformat(call.text("until"))
    shifts = await call.tx.shifts(call.now - REMEMBERED)
    found = gaps(shifts, officials, since=call.now, until=until, timezone=call.tz) if call.now < until else []
    if not found:
        raise Unneeded
    return roster.gaps_told(gaps=found, officials={each.id: each for each in officials}, tz=call.tz)


async def _own(call: Call) -> Message:
    reader = await call.official()
    mine = [each for each in await call.tx.shifts(call.now) if each.official_id == reader.id]
    return roster.own(shifts=mine, tz=call.tz, now=call.now)


async def _report(call: Call) -> Message:
    job = await call.tx.file(FileJobId(call.number("file")))
    if job.body is None:
        raise NotFound
    body = job.body
    if body["mistakes"]:
        return roster.table_bad(mistakes=[(row, column, text) for row, column, text in body["bad"]], total=body["mistakes"])
    return roster.table_report(file=job.id, **{name: body[name] for name in ("added", "removed", "kept", "past")})


async def _export(call: Call) -> Message:
    """Five weeks from this Monday, everybody who may stand in the roster."""
    since = monday(call.now.astimezone(call.tz).date())
    people = may_stand(await call.tx.officials())
    shifts = await call.tx.shifts(datetime.combine(since, datetime.min.time(), call.tz))
    kept = [each for each in people if each.role is Role.DUTY or any(one.official_id == each.id for one in shifts)] or people
    header, rows = roster_sheet(shifts, kept, since=since, timezone=call.tz)
    return Message(
        html=roster.table_caption(days=len(rows)), attached=Attached(name="duty.xlsx", content=xlsx_bytes(header, rows, title="Дежурства"))
    )


async def _removing(call: Call) -> Message:
    officials = {o.id: o for o in await call.tx.officials()}
    return duty.removing(shifts=await call.tx.shifts(call.now), officials=officials, page=call.page(), tz=call.tz, now=call.now)


async def _began(call: Call) -> Message:
    id = (await call.official()).id
    ends = [each.ends_at for each in await call.tx.shifts(call.now) if each.official_id == id and each.starts_at <= call.now]
    return duty.began(until=max(ends, default=None), tz=call.tz, now=call.now)


SAYS: Mapping[str, Render] = {
    "duty": _roster,
    "duty_day": _day,
    "duty_part": _part,
    "duty_gaps": _gaps,
    "duty_export": _export,
    "your_shifts": _own,
    "roster_report": _report,
    "duty_remove": _removing,
    "ask_shifts": fixed(duty.ask_shifts),
    "shift_began": _began,
    "shift_over": fixed(duty.over),
}
