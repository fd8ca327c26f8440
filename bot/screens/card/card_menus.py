"""Menus under a card, each with «Назад» (docs/voice.md, «Buttons of the coordinator»).

They are the handler's own messages.
"""

from collections.abc import Sequence

from bot.screens.kit.button import Row, choice, goes_back, pairs, rows
from bot.screens.kit.labels import OUTCOMES, PAGE, REASONS, label_of, subject
from bot.screens.kit.text import capital, escape, name
from handlers.buttons import Menu
from handlers.choices.buttons import Turn
from handlers.routing.buttons import Whose
from incidents.ids import IncidentId
from incidents.messenger import Button, Message
from incidents.official import Department


def menu_more(*, incident_id: IncidentId, number: int, what_where: str, buttons: tuple[Row, ...]) -> Message:
    """«Ещё…»: the other acts of this card for this viewer."""
    back = goes_back(Menu.MORE, incident_id)
    return Message(html=f"<b>Что ещё можно:</b>\n{subject(what_where, number)}", rows=rows(*buttons, (back,)))


def menu_close(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """What closing says of the deed."""
    buttons = [choice(Menu.CLOSE, label, incident_id, outcome) for outcome, label in OUTCOMES.items()]
    buttons.append(goes_back(Menu.CLOSE, incident_id))
    return Message(html=f"<b>Чем закончилось?</b>\n{subject(what_where, number)}", rows=rows(*pairs(buttons)))


def menu_reject(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """Why it is no appeal."""
    buttons = [choice(Menu.REJECT, label, incident_id, reason) for reason, label in REASONS.items()]
    back = goes_back(Menu.REJECT, incident_id)
    html = f"<b>Почему не обращение?</b>\n{subject(what_where, number)}\nУйдёт из работы и из цифр. Вернуть можно"
    return Message(html=html, rows=rows(*pairs(buttons), (back,)))


def menu_assign(*, incident_id: IncidentId, number: int, what_where: str, departments: Sequence[Department], page: int = 0) -> Message:
    """Departments by number; a choice is a department's id, or a page («+1»)."""
    if not departments:
        html = f"<b>Передать некому:</b> отделы ещё не заведены\n{subject(what_where, number)}"
        return Message(html=html, rows=rows((goes_back(Menu.ASSIGN, incident_id),)))
    pages = (len(departments) + PAGE - 1) // PAGE
    page = max(0, min(page, pages - 1))
    shown = list(enumerate(departments, start=1))[page * PAGE : (page + 1) * PAGE]
    lines = ["<b>Кому передать?</b>", subject(what_where, number), ""]
    lines += [f"{n}. {escape(capital(name(department.title, 60)))}" for n, department in shown]
    buttons = [choice(Menu.ASSIGN, f"{n}. {label_of(department.title)}", incident_id, department.id) for n, department in shown]
    last: list[Button] = [goes_back(Menu.ASSIGN, incident_id)]
    if pages > 1:
        last.append(choice(Menu.ASSIGN, "Ещё отделы", incident_id, Turn((page + 1) % pages)))
    return Message(html="\n".join(lines), rows=rows(*pairs(buttons), tuple(last)))


def menu_return(*, incident_id: IncidentId, number: int, what_where: str, likely: Sequence[Department], last: bool) -> Message:
    """«Не наше»: whose then? `last`: it was returned before, so the coordinator decides and gets their advice."""
    ask = "<b>Чьё это, по-вашему?</b>" if likely else "<b>Вернуть координатору?</b>"
    lines = [ask, subject(what_where, number)]
    if last:
        lines.append("Возвращают второй раз: дальше решает координатор, ваш совет он увидит")
    elif likely:
        lines.append("Карточка сразу уйдёт в выбранный отдел. Не знаете? Решит координатор")
    lines += [f"{n}. {escape(capital(name(department.title, 60)))}" for n, department in enumerate(likely, start=1)]
    buttons = [choice(Menu.RETURN, f"{n}. {label_of(d.title)}", incident_id, Whose(d.id)) for n, d in enumerate(likely, start=1)]
    buttons += [choice(Menu.RETURN, "Не знаю чьё", incident_id, Whose(None)), goes_back(Menu.RETURN, incident_id)]
    return Message(html="\n".join(lines), rows=rows(*((button,) for button in buttons[:-2]), tuple(buttons[-2:])))
