"""The head's daily summary (docs/voice.md, S1–S4).

Only what the figures say. One screen is 30 lines of 36 characters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from handlers.head.summary_dangers_words import danger_lines
from handlers.head.summary_main_words import about, evening_lines, main_lines
from handlers.head.summary_period_words import header
from handlers.kit.button import Row
from handlers.kit.screen_budget import Line, on_one_screen
from handlers.kit.text import capital, clock, count, duration, escape, name, ours, quote_unless_masked, quoted, stamp, took
from incidents.acts.holder_time import Holder
from incidents.head.summary import Late, Summary
from incidents.ids import DepartmentId
from incidents.messenger import Message

_LISTED = 3
_NAMED = 2  # sources: each takes two lines of a phone
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
    decide: Sequence[Decide] | None = None,
    fix_by: datetime | None = None,
    rows: tuple[Row, ...] = (),
) -> Message:
    """One message a day to the head. `decide`: what to decide, None where nobody asks; `fix_by`: until when a correction may come."""

    calm = _is_calm(summary, decide or ())

    def draft(named: int, *, brief: bool = False) -> list[list[Line]]:
        return [
            [(_NEED, line) for line in header(summary, now, tz, late_by)] + _silent(summary, now, tz, fix_by, brief=brief),
            _decide([each.brief if brief else each.full for each in decide or ()]),
            danger_lines(summary, topic_shorts, now, tz, named=named),
            _late(summary, department_titles, named),
            _day(summary, topic_shorts, tz, calm=calm, brief=brief, named=named, asked=decide is not None),
        ]

    return Message(html=on_one_screen(draft(2), draft(1), draft(1, brief=True), draft(0, brief=True)), rows=rows)


def _is_calm(summary: Summary, decide: Sequence[Decide]) -> bool:
    return (
        not decide
        and not summary.late_total
        and not summary.dangers
        and not summary.standing
        and not summary.broken
        and not summary.disputes
    )


def _decide(items: Sequence[str]) -> list[Line]:
    if not items:
        return []
    return [(_NEED, f"<b>Решить вам: {len(items)}</b>"), *((_NEED, f"{n}. {item}") for n, item in enumerate(items, start=1))]


def _silent(summary: Summary, now: datetime, tz: tzinfo, fix_by: datetime | None, *, brief: bool) -> list[Line]:
    silent = summary.silent_sources
    if not silent or summary.is_past:
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


def _late(summary: Summary, titles: Mapping[DepartmentId, str], named: int) -> list[Line]:
    unkept = {"Обещали и не сделали": summary.broken, "Сделано, но житель спорит": len(summary.disputes)}
    broken: list[Line] = [(_NEED if named else _SOON, f"<b>{what}:</b> {number}") for what, number in unkept.items() if number]
    if not summary.late_total:
        return broken
    late = sorted(summary.late, key=lambda item: -item.count)
    lines = [f"{_who(item, titles)} {item.count}{_why(item)}" for item in late[:_LISTED]]
    rest = sum(item.count for item in late[_LISTED:])
    lines += [f"остальные {rest}"] if rest else []
    whole: Line = (_SOON, "\n".join(lines))  # told whole or not at all: it adds up
    return [(_NEED, f"<b>Не успели: {summary.late_total} из {summary.due_total}</b>"), whole, *broken]


def _why(item: Late) -> str:
    """How long whoever is no department had it, or the reasons that officials gave: nobody's guess."""
    if item.holder in {Holder.APPROVAL, Holder.OFFICIAL}:
        return f", ждали до {duration(item.longest)}" if item.longest else ""
    if item.holder is Holder.ROUTE or item.department_id is None:
        return ""
    return f", {ours('; '.join(item.reasons), _REASON)}" if item.reasons else ", причина не указана"


def _who(item: Late, titles: Mapping[DepartmentId, str]) -> str:
    if item.holder is Holder.OFFICIAL:
        return escape(name(item.who or "дежурный", _TITLE))
    if item.holder is not Holder.DEPARTMENT:
        return {Holder.APPROVAL: "согласование", Holder.ROUTE: "без отдела"}[item.holder]
    return escape(name(titles.get(item.department_id, item.department_id), _TITLE)) if item.department_id else "без отдела"


def _day(summary: Summary, topic_shorts: Mapping[str, str], tz: tzinfo, *, calm: bool, brief: bool, named: int, asked: bool) -> list[Line]:
    nothing = not summary.voices and not summary.opened
    figures = _nothing(summary, tz) if nothing else _figures(summary, calm=calm, brief=brief, asked=asked)
    main = main_lines(summary, topic_shorts, tz, brief=brief)
    lines: list[Line] = [(_NEED, line) for line in ([*figures, *main] if calm else [*main, *figures])]
    lines += [(_SOON, line) for line in evening_lines(summary)]
    if summary.no_department:
        lines.append((_NEED if named else _SOON, f"<b>Без отдела:</b> {summary.no_department}, ждут ответа"))
    told = {each.about for each in (summary.main,) if each is not None}
    rising, per = [each for each in summary.rising if each not in told][:1], " за день" if summary.until - summary.since <= _DAY else ""
    lines += [
        (_LESS, f"<b>Растёт:</b> {about(each.topic, each.settlement, topic_shorts)}, {each.count}{per}, обычно {each.usual}")
        for each in rising
    ]
    apart = {(each.topic, each.settlement) for each in (*told, *rising)}
    often = [each for each in summary.growing if (each.topic, each.settlement) not in apart]
    if often:
        most = [f"{about(each.topic, each.settlement, topic_shorts)} ({each.messages})" for each in often[:_LISTED]]
        lines.append((_LEAST, f"<b>Чаще пишут:</b> {'; '.join(most)}"))
    if _in_work(summary) and not nothing and not summary.is_past:
        lines.append((_LEAST, f"<b>В работе сейчас:</b> {_in_work(summary)}"))
    if summary.promised_today and not nothing and not summary.is_past:
        lines.append((_LESS if calm else _LEAST, f"<b>Обещали на сегодня:</b> {summary.promised_today}"))
    if summary.thanks and summary.thanks_words:
        more = f" и ещё {summary.thanks - 1}" if summary.thanks > 1 else ""
        words = quote_unless_masked(summary.thanks_words, _THANKS, summary.thanks_people)
        lines.append((_LESS, f"<b>Спасибо:</b> {words}{more}" if words else f"<b>Спасибо:</b> {summary.thanks}"))
    return lines


def _in_work(summary: Summary) -> str:
    """«6, не приняли 2»; empty where everything is closed."""
    if not summary.unaccepted:
        return str(summary.in_work or "")
    return f"{summary.in_work}, не приняли {summary.unaccepted}"


def _nothing(summary: Summary, tz: tzinfo) -> list[str]:
    if summary.is_past:
        return ["Новых сообщений не было"]
    if not summary.sources:
        first = "Новых сообщений нет: источники ещё не подключены"
    elif summary.silent_sources:
        first = "Новых сообщений нет, но отвечают не все источники"
    else:
        number = count(summary.sources, "источник", "источника", "источников")
        they = f"все {number} отвечают" if summary.sources > 1 else "источник отвечает"
        checked = f", последний раз проверили в {clock(summary.checked_at, tz)}" if summary.checked_at else ""
        first = f"Новых сообщений нет. Это не поломка: {they}{checked}"
    is_late = summary.late_total or summary.broken
    work = [f"В работе {_in_work(summary)}" + ("" if is_late else ", сроки в порядке")] if _in_work(summary) else []
    work += [f"Обещали на сегодня: {summary.promised_today}"] if summary.promised_today else []
    return [first, *([". ".join(work)] if work else [])]


def _figures(summary: Summary, *, calm: bool, brief: bool, asked: bool) -> list[str]:
    came = f"пришло {summary.voices}, новых вопросов {summary.opened}, ответили на {summary.answered}"
    first = f" Первый ответ обычно {took(summary.median_answer)}" if summary.median_answer is not None else ""
    if calm:
        then = " тогда" if summary.is_past else ""
        left = [f"у остальных срок{then} не вышел"] if summary.waiting else []
        left += [f"закрыли без ответа {summary.unanswered}"] if summary.unanswered else []
        on_time = ", ".join(left) or "все вовремя"
        decide = "Решать вам нечего, ночь спокойная" if summary.night_from else "Решать вам нечего, опасного не было"
        return [decide if asked else "Опасного не было, сроки в порядке", f"{capital(came)}, {on_time}.{first}"]
    solved = f", решили {summary.solved}" if summary.solved else ""
    if brief:
        return [f"<b>День:</b> пришло {summary.voices}, ответили на {summary.answered}"]
    title = "День" if summary.until - summary.since <= _DAY else "Всего"
    return [f"<b>{title}:</b> {came}{solved}.{first}"]
