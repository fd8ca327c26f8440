"""Menus under a card, each with «Назад» (docs/voice.md, «Buttons of the coordinator»).

They are the handler's own messages.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.kit.button import Row, choice, goes_back, pairs, rows
from handlers.kit.buttons import Menu
from handlers.kit.choices import PageTurn
from handlers.kit.labels import OUTCOMES, PAGE, REASONS, label_of, subject
from handlers.kit.pages import Page, turns
from handlers.kit.text import capital, escape, name
from handlers.routing.buttons import Whose
from incidents.answers.facts import FactKind
from incidents.ids import IncidentId
from incidents.incident import ClosingOutcome
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


def menu_unanswered(*, incident_id: IncidentId, number: int, what_where: str) -> Message:
    """«Разъяснили», and nothing stands under the post."""
    explain = choice(Menu.FACT, "Разъяснить", incident_id, FactKind.EXPLAINED)
    silently = choice(Menu.CLOSE_UNANSWERED, "Закрыть без ответа", incident_id, ClosingOutcome.EXPLAINED)
    html = f"<b>Жителю ещё не ответили. Разъяснить сейчас?</b>\n{subject(what_where, number)}\nТекст допишем сами, покажем перед отправкой"
    return Message(html=html, rows=rows((replace(explain, primary=True),), (silently,), (goes_back(Menu.CLOSE, incident_id),)))


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
    lines, buttons, more = _page(Menu.ASSIGN, incident_id, departments, page)
    html = "\n".join(["<b>Кому передать?</b>", subject(what_where, number), "", *lines])
    return Message(html=html, rows=rows(*pairs(buttons), (goes_back(Menu.ASSIGN, incident_id), *more)))


def menu_return(*, incident_id: IncidentId, number: int, what_where: str, likely: Sequence[Department], others: int, last: bool) -> Message:
    """«Не наше»: whose then? `others`: so many more may be named. `last`: it was returned before, so the coordinator decides."""
    ask = "<b>Чьё это, по-вашему?</b>" if likely or others else "<b>Вернуть координатору?</b>"
    lines = [ask, subject(what_where, number)]
    if last:
        lines.append("Возвращают второй раз: дальше решает координатор, ваш совет он увидит")
    elif likely or others:
        lines.append("Карточка сразу уйдёт в выбранный отдел. Не знаете? Решит координатор")
    lines += [f"{n}. {escape(capital(name(department.title, 60)))}" for n, department in enumerate(likely, start=1)]
    buttons = [choice(Menu.RETURN, f"{n}. {label_of(d.title)}", incident_id, Whose(d.id)) for n, d in enumerate(likely, start=1)]
    if others:
        buttons.append(choice(Menu.RETURN, "Другой отдел…" if likely else "Выбрать отдел…", incident_id, PageTurn(0)))
    return Message(html="\n".join(lines), rows=rows(*((button,) for button in buttons), _end_of_return(incident_id)))


def menu_return_all(*, incident_id: IncidentId, number: int, what_where: str, departments: Sequence[Department], page: int) -> Message:
    """«Другой отдел…»: every department where somebody reads, a page at a time."""
    lines, buttons, more = _page(Menu.RETURN, incident_id, departments, page)
    end = "" if departments else "Других отделов с сотрудниками пока нет: решит координатор"
    html = "\n".join([*("<b>Чьё это, по-вашему?</b>", subject(what_where, number)), *([end] if end else ["", *lines])])
    return Message(html=html, rows=rows(*pairs(buttons), more, _end_of_return(incident_id)))


def _end_of_return(incident_id: IncidentId) -> Row:
    return choice(Menu.RETURN, "Не знаю чьё", incident_id, Whose(None)), goes_back(Menu.RETURN, incident_id)


def _page(menu: Menu, incident_id: IncidentId, departments: Sequence[Department], page: int) -> tuple[list[str], list[Button], Row]:
    """Lines, buttons and «Дальше»; after the last page comes the first."""
    shown = Page.of(departments, page, PAGE)
    lines = [f"{n}. {escape(capital(name(department.title, 60)))}" for n, department in shown.numbered]
    buttons = [choice(menu, f"{n}. {label_of(department.title)}", incident_id, department.id) for n, department in shown.numbered]
    return lines, buttons, shown.around(turns(menu, incident_id))
