"""Times, spans and numbers in plain Russian.

Moments are aware UTC; local time exists only here.
"""

from datetime import datetime, timedelta, tzinfo

from incidents.dates.russian import WEEKDAYS_SHORT, date_words

_TEENS = range(11, 15)
_FEW = range(2, 5)
_HOURS_UNTIL_DAYS = 48
_YEAR = 365.25  # days
_YEAR_MATTERS = timedelta(days=180)


def plural(n: int, one: str, few: str, many: str) -> str:
    """The form of a noun after a number: 1 житель, 2 жителя, 5 жителей."""
    if n % 100 in _TEENS:
        return many
    return one if n % 10 == 1 else few if n % 10 in _FEW else many


def count(n: int, one: str, few: str, many: str) -> str:
    """«3 жителя»."""
    return f"{n} {plural(n, one, few, many)}"


def duration(span: timedelta) -> str:
    """«2 ч 28 мин»; from two days on «3 дня 4 ч»."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes == 0:
        return "меньше минуты"
    hours, minutes = divmod(minutes, 60)
    if hours >= _HOURS_UNTIL_DAYS:
        days, hours = divmod(hours, 24)
        return count(days, "день", "дня", "дней") + (f" {hours} ч" if hours else "")
    return " ".join([f"{hours} ч"] * bool(hours) + [f"{minutes} мин"] * bool(minutes))


def how_long(span: timedelta) -> str:
    """How long something lasts, as people say it.

    «21 минуту», «1 час 3 минуты», from two hours on «3 часа», from two days on «9 дней».
    """
    hours, minutes = divmod(int(span.total_seconds() // 60), 60)
    if hours >= _HOURS_UNTIL_DAYS:
        return count(hours // 24, "день", "дня", "дней")
    whole = [count(hours, "час", "часа", "часов")] * bool(hours)
    return " ".join(whole + [count(minutes, "минуту", "минуты", "минут")] * (not hours or (hours == 1 and minutes > 0)))


def ago(span: timedelta) -> str:
    """«2 дня назад»."""
    return "только что" if span < timedelta(minutes=1) else f"{how_long(span)} назад"


def kept_for(span: timedelta) -> str:
    """«год», «5 лет», «30 дней»: for how long something is kept."""
    years = round(span.days / _YEAR)
    if years and abs(span.days - years * _YEAR) < 1:
        return "год" if years == 1 else count(years, "год", "года", "лет")
    return count(span.days, "день", "дня", "дней")


def took(span: timedelta) -> str:
    """«за 2 ч 28 мин», «меньше чем за минуту»."""
    return "меньше чем за минуту" if span < timedelta(minutes=1) else f"за {duration(span)}"


def clock(moment: datetime, tz: tzinfo) -> str:
    """«9:05»."""
    local = moment.astimezone(tz)
    return f"{local.hour}:{local.minute:02}"


def day(moment: datetime, tz: tzinfo) -> str:
    """«25 ноября»."""
    return date_words(moment.astimezone(tz))


def weekday_moment(moment: datetime, tz: tzinfo, now: datetime) -> str:
    """«ср 25 ноября, 10:14»: a deadline on a card, true on any day it is read. A far date carries its year."""
    local = moment.astimezone(tz)
    year = f" {local.year}" if abs(moment - now) > _YEAR_MATTERS else ""
    return f"{WEEKDAYS_SHORT[local.weekday()]} {date_words(local)}{year}, {clock(moment, tz)}"


def moment(moment: datetime, tz: tzinfo, now: datetime) -> str:
    """«сегодня 10:14», on other days «ср 25 ноября, 10:14»."""
    return f"сегодня {clock(moment, tz)}" if _same_day(moment, tz, now) else weekday_moment(moment, tz, now)


def on_day(moment: datetime, tz: tzinfo, now: datetime) -> str:
    """When something happened: «в 9:31» today, else «24 ноября в 9:31»."""
    hour = f"в {clock(moment, tz)}"
    return hour if _same_day(moment, tz, now) else f"{day(moment, tz)} {hour}"


def stamp(moment: datetime, tz: tzinfo, now: datetime) -> str:
    """Beside something: «9:31» today, else «24 ноября, 9:31»."""
    return clock(moment, tz) if _same_day(moment, tz, now) else f"{day(moment, tz)}, {clock(moment, tz)}"


def _same_day(moment: datetime, tz: tzinfo, now: datetime) -> bool:
    return moment.astimezone(tz).date() == now.astimezone(tz).date()
