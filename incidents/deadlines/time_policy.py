"""What a district decided about time: its norms and its working calendar."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from incidents.dates.russian import WEEKDAYS_SHORT, date_words
from incidents.deadlines.values import Norms, deadline
from incidents.deadlines.worktime import WorkCalendar
from incidents.errors import DomainError
from incidents.incident import Incident

MOST = timedelta(days=90)
"""Nothing is put off for longer: what lies longer is a plan, and a plan is an answer to the resident."""

ASK_AT = time(10)
"""When we ask other organisations again."""

_YEAR = 366
_MONDAY = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class TimePolicy:
    """The norms and the working time of a district."""

    norms: Norms
    calendar: WorkCalendar

    def clock(self, moment: datetime) -> str:
        """A moment of today as people say it: «9:31»."""
        local = moment.astimezone(self.calendar.timezone)
        return f"{local.hour}:{local.minute:02}"

    def date_text(self, moment: datetime) -> str:
        """A day: «25 ноября»."""
        return date_words(moment.astimezone(self.calendar.timezone))

    def day(self, moment: datetime) -> str:
        """A moment with its weekday: «ср 25 ноября, 10:14»."""
        local = moment.astimezone(self.calendar.timezone)
        return f"{WEEKDAYS_SHORT[local.weekday()]} {date_words(local)}, {self.clock(moment)}"

    def with_deadlines(self, incident: Incident, *, now: datetime, clock_from: datetime) -> Incident:
        """The incident (re-)assigned now: until when to accept (from now) and to answer (from `clock_from`)."""
        due = deadline(
            norms=self.norms,
            calendar=self.calendar,
            group=incident.group,
            topic=incident.topic,
            danger=incident.danger_grade,
            clock_from=clock_from,
            now=now,
            is_suggestion=incident.is_suggestion,
        )
        is_answered = incident.answered_at is not None and incident.answered_at > clock_from  # by an interim answer: the final clock runs
        answer_by = incident.answer_by if is_answered else due.answer_by
        return replace(incident, clock_from=clock_from, assigned_at=now, accept_by=due.accept_by, answer_by=answer_by)

    def today(self, now: datetime) -> date:
        """The local date."""
        return now.astimezone(self.calendar.timezone).date()

    def morning(self, day: date) -> datetime:
        """When work begins on this day, or on the next working one."""
        for ahead in range(_YEAR):
            intervals = self.calendar.intervals(day + timedelta(days=ahead))
            if intervals:
                return intervals[0][0]
        raise DomainError("В календаре округа нет рабочих дней. Напишите тому, кто обслуживает бота")

    def next_working(self, day: date) -> date:
        """The next working day after this one."""
        return self.today(self.morning(day + timedelta(days=1)))

    def asking_time(self, day: date) -> datetime:
        """When another organisation is asked again on this day, or on the next working one."""
        begins = self.morning(day).astimezone(self.calendar.timezone)
        return max(begins, datetime.combine(begins.date(), ASK_AT, self.calendar.timezone))

    def ahead(self, until: datetime | None, *, now: datetime) -> datetime:
        """A moment to wait for. Raises DomainError where it has passed or is too far."""
        if until is None:
            raise DomainError("Выберите день")
        if until <= now:
            raise DomainError(f"{self.day(until).capitalize()} уже прошло. Назовите день впереди")
        if until - now > MOST:
            raise DomainError("Дальше трёх месяцев не откладываем. Назовите день ближе или закройте с ответом «в плане»")
        return until


def next_morning(now: datetime, timezone: tzinfo) -> date:
    """The day whose morning comes next: tomorrow, or whatever the hour."""
    return now.astimezone(timezone).date() + timedelta(days=1)


def next_monday(day: date) -> date:
    """Monday of the next week."""
    return day + timedelta(days=_MONDAY - day.weekday())
