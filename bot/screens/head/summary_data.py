"""What the head's summary is rendered from, read from the database."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.screens.acts.history.holder_history_data import by_holder
from bot.screens.head import summary, summary_fix
from bot.screens.head.head_agenda import line
from bot.screens.head.head_agenda_data import shorts
from bot.screens.head.summary_buttons import buttons
from bot.screens.head.summary_report import norm_line
from bot.screens.kit.context import Call, Unneeded
from bot.screens.kit.renders import renders
from bot.storage.engine.transaction import Tx
from incidents.answers.reactions import Tone
from incidents.danger.danger_marks import marks
from incidents.deadlines.night_digest import work_ended
from incidents.deadlines.worktime import WorkCalendar
from incidents.head.head_agenda import Matter
from incidents.head.head_agenda import agenda as of_morning
from incidents.head.lookups import known_matters
from incidents.head.messages import DailySummary, SummaryCorrection, SummaryFor, SummaryOfSpan
from incidents.head.summary import Period, Summary, counts, rising, span, summarise
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.reading import Kind, Praise

USUAL_WEEKS = 4
_MORNING = time(12)
"""A period that ends before noon ends with a night."""


async def summary_figures(tx: Tx, calendar: WorkCalendar, *, since: datetime, until: datetime) -> Summary:
    """The figures of [since, until) as they stand now."""
    heard = await _voices(tx, since, until)
    figures = summarise(
        since=since,
        until=until,
        incidents=await tx.incidents.between(since, until),
        open_now=await tx.incidents.unfinished(),
        voices=sum(heard.values()),
        sources=await tx.sources.all(),
    )
    new = {each.id for each in await tx.incidents.between(since, until) if since <= each.opened_at < until}
    tones = await tx.reactions.count(since, until)
    thanks, words = await _thanks(tx, since, until)
    return replace(
        figures,
        joined=sum(number for id, number in heard.items() if id not in new),
        promised_today=await tx.promises.count_due(until.astimezone(calendar.timezone).date()),
        broken=await tx.promises.count_broken(since, until),
        late=tuple(await by_holder(tx, figures.late, calendar=calendar, until=until)),
        rising=rising(figures.growing, await _usual_days(tx, since, until)),
        reopened=await tx.figures.count_reopened(since, until),
        night_from=work_ended(calendar, until) if until.astimezone(calendar.timezone).time() < _MORNING else None,
        hurt=await _hurt(tx, figures.dangers),
        thanked=tones.get(Tone.THANKS, 0),
        angry=tones.get(Tone.ANGER, 0) + tones.get(Tone.SARCASM, 0),
        thanks=thanks,
        thanks_words=words,
        in_region=await tx.figures.count_in_region(since, until) if await tx.region.in_use() else None,
    )


async def _voices(tx: Tx, since: datetime, until: datetime) -> Mapping[IncidentId, int]:
    """Messages of the period by incident, of those that are in the head's figures."""
    heard = await tx.voices.count_by_incident(since, until)
    return {id: number for id, number in heard.items() if counts(await tx.incidents.get(id))}


async def _hurt(tx: Tx, dangers: Sequence[Incident]) -> Mapping[IncidentId, bool]:
    said = {each.id: marks(await tx.log.of(each.id)).confirmed for each in dangers}
    return {id: mark.hurt for id, mark in said.items() if mark is not None and mark.hurt is not None}


async def _thanks(tx: Tx, since: datetime, until: datetime) -> tuple[int, str | None]:
    """How many thanked by a message of its own, and the words of the last one."""
    praised = [each for each in await tx.dropped_posts.between(since, until) if each.kind is Kind.THANKS]
    found = [each for each in praised if each.praise is not Praise.DOUBTED]  # scorn is no thanks
    return len(found), (await tx.posts.get(found[-1].post_id)).post.text if found else None


async def usual_figures(tx: Tx, since: datetime, until: datetime) -> Sequence[Summary]:
    """The same span of the four weeks before, as far as somebody was reading then."""
    found = []
    for start, end in await _spans_before(tx, since, until):
        known, heard = await tx.incidents.between(start, end), await _voices(tx, start, end)
        found.append(summarise(since=start, until=end, incidents=known, open_now=(), voices=sum(heard.values()), sources=()))
    return found


async def _usual_days(tx: Tx, since: datetime, until: datetime) -> Sequence[Sequence[Incident]]:
    """What was opened in them."""
    spans = await _spans_before(tx, since, until)
    return [[each for each in await tx.incidents.between(start, end) if start <= each.opened_at < end] for start, end in spans]


async def _spans_before(tx: Tx, since: datetime, until: datetime) -> Sequence[tuple[datetime, datetime]]:
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
    decide = of_morning(await known_matters(call.tx, now=call.now)) if period is Period.TODAY else []
    return await _figures(call, since, until, decide=decide)


@renders(SummaryOfSpan)
async def _summary_span(call: Call, said: SummaryOfSpan) -> Message:
    return await _figures(call, said.since, said.until)


async def _figures(
    call: Call,
    since: datetime,
    until: datetime,
    *,
    decide: Sequence[Matter] = (),
    late_by: timedelta = timedelta(0),
    fix_by: datetime | None = None,
) -> Message:
    figures = await summary_figures(call.tx, call.district.calendar, since=since, until=until)
    day = until.astimezone(call.tz).date()
    return summary.daily(
        summary=figures,
        department_titles={d.id: d.title for d in await call.tx.departments.all()},
        topic_shorts=shorts(call),
        now=call.now,
        tz=call.tz,
        late_by=late_by if late_by >= LATE else None,
        decide=[_item(call, each, day) for each in decide],
        norm=norm_line(call.district.norms),
        fix_by=fix_by,
        rows=buttons(figures, decide=len(decide)),
    )


def _item(call: Call, matter: Matter, day: date) -> summary.Decide:
    short = call.short(matter.incident.topic)
    return summary.Decide(full=line(matter, short, day), brief=line(matter, short, day, brief=True))


@renders(SummaryCorrection)
async def _correction(call: Call, said: SummaryCorrection) -> Message:
    """What came to be known after a doubtful summary; nothing came, nothing is said."""
    since, until = said.since, said.until
    heard = {id: n for id, n in (await call.tx.figures.late_voices(since, until)).items() if counts(await call.tx.incidents.get(id))}
    if not heard:
        raise Unneeded
    fresh = [each for each in [await call.tx.incidents.get(id) for id in heard] if each.opened_at >= until]
    figures = await summary_figures(call.tx, call.district.calendar, since=since, until=until)
    return summary_fix.correction(
        summary=figures, messages=sum(heard.values()), fresh=fresh, topic_shorts=shorts(call), tz=call.tz, rows=buttons(figures, decide=0)
    )
