"""A board of dangers in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from handlers.danger.buttons import BoardButton, BoardDo
from handlers.kit.button import rows
from handlers.kit.text import escape, how_long, plural, stamp
from handlers.kit.untaken_dangers import danger_line
from incidents.danger.board import SHOWN_AT_ONCE, OnBoard
from incidents.danger.gravity import since_of
from incidents.ids import IncidentId
from incidents.messenger import Button, Message

_MINUTE = timedelta(minutes=1)


def board(dangers: Sequence[OnBoard], *, calls: bool, phones: Sequence[str], may_clear: bool, now: datetime) -> Message:
    """How many, how many untaken, the gravest. `calls`: the ladder rings; `phones` are plain text."""
    untaken = [each for each in dangers if each.is_untaken]
    left = f"не взяли {len(untaken)}" if untaken else "взяли все"
    lines = [f"⚠️ <b>Опасно: {len(dangers)}, {left}</b>"]
    if calls:
        longest = max(now - since_of(each.incident) for each in untaken)
        lines.append(f"<b>Позвоните голосом:</b> {how_long(max(longest, _MINUTE))} никто не принял")
    if len(dangers) > 1 and len(frozenset().union(*(each.authors for each in dangers)) | {""}) == len({"", "one"}):
        lines.append("Все от одного автора")
    lines += [f"{n}. {_named(each, now)}" for n, each in enumerate(dangers[:SHOWN_AT_ONCE], start=1)]
    lines += [f"и ещё {len(dangers) - SHOWN_AT_ONCE}"] if len(dangers) > SHOWN_AT_ONCE else []
    lines += [escape(each) for each in phones]
    first = (_press(BoardDo.SHOW, "Показать", primary=True), *((_press(BoardDo.CLEAR, "Все не опасно"),) if may_clear else ()))
    return Message(html="\n".join(lines), rows=rows(first if untaken else ()))


def _named(danger: OnBoard, now: datetime) -> str:
    """«Редкино, ул. Ленина, 4: «горит дом, внутри люди», 7 минут»."""
    waits = how_long(max(now - since_of(danger.incident), _MINUTE)) if danger.is_untaken else "взяли"
    return f"{danger_line(danger.incident, danger.words, danger.people)}, {waits}"


def clear_menu(count: int) -> Message:
    """«Все не опасно»: is it meant?"""
    named = plural(count, "сообщения", "сообщений", "сообщений")
    html = (
        f"<b>Снять «опасно» у {count} {named} одного автора?</b>\n"
        "Что уже взяли, подтвердили или о чём пишут другие, останется. Сроки станут обычными, вернуть можно 10 минут"
    )
    return Message(html=html, rows=rows((_press(BoardDo.YES, f"Да, не опасно: {count}"), _press(BoardDo.BACK, "Назад"))))


def cleared(ids: Sequence[IncidentId], *, until: datetime, tz: tzinfo, now: datetime) -> Message:
    """What was cleared, and the way back."""
    html = f"<b>Сняли «опасно»: {len(ids)}</b>\nПередумали? Вернуть можно до {stamp(until, tz, now)}"
    return Message(html=html, rows=rows((_press(BoardDo.UNDO, "Вернуть «опасно»", ids[0]),)) if until > now else ())


def _press(do: BoardDo, label: str, incident: int = 0, *, primary: bool = False) -> Button:
    return Button(label=label, data=BoardButton(do=do, incident=incident).pack(), primary=primary)
