"""What a changed text says, read from the database."""

from handlers.intake import new_text_words
from handlers.kit.place import trouble_title
from handlers.kit.rendering import Call, Unneeded
from handlers.kit.renders import renders
from incidents.incident import OPEN
from incidents.intake.lookups import in_changed_text
from incidents.intake.messages import PlaceInNewText
from incidents.messenger import Message


@renders(PlaceInNewText)
async def _moved(call: Call, said: PlaceInNewText) -> Message:
    incident, _ = await call.incident(said.incident)
    if incident.status not in OPEN:
        raise Unneeded
    offered = await in_changed_text(call.tx.voices, call.tx.readings, incident)
    voices = await call.tx.voices.of(incident.id)
    return new_text_words.place_moved(
        id=incident.id,
        what=trouble_title(incident, call.short(incident.topic)),
        place=incident.place if offered is None else offered.place,
        waits=offered is not None,
        url=(await call.tx.posts.get(voices[0].post_id)).post.url if voices else "",
    )
