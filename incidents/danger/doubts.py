"""Danger in doubt («Опасно?»): who is asked, when, how long.

Unanswered it is a risk.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from incidents.audience import duty_first
from incidents.deadlines.reminders import OF_THE_ANSWER, Reminder
from incidents.deadlines.time_policy import TimePolicy
from incidents.deadlines.worktime import WorkCalendar
from incidents.incident import OPEN, Doubt, Incident
from incidents.official import Department, Mode, Official, Role
from incidents.people.leave import seats
from incidents.posts import StoredPost
from incidents.reading import DangerGrade, Reading
from incidents.recipients import in_role
from incidents.routing.taxonomy import Taxonomy

WAIT = timedelta(minutes=15)
"""After so long without an answer it is a risk."""

STALE = timedelta(hours=4)
"""What was written so long before it was found is on its place still or is over: the unanswered question rings no department."""

WAKES = 0.3
"""At night the question rings where a danger that is there now is so probable at least."""


def is_mortal(reading: Reading, topics: Taxonomy) -> bool:
    """Whether the trouble itself may kill, whatever the words; a topic that the taxonomy no longer has does not."""
    topic = topics.get(reading.topic)
    return topic is not None and topic.is_mortal


def is_asked(reading: Reading, topics: Taxonomy) -> bool:
    """Whether somebody must look: the reader is not sure, or the topic is mortal and nothing tells of the danger."""
    return not reading.danger and (reading.danger_asked or is_mortal(reading, topics))


def with_stale_danger_lowered(post: StoredPost, reading: Reading, now: datetime) -> Reading:
    """The reading as it counts now: of what was written days before it was found nobody is woken."""
    if not post.is_long_past(now) or reading.danger_grade is not DangerGrade.NOW:
        return reading
    return replace(reading, danger_grade=DangerGrade.RISK)


def goes_on(incident: Incident, departments: Iterable[Department]) -> bool:
    """Whether a department gets the risk, or has the card already; else a mode or a doubt keeps it with the coordinator."""
    own = {each.id for each in departments if each.mode is Mode.OWN}
    return incident.department_id is not None or (incident.doubt is Doubt.DANGER and incident.proposed_id in own)


def is_waiting(incident: Incident) -> bool:
    """Whether somebody is asked, and an answer is wanted still."""
    return incident.status in OPEN and incident.danger_asked_at is not None


def is_over(incident: Incident, now: datetime) -> bool:
    """Whether nobody has answered in time."""
    return incident.status in OPEN and incident.danger_asked_at is not None and incident.danger_asked_at + WAIT <= now


def is_stale(incident: Incident, told_at: datetime) -> bool:
    """Whether the newest word of it was written long before anybody was asked."""
    return incident.danger_asked_at is not None and incident.danger_asked_at - told_at > STALE


def is_day(calendar: WorkCalendar, now: datetime) -> bool:
    """From the first working minute of the day to its last, lunch too."""
    hours = calendar.intervals(now.astimezone(calendar.timezone).date())
    return bool(hours) and hours[0][0] <= now < hours[-1][1]


def officials_to_ask(officials: Iterable[Official], *, by_day: bool) -> Sequence[Official]:
    """By day the coordinators, at night whoever is on duty; the others where there is nobody. What is of one on leave, the deputy hears."""
    officials = tuple(officials)
    seat = seats(officials)
    people = [each for each in officials if each.id in seat]
    coordinators, duty = in_role(people, Role.COORDINATOR), duty_first(people)
    asked = (coordinators or duty) if by_day else (duty or coordinators)
    return tuple(dict.fromkeys(seat[each.id] for each in asked))


def with_danger_words(incident: Incident, reading: Reading) -> Incident:
    """The incident with the words of this reading for its danger, where it has any."""
    if reading.danger_words is None:
        return incident
    return replace(incident, danger_words=reading.danger_words, danger_title=reading.danger_title)


def at_risk(policy: TimePolicy, incident: Incident, *, now: datetime) -> Incident:
    """The incident with a risk: it shortens the time to answer and nothing else; who has it has it, and nobody is woken."""
    worse = replace(incident, danger_grade=DangerGrade.RISK)
    is_said = incident.answered_at is not None and incident.answered_at >= incident.clock_from
    if incident.status not in OPEN or is_said:
        return worse
    anew = policy.with_deadlines(replace(worse, reminded=()), now=now, clock_from=now)
    sooner = min(due for due in (incident.answer_by, anew.answer_by) if due is not None)
    left = tuple(code for code in incident.reminded if code not in OF_THE_ANSWER | {Reminder.HALF})
    return worse if sooner == incident.answer_by else replace(worse, answer_by=sooner, reminded=left)
