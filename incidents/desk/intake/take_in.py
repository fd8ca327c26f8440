"""Take in a resident's post: join, open an incident, or no appeal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from incidents.answers.thanks import is_doubted
from incidents.audience import came_late
from incidents.danger.doubts import as_found
from incidents.desk.answers.author_replies import take_reply
from incidents.desk.answers.reactions import answer_gone, hear, post_gone
from incidents.desk.answers.thanks_in import give_thanks, whom
from incidents.desk.ask_danger import ask
from incidents.desk.danger_rises import rise
from incidents.desk.intake.catch_up import note_old
from incidents.desk.intake.changed_text import changed
from incidents.desk.intake.danger_in_text import asked, more_at_risk
from incidents.desk.intake.mass_match import mass_match, under_our_post
from incidents.desk.intake.one_voice import take_place
from incidents.desk.intake.placing import placed
from incidents.desk.intake.same_problem_offers import keep_offers, similar_to
from incidents.desk.intake.set_aside import set_aside
from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh
from incidents.incident import Act, Doubt, Event, Incident, Status, Voice
from incidents.intake.catch_up import is_old
from incidents.intake.matching import BRIEF, Candidate, Match, MatchKind, match, may_belong, same_text
from incidents.intake.new_incident import drafted
from incidents.lifecycle import can, step
from incidents.policy import Policy, timed
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Kind, Reading
from incidents.routing.route_now import questions_of
from incidents.sources.own_words import judged
from incidents.transaction import Transaction

MEMORY = timedelta(days=30)
"""How long an incident may still be the same problem."""

SHOWN_VOICES = 6
"""Photos of the first few voices follow the card; of fifty posts about one pipe nobody wants fifty albums."""

NO_APPEAL = {
    Kind.AD: "не обращение: реклама",
    Kind.CHAT: "не обращение: разговор",
    Kind.THANKS: "не обращение: спасибо",
    Kind.OTHER: "не обращение",
}


async def take_in(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime, is_sure: bool = False) -> Outcome:
    """Decide about one revision of a post. Idempotent: the same revision twice changes nothing the second time.

    `is_sure`: an official says that it is an appeal, so it is no announcement.
    """
    reading = reading if is_sure else judged(post.post, reading)
    await tx.readings.save(post, reading, at=now)
    reading = as_found(post, reading, now)
    known = await tx.voices.incident_of(post.id)
    if known is not None:
        return await changed(tx, policy, known, post, reading, now=now)
    aside = await _no_message(tx, policy, post, reading, now=now)
    if aside is None:
        aside = await take_place(tx, post, reading, now=now)
    if aside is None and not is_sure:
        aside = await set_aside(tx, post, reading, now=now)
    if aside is not None:
        return aside
    found = await _found(tx, policy, post, reading, now=now)
    wanted = reading.is_appeal or reading.danger
    found = await under_our_post(tx, post, reading, found) if wanted else found
    if found is not None and found.kind is not MatchKind.REPEATS and (wanted or post.parent_id is not None):
        return await _joins(tx, policy, post, reading, found, now=now)
    if not wanted and not await _is_doubted(tx, post, reading):
        return await _no_appeal(tx, policy, post, reading, now=now)
    return await _opens(tx, policy, post, reading, found, now=now, is_sure=is_sure)


async def _no_message(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime) -> Outcome | None:
    """A word in a known thread, or a reply to our question. None: neither."""
    heard = await hear(tx, post, reading, now=now)
    if heard is not None:
        return Outcome(incident=heard, because="отозвались в обсуждении")
    replied = await take_reply(tx, policy, post, reading, now=now)
    return None if replied is None else Outcome(incident=replied, because="автор уточнил")


async def _found(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime) -> Match | None:
    """What the post belongs to. One that asks several departments joins only its own twin: what else it asks would be lost."""
    candidates = await _candidates(tx, post, reading, now) if may_belong(post, reading) else ()
    if reading.parts and await questions_of(tx, reading):
        return match(post, reading, same_text(post, candidates), now=now)
    return await mass_match(tx, policy, reading, match(post, reading, candidates, now=now), now=now)


async def _no_appeal(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, *, now: datetime) -> Outcome:
    """Nobody waits for an answer; thanks are given to whom they are meant for."""
    way = await whom(tx, policy, post, reading, now=now)
    if way is None:
        similar = await similar_to(tx, policy, post, reading, now=now)
        return Outcome(incident=None, because=NO_APPEAL.get(reading.kind, "не обращение"), similar=similar)
    return await give_thanks(tx, drafted(tx.district_id, policy, post, reading, way, None, now=now), post, way, now=now)


async def _is_doubted(tx: Transaction, post: StoredPost, reading: Reading) -> bool:
    """Praise that the coordinator should read; in a thread of ours it is said of what is known already."""
    if not is_doubted(post.post.words, reading):
        return False
    return not await tx.voices.incidents_beside(post)


async def _candidates(tx: Transaction, post: StoredPost, reading: Reading, now: datetime) -> Sequence[Candidate]:
    main = reading.main
    place = [id for id in (main.street_id, main.landmark_id, main.settlement_id) if id]
    groups = {reading.group, *(group for group, _ in reading.groups)}
    return await tx.voices.candidates(groups=groups, place=place, since=now - MEMORY, unplaced_since=now - BRIEF, thread=post.parent_id)


async def gone(tx: Transaction, post: StoredPost, *, now: datetime, stop_clock: bool = False) -> Outcome:
    """A post was deleted (by its author or by the network), or our own comment: the cards say so; the snapshot and the incident stay."""
    known = await tx.voices.incident_of(post.id)
    if known is not None:
        incident = await post_gone(tx, await tx.incidents.get(known), post, now=now, stop_clock=stop_clock)
        for parted in set(await tx.voice_parts.incidents_of(post.id)) - {known}:
            await post_gone(tx, await tx.incidents.get(parted), post, now=now, stop_clock=stop_clock)
        return Outcome(incident=incident, because="автор удалил пост")
    ours = await tx.answers.find(post.post.network, post.post.external_id)
    if ours is not None:
        return Outcome(incident=await answer_gone(tx, ours, now=now), because="наш ответ удалили")
    return Outcome(incident=None, because="удалён до разбора")


async def _joins(tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, found: Match, *, now: datetime) -> Outcome:
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
        after = replace(after, closed_at=None, outcome=None, danger_asked_at=None, doubt=doubt)
    if act is Act.REOPEN or before.awaits_final:
        after = timed(policy, replace(after, reminded=()), now=now, clock_from=now)
    elif came_late(before) and before.accepted_at is None and not post.is_late(now):  # what is told anew is no old matter any more
        after = timed(policy, after, now=now, clock_from=before.clock_from)
    after = await asked(tx, after, reading, now=now)
    data = {"post": post.id, "revision": post.revision, "department": after.department_id}
    after = await tx.incidents.save(after, _event(act, before, after.status, now, found.because, **data))
    await tx.voices.add(Voice(incident_id=after.id, post_id=post.id, joined_at=now, because=found.because))
    if reading.danger_grade is DangerGrade.NOW and (before.danger_grade is not DangerGrade.NOW or act is Act.REOPEN):
        after = await rise(tx, policy, after, reading, now=now)
    if act is Act.REOPEN and post.is_late(now):
        await note_old(tx, after.id, now=now)
    await refresh(tx, after, quiet=post.is_late(now))
    if after.danger_asked_at is not None and after.danger_asked_at != before.danger_asked_at:
        await ask(tx, policy, after, reading, now=now, quiet=post.is_late(now))
    if post.post.photos and len(await tx.voices.of(after.id)) <= SHOWN_VOICES:
        await tx.outbox.follow_with_photos(after.id, post.id)
    return Outcome(incident=after, because=found.because, matched_because=found.because)


async def _opens(
    tx: Transaction, policy: Policy, post: StoredPost, reading: Reading, found: Match | None, *, now: datetime, is_sure: bool
) -> Outcome:
    made = await placed(tx, policy, post, reading, found, now=now)
    draft, way = made.draft, made.way
    because = found.because if found else "новая проблема"
    first = _event(Act.TAKE_IN, None, Status.NEW, now, because, post=post.id, revision=post.revision)
    similar = await similar_to(tx, policy, post, reading, now=now)
    incident = await tx.incidents.add(draft, first)
    await tx.voices.add(Voice(incident_id=incident.id, post_id=post.id, joined_at=now, because=because))
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


def _event(act: Act, before: Incident | None, after: Status, now: datetime, because: str, **data: int | str | None) -> Event:
    status = before.status if before else None
    return Event(act=act, at=now, by=None, because=because, status_before=status, status_after=after, data=data)
