"""«Объединить» and «Разделить»."""

from collections.abc import Mapping

from bot.screens.acts import merge_and_split
from bot.screens.kit.card_view import VoiceView
from bot.screens.kit.context import Call, Render
from handlers.acts.buttons import MOST, Marks
from incidents.acts.merge_candidates import alike
from incidents.ids import IncidentId
from incidents.messenger import Message


async def _merge(call: Call) -> Message:
    incident, where = await call.incident()
    candidates = [(other, call.short(other.topic)) for other in await alike(call.tx, incident)]
    return merge_and_split.menu_merge(incident=incident, what=where, candidates=candidates)


async def _sure(call: Call) -> Message:
    incident, where = await call.incident()
    into = await call.tx.incident(IncidentId(call.number("into")))
    voices = len(await call.tx.voices(incident.id))
    return merge_and_split.menu_merge_sure(incident=incident, what=where, into=into, into_what=call.about(into), voices=voices)


async def _ask(call: Call) -> Message:
    incident, where = await call.incident()
    return merge_and_split.ask_merge(incident=incident, what=where)


async def _split(call: Call) -> Message:
    incident, where = await call.incident()
    voices = [VoiceView(voice=voice, post=await call.tx.post(voice.post_id)) for voice in (await call.tx.voices(incident.id))[:MOST]]
    code = call.row.params.get("marks")
    marks = Marks.of(code, len(voices)) if isinstance(code, str) else Marks(count=len(voices))
    return merge_and_split.menu_split(incident=incident, what=where, voices=voices, marks=marks, tz=call.tz, now=call.now)


SAYS: Mapping[str, Render] = {"menu_merge": _merge, "menu_merge_sure": _sure, "ask_merge": _ask, "menu_split": _split}
