"""/norms: what holds, what was said over the file, and how to change it."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.cards import press
from bot.cards.moments import MONTHS, WEEKDAYS_SHORT
from bot.cards.text import capital, escape, name, small
from handlers.clock_buttons import NormButton, NormDo
from incidents.deadlines import Norms, StartEvent
from incidents.messenger import Button, Message
from incidents.norms_said import DAY, NormKey, NormWord, intervals_of, value_of
from incidents.worktime import Intervals, WorkCalendar

TITLES = {
    NormKey.ANSWER: "Ответить жителю",
    NormKey.ACCEPT: "Принять",
    NormKey.ROUTE: "Выбрать отдел",
    NormKey.FINAL: "Окончательный ответ после промежуточного",
    NormKey.RISK_ANSWER: "Есть риск: ответить",
    NormKey.NOW_ACCEPT: "Опасно: позвать второго дежурного",
    NormKey.NOW_CLIMB: "Опасно: позвать координатора и руководителя",
    NormKey.NOW_WARN: "Опасно: предупредить жителей",
    NormKey.NOW_ANSWER: "Опасно: ответить",
    NormKey.SOUNDS: "Звуков в день на человека",
}
_WORKING = frozenset({NormKey.ANSWER, NormKey.ACCEPT, NormKey.ROUTE, NormKey.RISK_ANSWER})
_STARTS = {
    StartEvent.PUBLISHED: "с публикации",
    StartEvent.DETECTED: "с момента, когда увидели",
    StartEvent.ASSIGNED: "с передачи отделу",
}
_LISTED = 6


def norms(*, held: Norms, calendar: WorkCalendar, words: Sequence[NormWord], shorts: Mapping[str, str], today: date) -> Message:
    """What holds now; a changed line says so."""
    changed = {word.key for word in words}
    lines = [f"<b>Нормы округа</b>, срок идёт {_STARTS[held.start]}"]
    for n, key in enumerate(NormKey, start=1):
        lines.append(f"{n}. {TITLES[key]}: {value(held, key)}" + (" (изменено)" if key in changed else ""))
    own = [f"{escape(small(shorts.get(slug, slug)))} {span(norm.answer)}" for slug, norm in {**held.groups, **held.topics}.items()]
    if own:
        more = f" и ещё {len(own) - _LISTED}" if len(own) > _LISTED else ""
        lines.append(f"Свои сроки ответа: {', '.join(own[:_LISTED])}{more}")
    lines.append(f"Неделя: {_week(calendar)}")
    days = [word for word in words if word.key.startswith(DAY) and _date(word.key) >= today]
    lines += [f"{capital(_day(_date(word.key)))}: {_hours(intervals_of(word.value))} (изменено)" for word in days[:_LISTED]]
    lines.append("Новые нормы действуют для новых сообщений, прежние сроки не сдвигаем")
    numbers = [_button(NormDo.CHANGE, str(n), key) for n, key in enumerate(NormKey, start=1)]
    last = [_button(NormDo.DAY, "Особый день…")] + [_button(NormDo.RESET, "Как в файле")] * bool(words)
    return Message(html="\n".join(lines), rows=(*(tuple(numbers[i : i + 5]) for i in (0, 5)), *press.rows(tuple(last))))


def ask_norm(*, held: Norms, key: NormKey) -> Message:
    """One value is typed."""
    example = "«12»" if key is NormKey.SOUNDS else "«9 ч», «45 мин», «7 дней»"
    return Message(html=f"<b>{TITLES[key]}:</b> сейчас {value(held, key)}\nСколько нужно? Например: {example}. Передумали? «отмена»")


def ask_norm_day() -> Message:
    """A date is typed."""
    html = (
        "<b>Какой день и как работаем?</b>\n«31.12 выходной», «29.12 сокращённый», «суббота 28.11 рабочая 10:00–14:00»\n"
        "Передумали? «отмена»"
    )
    return Message(html=html)


def norm_changed(*, key: str, said: str | None, by: str) -> Message:
    """To the other coordinators, a line."""
    who = escape(name(by, 60))
    if key.startswith(DAY):
        what = f"{capital(_day(_date(key)))}: {'как в файле' if said is None else _hours(intervals_of(said))}"
    else:
        known = NormKey(key)
        words = "как в файле" if said is None else said if known is NormKey.SOUNDS else span(timedelta(minutes=int(said)))
        what = f"{TITLES[known]}: {words}"
    return Message(html=f"<b>Изменили норму.</b> {what}\nКто: {who}. Все нормы: /norms")


def value(held: Norms, key: NormKey) -> str:
    """«9 ч рабочих»."""
    found = value_of(held, key)
    if isinstance(found, int):
        return str(found)
    return span(found) + (" рабочих" if key in _WORKING else "")


def span(length: timedelta) -> str:
    """«9 ч», «45 мин», «7 дн»."""
    minutes = int(length.total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    if days and not rest:
        return f"{days} дн"
    hours, minutes = divmod(minutes, 60)
    return " ".join([f"{hours} ч"] * bool(hours) + [f"{minutes} мин"] * bool(minutes or not hours))


def _week(calendar: WorkCalendar) -> str:
    """«пн–пт 9:00–13:00, 14:00–18:00»: days of the same hours together."""
    runs: list[tuple[int, int, Intervals]] = []
    for n, hours in enumerate(calendar.week):
        if runs and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], n, hours)
        else:
            runs.append((n, n, hours))
    names = [(WEEKDAYS_SHORT[a] if a == b else f"{WEEKDAYS_SHORT[a]}–{WEEKDAYS_SHORT[b]}", hours) for a, b, hours in runs]
    return "; ".join(f"{days} {_hours(hours)}" for days, hours in names)


def _hours(intervals: Intervals) -> str:
    return ", ".join(f"{a.hour}:{a.minute:02}–{b.hour}:{b.minute:02}" for a, b in intervals) or "выходной"


def _date(key: str) -> date:
    return date.fromisoformat(key.removeprefix(DAY))


def _day(day: date) -> str:
    return f"{WEEKDAYS_SHORT[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def _button(do: NormDo, label: str, key: str = "") -> Button:
    return Button(label=label, data=NormButton(do=do, key=key).pack())
