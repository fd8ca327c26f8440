"""/people, «Отделы»: what residents are told of each department."""

from collections.abc import Mapping, Sequence

from handlers.kit.button import Row, rows
from handlers.kit.buttons import ChangesButton
from handlers.kit.labels import CANCEL
from handlers.kit.pages import page_of
from handlers.kit.text import capital, escape, name, ours
from handlers.people.buttons import DepartmentButton, DepartmentDo, PeopleDo, people_button
from incidents.ids import DepartmentId
from incidents.messenger import Button, Message
from incidents.official import Department
from incidents.people.department_contacts import LONGEST_HOURS, LONGEST_PHONE, Contact
from incidents.settings_log import Area

LABELS = {Contact.PHONE: "Телефон для жителей", Contact.HOURS: "Часы для жителей"}


def listed(*, departments: Sequence[Department], page: int) -> Message:
    """Departments by number, with what residents are told."""
    if not departments:
        return Message(html="<b>Отделы ещё не заведены.</b> Пришлите их таблицей", rows=rows((people_button(PeopleDo.LIST, "Назад"),)))
    entries = [(each.id, f"{capital(each.title)}: {each.phone or 'телефона нет'}") for each in departments]
    titles = {each.id: each.title.removeprefix("отдел ") for each in departments}
    lines, choices, turn = page_of(
        entries,
        page,
        choose=lambda label, id: _button(DepartmentDo.SHOW, f"{label.partition(' ')[0]} {capital(titles[DepartmentId(id)])}", id),
        turn=lambda label, number: _button(DepartmentDo.LIST, label, "", number),
    )
    lines = [f"<b>Отделов: {len(departments)}</b>. Телефон и часы встают в ответы жителям", *lines]
    log = Button(label="Что меняли", data=ChangesButton(area=Area.CONTACTS, page=0).pack())
    return Message(html="\n".join(lines), rows=rows(*choices, (log, *turn), (people_button(PeopleDo.LIST, "Назад"),)))


def one(*, department: Department, before: Mapping[Contact, str | None], page: int) -> Message:
    """A department's contacts. `before`: what stood before the last change, None where nothing was changed in the chat."""
    held = {Contact.PHONE: department.phone, Contact.HOURS: department.hours}
    lines = [f"<b>{escape(capital(name(department.title, 60)))}</b>"]
    lines += [f"{LABELS[each]}: {ours(value or 'не указан' + 'ы' * (each is Contact.HOURS), 60)}" for each, value in held.items()]
    lines.append("В шаблонах это {телефон} и {часы}. Пишите рабочий номер: его прочтут все")
    first: Row = (_button(DepartmentDo.PHONE, "Телефон…", department.id), _button(DepartmentDo.HOURS, "Часы…", department.id))
    backs: list[Button] = []
    if held[Contact.PHONE]:
        backs.append(_button(DepartmentDo.NO_PHONE, "Без телефона", department.id))
    if held[Contact.HOURS]:
        backs.append(_button(DepartmentDo.NO_HOURS, "Без часов", department.id))
    undo: list[Row] = []
    for each, do in ((Contact.PHONE, DepartmentDo.UNDO_PHONE), (Contact.HOURS, DepartmentDo.UNDO_HOURS)):
        was = before.get(each)
        if was is not None and was != (held[each] or ""):
            lines.append(f"{'Было' if each is Contact.PHONE else 'Часы были'}: {ours(was, 60) or 'пусто'}")
            undo.append((_button(do, "Прежний телефон" if each is Contact.PHONE else "Прежние часы", department.id),))
    return Message(html="\n".join(lines), rows=rows(first, tuple(backs), *undo, (_button(DepartmentDo.LIST, "Все отделы", "", page),)))


def ask(*, department: Department, contact: Contact) -> Message:
    """A phone or hours are typed."""
    what = {
        Contact.PHONE: "один рабочий номер с кодом: «8 48242 4-12-34», можно с добавочным. Личные номера не пишите",
        Contact.HOURS: "одной строкой: «пн–пт 9:00–18:00, обед 13:00–14:00»",
    }[contact]
    return Message(html=f"<b>{LABELS[contact]}: {escape(name(department.title, 60))}</b>\nПришлите {what}. {CANCEL}")


def change_line(key: str, before: str | None, after: str | None, names: Mapping[str, str]) -> str:
    """A line of «Что меняли»."""
    id, _, contact = key.rpartition(":")
    limit = LONGEST_PHONE if contact == Contact.PHONE else LONGEST_HOURS
    what = "телефон" if contact == Contact.PHONE else "часы"
    was, became = (ours(words, limit) if words else "пусто" for words in (before, after))
    return f"{escape(name(names.get(id, id), 60))}, {what}: {became}, было {was}"


def _button(do: DepartmentDo, label: str, id: str = "", page: int = 0) -> Button:
    return Button(label=label, data=DepartmentButton(do=do, department=id, page=page).pack())
