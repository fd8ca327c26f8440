"""Ask whether it is dangerous («Опасно?») and send the card on.

By what they say, or when nobody answers.
"""

from dataclasses import replace
from datetime import datetime

from incidents.audience import audience
from incidents.danger.doubts import WAKES, at_risk, is_day, is_mortal, is_over, is_stale, is_waiting, officials_to_ask
from incidents.danger.messages import DangerAnswered
from incidents.deadlines.messages import Remind
from incidents.deadlines.reminders import Reminder
from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh
from incidents.desk.routing.reroute import reading_as_corrected
from incidents.ids import IncidentId
from incidents.incident import OPEN, Act, Doubt, Event, Incident
from incidents.lifecycle import step
from incidents.official import Official
from incidents.policy import Policy
from incidents.reading import DangerGrade, Reading
from incidents.routing.route_now import way_of
from incidents.routing.rules import Route
from incidents.transaction import Transaction


def held_back(draft: Incident, way: Route, *, now: datetime) -> Incident:
    """A new incident that goes to nobody while its danger is in doubt; the rules of a trial week hold meanwhile too."""
    proposed = way.department_id or way.proposed_id
    doubt = Doubt.TRIAL if way.doubt is Doubt.TRIAL else Doubt.DANGER
    return replace(draft, department_id=None, proposed_id=proposed, doubt=doubt, danger_asked_at=now)


async def ask(
    tx: Transaction, policy: Policy, incident: Incident, reading: Reading, *, now: datetime, quiet: bool = False, is_new: bool = False
) -> None:
    """The question, outside the budget of sounds; at night it rings only where it is likely enough, or the topic is mortal.

    `quiet`: it tells of days ago. `is_new`: no card of it can be on its way but by this transaction, and a first card asks by itself.
    """
    by_day = is_day(policy.calendar, now)
    wakes = reading.danger_now >= WAKES or is_mortal(reading, policy.topics)
    rings, cards = not quiet and (by_day or wakes), await tx.card_places.of(incident.id) if is_new else {}
    for official in officials_to_ask(await tx.officials.all(), by_day=by_day):
        if official.user_id in cards:
            await tx.outbox.refresh_here(incident.id, official.user_id, None, sound=rings)
        else:
            what = Remind(incident=incident.id, reminder=Reminder.DANGER_ASKED)
            await tx.outbox.say(official.user_id, what, under=incident.id, sound=rings)


async def ask_here(tx: Transaction, policy: Policy, incident: Incident, *, now: datetime) -> None:
    """The question that stood under a card that is merged: it has rung already."""
    for official in officials_to_ask(await tx.officials.all(), by_day=is_day(policy.calendar, now)):
        await tx.outbox.say(official.user_id, Remind(incident=incident.id, reminder=Reminder.DANGER_ASKED), under=incident.id, sound=False)


def waits_again(before: Incident, after: Incident, *, now: datetime) -> Incident:
    """What an undo brings back into doubt waits its whole time anew."""
    return replace(after, danger_asked_at=now) if is_waiting(after) and not is_waiting(before) else after


async def ask_again(tx: Transaction, policy: Policy, incident: Incident, *, by: Official, now: datetime) -> None:
    """The question that an undo brought back: silent for whoever took the answer back, with a sound for others as at first."""
    by_day = is_day(policy.calendar, now)
    said = [await tx.readings.of(voice.post_id) for voice in await tx.voices.of(incident.id)]
    wakes = any(each is not None and (each.danger_now >= WAKES or is_mortal(each, policy.topics)) for each in said)
    for official in officials_to_ask(await tx.officials.all(), by_day=by_day):
        what, rings = Remind(incident=incident.id, reminder=Reminder.DANGER_ASKED), official.id != by.id and (by_day or wakes)
        await tx.outbox.say(official.user_id, what, under=incident.id, sound=rings)


async def turn_into_button(tx: Transaction, incident: Incident, grade: DangerGrade | None, *, by: Official) -> None:
    """In place of the question: what was answered, and the way back for one who has no card."""
    has_card = by.user_id in await tx.card_places.of(incident.id)
    recipients = audience(incident, officials=await tx.officials.all(), departments=await tx.departments.all())
    if has_card or any(each.chat_id == by.user_id for each in recipients):
        return
    asked = [each for each in await tx.reminders.of(incident.id) if (each.code, each.chat_id) == (Reminder.DANGER_ASKED, by.user_id)]
    for each in asked:
        await tx.reminders.forget(incident.id, each.chat_id)
    edit = asked[-1].message_id if asked else None
    await tx.outbox.say(by.user_id, DangerAnswered(incident=incident.id, grade=grade), under=incident.id, edit=edit, sound=False)


async def with_danger_decided(tx: Transaction, policy: Policy, incident: Incident, grade: DangerGrade | None, *, now: datetime) -> Incident:
    """The incident with its danger decided, on its way where it was held back. Not saved."""
    known = replace(incident, danger_asked_at=None)
    if incident.doubt is not Doubt.DANGER or incident.status not in OPEN:
        return at_risk(policy, known, now=now) if grade is DangerGrade.RISK else known
    after = replace(known, danger_grade=grade, doubt=None)
    voices = await tx.voices.of(incident.id)
    said = await tx.readings.of(voices[0].post_id) if voices else None
    if said is None or (said.topic, said.main) != (incident.topic, incident.place):
        said = reading_as_corrected(said, after)
    post = await tx.posts.get(voices[0].post_id) if voices else None
    way = await way_of(tx, replace(said, danger=grade is not None, danger_grade=grade, danger_asked=False), post=post)
    goes = way.department_id is not None
    after = replace(
        after,
        status=step(after.status, Act.ASSIGN) if goes else after.status,
        department_id=way.department_id,
        doubt=way.doubt if goes else way.doubt or Doubt.ROUTE,
        proposed_id=way.proposed_id,
        route_because=way.because,
    )
    return policy.with_deadlines(after, now=now, clock_from=incident.clock_from)


async def nobody_answered(tx: Transaction, policy: Policy, id: IncidentId, *, now: datetime) -> Outcome:
    """A quarter of an hour is over: the department gets it as a risk, without a sound where it is old. A second call changes nothing."""
    incident = await tx.incidents.get(id)
    if not is_over(incident, now):
        return Outcome(incident=incident, because="ничего не подошло")
    after = await with_danger_decided(tx, policy, incident, DangerGrade.RISK, now=now)
    if is_stale(incident, await _told_at(tx, incident)):
        after = replace(after, reminded=(*after.reminded, Reminder.DANGER_ASKED))
    because = "никто не сказал, опасно ли: есть риск"
    before, data = incident.status, {"asked": 1, "department": after.department_id}
    event = Event(act=Act.ESCALATE, at=now, by=None, because=because, status_before=before, status_after=after.status, data=data)
    after = await tx.incidents.save(after, event)
    await refresh(tx, after)
    return Outcome(incident=after, because=because)


async def _told_at(tx: Transaction, incident: Incident) -> datetime:
    """When the newest of its voices was written."""
    posts = [await tx.posts.get(voice.post_id) for voice in await tx.voices.of(incident.id)]
    return max((each.post.published_at for each in posts), default=incident.published_at)
