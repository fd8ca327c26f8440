"""Read-only questions about promises."""

from datetime import date

from incidents.incident import Incident
from incidents.incident_store import Posts, Voices
from incidents.posts import COPIED
from incidents.promises.store import Promises
from incidents.promises.values import Promise, is_broken


async def broken_before(promises: Promises, incident: Incident, today: date) -> date | None:
    """The day that was promised and let pass, here or at the same place about the same topic: what an answer should own up to."""
    promise = await broken_here(promises, incident, today)
    return promise.due if promise is not None else None


async def broken_here(promises: Promises, incident: Incident, today: date) -> Promise | None:
    """The latest promise that was let pass, of this incident, else at the same place about the same topic."""
    own = [each for each in await promises.of(incident.id) if is_broken(each, today)]
    return max(own, key=lambda each: each.due) if own else await promises.broken_at(incident.place, incident.topic)


async def is_copied(voices: Voices, posts: Posts, incident: Incident) -> bool:
    """Whether people take our answers to every resident here by hand."""
    for each in await voices.of(incident.id):
        if (await posts.get(each.post_id)).post.network not in COPIED:
            return False
    return True
