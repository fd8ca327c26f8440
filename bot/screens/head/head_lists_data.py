"""What opens under the head's summary: lists, periods, the workbook, «Что сказать»."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.screens.acts.history.holder_history_data import lay
from bot.screens.head import head_agenda, head_lists, workbook
from bot.screens.head.head_agenda_data import shorts
from bot.screens.head.head_lists import DepartmentFigures, LateItem, Span
from bot.screens.head.summary_data import summary_figures
from bot.screens.kit.context import Call, fixed
from bot.screens.kit.renders import renders
from incidents.acts.holder_time import Holder
from incidents.head.head_agenda import agenda as of_morning
from incidents.head.lookups import known_matters
from incidents.head.messages import (
    AskBriefDay,
    AskPeriod,
    HeadDecide,
    HeadDepartments,
    HeadExcel,
    HeadLate,
    HeadList,
    HeadPeriods,
    HeadPlaces,
    HeadPromises,
    HeadTopics,
)
from incidents.head.summary import counts, is_late, summarise
from incidents.ids import DepartmentId
from incidents.incident import FINAL, Incident
from incidents.messenger import Attached, Message
from incidents.promises.values import is_broken

_HOLDERS = {Holder.APPROVAL: "согласование", Holder.ROUTE: "без отдела"}
_NO_DEPARTMENT = "без отдела"
_NO_PLACE = "место не названо"


def span_of(call: Call, said: HeadList) -> Span:
    """The period of the button that was pressed."""
    since, until = (datetime.fromtimestamp(second, UTC) for second in (said.since, said.until))
    return Span(since=since, until=until, timezone=call.tz)


@renders(HeadDecide)
async def _decide(call: Call, said: HeadDecide) -> Message:
    span = span_of(call, said)
    known = of_morning(await known_matters(call.tx, now=call.now))
    day = call.now.astimezone(call.tz).date()
    return head_agenda.to_decide(known=known, shorts=shorts(call), day=day, back=span.back[0])


@renders(HeadLate)
async def _late(call: Call, said: HeadLate) -> Message:
    span = span_of(call, said)
    figures = await summary_figures(call.tx, call.district.calendar, since=span.since, until=span.until)
    titles = await _titles(call)
    reasons = await call.tx.delays.of_each([id for each in figures.late for id in each.incident_ids])
    items = []
    for each in figures.late:
        department = titles.get(each.department_id, each.department_id) if each.department_id else _NO_DEPARTMENT
        holder = _HOLDERS.get(each.holder, department)
        for id in each.incident_ids:
            incident, delay = await call.tx.incidents.get(id), reasons.get(id)
            short = call.short(incident.topic)
            items.append(LateItem(incident=incident, topic_short=short, holder=holder, reason=delay.text if delay else None))
    return head_lists.late(items=items, page=said.page, span=span)


async def _titles(call: Call) -> Mapping[DepartmentId, str]:
    return {each.id: each.title for each in await call.tx.departments.all()}


@renders(HeadPromises)
async def _promises(call: Call, said: HeadPromises) -> Message:
    today = call.now.astimezone(call.tz).date()
    every = [*await call.tx.promises.broken(), *await call.tx.promises.still_open()]
    known = [(each, await call.tx.incidents.get(each.incident_id)) for each in every]
    told = [(each, incident, call.short(incident.topic)) for each, incident in known if incident.status not in FINAL]
    return head_lists.promises(
        broken=[each for each in told if is_broken(each[0], today)],
        coming=[each for each in told if not is_broken(each[0], today)],
        titles=await _titles(call),
        page=said.page,
        span=span_of(call, said),
    )


async def _opened(call: Call, span: Span) -> Sequence[Incident]:
    """The new questions of the period: what the summary calls so."""
    found = await call.tx.incidents.between(span.since, span.until)
    return [each for each in found if counts(each) and span.since <= each.opened_at < span.until]


def _most(values: Iterable[str]) -> list[tuple[str, int]]:
    return sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]))


@renders(HeadTopics)
async def _topics(call: Call, said: HeadTopics) -> Message:
    span = span_of(call, said)
    figures = _most(call.short(each.topic) for each in await _opened(call, span))
    return head_lists.cut(title="Темы", figures=figures, span=span)


@renders(HeadPlaces)
async def _places(call: Call, said: HeadPlaces) -> Message:
    span = span_of(call, said)
    figures = _most(each.place.settlement or _NO_PLACE for each in await _opened(call, span))
    return head_lists.cut(title="Посёлки", figures=figures, span=span)


@renders(HeadDepartments)
async def _departments(call: Call, said: HeadDepartments) -> Message:
    span, titles = span_of(call, said), await _titles(call)
    by: dict[DepartmentId | None, list[Incident]] = {}
    for each in await _opened(call, span):
        by.setdefault(each.department_id, []).append(each)
    figures = []
    for id, of_it in by.items():
        one = summarise(since=span.since, until=span.until, incidents=of_it, open_now=(), voices=0, sources=())
        title = titles.get(id, id) if id else _NO_DEPARTMENT
        late = sum(is_late(each, span.since, span.until) for each in of_it)
        known = {"opened": one.opened, "answered": one.answered, "waiting": one.waiting, "unanswered": one.unanswered}
        figures.append(DepartmentFigures(title=title, late=late, **known))
    return head_lists.departments(figures=sorted(figures, key=lambda each: (-each.opened, each.title)), span=span)


@renders(HeadExcel)
async def _excel(call: Call, said: HeadExcel) -> Message:
    span, titles = span_of(call, said), await _titles(call)
    found = [each for each in await call.tx.incidents.between(span.since, span.until) if counts(each)]
    voices = await call.tx.voices.count_by_incident(datetime.fromtimestamp(0, UTC), span.until)
    ids = [each.id for each in found]
    reasons, links = await call.tx.delays.of_each(ids), await call.tx.voices.links(ids)
    rows = []
    for each in found:
        days = [one.due for one in await call.tx.promises.of(each.id)]
        delay = reasons.get(each.id)
        row = workbook.WorkbookRow(
            incident=each,
            topic_short=call.short(each.topic),
            department=titles.get(each.department_id, each.department_id) if each.department_id else "",
            voices=voices.get(each.id, 0),
            holder=await _longest(call, each, span.until),
            reason=delay.text if delay else None,
            promised=max(days, default=None),
            url=links.get(each.id),
        )
        rows.append(workbook.cells(row, until=span.until, tz=call.tz))
    content = workbook.workbook(rows)
    first, last = (moment.astimezone(call.tz).date() for moment in (span.since, span.until - timedelta(microseconds=1)))
    html = head_lists.excel_caption(first=first, last=last, rows=len(rows))
    return Message(html=html, attached=Attached(name=f"otklik-{first:%Y-%m-%d}-{last:%Y-%m-%d}.xlsx", content=content))


async def _longest(call: Call, incident: Incident, until: datetime) -> str:
    """Who had it the longest until the answer."""
    where = (await lay(call.tx, incident, calendar=call.district.calendar, until=min(incident.answered_at or until, until))).where
    spent = {"отдел": where.department, "согласование": where.approval, "выбор отдела": where.route}
    most = max(spent, key=lambda who: spent[who])
    return most if spent[most] else ""


@renders(HeadPeriods)
async def _periods(call: Call, said: HeadPeriods) -> Message:
    return head_lists.periods(span=span_of(call, said))


renders(AskPeriod)(fixed(head_lists.ask_period))
renders(AskBriefDay)(fixed(head_lists.ask_brief_day))
