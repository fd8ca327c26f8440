"""What every use case shares: the district's policy, the outcome, and who is told of a change."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from incidents.approval import ApprovalRules
from incidents.audience import audience
from incidents.deadlines import Norms, WorkCalendar, deadline
from incidents.facts import Measure
from incidents.ids import IncidentId
from incidents.incident import Act, Event, Incident
from incidents.lint import Words
from incidents.people import Official
from incidents.places import NO_PLACES, PlaceBook
from incidents.ports import Say, Transaction
from incidents.reminders import Reminder, holds
from incidents.taxonomy import Taxonomy

WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip


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
    posts_photos: bool = True  # VK lets us put photos under a post (the token of the community's editor is there)

    def clock(self, moment: datetime) -> str:
        """A moment of today as people say it: «9:31»."""
        local = moment.astimezone(self.calendar.timezone)
        return f"{local.hour}:{local.minute:02}"

    def date(self, moment: datetime) -> str:
        """A day: «25 ноября»."""
        local = moment.astimezone(self.calendar.timezone)
        return f"{local.day} {MONTHS[local.month - 1]}"

    def day(self, moment: datetime) -> str:
        """A moment with its weekday: «ср 25 ноября, 10:14»."""
        local = moment.astimezone(self.calendar.timezone)
        return f"{WEEKDAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}, {self.clock(moment)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a use case did: the incident as it stands now (None: there is none) and why."""

    incident: Incident | None
    because: str
    is_new: bool = False
    matched_because: str | None = None


def noted(incident: Incident, because: str, *, now: datetime, by: Official | None = None, **data: int | str | None) -> Event:
    """A line of the log that leaves the status as it is. `data` holds ids and codes."""
    status = incident.status
    who = by.id if by is not None else None
    return Event(act=Act.NOTE, at=now, by=who, because=because, status_before=status, status_after=status, data=data)


async def refresh(tx: Transaction, incident: Incident) -> None:
    """Every chat of the incident's audience, and every chat with a copy, will show it as it stands; reminders of what is done go."""
    recipients = audience(incident, officials=await tx.officials(), departments=await tx.departments())
    await tx.refresh_cards(incident.id, recipients)
    await clear_reminders(tx, incident)


async def clear_reminders(tx: Transaction, incident: Incident) -> None:
    """Take away the reminders of an incident whose act is done; the coordinator's list of the hour is written anew."""
    for each in await tx.reminders(incident.id):
        if not holds(each.code, incident):
            await tx.forget_reminder(incident.id, each.chat_id)
            await tx.say(Say(chat_id=each.chat_id, code="delete", params={"edit": each.message_id}, sound=False))
    if Reminder.OVERDUE_COORDINATOR in incident.reminded and not holds(Reminder.OVERDUE_COORDINATOR, incident):
        for each in await tx.reminders(None):
            await tx.say(Say(chat_id=each.chat_id, code=each.code, params={"edit": each.message_id}, sound=False))


async def refresh_id(tx: Transaction, id: IncidentId) -> None:
    """`refresh` for a caller who holds the id only."""
    await refresh(tx, await tx.incident(id))


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
