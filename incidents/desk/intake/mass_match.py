"""Match a new message to the mass event of its trouble.

Wherever on the same network of pipes or wires it is.
"""

from datetime import datetime

from incidents.answers.values import AnswerKind
from incidents.incident import FINAL
from incidents.intake.burst import area_of
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Reading
from incidents.routing.topic_rules import family_of
from incidents.sameness.matching import Match, MatchKind
from incidents.transaction import Transaction


async def mass_match(tx: Transaction, policy: Policy, reading: Reading, found: Match | None, *, now: datetime) -> Match | None:
    """What a message belongs to, mass events counted in: `found` is what it belongs to without them.

    A danger that is there now at a place of its own is never hidden in a mass event.
    """
    if reading.danger_grade is DangerGrade.NOW:
        return None if found is not None and await _is_hidden(tx, reading, found) else found
    if not reading.is_appeal or reading.outside or (found is not None and found.kind is not MatchKind.REPEATS):
        return found
    family = family_of(reading.topic)
    area = area_of(reading.main, family)
    if area is None:
        return found
    for head in await tx.masses.waiting(family.key, since=now - policy.norms.mass.joins_for):
        if area_of(head.place, family) == area:
            return Match(kind=MatchKind.JOINS, incident_id=head.id, because="массовое: одна беда на всех")
    return found


UNDER_OURS = "написали под постом администрации об этом"


async def under_our_post(tx: Transaction, post: StoredPost, reading: Reading, found: Match | None) -> Match | None:
    """An appeal in the comments of our post to all is one more voice of what the post speaks of, unless it is about something else."""
    thread = post.post.parent_external_id
    if thread is None or reading.danger_grade is DangerGrade.NOW or (found is not None and found.kind is not MatchKind.REPEATS):
        return found
    ours = await tx.answers.find(post.post.network, thread)
    if ours is None or ours.kind is not AnswerKind.POST:
        return found
    head = await tx.incidents.get(ours.incident_id)
    is_same = not reading.topic or family_of(reading.topic).key == family_of(head.topic).key or reading.group == head.group
    if head.status in FINAL or not is_same:
        return found
    return Match(kind=MatchKind.JOINS, incident_id=head.id, because=UNDER_OURS)


async def _is_hidden(tx: Transaction, reading: Reading, found: Match) -> bool:
    mass = await tx.masses.of(found.incident_id)
    if mass is None or mass.is_apart or reading.main.street is None:
        return False
    return (await tx.incidents.get(found.incident_id)).place.street is None
