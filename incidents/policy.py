"""The policy of a district: norms, working time, topics, places, words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from incidents.advice.values import Words
from incidents.answers.facts import Measure
from incidents.approval.values import ApprovalRules
from incidents.dates.russian import WEEKDAYS_SHORT, date_words
from incidents.deadlines.values import Norms, deadline
from incidents.deadlines.worktime import WorkCalendar
from incidents.incident import Incident
from incidents.intake.one_problem import Sameness
from incidents.places.values import NO_PLACES, PlaceBook
from incidents.privacy.values import Keep
from incidents.routing.taxonomy import Taxonomy
from incidents.sources.networks import NetworkKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a district decided and knows: its norms, its working time, its topics and places, whose answers are approved."""

    norms: Norms
    calendar: WorkCalendar
    topics: Taxonomy = field(default_factory=dict)
    places: PlaceBook = NO_PLACES
    approval: ApprovalRules = field(default_factory=ApprovalRules)
    measures: Mapping[str, Measure] = field(default_factory=dict)  # what is done about a topic or a group
    words: Words = field(default_factory=Words)  # for the advice before sending
    sameness: Sameness | None = None  # tells one problem from two; None: nothing is offered
    networks: Sequence[NetworkKind] = ()  # what a typed link may lead to, in the order in which they are asked
    keep: Keep = field(default_factory=Keep)  # how long personal data are kept
    posts_photos: bool = True  # VK lets us put photos under a post (the token of the community's editor is there)

    def clock(self, moment: datetime) -> str:
        """A moment of today as people say it: «9:31»."""
        local = moment.astimezone(self.calendar.timezone)
        return f"{local.hour}:{local.minute:02}"

    def date(self, moment: datetime) -> str:
        """A day: «25 ноября»."""
        local = moment.astimezone(self.calendar.timezone)
        return f"{date_words(local)}"

    def day(self, moment: datetime) -> str:
        """A moment with its weekday: «ср 25 ноября, 10:14»."""
        local = moment.astimezone(self.calendar.timezone)
        return f"{WEEKDAYS_SHORT[local.weekday()]} {date_words(local)}, {self.clock(moment)}"


def timed(policy: Policy, incident: Incident, *, now: datetime, clock_from: datetime) -> Incident:
    """The incident (re-)assigned now: until when to accept (from now) and to answer (from `clock_from`)."""
    due = deadline(
        norms=policy.norms,
        calendar=policy.calendar,
        group=incident.group,
        topic=incident.topic,
        danger=incident.danger_grade,
        clock_from=clock_from,
        now=now,
    )
    is_answered = incident.answered_at is not None and incident.answered_at > clock_from  # by an interim answer: the final clock runs
    answer_by = incident.answer_by if is_answered else due.answer_by
    return replace(incident, clock_from=clock_from, assigned_at=now, accept_by=due.accept_by, answer_by=answer_by)
