"""What opens under the head's summary: lists, periods, the workbook, «Что сказать»."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from handlers.acts.history.holder_time_words import where_it_lay
from handlers.head import head_agenda_words, head_lists_words, workbook_words
from handlers.head.done_checks_data import by_department
from handlers.head.head_agenda_data import shorts
from handlers.head.head_lists_words import DepartmentFigures, LateItem, Span
from handlers.kit.labels import OUTCOMES, state_of
from handlers.kit.pages import Page
from handlers.kit.rendering import Call, fixed
from handlers.kit.renders import renders
from handlers.kit.text import lower_first
from incidents.acts.holder_time import Holder
from incidents.approval.where_it_lay import courses
from incidents.head.head_agenda import agenda
from incidents.head.late_holders import acceptors, late_until, longest_in, longest_of
from incidents.head.lateness import NOTHING, Clocks, first_answer, late_run
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
    HeadSuggestions,
    HeadTopics,
)
from incidents.head.messages_heard import Heard, by_incident, by_settlement, by_topic, messages
from incidents.head.summary import Late, counts, summarise
from incidents.head.summary_figures import known_of, summary_figures
from incidents.ids import DepartmentId, IncidentId
from incidents.incident import FINAL, Incident
from incidents.messenger import Attached, Message
from incidents.promises.values import first_standing, is_broken, waits_for_its_day

_HOLDERS = {Holder.APPROVAL: "согласование", Holder.ROUTE: "без отдела"}
_SPENT = {Holder.APPROVAL: "согласование", Holder.ROUTE: "выбор отдела", Holder.DEPARTMENT: "отдел", Holder.OFFICIAL: "дежурный"}
_NO_DEPARTMENT = "без отдела"
_NO_PLACE = "место не названо"


def span_of(call: Call, said: HeadList) -> Span:
    """The period of the button that was pressed."""
    since, until = (datetime.fromtimestamp(second, UTC) for second in (said.since, said.until))
    return Span(since=since, until=until, timezone=call.tz, today=call.now.astimezone(call.tz).date())


@renders(HeadDecide)
async def _decide(call: Call, said: HeadDecide) -> Message:
    span = span_of(call, said)
    known = agenda(await known_matters(call.tx, now=call.now))
    day = call.now.astimezone(call.tz).date()
    return head_agenda_words.to_decide(known=known, shorts=shorts(call), day=day, tz=call.tz, back=span.back[0])


@renders(HeadLate)
async def _late(call: Call, said: HeadLate) -> Message:
    span = span_of(call, said)
    late, titles = await _figures_late(call, span), await _titles(call)
    reasons = await call.tx.delays.of_each([id for each in late for id in each.incident_ids])
    items = []
    for each in late:
        incidents = await call.tx.incidents.these(each.incident_ids)
        clocks = await call.tx.figures.clocks(each.incident_ids)
        ends = late_until(incidents, clocks, since=span.since, until=span.until)
        known, people = await courses(call.tx.log, call.tx.approvals, [each.id for each in incidents]), await acceptors(call.tx, incidents)
        for incident in incidents:
            until = ends.get(incident.id, span.until)
            had = longest_in(incident, known[incident.id], people, calendar=call.policy.calendar, until=until)
            delay = reasons.get(incident.id)
            items.append(
                LateItem(
                    incident=incident,
                    topic_short=call.title(incident),
                    holder=_holder(each, titles),
                    reason=delay.text if delay else None,
                    lay=where_it_lay(had.where.route, had.where.department, had.where.approval, had.who, had.where.official),
                )
            )
    return head_lists_words.late(items=items, page=said.page, span=span)


async def _figures_late(call: Call, span: Span) -> Sequence[Late]:
    figures = await summary_figures(call.tx, call.policy.calendar, since=span.since, until=span.until, now=call.now)
    return figures.late


def _holder(late: Late, titles: Mapping[DepartmentId, str]) -> str:
    department = titles.get(late.department_id, late.department_id) if late.department_id else _NO_DEPARTMENT
    return late.who or _HOLDERS.get(late.holder, department)


async def _titles(call: Call) -> Mapping[DepartmentId, str]:
    return {each.id: each.title for each in await call.tx.departments.all()}


@renders(HeadPromises)
async def _promises(call: Call, said: HeadPromises) -> Message:
    today = call.now.astimezone(call.tz).date()
    every = [*await call.tx.promises.broken(), *await call.tx.promises.still_open()]
    known = [(each, await call.tx.incidents.get(each.incident_id)) for each in every]
    waits = [(each, incident) for each, incident in known if incident.status not in FINAL or waits_for_its_day(incident)]
    told = [(each, incident, call.title(incident)) for each, incident in waits]
    return head_lists_words.promises(
        broken=[each for each in told if is_broken(each[0], today)],
        coming=[each for each in told if not is_broken(each[0], today)],
        titles=await _titles(call),
        page=said.page,
        span=span_of(call, said),
    )


@renders(HeadSuggestions)
async def _suggestions(call: Call, asked: HeadSuggestions) -> Message:
    span = span_of(call, asked).month
    wishes = [each for each in await _opened(call, span) if each.is_suggestion]
    shown = Page.of(wishes, asked.page, head_lists_words.PAGE)
    items = [await _wish(call, each) for each in shown.items]
    return head_lists_words.suggestions(shown=shown.with_items(items), count=len(wishes), span=span)


async def _wish(call: Call, incident: Incident) -> head_lists_words.SuggestionItem:
    post = await call.tx.posts.get((await call.tx.voices.of(incident.id))[0].post_id)
    promise = first_standing(await call.tx.promises.of(incident.id))
    ended = lower_first(OUTCOMES[incident.outcome]) if incident.outcome else state_of(incident)
    state = f"в плане до {promise.until}" if promise is not None else ended
    return head_lists_words.SuggestionItem(incident=incident, words=post.post.words, people=post.people, state=state)


async def _opened(call: Call, span: Span) -> Sequence[Incident]:
    """The new questions of the period: what the summary calls so."""
    found = await call.tx.incidents.between(span.since, span.until)
    return [each for each in found if counts(each) and span.since <= each.opened_at < span.until]


@renders(HeadTopics)
async def _topics(call: Call, said: HeadTopics) -> Message:
    span = span_of(call, said)
    heard, known = await _heard(call, span)
    figures = _most((call.short(slug), number) for slug, number in by_topic(heard, known).items())
    return head_lists_words.cut(title="Темы", figures=figures, total=messages(heard), span=span)


@renders(HeadPlaces)
async def _places(call: Call, said: HeadPlaces) -> Message:
    span = span_of(call, said)
    heard, known = await _heard(call, span)
    figures = _most((name or _NO_PLACE, number) for name, number in by_settlement(heard, known).items())
    return head_lists_words.cut(title="Посёлки", figures=figures, total=messages(heard), span=span)


async def _heard(call: Call, span: Span) -> tuple[Sequence[Heard], Mapping[IncidentId, Incident]]:
    """Messages of the period, of what is in the head's figures, and what they are about."""
    heard = await call.tx.figures.heard(span.since, span.until)
    known = {each.id: each for each in await call.tx.incidents.these({each.incident_id for each in heard}) if counts(each)}
    return [each for each in heard if each.incident_id in known], known


def _most(pairs: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))


@renders(HeadDepartments)
async def _departments(call: Call, said: HeadDepartments) -> Message:
    """New questions by department; who was late, as the summary names them."""
    span, titles = span_of(call, said), await _titles(call)
    by: dict[str, list[Incident]] = {}
    for each in await _opened(call, span):
        title = titles.get(each.department_id, each.department_id) if each.department_id else _NO_DEPARTMENT
        by.setdefault(title, []).append(each)
    late = {_holder(each, titles): each.count for each in await _figures_late(call, span)}
    clocks = await call.tx.figures.clocks([each.id for of_it in by.values() for each in of_it])
    asked = await by_department(call, span, titles, _NO_DEPARTMENT)
    figures = []
    for title in {**by, **late, **asked}:
        one = summarise(since=span.since, until=span.until, incidents=by.get(title, ()), clocks=clocks)
        known = {"opened": one.opened, "answered": one.answered, "waiting": one.waiting, "unanswered": one.unanswered}
        figures.append(DepartmentFigures(title=title, late=late.get(title, 0), asked=asked.get(title, ()), **known))
    return head_lists_words.departments(figures=sorted(figures, key=lambda each: (-each.opened, -each.late, each.title)), span=span)


@renders(HeadExcel)
async def _excel(call: Call, said: HeadExcel) -> Message:
    span, titles = span_of(call, said), await _titles(call)
    found = await _in_workbook(call, span)
    voices = by_incident(await call.tx.figures.heard(datetime.fromtimestamp(0, UTC), span.until))
    ids = [each.id for each in found]
    reasons, clocks, links = await call.tx.delays.of_each(ids), await call.tx.figures.clocks(ids), await call.tx.voices.links(ids)
    rows = []
    for each in found:
        days = [one.due for one in await call.tx.promises.of(each.id)]
        delay, ran = reasons.get(each.id), clocks.get(each.id, NOTHING)
        row = workbook_words.WorkbookRow(
            incident=each,
            topic_short=call.short(each.topic),
            department=titles.get(each.department_id, each.department_id) if each.department_id else "",
            voices=voices.get(each.id, 0),
            holder=await _longest(call, each, ran, span),
            reason=delay.text if delay else None,
            promised=max(days, default=None),
            clocks=ran,
            url=links.get(each.id),
        )
        rows.append(workbook_words.cells(row, since=span.since, until=span.until, tz=call.tz))
    first, last = (moment.astimezone(call.tz).date() for moment in (span.since, span.until - timedelta(microseconds=1)))
    html = head_lists_words.excel_caption(first=first, last=last, today=span.today, rows=len(rows))
    return Message(
        html=html, attached=Attached(name=f"otklik-{first:%Y-%m-%d}-{last:%Y-%m-%d}.xlsx", workbook=workbook_words.workbook(rows))
    )


async def _in_workbook(call: Call, span: Span) -> Sequence[Incident]:
    """Whatever the summary of the period counts: opened, answered, closed, dangerous, late or written about."""
    heard = await call.tx.figures.heard(span.since, span.until)
    overdue = await call.tx.figures.overdue(span.until)
    known = {each.id: each for each in await known_of(call.tx, span.since, span.until, heard, overdue) if counts(each)}
    late = {id for each in await _figures_late(call, span) for id in each.incident_ids}
    there = {each.id for each in await call.tx.incidents.between(span.since, span.until)}
    wanted = (there | late | {each.incident_id for each in heard}) & set(known)
    return sorted((known[id] for id in wanted), key=lambda each: each.number)


async def _longest(call: Call, incident: Incident, clocks: Clocks, span: Span) -> str:
    """Who had it the longest until the late answer, else until the first one."""
    run = late_run(incident, clocks, span.since, span.until)
    end = run.met if run is not None else first_answer(incident, clocks) or incident.closed_at
    had = await longest_of(call.tx, incident, calendar=call.policy.calendar, until=min(end or span.until, span.until))
    return had.who or (_SPENT[had.holder] if had.holder is not None else "")


@renders(HeadPeriods)
async def _periods(call: Call, said: HeadPeriods) -> Message:
    return head_lists_words.periods(span=span_of(call, said))


renders(AskPeriod)(fixed(head_lists_words.ask_period))
renders(AskBriefDay)(fixed(head_lists_words.ask_brief_day))
