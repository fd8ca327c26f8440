"""What the head's summary is rendered from, read from the database."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.screens.acts.holder_history import by_holder
from bot.storage.engine.transaction import Tx
from incidents.answers.reactions import Tone
from incidents.danger.danger_marks import marks
from incidents.deadlines.night_digest import work_ended
from incidents.deadlines.worktime import WorkCalendar
from incidents.head.summary import Summary, counts, rising, summarise
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.reading import Kind

USUAL_WEEKS = 4
_MORNING = time(12)
"""A period that ends before noon ends with a night."""


async def summary_figures(tx: Tx, calendar: WorkCalendar, *, since: datetime, until: datetime) -> Summary:
    """The figures of [since, until) as they stand now."""
    heard = await _voices(tx, since, until)
    figures = summarise(
        since=since,
        until=until,
        incidents=await tx.incidents_between(since, until),
        open_now=await tx.open_incidents(),
        voices=sum(heard.values()),
        sources=await tx.sources(),
    )
    new = {each.id for each in await tx.incidents_between(since, until) if since <= each.opened_at < until}
    tones = await tx.count_reactions(since, until)
    thanks, words = await _thanks(tx, since, until)
    return replace(
        figures,
        joined=sum(number for id, number in heard.items() if id not in new),
        promised_today=await tx.count_promises(until.astimezone(calendar.timezone).date()),
        broken=await tx.count_broken(since, until),
        late=tuple(await by_holder(tx, figures.late, calendar=calendar, until=until)),
        rising=rising(figures.growing, await _usual_days(tx, since, until)),
        reopened=await tx.count_reopened(since, until),
        night_from=work_ended(calendar, until) if until.astimezone(calendar.timezone).time() < _MORNING else None,
        hurt=await _hurt(tx, figures.dangers),
        thanked=tones.get(Tone.THANKS, 0),
        angry=tones.get(Tone.ANGER, 0) + tones.get(Tone.SARCASM, 0),
        thanks=thanks,
        thanks_words=words,
        in_region=await tx.count_in_region(since, until) if await tx.region_in_use() else None,
    )


async def _voices(tx: Tx, since: datetime, until: datetime) -> Mapping[IncidentId, int]:
    """Messages of the period by incident, of those that are in the head's figures."""
    heard = await tx.voices_by_incident(since, until)
    return {id: number for id, number in heard.items() if counts(await tx.incident(id))}


async def _hurt(tx: Tx, dangers: Sequence[Incident]) -> Mapping[IncidentId, bool]:
    said = {each.id: marks(await tx.events(each.id)).confirmed for each in dangers}
    return {id: mark.hurt for id, mark in said.items() if mark is not None and mark.hurt is not None}


async def _thanks(tx: Tx, since: datetime, until: datetime) -> tuple[int, str | None]:
    """How many thanked by a message of its own, and the words of the last one."""
    found = [each for each in await tx.dropped(since, until) if each.kind is Kind.THANKS]
    return len(found), (await tx.post(found[-1].post_id)).post.text if found else None


async def usual_figures(tx: Tx, since: datetime, until: datetime) -> Sequence[Summary]:
    """The same span of the four weeks before, as far as somebody was reading then."""
    found = []
    for start, end in await _spans_before(tx, since, until):
        known, heard = await tx.incidents_between(start, end), await _voices(tx, start, end)
        found.append(summarise(since=start, until=end, incidents=known, open_now=(), voices=sum(heard.values()), sources=()))
    return found


async def _usual_days(tx: Tx, since: datetime, until: datetime) -> Sequence[Sequence[Incident]]:
    """What was opened in them."""
    spans = await _spans_before(tx, since, until)
    return [[each for each in await tx.incidents_between(start, end) if start <= each.opened_at < end] for start, end in spans]


async def _spans_before(tx: Tx, since: datetime, until: datetime) -> Sequence[tuple[datetime, datetime]]:
    first = min((source.baseline_at for source in await tx.sources() if source.baseline_at), default=until)
    spans = [(since - timedelta(weeks=week), until - timedelta(weeks=week)) for week in range(1, USUAL_WEEKS + 1)]
    return [(start, end) for start, end in spans if start >= first]
