"""The head's daily summary (docs/voice.md, S1–S4).

Only what the figures say. One screen is 30 lines of 36 characters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo

from bot.screens.head.summary_report import report
from bot.screens.kit.button import Row
from bot.screens.kit.place import topic, what_where
from bot.screens.kit.screen_budget import Line, on_one_screen
from bot.screens.kit.text import capital, clock, count, day, duration, escape, name, on_day, ours, quoted, said, small, stamp
from incidents.acts.holder_time import Holder
from incidents.dates.russian import WEEKDAYS, WEEKDAYS_ACCUSATIVE
from incidents.head.summary import Late, Summary
from incidents.ids import DepartmentId
from incidents.incident import Incident, Status
from incidents.messenger import Message

_LISTED = 3
_NAMED = 2  # sources and dangers: each takes two lines of a phone
_TITLE = 40
_DAY = timedelta(hours=25)  # also the night when the clocks change
_REASON = 60
_SOURCE = 22
_THANKS = 44
_NEED, _SOON, _LESS, _LEAST = 0, 1, 2, 3
"""What is left out where a screen is short: the greatest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide:
    """An item of «Решить вам» as HTML, and the same where the screen is short."""

    full: str
    brief: str


def daily(
    *,
    summary: Summary,
    department_titles: Mapping[DepartmentId, str],
    topic_shorts: Mapping[str, str],
    now: datetime,
    tz: tzinfo,
    late_by: timedelta | None = None,
    decide: Sequence[Decide] = (),
    norm: str | None = None,
    fix_by: datetime | None = None,
    rows: tuple[Row, ...] = (),
) -> Message:
    """One message a day to the head. `fix_by`: until when a correction may come."""

    calm = _is_calm(summary, decide)

    def draft(*, brief: bool) -> list[list[Line]]:
        return [
            _header(summary, tz, late_by) + _silent(summary, now, tz, fix_by, brief=brief),
            _decide([each.brief if brief else each.full for each in decide]),
            _dangers(summary, topic_shorts, now, tz),
            _late(summary, department_titles),
            _day(summary, topic_shorts, tz, calm=calm, brief=brief),
            [(_NEED, line) for line in ["\n".join(report(summary, norm, promised=not calm))] if line],
        ]

    return Message(html=on_one_screen(draft(brief=False), draft(brief=True)), rows=rows)


def _is_calm(summary: Summary, decide: Sequence[Decide]) -> bool:
    return not decide and not summary.late_total and not summary.dangers and not summary.broken


def _decide(items: Sequence[str]) -> list[Line]:
    if not items:
        return []
    return [(_NEED, f"<b>Решить вам: {len(items)}</b>"), *((_NEED, f"{n}. {item}") for n, item in enumerate(items, start=1))]


def _header(summary: Summary, tz: tzinfo, late_by: timedelta | None) -> list[Line]:
    line = _of_days(summary, tz) or f"<b>{_weekday(summary.until, tz)}</b> · {period_of(summary, tz)}"
    if late_by is None:
        return [(_NEED, line)]
    return [(_NEED, f"<b>Сводка задержалась на {duration(late_by)}</b>, данные на {clock(summary.until, tz)}"), (_NEED, line)]


def _weekday(moment: datetime, tz: tzinfo) -> str:
    return f"{capital(WEEKDAYS[moment.astimezone(tz).weekday()])}, {day(moment, tz)}"


def _of_days(summary: Summary, tz: tzinfo) -> str | None:
    """The header of whole days: they end at midnight."""
    first, last = summary.since.astimezone(tz), (summary.until - timedelta(microseconds=1)).astimezone(tz)
    if summary.until.astimezone(tz).time() != time() or first.time() != time():
        return None
    if first.date() == last.date():
        return f"<b>{_weekday(summary.since, tz)}</b> · за весь день"
    return f"<b>{capital(day(first, tz))} – {day(last, tz)}</b> · {count((last.date() - first.date()).days + 1, 'день', 'дня', 'дней')}"


def period_of(summary: Summary, tz: tzinfo) -> str:
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
    return f"с {day(summary.since, tz)}"


def _silent(summary: Summary, now: datetime, tz: tzinfo, fix_by: datetime | None, *, brief: bool) -> list[Line]:
    silent = summary.silent_sources
    if not silent:
        return []
    names = [
        quoted(source.title, _SOURCE) + (f" с {stamp(source.broken_at, tz, now)}" if source.broken_at else "") for source in silent[:_NAMED]
    ]
    more = f" и ещё {len(silent) - _NAMED}" if len(silent) > _NAMED else ""
    of = "источника" if summary.sources % 10 == 1 and summary.sources % 100 != 11 else "источников"  # noqa: PLR2004 - genitive
    verb = "молчит" if len(silent) == 1 else "молчат"
    if brief:
        return [(_NEED, f"Из {summary.sources} {of} {verb} {len(silent)}, цифры могут вырасти")]
    fix = f". Что добавится, пришлём поправкой до {clock(fix_by, tz)}" if fix_by else ""
    return [(_NEED, f"Из {summary.sources} {of} {verb} {len(silent)}: {', '.join(names)}{more}. Цифры могут вырасти{fix}")]


def _dangers(summary: Summary, topic_shorts: Mapping[str, str], now: datetime, tz: tzinfo) -> list[Line]:
    """The night's first: it ends with the summary; then the day's."""
    since = summary.night_from
    night = [each for each in summary.dangers if since is not None and each.opened_at >= since]
    by_day = [each for each in summary.dangers if each not in night]
    told = [_danger(each, summary, topic_shorts, now, tz) for each in (*night[:_NAMED], *by_day[:_NAMED])]
    of_night, of_day = told[: min(len(night), _NAMED)], told[min(len(night), _NAMED) :]
    lines: list[Line] = []
    if len(night) == 1:
        lines.append((_SOON, f"<b>Ночь:</b> {of_night[0]}"))
    elif night:
        lines += [(_SOON, f"<b>Ночью опасное: {len(night)}</b>{_of_them(night)}"), *((_LESS, line) for line in of_night)]
    if by_day:
        lines += [(_SOON, f"<b>Опасное: {len(by_day)}</b>{_of_them(by_day)}"), *((_LESS, line) for line in of_day)]
    return lines


def _of_them(all_of_them: Sequence[Incident]) -> str:
    return ", из них" if len(all_of_them) > _NAMED else ""


def _danger(incident: Incident, summary: Summary, topic_shorts: Mapping[str, str], now: datetime, tz: tzinfo) -> str:
    what = escape(what_where(topic_shorts.get(incident.topic, ""), incident.place, full=True))
    if incident.status is Status.CLOSED and incident.closed_at:
        state = f"закрыто {on_day(incident.closed_at, tz, now)}"
    elif incident.accepted_at:
        state = f"приняли {on_day(incident.accepted_at, tz, now)}"
    else:
        state = "<b>пока никто не принял</b>"
    hurt = summary.hurt.get(incident.id)
    people = "" if hurt is None else ", <b>есть пострадавшие</b>" if hurt else ", пострадавших нет"
    return f"{what}: {state}{people}"


def _late(summary: Summary, titles: Mapping[DepartmentId, str]) -> list[Line]:
    broken: list[Line] = [(_SOON, f"<b>Обещали и не сделали:</b> {summary.broken}")] if summary.broken else []
    if not summary.late_total:
        return broken
    late = sorted(summary.late, key=lambda item: -item.count)
    lines: list[Line] = [(_SOON, f"{_who(item, titles)} {item.count}{_why(item)}") for item in late[:_LISTED]]
    rest = sum(item.count for item in late[_LISTED:])
    others: list[Line] = [(_SOON, f"остальные {rest}")] if rest else []
    return [(_NEED, f"<b>Не успели: {summary.late_total} из {summary.due_total}</b>"), *lines, *others, *broken]


def _why(item: Late) -> str:
    """How long the approver had it, or the reasons that officials gave: nobody's guess."""
    if item.holder is Holder.APPROVAL:
        return f", ждали до {duration(item.longest)}" if item.longest else ""
    if item.holder is Holder.ROUTE or item.department_id is None:
        return ""
    return f", {ours('; '.join(item.reasons), _REASON)}" if item.reasons else ", причина не указана"


def _who(item: Late, titles: Mapping[DepartmentId, str]) -> str:
    if item.holder is not Holder.DEPARTMENT:
        return {Holder.APPROVAL: "согласование", Holder.ROUTE: "без отдела"}[item.holder]
    return escape(name(titles.get(item.department_id, item.department_id), _TITLE)) if item.department_id else "без отдела"


def _day(summary: Summary, topic_shorts: Mapping[str, str], tz: tzinfo, *, calm: bool, brief: bool) -> list[Line]:
    nothing = not summary.voices and not summary.opened
    lines: list[Line] = [(_NEED, line) for line in (_nothing(summary, tz) if nothing else _figures(summary, calm=calm, brief=brief))]
    rising, per = summary.rising[:_NAMED], " за день" if summary.until - summary.since <= _DAY else ""
    lines += [(_LESS, f"<b>Растёт:</b> {_topic(each.topic, topic_shorts)}, {each.count}{per}, обычно {each.usual}") for each in rising]
    often = [pair for pair in summary.growing if pair[0] not in {each.topic for each in rising}]
    if often:
        named = [f"{_topic(slug, topic_shorts)} {number}" for slug, number in often[:_LISTED]]
        lines.append((_LEAST, f"<b>Чаще пишут:</b> {', '.join(named)}"))
    if summary.open_now and not nothing:
        lines.append((_LEAST, f"<b>В работе сейчас:</b> {summary.open_now}"))
    if summary.promised_today and calm and not nothing:
        lines.append((_LESS, f"<b>Обещали на сегодня:</b> {summary.promised_today}"))
    if summary.thanks and summary.thanks_words:
        more = f" и ещё {summary.thanks - 1}" if summary.thanks > 1 else ""
        lines.append((_LESS, f"<b>Спасибо:</b> {said(summary.thanks_words, _THANKS)}{more}"))
    return lines


def _topic(slug: str, topic_shorts: Mapping[str, str]) -> str:
    return escape(small(topic(topic_shorts.get(slug, slug))))


def _nothing(summary: Summary, tz: tzinfo) -> list[str]:
    if not summary.sources:
        first = "Новых сообщений нет: источники ещё не подключены"
    elif summary.silent_sources:
        first = "Новых сообщений нет, но отвечают не все источники"
    else:
        number = count(summary.sources, "источник", "источника", "источников")
        they = f"все {number} отвечают" if summary.sources > 1 else "источник отвечает"
        checked = f", последний раз проверили в {clock(summary.checked_at, tz)}" if summary.checked_at else ""
        first = f"Новых сообщений нет. Это не поломка: {they}{checked}"
    work = [f"В работе {summary.open_now}" + ("" if summary.late_total else ", сроки в порядке")] if summary.open_now else []
    work += [f"Обещали на сегодня: {summary.promised_today}"] if summary.promised_today else []
    return [first, *([". ".join(work)] if work else [])]


def _figures(summary: Summary, *, calm: bool, brief: bool) -> list[str]:
    came = f"пришло {summary.voices}, новых вопросов {summary.opened}, ответили на {summary.answered}"
    first = f" Первый ответ обычно за {duration(summary.median_answer)}" if summary.median_answer is not None else ""
    if calm:
        on_time = "все вовремя" if summary.answered == summary.opened else "у остальных срок не вышел"
        night = "Решать вам нечего, ночь спокойная" if summary.night_from else "Опасного не было, сроки в порядке"
        return [night, f"{capital(came)}, {on_time}.{first}"]
    solved = f", решили {summary.solved}" if summary.solved else ""
    if brief:
        return [f"<b>День:</b> пришло {summary.voices}, ответили на {summary.answered}{solved}"]
    return [f"<b>День:</b> {came}{solved}.{first}"]
