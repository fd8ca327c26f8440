"""What messages about a dispute are read from."""

from handlers.acts import disputes_words
from handlers.kit.place import what_where
from handlers.kit.rendering import Call, Unneeded, about_incident
from handlers.kit.renders import renders
from handlers.kit.text import escape
from incidents.acts.messages import AskWhyStays, Disputed, DisputeKept
from incidents.answers.reactions import Tone
from incidents.errors import NotFound
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.messenger import Message


async def _disputed_one(call: Call, id: IncidentId) -> tuple[Incident, str]:
    """The incident, and what it is about and where. Raises Unneeded where the dispute is over."""
    incident, _ = await call.incident(id)
    if not incident.is_disputed:
        raise Unneeded
    return incident, escape(what_where(call.title(incident), incident.place))


@renders(Disputed)
async def _disputed(call: Call, said: Disputed) -> Message:
    incident, near = await _disputed_one(call, said.incident)
    denials = [each for each in await call.tx.reactions.of(incident.id) if each.tone is Tone.DENIES]
    if not denials:
        raise Unneeded
    stored = await call.tx.posts.get(denials[-1].post_id)
    words = "" if stored.post.is_erased else stored.post.text
    return disputes_words.disputed(incident=incident, near=near, words=words, people=stored.people)


@renders(DisputeKept)
async def _kept(call: Call, said: DisputeKept) -> Message:
    incident, near = await _disputed_one(call, said.incident)
    note = next((each for each in await call.tx.notes.of(incident.id) if each.id == said.note), None)
    if note is None:
        raise NotFound
    who = (await call.tx.officials.get(note.by)).title
    return disputes_words.kept(incident=incident, near=near, who=who, words=note.text, photo=note.photo)


renders(AskWhyStays)(about_incident(disputes_words.ask_why))
