"""What the head's summary is rendered from, read from the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from handlers.danger.danger_words import who_said
from handlers.head import summary_fix_words, summary_words
from handlers.head.head_agenda_data import shorts
from handlers.head.head_agenda_words import line
from handlers.head.late_holders_data import by_holder
from handlers.head.summary_buttons_words import buttons, other_period
from handlers.head.summary_period_words import before_otklik, too_many
from handlers.head.summary_report_words import norm_line
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from incidents.answers.reactions import Tone
from incidents.danger.danger_marks import DAY_FROM, DAY_TO, DangerMarks, marks
from incidents.deadlines.worktime import WorkCalendar
from incidents.head.danger_fates import fate_of
from incidents.head.head_agenda import Matter
from incidents.head.head_agenda import agenda as of_morning
from incidents.head.lookups import known_matters
from incidents.head.messages import DailySummary, SummaryCorrection, SummaryFor, SummaryOfSpan
from incidents.head.messages_heard import Heard, Written, counted
from incidents.head.summary import Period, Summary, counts, rising, span, summarise
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.posts import StoredPost
from incidents.reading import Kind, Praise
from incidents.transaction import Transaction

USUAL_WEEKS = 4
MOST = 20_000
"""Questions of one summary: a month of the largest district, two seconds of work. On SQLite everybody else waits for it."""

_NOON = time(12)
"""A period that ends before noon ends with a night."""

_PAST = timedelta(hours=3)
"""A period that ended so long ago is a past one: what is in work now says nothing of it."""


async def summary_figures(tx: Transaction, calendar: WorkCalendar, *, since: datetime, until: datetime, now: datetime) -> Summary:
    """The figures of [since, until) as they stand now."""
    heard = await tx.figures.heard(since, until)
    known = await known_of(tx, since, until, heard, await tx.figures.overdue(until))
    clocks = await tx.figures.clocks([each.id for each in known])
    figures = summarise(since=since, until=until, incidents=known, heard=heard, clocks=clocks, sources=await tx.sources.all())
    overdue = {id for each in figures.late for id in each.incident_ids}
    late = [each for each in known if each.id in overdue]
    tones = await tx.reactions.count(since, until)
    thanks, last = await _thanks(tx, since, until)
    dangers = [each.id for each in (*figures.dangers, *figures.standing)]
    logs = await tx.log.of_each(dangers)
    said = {id: marks(logs.get(id, ())) for id in dangers}
    began, is_past = await tx.figures.began(), now - until > _PAST
    night_from, night_until = _night(since, until, calendar)
    in_work, unaccepted = await tx.figures.count_in_work()
    return replace(
        figures,
        in_work=in_work,
        unaccepted=unaccepted,
        promised_today=await tx.promises.count_due(until.astimezone(calendar.timezone).date()),
        broken=await tx.promises.count_broken(since, until),
        late=tuple(await by_holder(tx, late, clocks, calendar=calendar, since=since, until=until)),
        rising=rising(figures.growing, await _usual_days(tx, since, until, [each.topic for each in figures.growing])),
        reopened=await tx.figures.count_reopened(since, until),
        night_from=night_from,
        night_until=night_until,
        said=said,
        who=await _who(tx, (*figures.dangers, *figures.standing), said),
        thanked=tones.get(Tone.THANKS, 0),
        angry=tones.get(Tone.ANGER, 0) + tones.get(Tone.SARCASM, 0),
        thanks=thanks,
        thanks_words=last.post.text if last is not None else None,
        thanks_people=last.people if last is not None else (),
        in_region=figures.in_region if await tx.region.in_use() else None,
        is_past=is_past,
        began=began if began is not None and _began_within(since, began, calendar) else None,
    )


async def known_of(
    tx: Transaction, since: datetime, until: datetime, heard: Sequence[Heard], overdue: Sequence[Incident]
) -> Sequence[Incident]:
    """Whatever was opened, answered, closed, dangerous, late or written about in the period."""
    there = {each.id: each for each in (*await tx.incidents.between(since, until), *overdue)}
    missing = {*(each.incident_id for each in heard), *await tx.figures.missed(since, until)} - set(there)
    return [*there.values(), *await tx.incidents.these(missing)]


def _night(since: datetime, until: datetime, calendar: WorkCalendar) -> tuple[datetime | None, datetime | None]:
    """The night that ended on the morning of `until`: its hours within the period."""
    end = until.astimezone(calendar.timezone)
    if end.time() == time() or end.time() >= _NOON:
        return None, None
    evening = datetime.combine(end.date() - timedelta(days=1), time(DAY_TO), calendar.timezone)
    return max(since, evening), min(until, datetime.combine(end.date(), time(DAY_FROM), calendar.timezone))


def _began_within(since: datetime, began: datetime, calendar: WorkCalendar) -> bool:
    """Whether days of the period have no figures."""
    return since.astimezone(calendar.timezone).date() < began.astimezone(calendar.timezone).date()


async def _who(tx: Transaction, dangers: Sequence[Incident], said: Mapping[IncidentId, DangerMarks]) -> Mapping[OfficialId, str]:
    """How those who handled dangers are named: the service or the department, not the person."""
    by = {fate_of(each, said[each.id]).by for each in dangers}
    titles = {each.id: each.title for each in await tx.departments.all()}
    people = await tx.officials.these({id for id in by if id is not None})
    return {id: who_said(each, titles.get(each.department_id) if each.department_id else None) for id, each in people.items()}


async def _thanks(tx: Transaction, since: datetime, until: datetime) -> tuple[int, StoredPost | None]:
    """How many thanked by a message of its own, and the last one."""
    praised = [each for each in await tx.dropped_posts.between(since, until) if each.kind is Kind.THANKS]
    found = [each for each in praised if each.praise is not Praise.DOUBTED]  # scorn is no thanks
    return len(found), await tx.posts.get(found[-1].post_id) if found else None


async def usual_figures(tx: Transaction, since: datetime, until: datetime) -> Sequence[Summary]:
    """The same span of the four weeks before, as far as somebody was reading then."""
    found, overdue = [], await tx.figures.overdue(until)
    for start, end in await _spans_before(tx, since, until):
        heard = await tx.figures.heard(start, end)
        known = await known_of(tx, start, end, heard, overdue)
        clocks = await tx.figures.clocks([each.id for each in known])
        found.append(summarise(since=start, until=end, incidents=known, heard=heard, clocks=clocks))
    return found


async def _usual_days(tx: Transaction, since: datetime, until: datetime, topics: Collection[str]) -> Sequence[Sequence[Written]]:
    """What was written about these topics in them."""
    return [counted(await tx.figures.told_of(topics, start, end)) for start, end in await _spans_before(tx, since, until)]


async def _spans_before(tx: Transaction, since: datetime, until: datetime) -> Sequence[tuple[datetime, datetime]]:
    first = min((source.baseline_at for source in await tx.sources.all() if source.baseline_at), default=until)
    spans = [(since - timedelta(weeks=week), until - timedelta(weeks=week)) for week in range(1, USUAL_WEEKS + 1)]
    return [(start, end) for start, end in spans if start >= first]


LATE = timedelta(minutes=30)  # a summary later than this says so


@renders(DailySummary)
async def _summary(call: Call, said: DailySummary) -> Message:
    decide = of_morning(await known_matters(call.tx, now=call.now))
    return await _figures(call, said.since, said.until, decide=decide, late_by=said.at - said.until, fix_by=said.fix)


@renders(SummaryFor)
async def _summary_for(call: Call, said: SummaryFor) -> Message:
    """The summary of today that somebody asked for; buttons of older messages name other periods."""
    period = Period(said.key) if said.key in set(Period) else Period.TODAY
    since, until = span(period, now=call.now, timezone=call.tz)
    decide = of_morning(await known_matters(call.tx, now=call.now)) if period is Period.TODAY else None
    return await _figures(call, since, until, decide=decide)


@renders(SummaryOfSpan)
async def _summary_span(call: Call, said: SummaryOfSpan) -> Message:
    opened = await call.tx.figures.count_opened(said.since, said.until)
    if opened > MOST:
        html = too_many(said.since, said.until, opened, call.now, call.tz)
        return Message(html=html, rows=other_period(said.since, said.until))
    return await _figures(call, said.since, said.until)


async def _figures(
    call: Call,
    since: datetime,
    until: datetime,
    *,
    decide: Sequence[Matter] | None = None,
    late_by: timedelta = timedelta(0),
    fix_by: datetime | None = None,
) -> Message:
    began = await call.tx.figures.began()
    if began is not None and until < began:
        return Message(html=before_otklik(since, until, began, call.now, call.tz), rows=other_period(since, until))
    figures = await summary_figures(call.tx, call.policy.calendar, since=since, until=until, now=call.now)
    day = until.astimezone(call.tz).date()
    return summary_words.daily(
        summary=figures,
        department_titles={d.id: d.title for d in await call.tx.departments.all()},
        topic_shorts=shorts(call),
        now=call.now,
        tz=call.tz,
        late_by=late_by if late_by >= LATE else None,
        decide=None if decide is None else [_item(call, each, day) for each in decide],
        norm=norm_line(call.policy.norms),
        fix_by=fix_by,
        rows=buttons(figures, decide=len(decide or ())),
    )


def _item(call: Call, matter: Matter, day: date) -> summary_words.Decide:
    short = call.short(matter.incident.topic)
    return summary_words.Decide(full=line(matter, short, day, call.tz), brief=line(matter, short, day, call.tz, brief=True))


@renders(SummaryCorrection)
async def _correction(call: Call, said: SummaryCorrection) -> Message:
    """What came to be known after a doubtful summary; nothing came, nothing is said."""
    since, until = said.since, said.until
    heard = {id: n for id, n in (await call.tx.figures.late_voices(since, until)).items() if counts(await call.tx.incidents.get(id))}
    if not heard:
        raise Unneeded
    fresh = [each for each in [await call.tx.incidents.get(id) for id in heard] if each.opened_at >= until]
    figures = await summary_figures(call.tx, call.policy.calendar, since=since, until=until, now=call.now)
    return summary_fix_words.correction(
        now=call.now,
        summary=figures,
        messages=sum(heard.values()),
        fresh=fresh,
        topic_shorts=shorts(call),
        tz=call.tz,
        rows=buttons(figures, decide=0),
    )
