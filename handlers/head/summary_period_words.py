"""The first lines of the head's summary: of which days."""

from datetime import date, datetime, time, timedelta, tzinfo

from handlers.kit.text import capital, clock, count, duration
from incidents.dates.russian import WEEKDAYS, WEEKDAYS_ACCUSATIVE, dated
from incidents.head.summary import Summary


def header(summary: Summary, now: datetime, tz: tzinfo, late_by: timedelta | None) -> list[str]:
    """«Вторник, 24 ноября · за понедельник и ночь»; of whole days, their dates."""
    line = _of_days(summary, now, tz) or f"<b>{_weekday(summary.until, now, tz)}</b> · {period_of(summary, tz, now)}"
    lines = [line] if late_by is None else [f"<b>Сводка задержалась на {duration(late_by)}</b>, данные на {clock(summary.until, tz)}", line]
    if summary.began is not None:
        lines.append(f"Отклик работает с {_day(summary.began, now, tz)}: раньше этого дня цифр нет")
    return lines


def before_otklik(since: datetime, until: datetime, began: datetime, now: datetime, tz: tzinfo) -> str:
    """A period that ended before the first message was read."""
    return f"{_days_named(since, until, now, tz)} тогда Отклик ещё не работал, цифр нет. Он работает с {_day(began, now, tz)}"


def too_many(since: datetime, until: datetime, opened: int, now: datetime, tz: tzinfo) -> str:
    """A period of more questions than one summary counts."""
    questions = count(opened, "новый вопрос", "новых вопроса", "новых вопросов")
    return f"{_days_named(since, until, now, tz)} {questions}, столько сразу не посчитаем. Выберите период короче, например месяц"


def _days_named(since: datetime, until: datetime, now: datetime, tz: tzinfo) -> str:
    first, last = _day(since, now, tz), _day(until - timedelta(microseconds=1), now, tz)
    return f"<b>{capital(first if first == last else f'{first} – {last}')}:</b>"


def _day(moment: datetime, now: datetime, tz: tzinfo) -> str:
    return dated(moment.astimezone(tz).date(), now.astimezone(tz).date())


def _weekday(moment: datetime, now: datetime, tz: tzinfo) -> str:
    return f"{capital(WEEKDAYS[moment.astimezone(tz).weekday()])}, {_day(moment, now, tz)}"


def _of_days(summary: Summary, now: datetime, tz: tzinfo) -> str | None:
    """The header of whole days: they end at midnight."""
    first, last = summary.since.astimezone(tz), (summary.until - timedelta(microseconds=1)).astimezone(tz)
    if summary.until.astimezone(tz).time() != time() or first.time() != time():
        return None
    if first.date() == last.date():
        return f"<b>{_weekday(summary.since, now, tz)}</b> · за весь день"
    return f"<b>{span_of_days(first.date(), last.date(), now.astimezone(tz).date())}</b> · {_days(first.date(), last.date())}"


def span_of_days(first: date, last: date, today: date) -> str:
    """«1 ноября – 20 ноября», with the years where they are not this one."""
    return f"{dated(first, today)} – {dated(last, today)}"


def _days(first: date, last: date) -> str:
    return count((last - first).days + 1, "день", "дня", "дней")


def period_of(summary: Summary, tz: tzinfo, now: datetime) -> str:
    """«за понедельник и ночь», «за выходные»."""
    first, last = summary.since.astimezone(tz), summary.until.astimezone(tz)
    days = (last.date() - first.date()).days
    weekdays = (first.weekday(), last.weekday())
    if days == 0:
        return f"за сегодня с {clock(summary.since, tz)}"
    if days == 1:
        return f"за {WEEKDAYS_ACCUSATIVE[first.weekday()]} и ночь"
    if (days, weekdays) in ((2, (5, 0)), (3, (4, 0))):
        return "за выходные" if days == 2 else "за пятницу и выходные"  # noqa: PLR2004 - from Saturday to Monday
    return f"с {_day(summary.since, now, tz)}"
