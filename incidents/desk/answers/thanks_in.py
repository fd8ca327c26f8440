"""Take in a message of thanks: a silent card without a deadline.

Whom it is given to: docs/voice.md, C10.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from incidents.answers.thanks import A_DAY, as_thanks_to, is_only_thanks, is_thanks, work_of_thanks
from incidents.desk.outcome import Outcome
from incidents.desk.refresh import refresh
from incidents.ids import DepartmentId
from incidents.incident import Act, RejectReason, Voice
from incidents.intake.arrived import Arrived
from incidents.intake.new_incident import new_incident
from incidents.lifecycle import step
from incidents.official import Mode
from incidents.policy import Policy
from incidents.routing.department_scores import likely_departments
from incidents.routing.likely_departments import staffed
from incidents.routing.rules import Route
from incidents.transaction import Transaction

_NOW = timedelta(seconds=1)
"""This moment counts too."""


async def route_of_thanks(tx: Transaction, policy: Policy, arrived: Arrived) -> Route | None:
    """Where a message of thanks goes as a card; None: to nobody in particular, or it belongs to a thread of ours."""
    post, reading = arrived.post, arrived.reading
    if not is_only_thanks(post.post.words, reading):
        return None
    if await tx.voices.incidents_beside(post):
        return None
    who = work_of_thanks(post.post.words, reading)
    if who is None:
        return None
    there = staffed(await tx.officials.all()) & {each.id for each in await tx.departments.all() if each.mode is Mode.OWN}
    found = likely_departments(as_thanks_to(reading, who), rules=await tx.rules.all(), staffed=there, count=1)
    if not found or await _today(tx, policy, found[0], arrived.now) >= A_DAY:
        return None
    return Route(department_id=found[0], because=f"благодарят: {who.words}" if who.words else "благодарят за работу отдела")


async def _today(tx: Transaction, policy: Policy, department: DepartmentId, now: datetime) -> int:
    """How many thanks the department got this day."""
    midnight = now.astimezone(policy.calendar.timezone).replace(hour=0, minute=0, second=0, microsecond=0)
    opened = [each for each in await tx.incidents.between(midnight, now + _NOW) if each.opened_at >= midnight]
    return sum(is_thanks(each) and each.department_id == department for each in opened)


async def give_thanks(tx: Transaction, policy: Policy, arrived: Arrived, way: Route) -> Outcome:
    """The card of thanks: no appeal from the start, no clock, in no figure."""
    now = arrived.now
    draft = new_incident(tx.district_id, policy, arrived.post, arrived.reading, way, None, now=now)
    card = replace(
        draft,
        status=step(draft.status, Act.REJECT),
        reject_reason=RejectReason.THANKS,
        closed_at=now,
        department_id=way.department_id,
        doubt=None,
        accept_by=None,
        answer_by=None,
        repeat_of=None,
    )
    because = "спасибо, не обращение"
    incident = await tx.incidents.add(card, arrived.event(Act.TAKE_IN, None, card, because, department=way.department_id))
    await tx.voices.add(Voice(incident_id=incident.id, post_id=arrived.post.id, joined_at=now, because=way.because))
    await refresh(tx, incident)
    return Outcome(incident=incident, because=because, is_new=True)
