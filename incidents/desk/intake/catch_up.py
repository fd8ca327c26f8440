"""The digest of a catch-up: one message to every coordinator."""

from datetime import datetime

from incidents.audience import audience
from incidents.danger.doubts import is_day
from incidents.ids import IncidentId
from incidents.incident import Incident
from incidents.intake.catch_up import CaughtUp, is_danger, is_over, may_ring
from incidents.intake.messages import CatchUp, ToldAfresh
from incidents.policy import Policy
from incidents.recipients import coordinators
from incidents.transaction import Transaction


async def note_old(tx: Transaction, id: IncidentId, *, now: datetime) -> None:
    """The incident of an old post waits for the digest, and its card comes to no coordinator by itself."""
    await tx.catch_ups.add(CaughtUp(incident_id=id, at=now))


async def ring_afresh(tx: Transaction, incident: Incident) -> None:
    """A card that stands since it came without a sound cannot ring any more: the fresh voice is told under it."""
    standing = set(await tx.copies.chats_of(incident.id))
    for each in audience(incident, officials=await tx.officials.all(), departments=await tx.departments.all()):
        if each.sound and each.chat_id in standing:
            await tx.outbox.say(each.chat_id, ToldAfresh(incident=incident.id), under=incident.id, topic_id=each.topic_id, sound=True)


async def post_catch_up(tx: Transaction, policy: Policy, *, is_busy: bool, now: datetime) -> bool:
    """Once a catch-up: True for the one run that did it. `is_busy`: posts wait for the reader still."""
    found = await tx.catch_ups.untold()
    if not is_over(found, is_busy=is_busy, told_at=await tx.catch_ups.last_told(), now=now):
        return False
    local = now.astimezone(policy.calendar.timezone)
    people = coordinators(await tx.officials.all())
    if not people or not may_ring(local, by_day=is_day(policy.calendar, now), dangers=await _dangers(tx, found)):
        return False
    moment = now.replace(microsecond=0)  # it stands in the buttons of the digest
    await tx.catch_ups.mark_told(moment)
    for each in people:
        await tx.outbox.say(each.user_id, CatchUp(at=moment))
    return True


async def _dangers(tx: Transaction, found: tuple[CaughtUp, ...]) -> bool:
    for each in found:
        if is_danger(await tx.incidents.get(each.incident_id)):
            return True
    return False
