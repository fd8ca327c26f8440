"""/norms: topics' own times, the week, special days, the clock's start."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from handlers.deadlines.buttons import NormDo
from handlers.deadlines.norms_words import STARTS, button, date_of, day_text, hours_text, kept_text, span
from handlers.kit.button import Row, rows
from handlers.kit.labels import CANCEL
from handlers.kit.pages import page_of
from handlers.kit.text import capital, escape, name
from incidents.dates.russian import WEEKDAYS, WEEKDAYS_SHORT
from incidents.deadlines.norm_overrides import DAY, GROUP, START, TOPIC, WEEK, NormWord, answer_of, intervals_of
from incidents.deadlines.values import Norms, StartEvent
from incidents.deadlines.worktime import WorkCalendar
from incidents.messenger import Button, Message

HOURS = (2, 4, 9, 18, 27)
"""What is offered for one tap: from two hours to three working days."""

SOON = timedelta(days=60)
_DAYS, _LINE = 12, 60
_BACK = button(NormDo.SHOW, "К нормам")


def topics(*, held: Norms, words: Sequence[NormWord], names: Mapping[str, str], page: int) -> Message:
    """Groups and topics whose time to answer is their own."""
    changed = {word.key for word in words}
    own = [(f"g~{slug}", GROUP + slug, norm) for slug, norm in held.groups.items()]
    own += [(f"t~{slug}", TOPIC + slug, norm) for slug, norm in held.topics.items()]
    entries = [
        (key, f"{names.get(key[2:], key[2:])}: {span(norm.answer)}{' (изменено)' if word in changed else ''}") for key, word, norm in own
    ]
    lines, choices, turn = page_of(entries, page, choose=_choose(NormDo.TOPIC), turn=_turn(NormDo.TOPICS))
    head = f"<b>Свои сроки ответа: {len(own)}</b>, у остальных тем {span(held.default.answer)} рабочих"
    last: Row = (_BACK, button(NormDo.GROUPS, "Другая тема…", "0"))
    return Message(html="\n".join([head, *lines]), rows=rows(*choices, turn, last))


def all_groups(*, groups: Mapping[str, str], page: int) -> Message:
    """Groups to choose from."""
    lines, choices, turn = page_of(list(groups.items()), page, choose=_choose(NormDo.GROUP), turn=_turn(NormDo.GROUPS))
    return Message(
        html="\n".join(["<b>Для какой темы свой срок?</b> Выберите раздел", *lines]),
        rows=rows(*choices, (button(NormDo.TOPICS, "Назад", "0"), *turn)),
    )


def group(*, slug: str, title: str, shorts: Mapping[str, str], held: Norms, page: int) -> Message:
    """Topics of a group, and the whole of it."""
    entries = [(f"t~{topic}", f"{short}: {span(answer_of(held, TOPIC + topic, group=slug))}") for topic, short in shorts.items()]
    lines, choices, turn = page_of(
        entries,
        page,
        choose=_choose(NormDo.TOPIC),
        turn=lambda label, number: button(NormDo.GROUP, label, f"{slug}~{number}"),
    )
    whole = button(NormDo.TOPIC, "Вся группа", f"g~{slug}")
    return Message(
        html="\n".join([f"<b>{escape(name(title, _LINE))}:</b> какая тема?", *lines]),
        rows=rows(*choices, (whole, *turn), (button(NormDo.GROUPS, "К разделам", "0"),)),
    )


def one(*, key: str, title: str, held: Norms, group_slug: str, changed: bool, kept: int = 0) -> Message:
    """One topic or group: its time to answer, five taps and a typed one."""
    short = f"{'g' if key.startswith(GROUP) else 't'}~{key.partition(':')[2]}"
    answer = answer_of(held, key, group=group_slug)
    what = "Группа" if key.startswith(GROUP) else "Тема"
    lines = [
        f"<b>{what} «{escape(name(title, _LINE))}»:</b> ответить за {span(answer)} рабочих{' (изменено)' if changed else ''}",
        kept_text(kept) or "Новый срок действует для новых сообщений. 9 ч это рабочий день и час",
    ]
    taps = [button(NormDo.MINUTES, f"{n} ч", f"{short}~{n * 60}") for n in HOURS]
    last: Row = (button(NormDo.TOPICS, "Назад", "0"), *[button(NormDo.FILE, "Как в файле", short)] * changed)
    return Message(html="\n".join(lines), rows=rows(tuple(taps[:3]), (*taps[3:], button(NormDo.TYPED, "Другой…", short)), last))


def week(*, calendar: WorkCalendar, words: Sequence[NormWord], kept: int = 0) -> Message:
    """Usual hours of each weekday; a number changes one."""
    changed = [int(word.key.removeprefix(WEEK)) for word in words if word.key.startswith(WEEK)]
    lines = ["<b>Рабочая неделя</b>, перерыв между часами это обед"]
    for day, hours in enumerate(calendar.week):
        lines.append(f"{capital(WEEKDAYS[day])}: {hours_text(hours)}{' (изменено)' if day in changed else ''}")
    lines.append(kept_text(kept) or "Праздники и особые дни важнее недели")
    days = [button(NormDo.WEEKDAY, capital(WEEKDAYS_SHORT[day]), str(day)) for day in range(7)]
    files = [button(NormDo.FILE, f"{capital(WEEKDAYS_SHORT[day])} из файла", f"w~{day}") for day in changed]
    pairs = tuple(tuple(files[i : i + 2]) for i in range(0, len(files), 2))
    return Message(html="\n".join(lines), rows=rows(tuple(days[:4]), tuple(days[4:]), *pairs, (_BACK,)))


def days(*, calendar: WorkCalendar, words: Sequence[NormWord], today: date, kept: int = 0) -> Message:
    """Days of the next two months that differ from their weekday: the law's, the file's, the chat's. The chat's may be taken back."""
    said = {date_of(word.key): word for word in words if word.key.startswith(DAY) and date_of(word.key) >= today}
    near = {day: hours for day, hours in calendar.days.items() if today <= day <= today + SOON and hours != calendar.week[day.weekday()]}
    shown = {day: near.get(day, intervals_of(said[day].value) if day in said else ()) for day in sorted({*near, *said})}
    lines = ["<b>Особые дни</b> на два месяца: праздники, сокращённые, переносы"]
    lines += [
        f"{capital(day_text(day))}: {hours_text(hours)}{' (изменено)' if day in said else ''}" for day, hours in list(shown.items())[:_DAYS]
    ]
    lines += [f"И ещё дней: {len(shown) - _DAYS}"] if len(shown) > _DAYS else []
    lines += ["Таких нет"] if not shown else []
    lines += [kept_text(kept)] if kept else []
    back = [button(NormDo.FILE, f"Вернуть {day.day}.{day.month:02}", f"d~{day.isoformat()}") for day in list(said)[:8]]
    pairs = tuple(tuple(back[i : i + 2]) for i in range(0, len(back), 2))
    return Message(html="\n".join(lines), rows=rows(*pairs, (button(NormDo.DAY, "Добавить…"), _BACK)))


def start(*, held: Norms, words: Sequence[NormWord]) -> Message:
    """From what moment the clock runs."""
    changed = any(word.key == START for word in words)
    lines = [f"<b>Срок ответа идёт {STARTS[held.start]}</b>{' (изменено)' if changed else ''}"]
    lines.append("Регион считает с публикации. Новое действует для новых сообщений")
    labels = {StartEvent.PUBLISHED: "С публикации", StartEvent.DETECTED: "Как увидели", StartEvent.ASSIGNED: "С передачи отделу"}
    others = [(button(NormDo.STARTS, labels[event], event),) for event in StartEvent if event is not held.start]
    file = [button(NormDo.FILE, "Как в файле", START)] * changed
    return Message(html="\n".join(lines), rows=rows(*others, (*file, _BACK)))


def reset(*, changed: int) -> Message:
    """The question before everything goes back to the file."""
    html = f"<b>Вернуть все нормы, как в файле?</b>\nСнимем изменений: {changed}. Прежние сроки карточек не сдвинутся"
    return Message(html=html, rows=rows((button(NormDo.RESET, "Вернуть всё"), _BACK)))


def ask_topic(*, title: str) -> Message:
    """A topic's time is typed."""
    return Message(html=f"<b>За сколько отвечать: «{escape(name(title, _LINE))}»?</b> Например: «4 ч», «45 мин», «3 дня»\n{CANCEL}")


def ask_weekday(*, day: int, calendar: WorkCalendar) -> Message:
    """A weekday's hours are typed."""
    html = (
        f"<b>Часы работы, {WEEKDAYS[day]}:</b> сейчас {hours_text(calendar.week[day])}\n"
        f"Например: «9:00–13:00, 14:00–18:00» или «выходной». {CANCEL}"
    )
    return Message(html=html)


def _choose(do: NormDo) -> Callable[[str, str], Button]:
    return lambda label, key: button(do, label, key)


def _turn(do: NormDo) -> Callable[[str, int], Button]:
    return lambda label, number: button(do, label, str(number))
