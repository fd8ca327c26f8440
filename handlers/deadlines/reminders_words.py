"""Reminders and the ladder of overdue (docs/voice.md, «Clocks»).

A reminder speaks of the time that is left; it is deleted when the act is done.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from handlers.acts.history.holder_time_words import where_it_lay
from handlers.deadlines.danger_reminders_words import danger_5, danger_10, danger_again, danger_asked, head_hears, is_nobodys_danger
from handlers.deadlines.reminder_view_words import ReminderView
from handlers.kit import button
from handlers.kit.buttons import Press
from handlers.kit.text import capital, clock, day, duration, escape, name, on_day, ours, stamp
from incidents.deadlines.reminders import Reminder
from incidents.incident import Status
from incidents.messenger import Button, Message
from incidents.reading import DangerGrade

_WAYS = "Можно: написать промежуточный самим, передать, позвонить"
_CALL = "Можно: взять самим, передать, позвонить в отдел"
_PLENTY = timedelta(hours=4)
_LISTED = 8
_MORNING, _DAYTIME, _EVENING = 5, 12, 18


def remind(code: Reminder, view: ReminderView) -> Message:
    """The reminder with this code about one incident."""
    return _MAKERS[code](view)


def _not_routed(view: ReminderView) -> Message:
    """R0, to the coordinators."""
    since = stamp(view.incident.opened_at, view.timezone, view.now)
    if view.incident.rumour:
        checked = (
            f"<b>Без проверки с {since}:</b> слух, {view.near}\n"
            f"Срок жителя идёт: ответить до {view.answer_by}. Хватит короткого «проверяем». Не слух? Нажмите «Это не слух» в «Ещё…»"
        )
        return Message(html=checked, rows=_buttons(view, (Press.CHECKING, "Проверяем"), (Press.ASK_FACTS, "Запросить факты")))
    html = (
        f"<b>Без отдела с {since}:</b> {view.near}\n"
        f"Пока решаем, кому, срок жителя идёт: ответить до {view.answer_by}. Не знаете, чьё? Передайте ближайшему по теме, вернуть можно"
    )
    return Message(html=html, rows=_buttons(view, (Press.ASSIGN, "В отдел…"), (Press.ANSWER, "Ответить")))


def _not_accepted_soon(view: ReminderView) -> Message:
    """R1, to the executors."""
    when = f"{capital(on_day(view.incident.accept_by, view.timezone, view.now))} позовём" if view.incident.accept_by else "Скоро позовём"
    html = (
        f"<b>Ещё не приняли:</b> {view.near}\n{when} дежурного отдела, руководителя или координатора. Не ваше? Так и нажмите, это нормально"
    )
    return Message(html=html, rows=_buttons(view, (Press.ACCEPT, "Принять"), (Press.RETURN, "Не наше")))


def _not_accepted(view: ReminderView) -> Message:
    """R2, to the deputy, the chief or the coordinator."""
    plenty = view.incident.due_by is not None and view.incident.due_by - view.now > _PLENTY
    where = "" if view.to_department else f"{capital(escape(name(view.department or 'отдел', 60)))}: "
    html = (
        f"<b>Возьмите, пожалуйста:</b> {view.full}\n"
        f"{capital(f'{where}пока никто не взял')}. Ответить до <b>{view.answer_by}</b>{', времени достаточно' if plenty else ''}"
    )
    accept = button.card(Press.ACCEPT, "Принять", view.incident.id, primary=True)
    return Message(html=html, rows=button.rows((accept, *button.opens("Открыть пост", view.post_url))))


def _answer_soon(view: ReminderView) -> Message:
    """R4, to whoever accepted."""
    first = "Срок близко" if view.left is None else f"До срока {duration(view.left)} рабочих"
    if view.incident.danger_grade is DangerGrade.NOW and view.incident.answer_by is not None:
        first = f"До срока {duration(view.incident.answer_by - view.now)}"
    html = (
        f"<b>{first}:</b> {view.near}\n"
        f"Ответить до {view.answer_by}. Решения ещё нет? Хватит промежуточного ответа: что делаем и когда напишем снова"
    )
    return Message(html=html, rows=_buttons(view, *_interim(view), (Press.ANSWER, "Ответить")))


def _interim(view: ReminderView) -> tuple[tuple[Press, str], ...]:
    """«Промежуточный» first, while it still buys time: after one the final answer is due."""
    return () if view.incident.awaits_final else ((Press.INTERIM, "Промежуточный"),)


def _overdue(view: ReminderView) -> Message:
    """R5, to whoever accepted."""
    best = "Лучшее сейчас: короткий честный ответ, пусть промежуточный"
    if is_nobodys_danger(view):
        best = "Это опасно, и никто не выехал. Сначала принять и выехать, потом ответить"
    html = (
        f"⏰ <b>Срок вышел{_due(view)}:</b> {view.near}\n"
        f"Житель ждёт {_since(view.incident.published_at, view.timezone, view.now)}. {best}\n"
        f"{_reason(view, 'Мешает то, что от вас не зависит? Укажите причину, её увидят рядом с цифрой')}"
    )
    back = (button.card(Press.RETURN, "Не наше", view.incident.id),) * _is_own(view)
    opened = button.opens("Открыть пост", view.post_url)
    if is_nobodys_danger(view):
        return Message(html=html, rows=button.rows(_drive(view), (_reason_button(view), *back), opened))
    return Message(html=html, rows=button.rows(_short(view), back + opened))


def _is_own(view: ReminderView) -> bool:
    """Whether the department works on it itself."""
    return view.incident.status in (Status.ASSIGNED, Status.ACCEPTED, Status.REOPENED)


def _overdue_chief(view: ReminderView) -> Message:
    """R6, to the chief in private."""
    lines = [f"⏰ <b>Отделу нужна помощь:</b> {view.near}"]
    spans = where_it_lay(view.route_time, view.department_time, view.approval_time)
    lines.append(f"Срок ответа вышел{_due(view)}." + (f" Где лежало: {spans}" if spans else ""))
    if view.incident.accepted_at is None:
        lines.append("Никем не взято")
    lines += [_reason(view, "")] if view.reason else []
    if is_nobodys_danger(view):
        lines.append("Это опасно: отправьте людей сейчас и нажмите «Принято, выезжаем». Ответ жителю потом")
    else:
        lines.append("Промежуточный ответ сегодня снимет вопрос. Без ответа попадёт в утреннюю сводку главы")
    call = button.card(Press.CALL, "Позвонить", view.incident.id)
    other = (button.card(Press.ENTRUST, "Поручить другому", view.incident.id),) * _is_own(view)
    if is_nobodys_danger(view):
        rows = button.rows(_drive(view), (call, _reason_button(view)), other)
    else:
        first, reason = _short(view)
        rows = button.rows((first, *other), (reason, call))
    return Message(html="\n".join(lines), rows=rows)


def _drive(view: ReminderView) -> button.Row:
    """A danger that nobody took: the way out is to drive there. A row of its own: beside another the label would be cut."""
    return (button.card(Press.ACCEPT, "Принято, выезжаем", view.incident.id, primary=True),)


def _reason_button(view: ReminderView) -> Button:
    return button.card(Press.DELAY, "Причина", view.incident.id)


def _short(view: ReminderView) -> button.Row:
    """The quickest honest answer, or the reason."""
    what, label = (*_interim(view), (Press.ANSWER, "Ответить"))[0]
    return button.card(what, label, view.incident.id, primary=True), _reason_button(view)


def overdue_list(late: Sequence[ReminderView], untaken: Sequence[ReminderView] = ()) -> Message:
    """R7, to the coordinator: all of the hour in one message.

    `untaken`: of departments where nobody else can be called.
    """
    if not late and len(untaken) == 1:
        return _not_accepted(replace(untaken[0], to_department=False))
    lines = [f"⏰ <b>Без ответа после срока: {len(late)}</b>"] if late else []
    lines += [f"№ {view.incident.number}, {view.near}. {_whose(view)}" for view in late[:_LISTED]]
    room = _LISTED - len(late[:_LISTED])
    lines += [f"<b>Возьмите, пожалуйста: {len(untaken)}.</b> Пока никто не взял"] if untaken else []
    lines += [f"№ {view.incident.number}, {view.full}. {_whose(view)}, ответить до {view.answer_by}" for view in untaken[:room]]
    shown = (*late, *untaken)[:_LISTED]
    more = len(late) + len(untaken) - len(shown)
    lines += [f"И ещё {more}, все по /my"] if more else []
    dangers = [view for view in late if is_nobodys_danger(view)]
    lines.append("Опасное без людей на месте: сначала позвонить и отправить" if dangers else _WAYS if late else _CALL)
    if len(shown) == 1:
        acts = (*(_interim(late[0]) or ((Press.ANSWER, "Ответить"),)), (Press.ASSIGN, "Передать"))
        call = button.card(Press.CALL, "Позвонить", late[0].incident.id)
        rows = button.rows(_buttons(late[0], *acts)[0], (call, *button.opens("Открыть пост", late[0].post_url)))
        return Message(html="\n".join(lines), rows=rows)
    cards = [button.card(Press.SHOW, f"№ {view.incident.number}", view.incident.id) for view in shown]
    return Message(html="\n".join(lines), rows=button.rows(tuple(cards[:3]), tuple(cards[3:6]), tuple(cards[6:])))


def _whose(view: ReminderView) -> str:
    """«Отдел ЖКХ: нет техники»."""
    if view.approval_since is not None and view.approval_time is not None:
        return f"<b>Согласование</b>, лежит {duration(view.approval_time)}"
    reason = f": {ours(view.reason, 60)}" if view.reason else ""
    if view.incident.rumour:
        return f"Слух, проверяет пресс-служба{reason}"
    return f"{escape(capital(name(view.department or 'без отдела', 60)))}{reason}"


def ask_reason(view: ReminderView) -> Message:
    """Before the head sees the figure, to whoever has it."""
    html = (
        f"<b>Утром это увидит глава:</b> {view.near}\n"
        f"Срок вышел{_due(view)}, причина не указана. Укажите её, она встанет рядом с цифрой. Ответите сегодня, вопроса не будет"
    )
    first = (button.card(Press.DELAY, "Причина", view.incident.id, primary=True), button.card(Press.ANSWER, "Ответить", view.incident.id))
    return Message(html=html, rows=button.rows(first))


_MAKERS: Mapping[Reminder, Callable[[ReminderView], Message]] = {
    Reminder.NOT_ROUTED: _not_routed,
    Reminder.NOT_ACCEPTED_SOON: _not_accepted_soon,
    Reminder.NOT_ACCEPTED: _not_accepted,
    Reminder.ANSWER_SOON: _answer_soon,
    Reminder.OVERDUE: _overdue,
    Reminder.OVERDUE_CHIEF: _overdue_chief,
    Reminder.OVERDUE_COORDINATOR: lambda view: overdue_list([view]),
    Reminder.DANGER_5: danger_5,
    Reminder.DANGER_10: danger_10,
    Reminder.DANGER_AGAIN: danger_again,
    Reminder.HEAD_HEARS: head_hears,
    Reminder.DANGER_ASKED: danger_asked,
}


def _buttons(view: ReminderView, *acts: tuple[Press, str]) -> tuple[button.Row, ...]:
    first = tuple(button.card(what, label, view.incident.id, primary=n == 0) for n, (what, label) in enumerate(acts))
    opened = button.opens("Открыть пост", view.post_url)
    return button.rows(first + opened) if len(first) == 1 else button.rows(first, opened)


def _reason(view: ReminderView, nobody: str) -> str:
    """The reason that an official gave; where nobody did, say so or ask."""
    return f"Причина от исполнителя: <b>{ours(view.reason, 120)}</b>" if view.reason else nobody


def _due(view: ReminderView) -> str:
    at = view.incident.due_by
    return f" {on_day(at, view.timezone, view.now)}" if at else ""


def _since(start: datetime, tz: tzinfo, now: datetime) -> str:
    """«со вчерашнего утра»: how long a resident waits, as people say it."""
    local, today = start.astimezone(tz), now.astimezone(tz).date()
    days = (today - local.date()).days
    if days == 0:
        return f"с {clock(start, tz)}"
    if days > 1:
        return f"с {day(start, tz)}"
    part = "утра" if _MORNING <= local.hour < _DAYTIME else "дня" if _DAYTIME <= local.hour < _EVENING else "вечера"
    return "с прошлой ночи" if local.hour < _MORNING else f"со вчерашнего {part}"
