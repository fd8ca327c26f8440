"""«Что сказать»: for a day, or about one trouble."""

from datetime import UTC, datetime

from handlers.danger.danger_data import acceptor_of
from handlers.head import brief_words
from handlers.head.buttons import HeadDo
from handlers.head.head_agenda_data import shorts
from handlers.head.summary_buttons_words import head
from handlers.kit.button import rows
from handlers.kit.rendering import Call
from handlers.kit.renders import renders
from incidents.answers.places import first_places
from incidents.answers.values import AnswerKind
from incidents.head.briefing import LOOKS_BACK, Given, briefing
from incidents.head.messages import Brief, BriefOne
from incidents.incident import Incident
from incidents.messenger import Message

_ANSWERS = frozenset({AnswerKind.FINAL, AnswerKind.INTERIM})


@renders(Brief)
async def _brief(call: Call, said: Brief) -> Message:
    until = min(datetime.fromtimestamp(said.until, UTC), call.now)
    since = until - LOOKS_BACK
    heard = await call.tx.figures.heard(since, until)
    promises = await call.tx.promises.standing_at(until)
    known = {each.id: each for each in (*await call.tx.incidents.between(since, until), *await call.tx.incidents.unfinished())}
    missing = {*(each.incident_id for each in heard), *(each.incident_id for each in promises)} - set(known)
    known |= {each.id: each for each in await call.tx.incidents.these(missing)}
    stands = [each for each in known.values() if each.opened_at < until]
    today = until.astimezone(call.tz).date()
    alive = [each for each in promises if _waits(known[each.incident_id], until)]
    found = briefing(
        until=until, today=today, known=stands, heard=heard, promises=alive, said_done=await call.tx.facts.done_in(since, until)
    )
    moment = int(until.timestamp())
    buttons = rows((head(HeadDo.SAY_DATE, "Другой день…", moment, moment), head(HeadDo.BACK, "Назад", moment, moment)))
    return brief_words.brief(found, shorts=shorts(call), tz=call.tz, rows=buttons)


def _waits(incident: Incident, until: datetime) -> bool:
    return incident.closed_at is None or incident.closed_at >= until


@renders(BriefOne)
async def _one(call: Call, said: BriefOne) -> Message:
    incident, _where = await call.incident(said.incident)
    out = [each for each in await call.tx.answers.of(incident.id) if each.published_at is not None]
    warned = [each.published_at for each in out if each.kind is AnswerKind.SAFETY]
    answered = [each.published_at for each in out if each.kind in _ANSWERS]
    mass = await call.tx.masses.of(incident.id)
    promises = [each for each in await call.tx.promises.standing_at(call.now) if each.incident_id == incident.id]
    today = call.now.astimezone(call.tz).date()
    return brief_words.one(
        incident=incident,
        topic_short=call.short(incident.topic),
        voices=len(first_places(await call.tx.voices.of(incident.id))),
        acceptor=await acceptor_of(call, incident),
        answered_at=answered[0] if answered else None,
        warned_at=warned[0] if warned else None,
        cause=mass.cause if mass is not None else None,
        promised=[Given(promise=each, incident=incident) for each in promises if each.due >= today],
        tz=call.tz,
        now=call.now,
    )
