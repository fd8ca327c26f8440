"""Lines of the access journal: people, tables, refusals.

Ready HTML of what was done; who did it stands before it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from handlers.kit.text import escape, name
from handlers.tables.sheets_words import TITLES as SHEETS
from incidents.acts.looks import LookKind
from incidents.official import Role, title_of
from incidents.privacy.values import GROUNDS, DataOf, Ground
from incidents.settings_log import Audited
from incidents.tables.sheets import Sheet

Data = Mapping[str, Any]  # Any: codes and ids of a line
Names = Mapping[str, str]
"""Departments by id, and officials by «official:id»."""

_LIMIT = 60
_WHOSE = {DataOf.AUTHOR: "все сообщения автора", DataOf.POST: "сообщения жителей", DataOf.OFFICIAL: "данные сотрудника"}
_HOW = {
    LookKind.OPENED: "открыта чужая карточка",
    LookKind.HISTORY: "открыта история чужой карточки",
    LookKind.FOUND: "чужая карточка в найденном",
    LookKind.REFUSED: "карточку не показали",
    LookKind.ALLOWED: "карточку показали по просьбе",
    LookKind.MISSED: "открыто «Не взяли»",
}


def journal_line(line: Audited, names: Names) -> str:
    """What was done, in words."""
    made = _WORDS.get(line.what)
    return made(line.data, names) if made is not None else escape(line.what)


def _role(data: Data, names: Names) -> str:
    role, department = data.get("role"), data.get("department")
    if role not in list(Role):
        return "роль не указана"
    return escape(name(title_of(Role(str(role)), names.get(str(department)) if department else None), _LIMIT))


def _by(data: Data, names: Names) -> str:
    who = names.get(f"official:{data.get('by')}")
    return f", решение: {escape(name(who, _LIMIT))}" if who else ""


def _department(data: Data, names: Names) -> str:
    return escape(name(names.get(str(data.get("department")), "отдел, которого больше нет"), _LIMIT))


def _card(data: Data, names: Names) -> str:
    who = names.get(f"official:{data.get('official')}")
    return f"№ {data.get('number')}" + (f", {escape(name(who, _LIMIT))}" if who else "")


def _sheet(data: Data) -> str:
    return SHEETS[Sheet(str(data.get("sheet")))] if data.get("sheet") in list(Sheet) else escape(str(data.get("sheet")))


def _left(words: str) -> Callable[[Data, Names], str]:
    def told(data: Data, names: Names) -> str:
        heir = names.get(f"official:{data.get('to')}")
        passed = f", карточек передано: {data.get('incidents', 0)}" + (f", кому: {escape(name(heir, _LIMIT))}" if heir else "")
        return f"{words}{passed}{_by(data, names)}"

    return told


def _erased(data: Data, _names: Names) -> str:
    whose, ground = data.get("whose"), data.get("ground")
    what = _WHOSE[DataOf(str(whose))] if whose in list(DataOf) else "данные"
    why = f", {GROUNDS[Ground(str(ground))]}" if ground in list(Ground) else ""
    return f"акт № {data.get('act')}, стёрты {what}{why}. Сообщений в базе {data.get('posts', 0)}, в чатах {data.get('messages', 0)}"


def _look(data: Data, _names: Names) -> str:
    how = _HOW[LookKind(str(data.get("how")))] if data.get("how") in list(LookKind) else "смотрели"
    return f"{how}, № {data['number']}" if data.get("number") else how


def _always(words: str) -> Callable[[Data, Names], str]:
    return lambda _data, _names: words


_WORDS: Mapping[str, Callable[[Data, Names], str]] = {
    "enrolled": lambda data, names: f"вход по ссылке, {_role(data, names)}",
    "invited": lambda data, names: f"новая ссылка, {_role(data, names)}",
    "invitation_cancelled": lambda data, names: f"ссылка отменена, {_role(data, names)}",
    "role_changed": lambda data, names: f"новая роль, {_role(data, names)}{_by(data, names)}",
    "dismissed": _left("доступ закрыт"),
    "blocked": _left("доступ закрыт, можно открыть снова"),
    "unblocked": lambda data, names: f"доступ открыт{_by(data, names)}",
    "group_connected": lambda data, names: f"группа подключена, {_department(data, names)}",
    "group_disconnected": lambda data, names: f"группа отключена, {_department(data, names)}",
    "read_asked": lambda data, names: f"просьба показать чужую карточку {_card(data, names)}",
    "read_allowed": lambda data, names: f"показали чужую карточку {_card(data, names)}",
    "read_refused": lambda data, names: f"не показали чужую карточку {_card(data, names)}",
    "exported": lambda data, _names: f"выгрузка: {_sheet(data)}",
    "table_read": lambda data, _names: f"таблица прочитана: {_sheet(data)}, строк {data.get('rows', 0)}",
    "table_applied": lambda data, _names: f"таблица применена: {_sheet(data)}, строк {data.get('rows', 0)}",
    "erased": _erased,
    "look": _look,
    "forbidden": lambda data, names: "нажатие не по праву" + (f", {_card(data, names)}" if data.get("number") else ""),
    "linkrefused": _always("ссылка не пустила: доступ закрыт раньше"),
    "stranger": _always("пишет боту, в списке сотрудников нет"),
    "stranger_press": _always("нажатие, в списке сотрудников нет"),
    "badinvite": _always("ссылка не подошла"),
    "nomore": _always("доступ закрыт, пишет снова"),
}
