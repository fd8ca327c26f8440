"""/duty by typed lines and numbers; what a new shift reads.

The week is in `roster`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from handlers.duty.buttons import DutyDo, duty_button
from handlers.kit import button
from handlers.kit.labels import CANCEL
from handlers.kit.pages import Page
from handlers.kit.text import escape, weekday_moment
from handlers.kit.untaken_dangers import Untaken, untaken_line
from handlers.people.people_words import who
from incidents.duty.values import Shift
from incidents.ids import OfficialId
from incidents.messenger import Message
from incidents.official import Official

PAGE_SIZE = 6


def removing(*, shifts: Sequence[Shift], officials: Mapping[OfficialId, Official], page: int, tz: tzinfo, now: datetime) -> Message:
    """Which shift to take away: by its number."""
    known = [each for each in shifts if each.official_id in officials]
    shown = Page.of(known, page, PAGE_SIZE)
    lines = ["<b>Какую смену убрать?</b>" if known else "<b>Убирать нечего:</b> смен нет"]
    lines += [f"{n}. {_line(each, officials, tz, now)}" for n, each in shown.numbered]
    numbers = [duty_button(DutyDo.REMOVE, str(n), each.id, shown.number) for n, each in shown.numbered]
    more = shown.around(lambda label, number: duty_button(DutyDo.REMOVE, label, 0, number))
    return Message(
        html="\n".join(lines), rows=button.rows(tuple(numbers[:3]), tuple(numbers[3:]), (duty_button(DutyDo.SHOW, "К графику"), *more))
    )


def ask_shifts() -> Message:
    """«Добавить смены»: typed lines."""
    html = (
        "<b>Пришлите смены строками:</b> начало, конец, фамилия\n"
        "<code>24.11 20:00 – 25.11 8:00 Иванов</code>\n<code>25.11 8:00 – 20:00 Петрова</code>\n"
        f"Можно несколько строк сразу. Если хоть одна не разберётся, не запишем ни одной. {CANCEL}"
    )
    return Message(html=html)


def began(*, until: datetime | None, dangers: Sequence[Untaken] = (), tz: tzinfo, now: datetime) -> Message:
    """To whoever is on duty now. `dangers`: nobody took them though all were called."""
    end = f" до {weekday_moment(until, tz, now)}" if until else ""
    html = f"<b>Вы на дежурстве{end}.</b> Опасное придёт сюда в любой час. Взяли? Нажмите «Принято, выезжаем»"
    line, numbers = untaken_line(dangers, now)
    return Message(html=f"{html}\n{line}".rstrip(), rows=button.rows(numbers))


def over() -> Message:
    """To whoever was."""
    return Message(html="<b>Дежурство закончилось.</b> Опасное теперь придёт сменщику. Что взяли вы, остаётся у вас: /my")


def _line(shift: Shift, officials: Mapping[OfficialId, Official], tz: tzinfo, now: datetime) -> str:
    start, end = weekday_moment(shift.starts_at, tz, now), weekday_moment(shift.ends_at, tz, now)
    return f"{start} – {end}: {escape(who(officials[shift.official_id]))}"
