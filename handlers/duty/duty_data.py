"""Read /duty: the roster, its changes, the turn of the watch."""

from datetime import date, datetime

from handlers.duty import duty_words, roster_words
from handlers.kit.rendering import Call, Unneeded, fixed
from handlers.kit.renders import renders
from incidents.duty.lookups import may_stand
from incidents.duty.messages import (
    AskShifts,
    DayPartMenu,
    RemoveShiftMenu,
    Roster,
    RosterDay,
    RosterExport,
    RosterGaps,
    RosterReport,
    ShiftBegan,
    ShiftOver,
    YourShifts,
)
from incidents.duty.roster import MORNING, WEEK, gaps, is_kept, monday
from incidents.duty.table import roster_sheet
from incidents.duty.values import REMEMBERED
from incidents.errors import NotFound
from incidents.messenger import Attached, Message
from incidents.official import Official, Role
from incidents.rights import may_read
from incidents.role_rights import Right, has_right
from incidents.workbook import TextSheet

_MOST_WEEKS = 52


@renders(Roster)
async def _roster(call: Call, said: Roster) -> Message:
    return roster_words.week(await _week(call, await call.tx.officials.get(said.official), said.page))


async def _week(call: Call, reader: Official, page: int) -> roster_words.WeekView:
    """So many weeks ahead of this one."""
    page = min(page, _MOST_WEEKS)
    today = call.now.astimezone(call.tz).date()
    first = monday(today) + page * WEEK
    starts = datetime.combine(first, datetime.min.time(), call.tz)
    every, officials = await call.tx.shifts.after(min(starts, call.now) - REMEMBERED), await call.tx.officials.all()
    until = datetime.combine(first + WEEK, MORNING, call.tz)
    since = max(call.now, datetime.combine(first, MORNING, call.tz))
    found = gaps(every, officials, since=since, until=until, timezone=call.tz) if since < until and is_kept(every, now=call.now) else []
    return roster_words.WeekView(
        first=first,
        page=page,
        shifts=[each for each in every if each.ends_at > min(starts, call.now)],
        officials={each.id: each for each in officials},
        gaps=found,
        is_kept=is_kept(every, now=call.now),
        may_change=has_right(reader, Right.KEEP_ROSTER),
        may_swap=any(each.official_id == reader.id and each.starts_at > call.now for each in every),
        timezone=call.tz,
        now=call.now,
    )


@renders(RosterDay)
async def _day(call: Call, said: RosterDay) -> Message:
    day, today = date.fromordinal(said.day), call.now.astimezone(call.tz).date()
    view = await _week(call, await call.tx.officials.get(said.official), roster_words.page_of(day, today))
    return roster_words.day(view=view, day=day, people=may_stand(await call.tx.officials.all()), page=said.page)


@renders(DayPartMenu)
async def _part(call: Call, said: DayPartMenu) -> Message:
    return roster_words.parts(day=date.fromordinal(said.day), person=await call.tx.officials.get(said.person))


@renders(RosterGaps)
async def _gaps(call: Call, said: RosterGaps) -> Message:
    """What is still empty; filled meanwhile: nothing to say."""
    officials = await call.tx.officials.all()
    shifts, until = await call.tx.shifts.after(call.now - REMEMBERED), said.until
    found = gaps(shifts, officials, since=call.now, until=until, timezone=call.tz) if call.now < until else []
    if not found:
        raise Unneeded
    return roster_words.gaps_told(gaps=found, officials={each.id: each for each in officials}, tz=call.tz)


@renders(YourShifts)
async def _own(call: Call, said: YourShifts) -> Message:
    mine = [each for each in await call.tx.shifts.after(call.now) if each.official_id == said.official]
    return roster_words.own(shifts=mine, tz=call.tz, now=call.now)


@renders(RosterReport)
async def _report(call: Call, said: RosterReport) -> Message:
    job = await call.tx.files.get(said.file)
    if job.body is None:
        raise NotFound
    body = job.body
    if body["mistakes"]:
        return roster_words.table_bad(mistakes=[(row, column, text) for row, column, text in body["bad"]], total=body["mistakes"])
    return roster_words.table_report(file=job.id, **{name: body[name] for name in ("added", "removed", "kept", "past")})


@renders(RosterExport)
async def _export(call: Call, _said: RosterExport) -> Message:
    """Five weeks from this Monday, everybody who may stand in the roster."""
    since = monday(call.now.astimezone(call.tz).date())
    people = may_stand(await call.tx.officials.all())
    shifts = await call.tx.shifts.after(datetime.combine(since, datetime.min.time(), call.tz))
    kept = [each for each in people if each.role is Role.DUTY or any(one.official_id == each.id for one in shifts)] or people
    header, rows = roster_sheet(shifts, kept, since=since, timezone=call.tz)
    table = TextSheet(title="Дежурства", header=header, rows=rows)
    return Message(html=roster_words.table_caption(days=len(rows)), attached=Attached(name="duty.xlsx", workbook=table))


@renders(RemoveShiftMenu)
async def _removing(call: Call, said: RemoveShiftMenu) -> Message:
    officials = {o.id: o for o in await call.tx.officials.all()}
    return duty_words.removing(shifts=await call.tx.shifts.after(call.now), officials=officials, page=said.page, tz=call.tz, now=call.now)


@renders(ShiftBegan)
async def _began(call: Call, said: ShiftBegan) -> Message:
    ends = [
        each.ends_at for each in await call.tx.shifts.after(call.now) if each.official_id == said.official and each.starts_at <= call.now
    ]
    reader = await call.tx.officials.get(said.official)
    dangers = [(each, call.short(each.topic)) for each in await call.tx.reminders.ringing() if may_read(reader, each)]
    return duty_words.began(until=max(ends, default=None), dangers=dangers, tz=call.tz, now=call.now)


renders(AskShifts)(fixed(duty_words.ask_shifts))
renders(ShiftOver)(fixed(duty_words.over))
