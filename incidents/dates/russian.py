"""Russian names of months and weekdays.

«25 ноября», «пн», and the stems that dates are found by.
"""

from datetime import date

MONTHS = ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря")
MONTH_STEMS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
WEEKDAYS_ACCUSATIVE = ("понедельник", "вторник", "среду", "четверг", "пятницу", "субботу", "воскресенье")
WEEKDAYS_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


def date_words(day: date) -> str:
    """«25 ноября»."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def dated(day: date, today: date) -> str:
    """«25 ноября», of another year «25 ноября 2025 года»."""
    return date_words(day) if day.year == today.year else f"{date_words(day)} {day.year} года"
