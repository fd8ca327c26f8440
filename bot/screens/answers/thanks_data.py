"""Words of thanks."""

from collections.abc import Mapping

from bot.screens.answers import thanks
from bot.screens.kit.context import Call, Render
from bot.screens.kit.place import place_text
from incidents.messenger import Message


async def _words(call: Call) -> Message:
    incident, _ = await call.incident()
    voices = await call.tx.voices(incident.id)
    text = (await call.tx.post(voices[0].post_id)).post.text if voices else ""
    return thanks.words(where=place_text(incident.place), text=text)


SAYS: Mapping[str, Render] = {"thanks_words": _words}
