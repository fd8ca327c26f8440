"""A mass event: the alert, the cause, what to part."""

from collections.abc import Mapping

from bot.card_data import mass_view
from bot.cards import mass
from bot.cards.view import MassView, VoiceView
from bot.render.call import Call, Render, fixed
from incidents.errors import NotFound
from incidents.incident import Incident
from incidents.messenger import Message


async def _found(call: Call) -> tuple[Incident, MassView]:
    incident, _where = await call.incident()
    found = await mass_view(call.tx, incident, {o.id: o for o in await call.tx.officials()})
    if found is None:
        raise NotFound
    return incident, found


async def _alert(call: Call) -> Message:
    incident, found = await _found(call)
    titles = {d.id: d.title for d in await call.tx.departments()}
    return mass.alert(
        incident=incident,
        found=found,
        topic_short=call.short(incident.topic),
        voices=found.mass.said,
        department=titles.get(incident.department_id) if incident.department_id else None,
        viewer=await call.official(),
        tz=call.tz,
        now=call.now,
    )


async def _cause(call: Call) -> Message:
    incident, found = await _found(call)
    return mass.cause_told(incident=incident, found=found, topic_short=call.short(incident.topic), tz=call.tz, now=call.now)


async def _ask(call: Call) -> Message:
    incident, where = await call.incident()
    return mass.ask_cause(what_where=where, number=incident.number)


async def _detach(call: Call) -> Message:
    incident, where = await call.incident()
    voices = [VoiceView(voice=voice, post=await call.tx.post(voice.post_id)) for voice in await call.tx.voices(incident.id)]
    if not voices:
        raise NotFound
    return mass.menu_detach(incident=incident, what_where=where, voices=voices, page=call.page())


SAYS: Mapping[str, Render] = {
    "H2": _alert,
    "mass_cause": _cause,
    "mass_cause_kept": fixed(mass.cause_kept),
    "ask_mass_cause": _ask,
    "menu_detach": _detach,
}
