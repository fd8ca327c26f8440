"""Route a reading with today's rules, staff and modes.

Never call `route()` directly.
"""

from collections.abc import Sequence

from incidents.ids import DepartmentId
from incidents.incident import Doubt, Incident, Voice
from incidents.posts import StoredPost
from incidents.reading import Reading
from incidents.routing.likely_departments import staffed
from incidents.routing.modes import by_mode
from incidents.routing.rules import PostQuestion, Route, questions, route
from incidents.routing.store import RouteStores

OWNED = frozenset({Doubt.ROUTE, Doubt.TOPIC})
"""Doubts that the owner of the community settles."""


async def way_of(tx: RouteStores, reading: Reading, *, post: StoredPost | None, praised: bool = False) -> Route:
    """The route that a card of this reading takes. Whoever opens or re-routes a card asks here, or a trial week would leak.

    `post`: what was read (None: a card without a post). The department whose community it stands in takes what no rule routes
    and what looks like two topics at once. `praised`: thanks with a trouble in them.
    """
    modes = {each.id: each.mode for each in await tx.departments.all()}
    there = staffed(await tx.officials.all())
    found = route(reading, rules=await tx.rules.all(), staffed=there, praised=praised)
    is_free = found.doubt in OWNED and (found.department_id is None or not reading.danger)
    owner = await _owner_of(tx, post) if post is not None and is_free else None
    if owner is not None and owner in there:
        found = Route(department_id=owner, because=f"{found.held_because or found.because}, сообщество ведёт этот отдел")
    return by_mode(found, modes, reading.danger_grade)


async def _owner_of(tx: RouteStores, post: StoredPost) -> DepartmentId | None:
    """The department whose community the post stands in."""
    return (await tx.sources.seen(post.source_id)).department_id


async def questions_of(tx: RouteStores, reading: Reading) -> Sequence[PostQuestion]:
    """The questions of one post with their departments; () where one department answers them all."""
    return questions(reading, rules=await tx.rules.all(), staffed=staffed(await tx.officials.all()))


async def questions_asked(tx: RouteStores, incident: Incident) -> Sequence[PostQuestion]:
    """What a post of it asks, in its order; () for one question, and for a post that was parted into several cards."""
    voice = voice_with_questions(await tx.voices.of(incident.id))
    if voice is None or voice.is_part or await tx.voice_parts.incidents_of(voice.post_id):
        return ()
    reading = await tx.readings.of(voice.post_id)
    if reading is None or not reading.parts:
        return ()
    return await questions_of(tx, reading)


def voice_with_questions(voices: Sequence[Voice]) -> Voice | None:
    """The voice whose questions a card shows: the first with one that nobody has settled, else the first."""
    return next((each for each in voices if each.question_since is not None), voices[0] if voices else None)
