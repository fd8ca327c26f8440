"""What reminders and the head's summary are rendered from, read from the database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.card_data import short, who_knows
from bot.cards.reminders import ReminderView
from bot.district import District
from bot.holding import by_holder, lay
from bot.storage import Tx
from incidents.incident import Incident
from incidents.reading import DangerGrade
from incidents.summary import Summary, rising, summarise
from incidents.worktime import WorkCalendar

USUAL_WEEKS = 4


async def reminder_view(tx: Tx, district: District, incident: Incident, *, now: datetime) -> ReminderView:
    """One incident with its times: how much is left, where it lay."""
    calendar = district.calendar
    titles = {d.id: d.title for d in await tx.departments()}
    officials = {o.id: o for o in await tx.officials()}
    voices = await tx.voices(incident.id)
    delay = await tx.delay_of(incident.id)
    lies = await lay(tx, incident, calendar=calendar, until=now)
    holder = officials.get(incident.holder_id) if incident.holder_id else None
    return ReminderView(
        incident=incident,
        topic_short=short(district, incident.topic),
        timezone=district.timezone,
        now=now,
        department=titles.get(incident.department_id) if incident.department_id else None,
        holder=holder.title if holder else None,
        post_url=(await tx.post(voices[0].post_id)).post.url if voices else None,
        left=_left(district, incident, now),
        route_time=lies.where.route,
        department_time=lies.where.department,
        approval_time=lies.where.approval,
        approval_since=lies.approval_since,
        told=await who_knows(tx, incident, officials, titles) if incident.danger_grade is DangerGrade.NOW else (),
        reason=delay.text if delay else None,
    )


def _left(district: District, incident: Incident, now: datetime) -> timedelta | None:
    return district.calendar.between(now, incident.due_by) if incident.due_by else None


async def summary_figures(tx: Tx, calendar: WorkCalendar, *, since: datetime, until: datetime) -> Summary:
    """The figures of [since, until) as they stand now."""
    figures = summarise(
        since=since,
        until=until,
        incidents=await tx.incidents_between(since, until),
        open_now=await tx.open_incidents(),
        voices=await tx.count_voices(since, until),
        sources=await tx.sources(),
    )
    usual_days = await _usual_days(tx, since, until)
    today, broken = await tx.count_promises(until.date()), await tx.count_broken(since, until)
    late = tuple(await by_holder(tx, figures.late, calendar=calendar, until=until))
    return replace(figures, promised_today=today, broken=broken, late=late, rising=rising(figures.growing, usual_days))


async def _usual_days(tx: Tx, since: datetime, until: datetime) -> Sequence[Sequence[Incident]]:
    """What was opened in the same span of the four weeks before, as far as somebody was reading then."""
    first = min((source.baseline_at for source in await tx.sources() if source.baseline_at), default=until)
    found = []
    for week in range(1, USUAL_WEEKS + 1):
        start, end = since - timedelta(weeks=week), until - timedelta(weeks=week)
        if start >= first:
            found.append([each for each in await tx.incidents_between(start, end) if start <= each.opened_at < end])
    return found
