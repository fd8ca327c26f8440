"""Join a post to the incident that it belongs to."""

from dataclasses import replace
from datetime import datetime

from incidents.audience import came_late
from incidents.danger.doubts import STALE
from incidents.deadlines.reminders import Reminder
from incidents.desk.ask_danger import ask
from incidents.desk.danger_rises import raise_danger
from incidents.desk.intake.catch_up import note_old, ring_afresh
from incidents.desk.intake.danger_in_text import asked, more_at_risk
from incidents.desk.intake.find_match import UNDER_OURS
from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh
from incidents.desk.second_questions import with_question
from incidents.incident import Act, Doubt, Incident, Status, Voice
from incidents.intake.arrived import Arrived
from incidents.lifecycle import can, step
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Kind
from incidents.sameness.matching import Match, MatchKind
from incidents.transaction import Transaction

SHOWN_VOICES = 6
"""Photos of the first few voices follow the card; of fifty posts about one pipe nobody wants fifty albums."""


async def belonging(_tx: Transaction, _policy: Policy, arrived: Arrived) -> Match | None:
    """What it joins.

    None: it belongs to nothing that waits, or asks for nothing and answers nobody.
    """
    found = arrived.match
    speaks = arrived.is_appeal or arrived.post.parent_id is not None
    return found if found is not None and found.kind is not MatchKind.REPEATS and speaks else None


async def join(tx: Transaction, policy: Policy, arrived: Arrived, found: Match) -> Outcome:
    """One more voice of a known incident."""
    post, reading = arrived.post, arrived.reading
    before, now = await tx.incidents.get(found.incident_id), arrived.now
    # A voice after the answer (an interim one too) waits for one of its own, so the clock runs again; whoever held it holds it still.
    is_again = found.kind is MatchKind.REOPENS or before.status is Status.ANSWERED
    act = Act.REOPEN if is_again and can(before.status, Act.REOPEN) else Act.TAKE_IN
    is_afresh = act is not Act.REOPEN and not before.awaits_final and _is_told_afresh(before, post, now)
    after = replace(before, status=step(before.status, act), matched_because=found.because)
    if before.suggestion and reading.kind is Kind.COMPLAINT:  # whoever has a trouble does not wait as long as a wish may
        after = policy.with_deadlines(replace(after, suggestion=False), now=now, clock_from=now)
    after = await more_at_risk(tx, policy, after, reading, now=now)
    after = _timed(policy, before, _reopened(after, found) if act is Act.REOPEN else after, act, is_afresh=is_afresh, now=now)
    after = await asked(tx, after, reading, now=now)
    after = await tx.incidents.save(after, arrived.event(act, before, after, found.because, department=after.department_id))
    voice = Voice(incident_id=after.id, post_id=post.id, joined_at=now, because=found.because)
    asks_more = found.because == UNDER_OURS  # a twin asks nothing new
    await keep_voice(tx, await with_question(tx, voice, post, reading) if asks_more else voice)
    if reading.danger_grade is DangerGrade.NOW and (before.danger_grade is not DangerGrade.NOW or act is Act.REOPEN):
        after = await raise_danger(tx, policy, after, reading, now=now)
    if act is Act.REOPEN and post.is_late(now):
        await note_old(tx, after.id, now=now)
    await _tell(tx, policy, before, after, arrived, is_afresh=is_afresh)
    return Outcome(incident=after, because=found.because, matched_because=found.because)


def _is_told_afresh(before: Incident, post: StoredPost, now: datetime) -> bool:
    """Whether an old matter that nobody has in hand is told of lately.

    Of a doubt hours ago are long ago.
    """
    is_doubt = Reminder.DANGER_ASKED in before.reminded
    is_fresh = not post.is_late(now) and not (is_doubt and now - post.post.published_at > STALE)
    return came_late(before) and before.accepted_at is None and is_fresh


def _reopened(incident: Incident, found: Match) -> Incident:
    """It without its end; what was closed is nobody's any more."""
    free = replace(incident, holder_id=None, accepted_at=None) if found.kind is MatchKind.REOPENS else incident
    doubt = Doubt.ROUTE if free.doubt is Doubt.DANGER else free.doubt
    return replace(free, closed_at=None, outcome=None, untold=None, disputed=None, danger_asked_at=None, doubt=doubt)


def _timed(policy: Policy, before: Incident, after: Incident, act: Act, *, is_afresh: bool, now: datetime) -> Incident:
    """It with a new clock where somebody waits for a new answer.

    What is told anew is no old matter any more.
    """
    if act is Act.REOPEN or before.awaits_final:
        return policy.with_deadlines(replace(after, reminded=()), now=now, clock_from=now)
    if not is_afresh:
        return after
    fresh = replace(after, reminded=tuple(each for each in after.reminded if each != Reminder.DANGER_ASKED))
    return policy.with_deadlines(fresh, now=now, clock_from=before.clock_from)


async def keep_voice(tx: Transaction, voice: Voice) -> None:
    """A new voice, or one that comes from another card and waits for an answer here."""
    id = await tx.voices.incident_of(voice.post_id)
    if id is None:
        await tx.voices.add(voice)
        return
    known = next(each for each in await tx.voices.of(id) if each.post_id == voice.post_id)
    since = voice.question_since or known.question_since
    moved = replace(known, incident_id=voice.incident_id, because=voice.because, question_since=since)
    await tx.voices.save(replace(moved, place_of=None, answered_at=None))


async def _tell(tx: Transaction, policy: Policy, before: Incident, after: Incident, arrived: Arrived, *, is_afresh: bool) -> None:
    """Whoever has the card sees the voice, and hears it where it is fresh."""
    post, now = arrived.post, arrived.now
    await refresh(tx, after, quiet=post.is_late(now))
    if is_afresh and after.danger_grade is not DangerGrade.NOW:
        await ring_afresh(tx, after)
    if after.danger_asked_at is not None and after.danger_asked_at != before.danger_asked_at:
        await ask(tx, policy, after, arrived.reading, now=now, quiet=post.is_late(now))
    if post.post.photos and len(await tx.voices.of(after.id)) <= SHOWN_VOICES:
        await tx.outbox.follow_with_photos(after.id, post.id)
