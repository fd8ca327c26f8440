"""/people: the list, a person's card and menus, farewells."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from types import MappingProxyType

from handlers.kit import button
from handlers.kit.buttons import ChangesButton
from handlers.kit.labels import CANCEL
from handlers.kit.pages import Page
from handlers.kit.text import capital, count, day, escape, name
from handlers.people.buttons import DepartmentButton, DepartmentDo, Heir, PeopleDo, RoleIn, YesNo, leave_button, people_button
from handlers.tables.buttons import SheetButton, SheetDo
from incidents.dates.russian import date_words
from incidents.ids import DepartmentId
from incidents.messenger import Button, Message
from incidents.official import IN_DEPARTMENT, Department, Official, Role
from incidents.settings_log import Area

PAGE_SIZE = 6
BACK = "Назад"
ROLE_LABELS = {
    Role.EXECUTOR: "Исполнитель",
    Role.CHIEF: "Руководитель",
    Role.COORDINATOR: "Координатор",
    Role.APPROVER: "Согласующий",
    Role.DUTY: "Дежурный, ЕДДС",
    Role.HEAD: "Глава",
    Role.OBSERVER: "Наблюдатель",
}
_NAME = 60


def who(official: Official) -> str:
    """«Иванова Анна: исполнитель, отдел ЖКХ»: plain text, for coordinators' eyes."""
    said = name(official.name, _NAME)
    title = name(official.title, 80)
    return f"{said}: {title}" if said else capital(title)


def state(official: Official) -> str:
    """What hinders: «бот заблокирован»; "" where nothing does."""
    if official.blocked:
        return "доступ закрыт"
    if not official.reachable:
        return "бот заблокирован"
    return f"в отпуске до {date_words(official.away_until)}" if official.away and official.away_until else ""


def people(*, officials: Sequence[Official], page: int, links: int = 0) -> Message:
    """Everyone by role and department; a number opens the person's card."""
    shown = Page.of(officials, page, PAGE_SIZE)
    lines, numbers = [f"<b>Сотрудников: {len(officials)}</b>{shown.which}"], []
    for n, each in shown.numbered:
        trouble = state(each)
        lines.append(f"{n}. {escape(who(each))}" + (f" · <b>{trouble}</b>" if trouble else ""))
        numbers.append(people_button(PeopleDo.SHOW, str(n), each.id))
    lines.append("Карточка человека по кнопке с номером")
    turn = shown.beside(lambda label, number: people_button(PeopleDo.LIST, label, 0, number))
    homes = Button(label="Отделы", data=DepartmentButton(do=DepartmentDo.LIST, department="", page=0).pack())
    export = Button(label="Выгрузить XLSX", data=SheetButton(do=SheetDo.EXPORT_OFFICIALS, file=0).pack())
    invite = (people_button(PeopleDo.INVITE, "Пригласить"), homes)
    opened = people_button(PeopleDo.LINKS, f"Ссылки: {links}" if links else "Ссылки")
    journal = Button(label="Журнал", data=ChangesButton(area=Area.PEOPLE, page=0).pack())
    last = (opened, export)
    return Message(html="\n".join(lines), rows=button.rows(tuple(numbers[:3]), tuple(numbers[3:]), turn, invite, last, (journal,)))


def person(*, official: Official, holds: int, tz: tzinfo, deputy: Official | None = None) -> Message:
    """One person: role, since when, whether reachable, how much they hold; what may be done."""
    lines = [f"<b>{escape(name(official.name, _NAME) or 'Имя не указано')}</b>", escape(capital(name(official.title, 100)))]
    if official.enrolled_at is not None:
        lines.append(f"Доступ с {day(official.enrolled_at, tz)}")
    if official.away_until is not None and official.away_from is not None:
        now_or_then = "В отпуске" if official.away else f"Отпуск с {date_words(official.away_from)}"
        lines.append(f"{now_or_then} до {date_words(official.away_until)}, замещает {escape(who(deputy)) if deputy else 'никто'}")
    if official.blocked:
        lines.append("<b>Доступ закрыт.</b> Кнопки у этого человека не работают, карточки не приходят")
    elif not official.reachable:
        lines.append("<b>Бот заблокирован:</b> карточки не доходят. Позвоните и попросите открыть чат с ботом и нажать «Начать»")
    if official.lawyer:
        lines.append("Юрист: вопросы «Спросить юриста» приходят сюда")
    if official.phone:
        lines.append(f"Рабочий телефон: {escape(official.phone)}")
    lines.append(f"Ведёт {count(holds, 'вопрос', 'вопроса', 'вопросов')}" if holds else "Вопросов сейчас не ведёт")
    return Message(html="\n".join(lines), rows=button.rows(*_acts(official), (_list(),)))


def _acts(official: Official) -> tuple[button.Row, ...]:
    id = official.id
    dismiss = people_button(PeopleDo.DISMISS, "Передать дела", id)
    if official.blocked:
        return ((people_button(PeopleDo.UNBLOCK, "Открыть доступ", id), dismiss),)
    first = [people_button(PeopleDo.ROLE, "Роль…", id)]
    if official.role in IN_DEPARTMENT:
        first.append(people_button(PeopleDo.DEPARTMENT, "Отдел…", id))
    first.append(leave_button("Отпуск…", id))
    law = people_button(PeopleDo.LAWYER, "Не юрист" if official.lawyer else "Это юрист", id, YesNo.NO if official.lawyer else YesNo.YES)
    known = (people_button(PeopleDo.PHONE, "Телефон…", id), law)
    return tuple(first), known, (dismiss, people_button(PeopleDo.BLOCK, "Закрыть доступ", id))


def ask_phone(*, official: Official) -> Message:
    """«Телефон…»."""
    html = (
        f"<b>Рабочий телефон?</b> {escape(who(official))}\n"
        f"Его увидят коллеги по кнопке «Позвонить», жители не увидят. Убрать номер: «нет». {CANCEL}"
    )
    return Message(html=html)


def roles(*, do: PeopleDo, official: Official | None) -> Message:
    """Which role: to give to somebody, or to invite to."""
    id = official.id if official else 0
    buttons = [people_button(do, label, id, RoleIn(role)) for role, label in ROLE_LABELS.items()]
    html = f"<b>Какая роль?</b>\n{escape(who(official))}" if official else "<b>Кого пригласить?</b> Выберите роль"
    return Message(html=html, rows=button.rows(*button.pairs(buttons), (_back_to(official),)))


def departments(*, do: PeopleDo, role: Role, official: Official | None, all_departments: Sequence[Department], page: int) -> Message:
    """Which department, for a role that belongs to one."""
    if not all_departments:
        return Message(
            html="<b>Отделы ещё не заведены.</b> Пришлите их таблицей или впишите в профиль", rows=button.rows((_back_to(official),))
        )
    shown = Page.of(all_departments, page, PAGE_SIZE)
    id = official.id if official else 0
    lines = [f"<b>{ROLE_LABELS[role]}: какой отдел?</b>", *(f"{n}. {escape(capital(name(each.title, 60)))}" for n, each in shown.numbered)]
    buttons = [people_button(do, f"{n}. {short(each.title)}", id, RoleIn(role, each.id)) for n, each in shown.numbered]
    more = shown.around(lambda label, number: people_button(do, label, id, RoleIn(role, page=number)))
    return Message(html="\n".join(lines), rows=button.rows(*button.pairs(buttons), (_back_to(official), *more)))


def ask_dismiss(*, official: Official, holds: int, heirs: Sequence[Official]) -> Message:
    """The question before a dismissal: to whom everything goes."""
    lines = [f"<b>Кому передать дела?</b> {escape(who(official))}"]
    holding = f"Ведёт {count(holds, 'вопрос', 'вопроса', 'вопросов')}" if holds else "Вопросов не ведёт"
    lines.append(f"{holding}. После выбора доступ закроется сразу, вернуть можно новой ссылкой")
    lines += [f"{n}. {escape(who(each))}" for n, each in enumerate(heirs, start=1)]
    buttons = [
        people_button(PeopleDo.DISMISS, f"{n}. {_first_word(each)}", official.id, Heir(each.id)) for n, each in enumerate(heirs, start=1)
    ]
    back = people_button(PeopleDo.SHOW, BACK, official.id)
    return Message(
        html="\n".join(lines),
        rows=button.rows(*button.pairs(buttons), (people_button(PeopleDo.DISMISS, "Вернуть в отдел", official.id, Heir(None)),), (back,)),
    )


def ask_block(*, official: Official) -> Message:
    """The question before somebody is switched off."""
    html = (
        f"<b>Закрыть доступ?</b> {escape(who(official))}\n"
        "Кнопки перестанут работать сразу, всё взятое вернётся в отдел. Так делают, если телефон потерян. Открыть снова можно в один шаг"
    )
    buttons = (people_button(PeopleDo.BLOCK, "Закрыть доступ", official.id, YesNo.YES), people_button(PeopleDo.SHOW, BACK, official.id))
    return Message(html=html, rows=button.rows(buttons))


def handed_over(
    *,
    leaver: Official,
    heir: Official | None,
    numbers: Sequence[int],
    total: int,
    answers: int,
    promises: int,
    more: Mapping[str, int] = MappingProxyType({}),
) -> Message:
    """The report to the coordinator. `more`: shifts, empty (shifts that nobody has), orders, drafts, links (cancelled ones)."""
    to = f"новый ответственный {escape(who(heir))}" if heir else "снова в своих отделах"
    lines = [
        f"<b>Передали {total}:</b> {_numbers(numbers, total)}" if total else "<b>Передавать было нечего.</b> Вопросов у этого человека нет"
    ]
    lines.append(f"Было: {escape(who(leaver))}" + (f", теперь {to}" if total else ""))
    if answers:
        lines.append(f"Недописанные ответы: {answers}, {'у нового ответственного' if heir else 'у вас, ниже в этом чате'}")
    if promises:
        lines.append(f"Обещания жителям: {promises}, напомним новому ответственному")
    if more.get("shifts"):
        lines.append(f"Дежурства: {more['shifts']}, у нового ответственного")
    if more.get("empty"):
        lines.append(f"<b>Дежурств без человека: {more['empty']}.</b> Поставьте другого: /duty")
    if more.get("orders"):
        lines.append(f"Поручения главы: {more['orders']}, доклады придут новому главе или вам")
    if more.get("drafts"):
        lines.append(f"Черновики, заведённые руками: {more['drafts']}, {'у нового ответственного' if heir else 'у вас'}")
    if more.get("links"):
        lines.append(f"Отменили открытые ссылки этого человека: {more['links']}. Ждёте кого-то по ним? Пригласите снова")
    return Message(html="\n".join(lines), rows=button.rows((_list(),)))


def took_over(*, numbers: Sequence[int], total: int) -> Message:
    """To the successor."""
    return Message(html=f"<b>Вам передали {total}:</b> {_numbers(numbers, total)}\nСроки остались прежними. Всё, что ждёт: /my")


def role_changed(*, official: Official) -> Message:
    """To the person themselves."""
    return Message(html=f"<b>Ваша роль теперь:</b> {escape(name(official.title, 100))}\nЧто ждёт вас сейчас: /my. Подсказка: /help")


def farewell() -> Message:
    """To whoever works here no more."""
    return Message(
        html="<b>Доступ закрыт.</b> Ваши вопросы переданы, писать больше не будем. Думаете, что это ошибка? Напишите координатору"
    )


def order(officials: Sequence[Official], titles: Mapping[DepartmentId, str]) -> list[Official]:
    """By role, then department, then name; those who are switched off come last."""
    ranks = {
        role: n for n, role in enumerate((Role.COORDINATOR, Role.HEAD, Role.APPROVER, Role.DUTY, Role.CHIEF, Role.EXECUTOR, Role.OBSERVER))
    }
    return sorted(officials, key=lambda o: (o.blocked, ranks[o.role], titles.get(o.department_id or DepartmentId(""), ""), o.name, o.id))


def short(title: str) -> str:
    """«отдел ЖКХ» → «ЖКХ»: on a button the word says nothing."""
    plain = name(title, 60)
    return capital(plain.removeprefix("отдел ").removeprefix("Отдел "))


def _first_word(official: Official) -> str:
    return name(official.name, _NAME).split(" ")[0] or short(official.title)


def _numbers(numbers: Sequence[int], total: int) -> str:
    more = f" и ещё {total - len(numbers)}" if total > len(numbers) else ""
    return ", ".join(f"№ {number}" for number in numbers) + more


def _list() -> Button:
    return people_button(PeopleDo.LIST, "Все сотрудники")


def _back_to(official: Official | None) -> Button:
    return people_button(PeopleDo.SHOW, BACK, official.id) if official else people_button(PeopleDo.LIST, BACK)
