"""One more place of a known voice: nobody is counted twice."""

from datetime import datetime

from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh
from incidents.incident import Act, Event, Incident, Voice
from incidents.lifecycle import can
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Reading
from incidents.sameness.one_voice import WITHIN, place_of
from incidents.transaction import Transaction


async def take_place(tx: Transaction, post: StoredPost, reading: Reading, *, now: datetime) -> Outcome | None:
    """The same words of the same author join their voice without a sound. None: it is no such post.

    Words that are read as a danger for the first time go the ordinary way: somebody may have to be woken.
    """
    found = place_of(post, await tx.voices.places(post.post, within=WITHIN))
    if found is None or says_more(reading, await tx.readings.of(found[0].post.id)):
        return None
    place, why = found
    before = await tx.incidents.get(place.incident.id)
    if await _is_back(tx, before, post, reading):
        return None
    first = place.voice.place_of or place.voice.post_id
    act = Act.TAKE_IN if can(before.status, Act.TAKE_IN) else Act.NOTE
    data = {"post": post.id, "revision": post.revision, "department": before.department_id, "place_of": first}
    event = Event(act=act, at=now, by=None, because=why, status_before=before.status, status_after=before.status, data=data)
    after = await tx.incidents.save(before, event)
    await tx.voices.add(Voice(incident_id=after.id, post_id=post.id, joined_at=now, because=why, place_of=first))
    await refresh(tx, after)
    return Outcome(incident=after, because=why, matched_because=why)


async def _is_back(tx: Transaction, incident: Incident, post: StoredPost, reading: Reading) -> bool:
    """Whether it tells of a danger that the card does not carry, and that nobody has judged since it was written."""
    if reading.danger_grade is not DangerGrade.NOW or incident.danger_grade is DangerGrade.NOW:
        return False
    judged = [event for event in await tx.log.of(incident.id) if event.act in {Act.SAFE, Act.DANGER_DENIED}]
    return not judged or (judged[-1].act is Act.SAFE and post.post.published_at > judged[-1].at)


def says_more(reading: Reading, known: Reading | None) -> bool:
    """Whether it is read as a danger, or as a worse one, for the first time."""
    if known is None:
        return True
    is_now = reading.danger_grade is DangerGrade.NOW and known.danger_grade is not DangerGrade.NOW
    return is_now or (reading.danger or reading.danger_asked) > (known.danger or known.danger_asked)
