"""The head's daily summary, S1–S4 (VOICE.md 6): only what the figures say. One screen is 30 lines of 36 characters."""

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo

from bot.cards.moments import WEEKDAYS, WEEKDAYS_ACCUSATIVE
from bot.cards.place import topic, what_where
from bot.cards.text import capital, clock, count, day, duration, escape, name, on_day, ours, quoted, small, stamp
from incidents.holding import Holder
from incidents.ids import DepartmentId
from incidents.incident import Incident, Status
from incidents.messenger import Message
from incidents.summary import Late, Summary

_LISTED = 3
_NAMED = 2  # sources and dangers: each takes two lines of a phone
_TITLE = 40
_DAY = timedelta(hours=25)  # also the night when the clocks change
_REASON = 60
_SOURCE = 22


def daily(
    *,
    summary: Summary,
    department_titles: Mapping[DepartmentId, str],
    topic_shorts: Mapping[str, str],
    now: datetime,
    tz: tzinfo,
    late_by: timedelta | None = None,
) -> Message:
    """One message a day to the head."""
    blocks = [
        _header(summary, tz, late_by) + _silent(summary, now, tz),
        _dangers(summary, topic_shorts, now, tz),
        _late(summary, department_titles),
        _day(summary, topic_shorts),
        _report(summary),
    ]
    return Message(html="\n\n".join("\n".join(block) for block in blocks if block))


def _header(summary: Summary, tz: tzinfo, late_by: timedelta | None) -> list[str]:
    local = summary.until.astimezone(tz)
    line = f"<b>{capital(WEEKDAYS[local.weekday()])}, {day(summary.until, tz)}</b> · {_period(summary, tz)}"
    if late_by is None:
        return [line]
    return [f"<b>Сводка задержалась на {duration(late_by)}</b>, данные на {clock(summary.until, tz)}", line]


def _period(summary: Summary, tz: tzinfo) -> str:
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


def _silent(summary: Summary, now: datetime, tz: tzinfo) -> list[str]:
    silent = summary.silent_sources
    if not silent:
        return []
    names = [
        quoted(source.title, _SOURCE) + (f" с {stamp(source.broken_at, tz, now)}" if source.broken_at else "") for source in silent[:_NAMED]
    ]
    more = f" и ещё {len(silent) - _NAMED}" if len(silent) > _NAMED else ""
    of = "источника" if summary.sources % 10 == 1 and summary.sources % 100 != 11 else "источников"  # noqa: PLR2004 - genitive
    verb = "молчит" if len(silent) == 1 else "молчат"
    return [f"Из {summary.sources} {of} {verb} {len(silent)}: {', '.join(names)}{more}. Цифры могут вырасти"]


def _dangers(summary: Summary, topic_shorts: Mapping[str, str], now: datetime, tz: tzinfo) -> list[str]:
    if not summary.dangers:
        return []
    shown = [_danger(incident, topic_shorts, now, tz) for incident in summary.dangers[:_NAMED]]
    total = len(summary.dangers)
    return [f"<b>Опасное: {total}</b>" + (", из них" if total > _NAMED else ""), *shown]


def _danger(incident: Incident, topic_shorts: Mapping[str, str], now: datetime, tz: tzinfo) -> str:
    what = escape(what_where(topic_shorts.get(incident.topic, ""), incident.place, full=True))
    if incident.status is Status.CLOSED and incident.closed_at:
        state = f"закрыто {on_day(incident.closed_at, tz, now)}"
    elif incident.accepted_at:
        state = f"приняли {on_day(incident.accepted_at, tz, now)}"
    else:
        state = "<b>пока никто не принял</b>"
    return f"{what}: {state}"


def _late(summary: Summary, titles: Mapping[DepartmentId, str]) -> list[str]:
    broken = [f"<b>Обещали и не сделали:</b> {summary.broken}"] if summary.broken else []
    if not summary.late_total:
        return broken
    late = sorted(summary.late, key=lambda item: -item.count)
    lines = [f"{_who(item, titles)} {item.count}{_why(item)}" for item in late[:_LISTED]]
    rest = sum(item.count for item in late[_LISTED:])
    return [f"<b>Не успели: {summary.late_total} из {summary.due_total}</b>", *lines, *([f"остальные {rest}"] if rest else []), *broken]


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


def _day(summary: Summary, topic_shorts: Mapping[str, str]) -> list[str]:
    lines = _nothing(summary) if not summary.voices and not summary.opened else _figures(summary)
    rising, per = summary.rising[:_NAMED], " за день" if summary.until - summary.since <= _DAY else ""
    lines += [f"<b>Растёт:</b> {_topic(each.topic, topic_shorts)}, {each.count}{per}, обычно {each.usual}" for each in rising]
    often = [pair for pair in summary.growing if pair[0] not in {each.topic for each in rising}]
    if often:
        named = [f"{_topic(slug, topic_shorts)} {number}" for slug, number in often[:_LISTED]]
        lines.append(f"<b>Чаще пишут:</b> {', '.join(named)}")
    if summary.open_now:
        lines.append(f"<b>В работе сейчас:</b> {summary.open_now}")
    if summary.promised_today:
        lines.append(f"<b>Обещали на сегодня:</b> {summary.promised_today}")
    return lines


def _topic(slug: str, topic_shorts: Mapping[str, str]) -> str:
    return escape(small(topic(topic_shorts.get(slug, slug))))


def _nothing(summary: Summary) -> list[str]:
    if not summary.sources:
        return ["Новых сообщений нет: источники ещё не подключены"]
    if summary.silent_sources:
        return ["Новых сообщений нет, но отвечают не все источники"]
    word = "источник отвечает" if summary.sources == 1 else "источники отвечают, все"
    return [f"Новых сообщений нет. Это не поломка: {word}" + (f" {summary.sources}" if summary.sources > 1 else "")]


def _figures(summary: Summary) -> list[str]:
    calm = not summary.late_total and not summary.dangers
    came = f"пришло {summary.voices}, новых вопросов {summary.opened}, ответили на {summary.answered}"
    first = f" Первый ответ обычно за {duration(summary.median_answer)}" if summary.median_answer is not None else ""
    if calm:
        on_time = "все вовремя" if summary.answered == summary.opened else "у остальных срок не вышел"
        return ["Опасного не было, сроки в порядке", f"{capital(came)}, {on_time}.{first}"]
    solved = f", решили {summary.solved}" if summary.solved else ""
    return [f"<b>День:</b> {came}{solved}.{first}"]


def _report(summary: Summary) -> list[str]:
    if not summary.voices and not summary.closed:
        return []
    messages = count(summary.voices, "сообщение", "сообщения", "сообщений")
    lines = [f"{messages}, {count(summary.opened, 'новый вопрос', 'новых вопроса', 'новых вопросов')}"]
    if summary.due_total:
        lines.append(f"В срок или срок ещё идёт: {summary.due_total - summary.late_total} из {summary.due_total}")
    if summary.closed:
        lines.append(f"Закрыли {summary.closed}, из них сделано {summary.solved}")
    if summary.repeats:
        lines.append(f"Повторов {summary.repeats}")
    if summary.settlements:
        named = [f"{escape(name(place, _TITLE))} {number}" for place, number in summary.settlements[:_LISTED]]
        lines.append(f"Чаще пишут: {', '.join(named)}")
    return ["<blockquote expandable><b>Для доклада</b>", *lines[:-1], f"{lines[-1]}</blockquote>"]
