"""Messages about postponed and outside incidents (docs/voice.md, C7)."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from handlers.acts.buttons import Letter
from handlers.kit import button as press
from handlers.kit.button import choice, goes_back, pairs, rows
from handlers.kit.buttons import Day, Menu, Press
from handlers.kit.labels import CANCEL, subject
from handlers.kit.text import capital, day, escape, name, weekday_moment
from incidents.acts.outside_requests import Request
from incidents.ids import IncidentId
from incidents.messenger import Message

_ORGANISATION = 80
_DAYS = "Например: «30 ноября», «в пятницу», «через две недели»"


def menu_postpone(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """«Отложить»: until when."""
    labels = {Day.TOMORROW: "Завтра", Day.MONDAY: "До понедельника", Day.WEEK: "Через неделю", Day.TYPED: "Дата…"}
    buttons = [choice(Menu.POSTPONE, label, incident_id, code) for code, label in labels.items()]
    html = f"<b>До какого дня отложить?</b>\n{subject(what_where, number)}\nУтром того дня вернём сами. Срок ответа жителю при этом идёт"
    return Message(html=html, rows=rows(*pairs(buttons), (goes_back(Menu.POSTPONE, incident_id),)))


def ask_postpone(*, number: int, what_where: str) -> Message:
    """«Дата…»."""
    return Message(html=f"<b>До какого дня отложить?</b>\n{subject(what_where, number)}\n{_DAYS}. {CANCEL}")


def postponed(*, number: int, what_where: str, until: datetime | None, tz: tzinfo, now: datetime) -> Message:
    """After a typed date."""
    when = f"до {weekday_moment(until, tz, now)}" if until else "и уже вернули"
    return Message(html=f"<b>Отложили {when}</b>\n{subject(what_where, number)}")


def came_back(*, incident_id: IncidentId, number: int, what_where: str, answer_by: datetime | None, tz: tzinfo, now: datetime) -> Message:
    """The day has come."""
    due = f"\nОтветить до <b>{weekday_moment(answer_by, tz, now)}</b>" if answer_by else ""
    html = f"<b>Вернулось из отложенных:</b> {escape(name(what_where, 100))} · № {number}{due}"
    buttons = (press.card(Press.ANSWER, "Ответить", incident_id, primary=True), press.card(Press.POSTPONE, "Отложить", incident_id))
    return Message(html=html, rows=rows(buttons))


def ask_outside(*, incident_id: IncidentId, number: int, what_where: str, known: Sequence[Request]) -> Message:
    """Which organisation."""
    lines = ["<b>Кому передали?</b>", subject(what_where, number)]
    lines.append("Выберите или напишите название: «сетевая компания»" if known else "Напишите название, например «сетевая компания»")
    lines[-1] += f". {CANCEL}"
    lines += [f"{n}. {escape(capital(name(each.organisation, _ORGANISATION)))}" for n, each in enumerate(known, start=1)]
    buttons = [choice(Menu.OUTSIDE, f"{n}. {name(each.organisation, 40)}", incident_id, each.id) for n, each in enumerate(known, start=1)]
    return Message(html="\n".join(lines), rows=rows(*((button,) for button in buttons)))


def ask_outside_date(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """When they promised to answer."""
    labels = {Day.TOMORROW: "Завтра", Day.FRIDAY: "До пятницы", Day.MONDAY: "До понедельника", Day.WEEK: "Через неделю"}
    buttons = [choice(Menu.OUTSIDE_DATE, label, incident_id, code) for code, label in labels.items()]
    html = (
        f"<b>До какого дня обещали ответить?</b>\n{subject(what_where, number)}\n"
        f"Выберите или напишите: «30 ноября», «в пятницу». Не сказали? Назовите день, когда спросить снова. {CANCEL}"
    )
    return Message(html=html, rows=rows(*pairs(buttons)))


def ask_outside_letter(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """The number of our letter."""
    html = f"<b>Номер письма?</b>\n{subject(what_where, number)}\nНапишите номер или нажмите «Без номера». {CANCEL}"
    return Message(html=html, rows=rows((choice(Menu.OUTSIDE_LETTER, "Без номера", incident_id, Letter.NONE),)))


def sent_outside(*, incident_id: IncidentId, number: int, what_where: str, request: Request | None, tz: tzinfo) -> Message:
    """It waits for a foreign answer now."""
    again = f" Спросим снова {day(request.remind_at, tz)} в 10:00" if request is not None and request.remind_at is not None else ""
    html = (
        f"<b>Записали: ждём чужой ответ.</b>{again}\n{subject(what_where, number)}\n"
        "Скажите жителю, что передали и когда напишем снова: срок ответа идёт"
    )
    return Message(html=html, rows=rows((press.card(Press.ANSWER, "Ответить", incident_id, primary=True),)))


def outside_came(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """«Ответ пришёл»."""
    html = f"<b>Ответ пришёл, теперь жителю.</b> Перескажите его своими словами: что сделают и когда\n{subject(what_where, number)}"
    return Message(html=html, rows=rows((press.card(Press.ANSWER, "Ответить", incident_id, primary=True),)))


def ask_them_again(*, incident_id: IncidentId, number: int, what_where: str, request: Request | None, tz: tzinfo) -> Message:
    """The promised day."""
    who = f": {escape(name(request.organisation, _ORGANISATION))}" if request else ""
    letter = f", письмо № {escape(name(request.letter, 40))}" if request and request.letter else ""
    promised = f"Обещали ответить до {day(request.promised_at, tz)}. " if request else ""
    html = f"<b>Пора спросить снова{who}{letter}</b>\n{subject(what_where, number)}\n{promised}Житель ждёт, срок ответа ему идёт"
    first = press.card(Press.OUTSIDE_CAME, "Ответ пришёл", incident_id, primary=True)
    return Message(html=html, rows=rows((first, press.card(Press.REMIND_THEM, "Напомнить им", incident_id))))
