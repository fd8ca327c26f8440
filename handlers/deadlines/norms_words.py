"""/norms: what holds, what was changed over the file, and how."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from handlers.deadlines.buttons import NormButton, NormDo
from handlers.kit.button import Row, rows
from handlers.kit.buttons import ChangesButton
from handlers.kit.russian_time import plural
from handlers.kit.text import capital, escape, lower_first, name
from incidents.dates.russian import WEEKDAYS, WEEKDAYS_SHORT, date_words
from incidents.deadlines.norm_overrides import COUNTS, DAY, GROUP, START, TOPIC, WEEK, NormKey, NormWord, intervals_of, value_of
from incidents.deadlines.values import Norms, StartEvent
from incidents.deadlines.worktime import Intervals, WorkCalendar
from incidents.messenger import Button, Message
from incidents.settings_log import Area

TITLES = {
    NormKey.ANSWER: "Ответить жителю",
    NormKey.ACCEPT: "Принять",
    NormKey.ROUTE: "Выбрать отдел",
    NormKey.FINAL: "Окончательный ответ после промежуточного",
    NormKey.RISK_ANSWER: "Есть риск: ответить",
    NormKey.NOW_ACCEPT: "Опасно: позвать второго дежурного",
    NormKey.NOW_CLIMB: "Опасно: позвать координатора и руководителя",
    NormKey.NOW_AGAIN: "Опасно: звать снова, пока не приняли",
    NormKey.NOW_WARN: "Опасно: предупредить жителей",
    NormKey.NOW_ANSWER: "Опасно: ответить",
    NormKey.SOUNDS: "Звуков в день на человека",
    NormKey.APPROVAL: "Согласовать ответ",
    NormKey.MASS_COUNT: "Массовое: сколько жителей",
    NormKey.MASS_WITHIN: "Массовое: за какое время",
    NormKey.SUGGESTION: "Предложение: ответить",
    NormKey.HEAD_HEARS: "Опасно: сказать главе, если не приняли за столько минут (0: не говорить)",
}
_WORKING = frozenset({NormKey.ANSWER, NormKey.ACCEPT, NormKey.ROUTE, NormKey.RISK_ANSWER, NormKey.APPROVAL})
STARTS = {
    StartEvent.PUBLISHED: "с публикации",
    StartEvent.DETECTED: "с момента, когда увидели",
    StartEvent.ASSIGNED: "с передачи отделу",
}
LISTED = 6


def norms(
    *, held: Norms, calendar: WorkCalendar, words: Sequence[NormWord], shorts: Mapping[str, str], today: date, kept: int = 0
) -> Message:
    """What holds now; a changed line says so. `kept`: open incidents whose deadline the last change left alone."""
    changed = {word.key for word in words}
    lines = [f"<b>Нормы округа</b>, срок идёт {STARTS[held.start]}" + (" (изменено)" if START in changed else "")]
    for n, key in enumerate(NormKey, start=1):
        lines.append(f"{n}. {TITLES[key]}: {value(held, key)}" + (" (изменено)" if key in changed else ""))
    own = [f"{escape(lower_first(shorts.get(slug, slug)))} {span(norm.answer)}" for slug, norm in {**held.groups, **held.topics}.items()]
    if own:
        more = f" и ещё {len(own) - LISTED}" if len(own) > LISTED else ""
        lines.append(f"Свои сроки ответа: {', '.join(own[:LISTED])}{more}")
    lines.append(f"Неделя: {week_text(calendar)}" + (" (изменено)" if any(key.startswith(WEEK) for key in changed) else ""))
    days = [word for word in words if word.key.startswith(DAY) and date_of(word.key) >= today]
    lines += [f"{capital(day_text(date_of(word.key)))}: {hours_text(intervals_of(word.value))} (изменено)" for word in days[:LISTED]]
    lines.append(kept_text(kept) or "Новые нормы действуют для новых сообщений, прежние сроки не сдвигаем")
    numbers = [button(NormDo.CHANGE, str(n), key) for n, key in enumerate(NormKey, start=1)]
    log = Button(label="Что меняли", data=ChangesButton(area=Area.NORMS, page=0).pack())
    more_rows: tuple[Row, ...] = (
        (button(NormDo.TOPICS, "Сроки тем"), button(NormDo.WEEK, "Рабочая неделя")),
        (button(NormDo.DAYS, "Особые дни"), button(NormDo.START, "Откуда срок")),
        (log, *[button(NormDo.RESET_ASK, "Как в файле")] * bool(changed)),
    )
    return Message(html="\n".join(lines), rows=(*(tuple(numbers[i : i + 5]) for i in range(0, len(numbers), 5)), *rows(*more_rows)))


def kept_text(kept: int) -> str:
    """What the last change left alone; "" where there is nothing."""
    of = plural(kept, "открытого сообщения", "открытых сообщений", "открытых сообщений")
    return f"Срок {kept} {of} не изменится, новые пойдут по-новому" if kept else ""


def ask_norm(*, held: Norms, key: NormKey) -> Message:
    """One value is typed."""
    example = "«12»" if key in COUNTS else "«9 ч», «45 мин», «7 дней»"
    return Message(html=f"<b>{TITLES[key]}:</b> сейчас {value(held, key)}\nСколько нужно? Например: {example}. Передумали? «отмена»")


def ask_norm_day() -> Message:
    """A date is typed."""
    html = (
        "<b>Какой день и как работаем?</b>\n«31.12 выходной», «29.12 сокращённый», «суббота 28.11 рабочая 10:00–14:00»\n"
        "Несколько дней или перенос: каждый с новой строки. Передумали? «отмена»"
    )
    return Message(html=html)


def norm_changed(*, key: str, said: str | None, by: str, names: Mapping[str, str] | None = None) -> Message:
    """To the other coordinators, a line."""
    who = escape(name(by, 60))
    what = f"{_title(key, names or {})}: {'как в файле' if said is None else said_text(key, said)}"
    return Message(html=f"<b>Изменили норму.</b> {what}\nКто: {who}. Все нормы: /norms")


def change_line(key: str, before: str | None, after: str | None, names: Mapping[str, str]) -> str:
    """A line of «Что меняли»: what it was and became."""
    became = "как в файле" if after is None else said_text(key, after)
    return f"{_title(key, names)}: {became}, было {said_text(key, before or '')}"


def said_text(key: str, value: str) -> str:
    """The value of a word as people say it."""
    if key.startswith((DAY, WEEK)):
        return hours_text(intervals_of(value))
    if key == START:
        return STARTS[StartEvent(value)]
    return value if key in COUNTS else span(timedelta(minutes=int(value)))


def _title(key: str, names: Mapping[str, str]) -> str:
    if key.startswith(DAY):
        return capital(day_text(date_of(key)))
    if key.startswith(WEEK):
        return capital(WEEKDAYS[int(key.removeprefix(WEEK))])
    if key.startswith((TOPIC, GROUP)):
        slug = key.partition(":")[2]
        return f"Ответить, {'группа ' if key.startswith(GROUP) else ''}«{escape(name(names.get(slug, slug), 60))}»"
    return "Срок идёт" if key == START else TITLES[NormKey(key)]


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


def week_text(calendar: WorkCalendar) -> str:
    """«пн–пт 9:00–13:00, 14:00–18:00»: days of the same hours together."""
    runs: list[tuple[int, int, Intervals]] = []
    for n, hours in enumerate(calendar.week):
        if runs and runs[-1][2] == hours:
            runs[-1] = (runs[-1][0], n, hours)
        else:
            runs.append((n, n, hours))
    names = [(WEEKDAYS_SHORT[a] if a == b else f"{WEEKDAYS_SHORT[a]}–{WEEKDAYS_SHORT[b]}", hours) for a, b, hours in runs]
    return "; ".join(f"{days} {hours_text(hours)}" for days, hours in names)


def hours_text(intervals: Intervals) -> str:
    """«9:00–13:00, 14:00–18:00», «выходной»."""
    return ", ".join(f"{a.hour}:{a.minute:02}–{b.hour}:{b.minute:02}" for a, b in intervals) or "выходной"


def date_of(key: str) -> date:
    """The date of a day's key."""
    return date.fromisoformat(key.removeprefix(DAY))


def day_text(day: date) -> str:
    """«чт 31 декабря»."""
    return f"{WEEKDAYS_SHORT[day.weekday()]} {date_words(day)}"


def button(do: NormDo, label: str, key: str = "") -> Button:
    """A press in /norms."""
    return Button(label=label, data=NormButton(do=do, key=key).pack())
