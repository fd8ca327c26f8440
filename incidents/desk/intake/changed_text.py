"""A changed text of a known post is read again.

Topic, place and route follow it while no person has decided anything; after that the coordinator is asked.
"""

from collections.abc import Sequence
from dataclasses import replace

from incidents.answers.places import places_beside
from incidents.answers.thanks import is_thanks
from incidents.audience import audience
from incidents.danger.doubts import with_stale_danger_lowered
from incidents.desk.acts.similar_pairs import keep_offers
from incidents.desk.answers.text_grew import tell_of_more
from incidents.desk.ask_danger import ask
from incidents.desk.danger_rises import raise_danger
from incidents.desk.intake.danger_in_text import asked, may_ask, more_at_risk
from incidents.desk.intake.opening import placed
from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh, refresh_id
from incidents.desk.routing.reroute import with_new_norm
from incidents.desk.second_questions import with_question
from incidents.ids import IncidentId
from incidents.incident import OPEN, Act, Doubt, Event, Incident, Status, Voice
from incidents.intake.arrived import Arrived
from incidents.intake.messages import PlaceInNewText
from incidents.intake.new_text import NewText, in_new_text, is_decided, with_new_text
from incidents.lifecycle import can, routed_status, step
from incidents.policy import Policy
from incidents.posts import StoredPost
from incidents.reading import DangerGrade
from incidents.sameness.lookups import nearest_to
from incidents.sameness.one_problem import offers
from incidents.sameness.wording import grew_at, normalised
from incidents.transaction import Transaction

BECAUSE = "житель изменил текст"


async def change_text(tx: Transaction, policy: Policy, id: IncidentId, arrived: Arrived, *, is_told: bool = False) -> Outcome:
    """One more revision of a voice of this incident.

    `is_told`: its author's same edit in another place was told before.
    """
    post, reading = arrived.post, arrived.reading
    now = arrived.now
    before, events = await tx.incidents.get(id), await tx.log.of(id)
    followed = await _read_again(tx, policy, before, arrived, events, is_told=is_told)
    after = followed
    if not is_told:
        after = await asked(tx, await more_at_risk(tx, policy, followed, reading, now=now), reading, now=now)
    event = _event(before, followed, arrived)
    event = replace(event, status_after=after.status, data={**event.data, "department": after.department_id})
    after = await tx.incidents.save(after, event)
    if reading.danger_grade is DangerGrade.NOW and before.danger_grade is not DangerGrade.NOW and not is_told:
        after = await raise_danger(tx, policy, after, reading, now=now)
    await refresh(tx, after)
    if not is_told:
        await _ring_the_place(tx, before, after)
        await tell_of_more(tx, after, post)
    if after.danger_asked_at is not None and before.danger_asked_at is None:
        await ask(tx, policy, after, reading, now=now, quiet=post.is_late(now))
    if policy.sameness is not None and (after.topic, after.place) != (before.topic, before.place):
        near = await nearest_to(tx.lookalikes, policy.sameness, post, reading, now=now)
        others = [each for each in near if each.incident_id != id]
        await keep_offers(tx, id, post.id, offers(policy.sameness, reading, others, await tx.lookalikes.likeliest_of_late()), now=now)
    for parted in await tx.voice_parts.incidents_of(post.id):
        await refresh_id(tx, parted)
    return Outcome(incident=after, because=BECAUSE)


def _event(before: Incident, after: Incident, arrived: Arrived) -> Event:
    if before.status is Status.REJECTED and after.status is not Status.REJECTED:
        return arrived.event(Act.REOPEN, before, after, f"{BECAUSE}: теперь это обращение")
    if (after.topic, after.place, after.department_id) == (before.topic, before.place, before.department_id):
        return arrived.event(Act.TAKE_IN if can(before.status, Act.TAKE_IN) else Act.NOTE, before, after, BECAUSE)
    changes = {"topic": after.topic, "topic_before": before.topic, "place": after.place_id, "place_before": before.place_id}
    return arrived.event(Act.NEW_TEXT, before, after, f"{BECAUSE}: {_what(before, after)}", **changes)


def _what(before: Incident, after: Incident) -> str:
    said = {
        "тема": after.topic != before.topic,
        "место": after.place != before.place,
        "отдел": after.department_id != before.department_id,
    }
    return f"теперь другие {' и '.join(word for word, is_other in said.items() if is_other)}".replace(", и", " и")


async def _read_again(
    tx: Transaction, policy: Policy, before: Incident, arrived: Arrived, events: Sequence[Event], *, is_told: bool
) -> Incident:
    """The incident as its first post now says it, or with the question whether to follow it. Not saved."""
    voices = await tx.voices.of(before.id)
    if not voices or await tx.voice_parts.incidents_of(arrived.post.id):
        return before
    if is_told and voices[0].post_id in {each.post_id for each in places_beside(arrived.post.id, voices)}:
        first = await tx.posts.get(voices[0].post_id)
        arrived = replace(
            arrived, post=first, reading=with_stale_danger_lowered(first, await tx.readings.of(first.id) or arrived.reading, arrived.now)
        )
    post, reading = arrived.post, arrived.reading
    if voices[0].post_id != post.id or voices[0].place_of in {each.post_id for each in voices}:
        return before
    decided = await is_in_hands(tx, before, post, events)
    if is_thanks(before) and not decided and (reading.is_appeal or reading.danger):
        again = replace(before, status=step(before.status, Act.REOPEN), closed_at=None, reject_reason=None)
        return await _follow(tx, policy, again, arrived, in_new_text(before, reading))
    if before.status not in OPEN:
        asks = before.status is Status.REJECTED and reading.is_wanted and await _says_more_since(tx, before, post)
        return await _begin_anew(tx, policy, before, arrived) if asks else before
    new = in_new_text(before, reading)
    if decided or before.status not in {Status.NEW, Status.ASSIGNED} or await _stands_elsewhere(tx, post, voices):
        return replace(before, new_text_at=None if new.is_of(before) else before.new_text_at or arrived.now)
    return await _follow(tx, policy, before, arrived, new)


async def _says_more_since(tx: Transaction, rejected: Incident, post: StoredPost) -> bool:
    """Whether the text says what nobody had read when it was called no appeal."""
    return grew_at(await tx.posts.wordings(post.id), since=rejected.closed_at or rejected.opened_at) is not None


async def _begin_anew(tx: Transaction, policy: Policy, before: Incident, arrived: Arrived) -> Incident:
    """What was no appeal is one now: nobody holds it, and its clock begins with the text that asks."""
    fresh = replace(before, status=step(before.status, Act.REOPEN), closed_at=None, reject_reason=None, outcome=None, untold=None)
    fresh = replace(fresh, holder_id=None, accepted_at=None, assigned_at=None, danger_asked_at=None, doubt=None)
    after = await _follow(tx, policy, fresh, arrived, in_new_text(before, arrived.reading))
    return policy.with_deadlines(replace(after, reminded=()), now=arrived.now, clock_from=arrived.now)


async def is_in_hands(tx: Transaction, incident: Incident, post: StoredPost, events: Sequence[Event]) -> bool:
    """Whether a person has had a word in it, or other people tell of the same trouble at the same place."""
    if incident.accepted_at is not None or is_decided(events, await tx.answers.of(incident.id)):
        return True
    if await tx.drafts.of_post(post.id) is not None or await tx.masses.of(incident.id) is not None:
        return True
    own = (post.post.network, post.post.author_id)
    for voice in await tx.voices.of(incident.id):
        other = await tx.posts.get(voice.post_id)
        if other.id != post.id and ((other.post.network, other.post.author_id) != own or not other.post.knows_author):
            return True
    return False


async def _stands_elsewhere(tx: Transaction, post: StoredPost, voices: Sequence[Voice]) -> bool:
    """Whether the author's former words stand in another place still."""
    former = {normalised(each.text) for each in await tx.posts.wordings(post.id) if each.revision < post.revision}
    own, beside = (post.post.network, post.post.author_id), {each.post_id for each in places_beside(post.id, voices)}
    for each in voices if post.post.author_id else ():
        if each.post_id != post.id and each.post_id not in beside:
            other = (await tx.posts.get(each.post_id)).post
            if (other.network, other.author_id) == own and normalised(other.text) in former:
                return True
    return False


async def _follow(tx: Transaction, policy: Policy, before: Incident, arrived: Arrived, new: NewText) -> Incident:
    """Topic, place, department and doubt of the new text; the clock of the answer goes on from where it began."""
    post, reading = arrived.post, arrived.reading
    grade = before.danger_grade if reading.danger_grade is None or before.danger_grade is DangerGrade.NOW else reading.danger_grade
    said = replace(reading, group=new.group, topic=new.topic, main=new.place, lat=new.lat, lon=new.lon)
    said = replace(said, danger=grade is not None, danger_grade=grade)
    waits = before.doubt is Doubt.DANGER and before.danger_asked_at is not None
    made = await placed(tx, policy, post, said, None, now=arrived.now, may_ask=await may_ask(tx, before))
    department = made.draft.department_id if made.goes and not waits else None
    after = replace(
        with_new_text(new, before),
        department_id=department,
        status=routed_status(before.status, department),
        doubt=Doubt.DANGER if waits else made.draft.doubt,
        proposed_id=made.draft.department_id or made.draft.proposed_id if waits else made.draft.proposed_id,
        rumour=made.draft.rumour,
        danger_asked_at=made.draft.danger_asked_at or before.danger_asked_at,
        new_text_at=None,
        trouble=reading.trouble if new.topic == reading.topic else None,
    )
    for voice in await tx.voices.of(before.id):
        if voice.post_id == post.id:
            await tx.voices.save(await with_question(tx, voice, post, reading))
    is_same = after.department_id == before.department_id and after.status is before.status
    if is_same and (after.doubt is before.doubt or after.is_doubted or before.is_doubted):
        return with_new_norm(policy, after)
    because = f"{made.draft.route_because}, {BECAUSE}"
    clock_from = made.draft.clock_from if before.assigned_at is None else before.clock_from
    return policy.with_deadlines(replace(after, reminded=(), route_because=because), now=arrived.now, clock_from=clock_from)


async def _ring_the_place(tx: Transaction, before: Incident, after: Incident) -> None:
    """Of a danger that is there now nobody drives to the former address: whoever has the card hears of the other one."""
    is_now = before.danger_grade is DangerGrade.NOW and after.status in OPEN
    moved = after.place != before.place
    if not is_now or not (moved or (after.new_text_at is not None and before.new_text_at is None)):
        return
    standing = set(await tx.copies.chats_of(after.id))
    for each in audience(after, officials=await tx.officials.all(), departments=await tx.departments.all()):
        if each.chat_id in standing:
            await tx.outbox.say(each.chat_id, PlaceInNewText(incident=after.id), under=after.id, topic_id=each.topic_id, sound=True)
