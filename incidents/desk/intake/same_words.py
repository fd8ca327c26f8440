"""One more place of a known voice: nobody is counted twice."""

from dataclasses import replace

from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh
from incidents.ids import IncidentId, PostId
from incidents.incident import Act, Doubt, Incident, Voice
from incidents.incident_store import KnownPlace
from incidents.intake.arrived import Arrived
from incidents.lifecycle import can
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Reading
from incidents.sameness.one_voice import WITHIN, place_of
from incidents.sameness.same_place import same_level
from incidents.sameness.wording import passes_on
from incidents.transaction import Transaction


async def known_place(tx: Transaction, _: Policy, arrived: Arrived) -> tuple[KnownPlace, str] | None:
    """Where the same author has said the same words, and why they are one voice.

    Words that are read as a danger for the first time go the ordinary way: somebody may have to be woken.
    """
    post, reading = arrived.post, arrived.reading
    found = place_of(post, await tx.voices.places(post.post, within=WITHIN))
    if found is None or says_more(reading, await tx.readings.of(found[0].post.id)):
        return None
    return None if await _is_back(tx, await tx.incidents.get(found[0].incident.id), post, reading) else found


async def add_place(tx: Transaction, _: Policy, arrived: Arrived, known: tuple[KnownPlace, str]) -> Outcome:
    """The post joins the voice without a sound.

    Told in another settlement's group, it asks «Где это?».
    """
    place, because = known
    first = place.voice.place_of or place.voice.post_id
    doubt = Doubt.PLACE if await _is_elsewhere(tx, arrived, place) else None
    because = f"{because}, другой посёлок" if doubt else because
    after = await log_place(tx, place.incident.id, arrived, first, because, doubt=doubt)
    await tx.voices.add(Voice(incident_id=after.id, post_id=arrived.post.id, joined_at=arrived.now, because=because, place_of=first))
    await refresh(tx, after)
    return Outcome(incident=after, because=because, matched_because=because)


async def _is_elsewhere(tx: Transaction, arrived: Arrived, place: KnownPlace) -> bool:
    """Whether the words name no settlement and each group lends its own.

    Nobody has said which. A repost lies where its original does.
    """
    incident, there = await tx.incidents.get(place.incident.id), await tx.readings.of(place.post.id)
    if incident.doubt is not None or incident.department_id is None or there is None or passes_on(arrived.post.post, place.post.post):
        return False
    acts = {event.act for event in await tx.log.of(incident.id)}
    places = (there.main, incident.place)
    return acts.isdisjoint({Act.CORRECT_PLACE, Act.CHECKED}) and all(
        same_level("settlement", arrived.reading.main, each) is False for each in places
    )


async def log_place(
    tx: Transaction, id: IncidentId, arrived: Arrived, first: PostId, because: str, *, doubt: Doubt | None = None
) -> Incident:
    """The card's line of one more place of the voice.

    Its first place is `first`; `doubt`: what it asks from now on.
    """
    before = await tx.incidents.get(id)
    act = Act.TAKE_IN if can(before.status, Act.TAKE_IN) else Act.NOTE
    data = {"department": before.department_id, "place_of": first}
    after = replace(before, doubt=doubt or before.doubt)
    return await tx.incidents.save(after, arrived.event(act, before, after, because, **data))


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
