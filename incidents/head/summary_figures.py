"""The figures of a period, asked of the storage."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from incidents.answers.reactions import Tone
from incidents.danger.danger_marks import DAY_FROM, DAY_TO, DangerMarks, marks
from incidents.deadlines.worktime import WorkCalendar
from incidents.head.danger_fates import fate_of
from incidents.head.late_holders import by_holder
from incidents.head.main_event import MainEvent, Rise, beside_usual, told_of
from incidents.head.messages_heard import Heard, Written, count_messages
from incidents.head.store import SummaryStores
from incidents.head.summary import Summary, counts, summarise
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Incident
from incidents.official import service_name
from incidents.posts import StoredPost
from incidents.promises.values import first_standing
from incidents.reading import Kind, Praise

USUAL_WEEKS = 4

_NOON = time(12)
"""A period that ends before noon ends with a night."""

_EVENING = time(18)
"""When the head's day ended: «с вечера»."""

_PAST = timedelta(hours=3)
"""A period that ended so long ago is a past one: what is in work now says nothing of it."""


async def summary_figures(tx: SummaryStores, calendar: WorkCalendar, *, since: datetime, until: datetime, now: datetime) -> Summary:
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
    rises = beside_usual(figures.growing, await _usual_days(tx, since, until, [each.topic for each in figures.growing]))
    evening = datetime.combine(until.astimezone(calendar.timezone).date() - timedelta(days=1), _EVENING, calendar.timezone)
    lately = None
    if night_from is not None and since < evening:
        told = await tx.figures.heard(evening, until)
        lately = summarise(since=evening, until=until, incidents=known, heard=told, clocks=clocks)
    return replace(
        figures,
        in_work=in_work,
        unaccepted=unaccepted,
        promised_today=await tx.figures.count_due(until.astimezone(calendar.timezone).date()),
        broken=await tx.figures.count_broken(since, until),
        late=tuple(await by_holder(tx, late, clocks, calendar=calendar, since=since, until=until)),
        rising=tuple(each for each in rises if each.is_steep),
        main=await _main_event(tx, rises[0], heard, known) if rises else None,
        since_evening=lately,
        reopened=await tx.figures.count_reopened(since, until),
        night_from=night_from,
        night_until=night_until,
        said=said,
        who=await _who(tx, (*figures.dangers, *figures.standing), said),
        thanked=tones.get(Tone.THANKS, 0),
        angry=sum(tones.get(each, 0) for each in (Tone.ANGER, Tone.DENIES, Tone.SARCASM)),
        thanks=thanks,
        thanks_words=last.post.text if last is not None else None,
        thanks_people=last.people if last is not None else (),
        in_region=figures.in_region if await tx.region.in_use() else None,
        disputes=() if is_past else tuple(each for each in await tx.figures.disputed() if counts(each)),
        is_past=is_past,
        began=began if began is not None and _began_within(since, began, calendar) else None,
    )


async def known_of(
    tx: SummaryStores, since: datetime, until: datetime, heard: Sequence[Heard], overdue: Sequence[Incident]
) -> Sequence[Incident]:
    """Whatever was opened, answered, closed, dangerous, late or written about in the period."""
    there = {each.id: each for each in (*await tx.incidents.between(since, until), *overdue)}
    missing = {*(each.incident_id for each in heard), *await tx.figures.missed(since, until)} - set(there)
    return [*there.values(), *await tx.incidents.these(missing)]


async def _main_event(tx: SummaryStores, about: Rise, heard: Sequence[Heard], known: Sequence[Incident]) -> MainEvent:
    """Read the incidents of the main event and their next promise."""
    incidents = told_of(about, heard, {each.id: each for each in known if counts(each)})
    given = await tx.promises.of_each([each.id for each in incidents])
    return MainEvent(about=about, incidents=incidents, promise=first_standing(each for some in given.values() for each in some))


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


async def _who(tx: SummaryStores, dangers: Sequence[Incident], said: Mapping[IncidentId, DangerMarks]) -> Mapping[OfficialId, str]:
    """How those who handled dangers are named: the service or the department, not the person."""
    by = {fate_of(each, said[each.id]).by for each in dangers}
    titles = {each.id: each.title for each in await tx.departments.all()}
    people = await tx.officials.these({id for id in by if id is not None})
    return {id: service_name(each, titles.get(each.department_id) if each.department_id else None) for id, each in people.items()}


async def _thanks(tx: SummaryStores, since: datetime, until: datetime) -> tuple[int, StoredPost | None]:
    """How many thanked by a message of its own, and the last one."""
    praised = [each for each in await tx.dropped_posts.between(since, until) if each.kind is Kind.THANKS]
    found = [each for each in praised if each.praise is not Praise.DOUBTED]  # scorn is no thanks
    return len(found), await tx.posts.get(found[-1].post_id) if found else None


async def usual_figures(tx: SummaryStores, since: datetime, until: datetime) -> Sequence[Summary]:
    """The same span of the four weeks before, as far as somebody was reading then."""
    found, overdue = [], await tx.figures.overdue(until)
    for start, end in await _spans_before(tx, since, until):
        heard = await tx.figures.heard(start, end)
        known = await known_of(tx, start, end, heard, overdue)
        clocks = await tx.figures.clocks([each.id for each in known])
        found.append(summarise(since=start, until=end, incidents=known, heard=heard, clocks=clocks))
    return found


async def _usual_days(tx: SummaryStores, since: datetime, until: datetime, topics: Collection[str]) -> Sequence[Sequence[Written]]:
    """What was written about these topics in them."""
    return [count_messages(await tx.figures.told_of(topics, start, end)) for start, end in await _spans_before(tx, since, until)]


async def _spans_before(tx: SummaryStores, since: datetime, until: datetime) -> Sequence[tuple[datetime, datetime]]:
    first = min((source.baseline_at for source in await tx.sources.all() if source.baseline_at), default=until)
    spans = [(since - timedelta(weeks=week), until - timedelta(weeks=week)) for week in range(1, USUAL_WEEKS + 1)]
    return [(start, end) for start, end in spans if start >= first]
