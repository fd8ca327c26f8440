"""Days that a menu offers, or a day typed in Russian.

«Завтра», «До понедельника», «Через неделю».
"""

from datetime import datetime, timedelta

from handlers.kit.buttons import Day
from handlers.kit.choices import bad_choice
from handlers.kit.context import Context
from incidents.dates.find import date_in
from incidents.deadlines.time_policy import next_monday
from incidents.errors import DomainError

_FRIDAY = 4


def chosen(ctx: Context, offered: Day) -> datetime:
    """The morning of the day that a button names. Raises WrongStep for «Дата…», which names none."""
    day = ctx.policy.today(ctx.now)
    match offered:
        case Day.TOMORROW:
            day += timedelta(days=1)
        case Day.FRIDAY:
            day += timedelta(days=(_FRIDAY - day.weekday()) % 7 or 7)
        case Day.MONDAY:
            day = next_monday(day)
        case Day.WEEK:
            day += timedelta(days=7)
        case Day.MONTH:
            day += timedelta(days=30)
        case Day.TYPED:
            raise bad_choice()
    return ctx.policy.morning(day)


def typed(ctx: Context, text: str | None) -> datetime:
    """The morning of the day that the words name. Raises DomainError where they name none, or one that has passed."""
    now_day = ctx.policy.today(ctx.now)
    day = date_in(text or "", today=now_day)
    if day is None:
        raise DomainError("День не разобрали. Напишите, например: «30 ноября», «в пятницу», «через две недели»")
    if day <= now_day:
        raise DomainError("Этот день уже настал или прошёл. Назовите день впереди, хотя бы «завтра»")
    return ctx.policy.morning(day)


def parsed(kept: str) -> datetime:
    """A moment that a dialogue kept."""
    return datetime.fromisoformat(kept)
