"""Leave: its steps, and messages to the official and the deputy."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.kit import button
from handlers.kit.labels import CANCEL
from handlers.kit.text import count, escape, name
from handlers.people.buttons import LeaveAsk, LeaveSteps, PeopleDo, leave_button, people_button
from handlers.people.people_words import short, who
from incidents.dates.russian import date_words
from incidents.ids import OfficialId
from incidents.messenger import Button, Message
from incidents.official import Official, Role

MONDAY = 7


def ask_since(*, official: Official, today: date, by_self: bool) -> Message:
    """The first step: the first day away."""
    monday = today + timedelta(days=MONDAY - today.weekday())
    buttons = [
        leave_button("Сегодня", official.id, LeaveSteps(today)),
        leave_button("Завтра", official.id, LeaveSteps(today + timedelta(days=1))),
        leave_button("С понедельника", official.id, LeaveSteps(monday)),
        leave_button("Дата…", official.id, LeaveSteps(ask=LeaveAsk.TYPED)),
    ]
    html = f"<b>Отпуск: с какого дня?</b>{_of(official, by_self)}\n{_state(official)}"
    return Message(html=html, rows=button.rows(*button.pairs(buttons), _back(official, by_self)))


def _state(official: Official) -> str:
    """How it stands before anything is chosen."""
    since, until = official.away_from, official.away_until
    if since is None or until is None:
        return "Сейчас отпуск не записан"
    return f"Сейчас {'идёт' if official.away else 'записан'} отпуск с {date_words(since)} до {date_words(until)}, он останется до новых дат"


def ask_until(*, official: Official, since: date, by_self: bool) -> Message:
    """The second step: the first day of work again."""
    buttons = [leave_button(label, official.id, LeaveSteps(since, since + timedelta(days=days))) for label, days in _LENGTHS]
    buttons.append(leave_button("Дата…", official.id, LeaveSteps(since, ask=LeaveAsk.TYPED)))
    html = f"<b>Отпуск с {date_words(since)}. Когда снова на работу?</b>{_of(official, by_self)}"
    return Message(html=html, rows=button.rows(*button.pairs(buttons), _back(official, by_self)))


_LENGTHS = (("Через день", 1), ("Через неделю", 7), ("Через 2 недели", 14), ("Через 4 недели", 28))


def ask_deputy(*, official: Official, since: date, until: date, deputies: Sequence[Official], by_self: bool) -> Message:
    """The third step: who stands in."""
    if not deputies:
        html = "<b>Замещать некому.</b> В отделе больше никого нет. Попросите координатора пригласить коллегу: /people"
        return Message(html=html, rows=button.rows(_back(official, by_self)))
    lines = [f"<b>С {date_words(since)} до {date_words(until)}. Кто замещает?</b>{_of(official, by_self)}"]
    lines += [f"{n}. {escape(who(each))}" for n, each in enumerate(deputies, start=1)]
    lines.append("Карточки и напоминания пойдут замещающему, после отпуска всё вернётся")
    buttons = [
        leave_button(f"{n}. {_short(each)}", official.id, LeaveSteps(since, until, each.id)) for n, each in enumerate(deputies, start=1)
    ]
    return Message(html="\n".join(lines), rows=button.rows(*button.pairs(buttons), _back(official, by_self)))


def standing(*, official: Official, deputy: Official | None, by_self: bool) -> Message:
    """A leave that is arranged already."""
    since, until = official.away_from, official.away_until
    assert since is not None
    assert until is not None
    what = f"Отпуск до {date_words(until)}" if official.away else f"Отпуск с {date_words(since)} до {date_words(until)}"
    html = f"<b>{what}.</b> Замещает: {escape(who(deputy)) if deputy else 'никто'}{_of(official, by_self)}"
    over = "Вернуть на работу" if official.away and not by_self else "Вернуться сейчас" if official.away else "Отменить отпуск"
    change = leave_button("Изменить", official.id, LeaveSteps(ask=LeaveAsk.NEW))
    return Message(
        html=html, rows=button.rows((leave_button(over, official.id, LeaveSteps(ask=LeaveAsk.END)),), (change, *_back(official, by_self)))
    )


def ask_date(*, is_return: bool) -> Message:
    """«Дата…»: typed."""
    what = "Когда снова на работу?" if is_return else "С какого дня отпуск?"
    return Message(html=f"<b>{what}</b> Напишите день: «7 декабря», «07.12», «через две недели»\n{CANCEL}")


def planned(*, official: Official, deputy: Official | None) -> Message:
    """To the official: it will begin by itself."""
    since, until = official.away_from, official.away_until
    dates = f" с {date_words(since)} до {date_words(until)}" if since and until else ""
    stands = escape(who(deputy)) if deputy else "никто"
    return Message(html=f"<b>Отпуск записали:</b>{dates}. Замещает: {stands}\nНачнётся в этот день. Изменить или отменить: /leave")


def began(*, official: Official, holds: int) -> Message:
    """To the official, on the first day."""
    until = f" до {date_words(official.away_until)}" if official.away_until else ""
    verb = "Ваш" if holds == 1 else "Ваши"
    theirs = (
        f"{verb} {count(holds, 'вопрос', 'вопроса', 'вопросов')} у замещающего, обещания тоже" if holds else "Всё новое пойдёт замещающему"
    )
    html = f"<b>Вы в отпуске{until}.</b> {theirs}. Хорошего отдыха, писать не будем\nВернулись раньше? /leave"
    return Message(html=html)


def stands_in(*, official: Official, holds: int) -> Message:
    """To the deputy, on the first day."""
    until = f" до {date_words(official.away_until)}" if official.away_until else ""
    held = f"Было {count(holds, 'вопрос', 'вопроса', 'вопросов')}, карточки уже у вас" if holds else "Вопросов сейчас нет"
    return Message(html=f"<b>Вы замещаете{until}:</b> {escape(who(official))}\n{held}. Новое придёт сюда. Всё, что ждёт: /my")


def over(*, holds: int) -> Message:
    """To the official, back at work."""
    held = f"Ведёте {count(holds, 'вопрос', 'вопроса', 'вопросов')}" if holds else "Вопросов сейчас нет"
    return Message(html=f"<b>Отпуск закончился.</b> Карточки и напоминания снова у вас. {held}. Всё, что ждёт: /my")


def stood_in(*, official: Official) -> Message:
    """To the deputy, when it is over."""
    return Message(html=f"<b>Замещать больше не нужно:</b> {escape(who(official))}\nЧто вы взяли на себя, остаётся у вас. Спасибо")


def deputy_left(*, official: Official) -> Message:
    """To the coordinator who dismissed a deputy."""
    html = (
        f"<b>Замещать больше некому:</b> {escape(who(official))}\nТот, кто замещал, ушёл. Выберите другого, до тех пор карточки видит отдел"
    )
    return Message(html=html, rows=button.rows((leave_button("Выбрать", official.id),)))


def _of(official: Official, by_self: bool) -> str:
    return "" if by_self else f"\n{escape(who(official))}"


def _back(official: Official, by_self: bool) -> tuple[Button, ...]:
    if by_self:
        return (leave_button("Отмена", official.id, LeaveSteps(ask=LeaveAsk.STOP)),)
    return (people_button(PeopleDo.SHOW, "Назад", OfficialId(official.id)),)


def _short(official: Official) -> str:
    said = name(official.name, 40).split(" ")[0]
    return said or ("Координатор" if official.role is Role.COORDINATOR else short(official.title))
