"""A mass event: the alert, the cause, what to part."""

from handlers.intake import mass_words
from handlers.kit.card_values import MassView, VoiceView
from handlers.kit.rendering import Call, fixed
from handlers.kit.renders import renders
from incidents.errors import NotFound
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.intake.messages import AskMassCause, DetachMenu, MassAlert, MassCauseKept, MassCauseTold
from incidents.messenger import Message


async def _found(call: Call, id: IncidentId) -> tuple[Incident, MassView]:
    incident, _where = await call.incident(id)
    readings = [await call.tx.readings.of(voice.post_id) for voice in await call.tx.voices.of(id)]
    officials = {each.id: each for each in await call.tx.officials.all()}
    found = mass_words.mass_view(await call.tx.masses.of(id), readings, officials)
    if found is None:
        raise NotFound
    return incident, found


@renders(MassAlert)
async def _alert(call: Call, said: MassAlert) -> Message:
    incident, found = await _found(call, said.incident)
    titles = {d.id: d.title for d in await call.tx.departments.all()}
    return mass_words.alert(
        incident=incident,
        found=found,
        topic_short=call.short(incident.topic),
        voices=found.mass.said,
        department=titles.get(incident.department_id) if incident.department_id else None,
        viewer=await call.tx.officials.get(said.official),
        tz=call.tz,
        now=call.now,
    )


@renders(MassCauseTold)
async def _cause(call: Call, said: MassCauseTold) -> Message:
    incident, found = await _found(call, said.incident)
    return mass_words.cause_told(incident=incident, found=found, topic_short=call.short(incident.topic), tz=call.tz, now=call.now)


@renders(AskMassCause)
async def _ask(call: Call, said: AskMassCause) -> Message:
    incident, where = await call.incident(said.incident)
    return mass_words.ask_cause(what_where=where, number=incident.number)


@renders(DetachMenu)
async def _detach(call: Call, said: DetachMenu) -> Message:
    incident, where = await call.incident(said.incident)
    voices = [VoiceView(voice=voice, post=await call.tx.posts.get(voice.post_id)) for voice in await call.tx.voices.of(incident.id)]
    if not voices:
        raise NotFound
    return mass_words.menu_detach(incident=incident, what_where=where, voices=voices, page=said.page)


renders(MassCauseKept)(fixed(mass_words.cause_kept))
