"""«Нужна помощь» and «Напомнить»: the menus and what the called read."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from handlers.kit import button as press
from handlers.kit.button import choice, goes_back, pairs, rows
from handlers.kit.buttons import Menu, Press
from handlers.kit.card_values import HelpView
from handlers.kit.labels import subject
from handlers.kit.text import capital, escape, name, on_day, weekday_moment
from incidents.acts.ask_for_help import HelpKind
from incidents.ids import IncidentId
from incidents.messenger import Message
from incidents.official import Official

_WHO = 60
_LABELS = {
    HelpKind.COLLEAGUE: "Позвать коллегу",
    HelpKind.LAWYER: "Спросить юриста",
    HelpKind.CHIEF: "Руководителю",
    HelpKind.COORDINATOR: "Координатору",
}
_SHOWN = 8


def asked(help: HelpView | None, now: datetime, timezone: tzinfo) -> str:
    """«Просят помощи: …» on the card."""
    if help is None:
        return ""
    who = escape(name(help.who, _WHO))
    return f"Просят помощи {on_day(help.at, timezone, now)}: {who}, {escape(help.words)}"


def menu_help(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """Whose help?"""
    buttons = [choice(Menu.HELP, label, incident_id, kind) for kind, label in _LABELS.items()]
    html = f"<b>Кого позвать?</b>\n{subject(what_where, number)}\nКарточка останется у вас, им придёт сообщение с ней"
    return Message(html=html, rows=rows(*pairs(buttons), (goes_back(Menu.HELP, incident_id),)))


def menu_colleague(
    *,
    incident_id: IncidentId,
    number: int,
    what_where: str,
    people: Sequence[Official],
    menu: Menu = Menu.COLLEAGUE,
    ask: str = "Кого из отдела позвать?",
) -> Message:
    """Which colleague?"""
    lines = [f"<b>{ask}</b>", subject(what_where, number)]
    shown = list(enumerate(people[:_SHOWN], start=1))
    lines += [f"{n}. {escape(capital(name(each.title, _WHO)))}" for n, each in shown]
    buttons = [choice(menu, f"{n}. {capital(name(each.title, 40))}", incident_id, each.id) for n, each in shown]
    return Message(html="\n".join(lines), rows=rows(*((button,) for button in buttons), (goes_back(menu, incident_id),)))


def entrusted(*, incident_id: IncidentId, number: int, what_where: str, who: str, due: str) -> Message:
    """To whoever holds it from now on."""
    html = f"<b>Поручили вам:</b> {escape(name(what_where, 100))} · № {number}\nПоручает {escape(name(who, _WHO))}. {due}"
    first = (press.card(Press.ANSWER, "Ответить", incident_id, primary=True), press.card(Press.SHOW, "Карточка", incident_id))
    return Message(html=html, rows=rows(first, (press.card(Press.HISTORY, "История", incident_id),)))


def help_asked(*, incident_id: IncidentId, number: int, what_where: str, who: str, kind: HelpKind) -> Message:
    """To whoever is called."""
    first = "Просят юриста" if kind is HelpKind.LAWYER else "Просят помощи"
    way = {
        HelpKind.COLLEAGUE: "Можно принять на себя, ответить или подсказать заметкой",
        HelpKind.LAWYER: "Юриста в боте нет: свяжитесь с ним и передайте ответ заметкой. Отметить юриста можно в /people",
        HelpKind.CHIEF: "Можно ответить самим, передать или подсказать заметкой",
        HelpKind.COORDINATOR: "Можно передать, ответить самим или подсказать заметкой",
    }[kind]
    html = f"<b>{first}:</b> {escape(name(what_where, 100))} · № {number}\nПросит {escape(name(who, _WHO))}. {way}"
    buttons = (press.card(Press.SHOW, "Карточка", incident_id, primary=True), press.card(Press.NOTE, "Заметка своим", incident_id))
    return Message(html=html, rows=rows(buttons))


def nudged(*, incident_id: IncidentId, number: int, what_where: str, answer_by: datetime | None, tz: tzinfo, now: datetime) -> Message:
    """To the holder, from the coordinator."""
    due = f"Ответить до <b>{weekday_moment(answer_by, tz, now)}</b>. " if answer_by else ""
    html = (
        f"<b>Координатор спрашивает, как дела:</b> {escape(name(what_where, 100))} · № {number}\n"
        f"{due}Мешает что-то? Укажите причину или позовите на помощь"
    )
    first = (press.card(Press.ANSWER, "Ответить", incident_id, primary=True), press.card(Press.DELAY, "Причина", incident_id))
    return Message(html=html, rows=rows(first, (press.card(Press.HELP, "Нужна помощь", incident_id),)))
