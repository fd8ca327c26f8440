"""Days that officials name, as moments: the morning of a day, the next Monday."""

from datetime import date, datetime, time, timedelta, tzinfo

from incidents.errors import DomainError
from incidents.policy import Policy

MOST = timedelta(days=90)
"""Nothing is put off for longer: what lies longer is a plan, and a plan is an answer to the resident."""

ASK_AT = time(10)
"""When we ask other organisations again."""

_YEAR = 366
_MONDAY = 7


def today(policy: Policy, now: datetime) -> date:
    """The local date."""
    return now.astimezone(policy.calendar.timezone).date()


def morning(policy: Policy, day: date) -> datetime:
    """When work begins on this day, or on the next working one."""
    for ahead in range(_YEAR):
        intervals = policy.calendar.intervals(day + timedelta(days=ahead))
        if intervals:
            return intervals[0][0]
    raise DomainError("В календаре округа нет рабочих дней. Напишите тому, кто обслуживает бота")


def next_working(policy: Policy, day: date) -> date:
    """The next working day after this one."""
    return morning(policy, day + timedelta(days=1)).astimezone(policy.calendar.timezone).date()


def next_morning(now: datetime, timezone: tzinfo) -> date:
    """The day whose morning comes next: tomorrow, or whatever the hour."""
    return now.astimezone(timezone).date() + timedelta(days=1)


def asking_time(policy: Policy, day: date) -> datetime:
    """When another organisation is asked again on this day, or on the next working one."""
    begins = morning(policy, day).astimezone(policy.calendar.timezone)
    return max(begins, datetime.combine(begins.date(), ASK_AT, policy.calendar.timezone))


def next_monday(day: date) -> date:
    """Monday of the next week."""
    return day + timedelta(days=_MONDAY - day.weekday())


def ahead(policy: Policy, until: datetime | None, *, now: datetime) -> datetime:
    """A moment to wait for. Raises DomainError where it has passed or is too far."""
    if until is None:
        raise DomainError("Выберите день")
    if until <= now:
        raise DomainError(f"{policy.day(until).capitalize()} уже прошло. Назовите день впереди")
    if until - now > MOST:
        raise DomainError("Дальше трёх месяцев не откладываем. Назовите день ближе или закройте с ответом «в плане»")
    return until
