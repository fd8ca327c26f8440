"""Words of thanks."""

from collections.abc import Mapping

from bot.cards import gratitude
from bot.cards.place import place_text
from bot.render.call import Call, Render
from incidents.messenger import Message


async def _words(call: Call) -> Message:
    incident, _ = await call.incident()
    voices = await call.tx.voices(incident.id)
    text = (await call.tx.post(voices[0].post_id)).post.text if voices else ""
    return gratitude.words(where=place_text(incident.place), text=text)


SAYS: Mapping[str, Render] = {"thanks_words": _words}
