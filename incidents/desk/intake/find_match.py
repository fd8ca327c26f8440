"""Find the incident that a post belongs to.

A mass event takes in a message of its trouble wherever on the same network of pipes or wires it is; so does our own post to all.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from incidents.answers.values import AnswerKind
from incidents.incident import FINAL, Status
from incidents.incident_store import Candidate
from incidents.intake.arrived import Arrived
from incidents.intake.burst import area_of
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Reading
from incidents.routing.route_now import questions_of
from incidents.routing.topic_rules import family_of, one_trouble
from incidents.sameness.lookups import nearest_to
from incidents.sameness.match_evidence import is_swallowed, is_told_again
from incidents.sameness.matching import BRIEF, REPEAT_WITHIN, Match, MatchKind, match, may_belong, same_text, without
from incidents.sameness.one_problem import Offer
from incidents.transaction import Transaction

MEMORY = timedelta(days=30)
"""How long an incident may still be the same problem."""

UNDER_OURS = "написали под постом администрации об этом"
SURE = "то же место и та же беда"


async def with_match(tx: Transaction, policy: Policy, arrived: Arrived) -> Arrived:
    """It with what it belongs to.

    Where only an edit asks for something, it is of the moment of the edit.
    """
    found = await find_match(tx, policy, arrived)
    if arrived.is_appeal:
        found = await _under_our_post(tx, arrived.post, arrived.reading, found)
    nearest = None
    if arrived.is_appeal and (found is None or found.kind is MatchKind.REPEATS):
        nearest = await nearest_to(tx.lookalikes, policy.sameness, arrived.post, arrived.reading, now=arrived.now)
        found = await _sure(tx, arrived, nearest) or found
    is_told_anew = arrived.former is not None and not arrived.former.is_wanted
    post = await told_now(tx, arrived.post) if is_told_anew else arrived.post
    return replace(arrived, match=found, nearest=nearest, post=post)


async def _sure(tx: Transaction, arrived: Arrived, nearest: Sequence[Offer]) -> Match | None:
    """The likeliest open incident where it is sure.

    What asks several things would be lost there.
    """
    if not nearest or not nearest[0].is_sure or arrived.reading.parts or not may_belong(arrived.post, arrived.reading):
        return None
    head = await tx.incidents.get(nearest[0].incident_id)
    return None if is_swallowed(arrived.reading, head) else Match(kind=MatchKind.JOINS, incident_id=head.id, because=SURE)


async def told_again(tx: Transaction, policy: Policy, arrived: Arrived) -> Match | None:
    """The closed incident of which a new card tells again."""
    if arrived.match is not None:
        return arrived.match
    over = await nearest_to(
        tx.lookalikes, policy.sameness, arrived.post, arrived.reading, now=arrived.now, within=REPEAT_WITHIN, statuses={Status.CLOSED}
    )
    closed = await tx.incidents.get(over[0].incident_id) if over else None
    if closed is None or not is_told_again(arrived.reading, closed, over[0].p):
        return None
    return Match(kind=MatchKind.REPEATS, incident_id=closed.id, because=SURE)


async def told_now(tx: Transaction, post: StoredPost) -> StoredPost:
    """The post as if it had been written when its present text was seen."""
    texts = await tx.posts.wordings(post.id)
    if post.revision == 1 or not texts:
        return post
    at = next((each.seen_at for each in texts if each.revision == post.revision), texts[-1].seen_at)
    return replace(post, post=replace(post.post, published_at=at), detected_at=at)


async def find_match(tx: Transaction, policy: Policy, arrived: Arrived) -> Match | None:
    """What the post belongs to.

    One that asks several departments joins only its own twin: what else it asks would be lost.
    """
    post, reading = arrived.post, arrived.reading
    candidates = await _candidates(tx, post, reading, arrived.now) if may_belong(post, reading) else ()
    candidates = [each for each in (without(one, post.id) for one in candidates) if each.post_ids]
    if reading.parts and await questions_of(tx, reading):
        return match(post, reading, same_text(post, candidates), now=arrived.now)
    return await _mass_match(tx, policy, reading, match(post, reading, candidates, now=arrived.now), now=arrived.now)


async def _candidates(tx: Transaction, post: StoredPost, reading: Reading, now: datetime) -> Sequence[Candidate]:
    main = reading.main
    place = [id for id in (main.street_id, main.landmark_id, main.settlement_id) if id]
    groups = list(dict.fromkeys((reading.group, *(group for group, _ in reading.groups))))
    topics = dict.fromkeys((*one_trouble(reading.topic), *(topic for topic, _ in reading.topics)))
    return await tx.voices.candidates(
        groups=groups,
        place=place,
        topics=list(topics),
        house=main.house,
        landmark=main.landmark_id,
        since=now - MEMORY,
        unplaced_since=now - BRIEF,
        thread=post.parent_id,
        by=post.post,
    )


async def _mass_match(tx: Transaction, policy: Policy, reading: Reading, found: Match | None, *, now: datetime) -> Match | None:
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


async def _under_our_post(tx: Transaction, post: StoredPost, reading: Reading, found: Match | None) -> Match | None:
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
