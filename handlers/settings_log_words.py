"""«Что меняли»: who, when, what it was and became."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from handlers.kit.button import Row, pairs, rows
from handlers.kit.buttons import ChangesButton
from handlers.kit.text import ours, stamp
from incidents.messenger import Button, Message
from incidents.settings_log import Area

PAGE = 10
TITLES = {
    Area.NORMS: "Что меняли в нормах",
    Area.LINT: "Что меняли в советах",
    Area.CONTACTS: "Что меняли в телефонах и часах отделов",
    Area.SOURCES: "Что меняли в источниках",
    Area.RULES: "Что меняли в правилах",
    Area.TEMPLATES: "Что меняли в шаблонах",
    Area.PEOPLE: "Кто пришёл и ушёл",
    Area.EXPORTS: "Таблицы: выгрузки и загрузки",
    Area.REFUSALS: "Кому отказали",
    Area.ERASURES: "Что стёрли",
    Area.LOOKS: "Кто смотрел чужие карточки",
}
BACK = {
    Area.NORMS: "/norms",
    Area.LINT: "/advice",
    Area.CONTACTS: "/people",
    Area.SOURCES: "/sources",
    Area.RULES: "/rules",
    Area.TEMPLATES: "/templates",
    **dict.fromkeys((Area.PEOPLE, Area.EXPORTS, Area.REFUSALS, Area.ERASURES, Area.LOOKS), "/people"),
}

JOURNAL = {
    **{Area.PEOPLE: "Люди", Area.EXPORTS: "Таблицы", Area.REFUSALS: "Отказы"},
    **{Area.ERASURES: "Стирания", Area.LOOKS: "Просмотры"},
}
"""What happened rather than what was set: nothing to change there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One change; `what` is ready HTML."""

    at: datetime
    who: str
    what: str


def changes(*, area: Area, lines: Sequence[ChangeLine], page: int, has_more: bool, tz: tzinfo, now: datetime) -> Message:
    """A page of the log, newest first."""
    if not lines and area in JOURNAL:
        return Message(html=f"<b>{TITLES[area]}:</b> пока ничего", rows=rows(*_others(area)))
    if not lines:
        return Message(html=f"<b>{TITLES[area]}:</b> пока ничего. Всё стоит как в файле, менять: {BACK[area]}")
    text = [f"<b>{TITLES[area]}</b>, новое сверху", *(f"{stamp(one.at, tz, now)}, {ours(one.who, 60)}: {one.what}" for one in lines)]
    text += [] if area in JOURNAL else [f"Менять: {BACK[area]}"]
    back = (_button(area, "Новее", page - 1),) if page > 0 else ()
    onward = (_button(area, "Раньше", page + 1),) if has_more else ()
    return Message(html="\n".join(text), rows=rows(back + onward, *_others(area)))


def _others(area: Area) -> tuple[Row, ...]:
    """From one part of the access journal to the others."""
    return pairs([_button(each, label, 0) for each, label in JOURNAL.items() if each is not area]) if area in JOURNAL else ()


def _button(area: Area, label: str, page: int) -> Button:
    return Button(label=label, data=ChangesButton(area=area, page=page).pack())
