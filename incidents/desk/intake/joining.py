"""A post joins an incident that is known, or opens one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from incidents.audience import came_late
from incidents.danger.doubts import STALE
from incidents.deadlines.reminders import Reminder
from incidents.desk.acts.similar_pairs import keep_offers
from incidents.desk.ask_danger import ask
from incidents.desk.danger_rises import rise
from incidents.desk.intake.catch_up import note_old, ring_afresh
from incidents.desk.intake.danger_in_text import asked, more_at_risk
from incidents.desk.intake.mass_match import UNDER_OURS, mass_match
from incidents.desk.intake.placing import placed
from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh
from incidents.desk.second_questions import with_question
from incidents.incident import Act, Doubt, Event, Incident, Status, Voice
from incidents.incident_store import Candidate
from incidents.intake.catch_up import is_old
from incidents.lifecycle import can, step
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Reading
from incidents.routing.route_now import questions_of
from incidents.routing.topic_rules import one_trouble
from incidents.sameness.lookups import similar_to
from incidents.sameness.matching import BRIEF, Match, MatchKind, match, may_belong, same_text, without
from incidents.transaction import Transaction

MEMORY = timedelta(days=30)
"""How long an incident may still be the same problem."""

SHOWN_VOICES = 6
"""Photos of the first few voices follow the card; of fifty posts about one pipe nobody wants fifty albums."""


async def find(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime) -> Match | None:
    """What the post belongs to. One that asks several departments joins only its own twin: what else it asks would be lost."""
    candidates = await _candidates(tx, post, reading, now) if may_belong(post, reading) else ()
    candidates = [each for each in (without(one, post.id) for one in candidates) if each.post_ids]
    if reading.parts and await questions_of(tx, reading):
        return match(post, reading, same_text(post, candidates), now=now)
    return await mass_match(tx, policy, reading, match(post, reading, candidates, now=now), now=now)


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


async def joins(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, found: Match, *, now: datetime) -> Outcome:
    """One more voice of a known incident."""
    before = await tx.incidents.get(found.incident_id)
    # A voice after the answer (an interim one too) waits for one of its own, so the clock runs again; whoever held it holds it still.
    is_again = found.kind is MatchKind.REOPENS or before.status is Status.ANSWERED
    act = Act.REOPEN if is_again and can(before.status, Act.REOPEN) else Act.TAKE_IN
    after = replace(before, status=step(before.status, act), matched_because=found.because)
    after = await more_at_risk(tx, policy, after, reading, now=now)
    if act is Act.REOPEN:
        if found.kind is MatchKind.REOPENS:
            after = replace(after, holder_id=None, accepted_at=None)
        doubt = Doubt.ROUTE if after.doubt is Doubt.DANGER else after.doubt
        after = replace(after, closed_at=None, outcome=None, untold=None, danger_asked_at=None, doubt=doubt)
    is_new_clock = act is Act.REOPEN or before.awaits_final
    if is_new_clock:
        after = policy.timed(replace(after, reminded=()), now=now, clock_from=now)
    is_afresh = not is_new_clock and came_late(before) and before.accepted_at is None and _is_fresh(before, post, now)
    if is_afresh:  # what is told anew is no old matter any more
        fresh = replace(after, reminded=tuple(each for each in after.reminded if each != Reminder.DANGER_ASKED))
        after = policy.timed(fresh, now=now, clock_from=before.clock_from)
    after = await asked(tx, after, reading, now=now)
    data = {"post": post.id, "revision": post.revision, "department": after.department_id}
    after = await tx.incidents.save(after, _event(act, before, after.status, now, found.because, **data))
    voice = Voice(incident_id=after.id, post_id=post.id, joined_at=now, because=found.because)
    await _heard(tx, await with_question(tx, voice, post, reading) if found.because == UNDER_OURS else voice)  # a twin asks nothing new
    if reading.danger_grade is DangerGrade.NOW and (before.danger_grade is not DangerGrade.NOW or act is Act.REOPEN):
        after = await rise(tx, policy, after, reading, now=now)
    if act is Act.REOPEN and post.is_late(now):
        await note_old(tx, after.id, now=now)
    await refresh(tx, after, quiet=post.is_late(now))
    if is_afresh and after.danger_grade is not DangerGrade.NOW:
        await ring_afresh(tx, after)
    if after.danger_asked_at is not None and after.danger_asked_at != before.danger_asked_at:
        await ask(tx, policy, after, reading, now=now, quiet=post.is_late(now))
    if post.post.photos and len(await tx.voices.of(after.id)) <= SHOWN_VOICES:
        await tx.outbox.follow_with_photos(after.id, post.id)
    return Outcome(incident=after, because=found.because, matched_because=found.because)


async def opens(
    tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, found: Match | None, *, now: datetime, is_sure: bool = False
) -> Outcome:
    """A new incident of this post. `is_sure`: an official says that it is an appeal."""
    made = await placed(tx, policy, post, reading, found, now=now)
    draft, way = made.draft, made.way
    because = found.because if found else "новая проблема"
    first = _event(Act.TAKE_IN, None, draft.status, now, because, post=post.id, revision=post.revision)
    similar = await similar_to(tx.lookalikes, policy.sameness, post, reading, now=now)
    incident = await tx.incidents.add(draft, first)
    voice = Voice(incident_id=incident.id, post_id=post.id, joined_at=now, because=because)
    await _heard(tx, await with_question(tx, voice, post, reading))
    await keep_offers(tx, incident.id, post.id, similar, now=now)
    if is_old(incident) and not is_sure:
        await note_old(tx, incident.id, now=now)
    if made.goes:
        assigned = replace(incident, status=step(incident.status, Act.ASSIGN))
        event = _event(Act.ASSIGN, incident, assigned.status, now, way.because, department=way.department_id)
        incident = await tx.incidents.save(assigned, event)
    await refresh(tx, incident)
    if made.asked:
        await ask(tx, policy, incident, reading, now=now, quiet=post.is_late(now))
    matched = found.because if found else None
    return Outcome(incident=incident, because=incident.route_because, is_new=True, matched_because=matched, similar=similar)


def _is_fresh(incident: Incident, post: StoredPost, now: datetime) -> bool:
    """Whether the voice was written lately. Of a doubt hours ago are long ago."""
    is_doubt = Reminder.DANGER_ASKED in incident.reminded
    return not post.is_late(now) and not (is_doubt and now - post.post.published_at > STALE)


async def _heard(tx: Transaction, voice: Voice) -> None:
    """A new voice, or one that comes from another card and waits for an answer here."""
    id = await tx.voices.incident_of(voice.post_id)
    if id is None:
        await tx.voices.add(voice)
        return
    known = next(each for each in await tx.voices.of(id) if each.post_id == voice.post_id)
    since = voice.question_since or known.question_since
    moved = replace(known, incident_id=voice.incident_id, because=voice.because, question_since=since)
    await tx.voices.save(replace(moved, place_of=None, answered_at=None))


def _event(act: Act, before: Incident | None, after: Status, now: datetime, because: str, **data: int | str | None) -> Event:
    status = before.status if before else None
    return Event(act=act, at=now, by=None, because=because, status_before=status, status_after=after, data=data)
