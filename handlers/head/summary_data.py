"""What the head's summary is rendered from, read from the database."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from handlers.head import summary_fix_words, summary_words
from handlers.head.head_agenda_data import shorts
from handlers.head.head_agenda_words import line
from handlers.head.head_lists_data import span_of
from handlers.head.summary_buttons_words import buttons, other_period
from handlers.head.summary_period_words import before_otklik, too_many
from handlers.head.summary_report_words import norm_line, report
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from incidents.head.head_agenda import Matter, agenda
from incidents.head.lookups import known_matters
from incidents.head.messages import DailySummary, HeadReport, SummaryCorrection, SummaryFor, SummaryOfSpan
from incidents.head.summary import Period, counts, span
from incidents.head.summary_figures import summary_figures
from incidents.messenger import Message

MOST = 20_000
"""Questions of one summary: a month of the largest district, two seconds of work. On SQLite everybody else waits for it."""

LATE = timedelta(minutes=30)  # a summary later than this says so


@renders(DailySummary)
async def _summary(call: Call, said: DailySummary) -> Message:
    decide = agenda(await known_matters(call.tx, now=call.now))
    return await _figures(call, said.since, said.until, decide=decide, late_by=said.at - said.until, fix_by=said.fix)


@renders(SummaryFor)
async def _summary_for(call: Call, said: SummaryFor) -> Message:
    """The summary of today that somebody asked for; buttons of older messages name other periods."""
    period = Period(said.key) if said.key in set(Period) else Period.TODAY
    since, until = span(period, now=call.now, timezone=call.tz)
    decide = agenda(await known_matters(call.tx, now=call.now)) if period is Period.TODAY else None
    return await _figures(call, since, until, decide=decide)


@renders(SummaryOfSpan)
async def _summary_span(call: Call, said: SummaryOfSpan) -> Message:
    opened = await call.tx.figures.count_opened(said.since, said.until)
    if opened > MOST:
        html = too_many(said.since, said.until, opened, call.now, call.tz)
        return Message(html=html, rows=other_period(said.since, said.until))
    return await _figures(call, said.since, said.until)


@renders(HeadReport)
async def _report(call: Call, said: HeadReport) -> Message:
    span = span_of(call, said)
    figures = await summary_figures(call.tx, call.policy.calendar, since=span.since, until=span.until, now=call.now)
    return report(figures, norm_line(call.policy.norms), span=span)


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
        fix_by=fix_by,
        rows=buttons(figures, decide=len(decide or ())),
    )


def _item(call: Call, matter: Matter, day: date) -> summary_words.Decide:
    short = call.title(matter.incident)
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
