"""Route and time an incident anew after its topic or place changed."""

from dataclasses import replace
from datetime import datetime

from incidents.deadlines.values import deadline
from incidents.incident import Act, Doubt, Incident, Status
from incidents.lifecycle import step
from incidents.policy import Policy
from incidents.reading import Kind, MainPlace, Mood, Reading
from incidents.routing.route_now import way_of
from incidents.routing.rules import Route
from incidents.transaction import Transaction

MOVES = frozenset({Status.NEW, Status.ASSIGNED, Status.ACCEPTED, Status.REOPENED})
"""Where a correction may change the department: who waits for others or has answered goes on with it."""


async def reroute(tx: Transaction, policy: Policy, after: Incident, who: str, *, now: datetime) -> Incident:
    """`after` with the department that the rules give it now. `who` says whose word it was: «тему исправили».

    A department that has it keeps it where the rules name no other; the hands that hold it change with the department only.
    """
    if after.status not in MOVES:
        return with_new_norm(policy, after)
    way = await _way(tx, after)
    if way.department_id is None:
        return with_new_norm(policy, after) if after.department_id else _undecided(policy, after, way, who)
    because = f"{way.because}, {who}"
    doubt = after.doubt if after.status is Status.ACCEPTED and after.danger_grade is None else way.doubt
    if way.department_id == after.department_id:
        return with_new_norm(policy, replace(after, route_because=because, doubt=doubt))
    moved = replace(after, department_id=way.department_id, holder_id=None, accepted_at=None, reminded=(), route_because=because)
    moved = replace(moved, doubt=doubt, status=step(after.status, Act.ASSIGN))
    return policy.with_deadlines(moved, now=now, clock_from=after.clock_from)


def _undecided(policy: Policy, after: Incident, way: Route, who: str) -> Incident:
    """Nobody has it and no rule fits: it stays with the coordinator, and the next question is asked."""
    doubt = way.doubt or Doubt.ROUTE
    return with_new_norm(policy, replace(after, doubt=doubt, proposed_id=way.proposed_id, route_because=f"{way.because}, {who}"))


def with_new_norm(policy: Policy, after: Incident) -> Incident:
    """Whoever holds it holds it under another topic; the norm of the answer may be another.

    After a first answer the promise rules the clock.
    """
    if after.answered_at is not None or after.assigned_at is None:
        return after
    due = deadline(
        norms=policy.norms,
        calendar=policy.calendar,
        group=after.group,
        topic=after.topic,
        danger=after.danger_grade,
        clock_from=after.clock_from,
        now=after.assigned_at,
        is_suggestion=after.is_suggestion,
    )
    return replace(after, answer_by=due.answer_by)


async def _way(tx: Transaction, after: Incident) -> Route:
    voices = await tx.voices.of(after.id)
    if not voices:
        return await way_of(tx, reading_as_corrected(None, after), post=None)
    post = await tx.posts.get(voices[0].post_id)
    said = await tx.readings.of(voices[0].post_id)
    return await way_of(tx, reading_as_corrected(said, after), post=post)


def reading_as_corrected(said: Reading | None, incident: Incident) -> Reading:
    """The reading as it would have been: this topic and this place for sure."""
    known = said or _nothing_read()
    return replace(
        known,
        group=incident.group,
        groups=((incident.group, 1.0),),
        topic=incident.topic,
        topics=((incident.topic, 1.0),),
        main=incident.place,
        outside=incident.doubt is Doubt.OUTSIDE,
        danger=incident.danger_grade is not None,
        danger_grade=incident.danger_grade,
        trouble=known.trouble if incident.topic == known.topic else None,
        parts=known.parts if incident.doubt is Doubt.QUESTIONS else (),  # else the coordinator has said what it is about
    )


def _nothing_read() -> Reading:
    """Of an incident that was made by hand."""
    return Reading(
        is_appeal=True,
        appeal_score=1.0,
        kind=Kind.COMPLAINT,
        group="",
        groups=(),
        topic="",
        places=(),
        main=MainPlace(),
        outside=False,
        danger=False,
        danger_grade=None,
        mood=Mood.NEUTRAL,
    )
