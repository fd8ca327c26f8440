"""A card of others: whom to ask, what was decided, who looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from handlers.acts.buttons import ReadButton, ReadDo
from handlers.kit import button
from handlers.kit.button import Row, choice, goes_back, rows
from handlers.kit.buttons import Menu, Press
from handlers.kit.choices import PageTurn
from handlers.kit.labels import subject
from handlers.kit.text import capital, escape, name, stamp
from incidents.acts.looks import LookKind, ReadRequestState
from incidents.card_rights import CARD_RIGHTS, Reach
from incidents.ids import IncidentId
from incidents.messenger import Button, Message
from incidents.official import Role

PAGE = 10
_TITLE = 60
_HOW = {
    LookKind.OPENED: "карточка",
    LookKind.HISTORY: "история",
    LookKind.FOUND: "в списке найденного",
    LookKind.REFUSED: "не показали",
    LookKind.ALLOWED: "показали по просьбе",
    LookKind.MISSED: "в «Не взяли»",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """One look at the card."""

    at: datetime
    who: str
    how: LookKind


def foreign(*, incident_id: IncidentId, number: int, role: Role, is_nobodys: bool) -> Message:
    """To whoever may not read the card: a coordinator may show it."""
    whose = "Чей это вопрос, решает координатор" if is_nobodys else "Это вопрос другого отдела"
    if CARD_RIGHTS.reads[role] is Reach.DANGERS:
        whose = "Опасным это не отмечено"
    html = f"<b>{whose}.</b> Попросить координатора?\n№ {number}. Координатор увидит, кто просит, и решит"
    buttons = (_read(ReadDo.ASK, "Попросить", incident_id, primary=True), _read(ReadDo.NOT_NEEDED, "Не нужно", incident_id))
    return Message(html=html, rows=rows(buttons))


def asked(*, incident_id: IncidentId, request: int, number: int, what_where: str, who: str, state: ReadRequestState) -> Message:
    """To a coordinator: somebody asks to see a card; once it is decided, what was decided."""
    headline = {
        ReadRequestState.ASKED: "Просят показать карточку",
        ReadRequestState.ALLOWED: "Карточку показали",
        ReadRequestState.REFUSED: "Карточку не показали",
        ReadRequestState.OVER: "Карточку больше не видно",
    }[state]
    html = f"<b>{headline}:</b> {escape(name(who, _TITLE))}\n{subject(what_where, number)}"
    if state is not ReadRequestState.ASKED:
        return Message(html=html)
    decide = (_read(ReadDo.SHOW, "Показать", request, primary=True), _read(ReadDo.HIDE, "Не показывать", request))
    return Message(html=html, rows=rows(decide, (button.card(Press.SHOW, "Карточка", incident_id),)))


def refused(*, number: int, what_where: str) -> Message:
    """To whoever asked."""
    del what_where  # it is not theirs to read
    return Message(html=f"<b>Карточку № {number} не показали.</b> Нужна для работы? Напишите координатору, зачем")


def gone(*, number: int) -> Message:
    """In place of a card in the chat of one who works here no more."""
    return Message(html=f"<b>Карточка № {number} закрыта для вас.</b> Её ведут сотрудники округа")


def moved(*, number: int, what_where: str, department: str | None, undo: Button | None) -> Message:
    """In place of a card that is no business of this chat any more: no words of residents."""
    where = escape(name(department, _TITLE)) if department else "координатор решает, чей это вопрос"
    html = f"<b>Передано:</b> {where}\n{subject(what_where, number)}\nЗдесь карточка больше не меняется"
    return Message(html=html, rows=rows((undo,)) if undo is not None else ())


def looks(
    *,
    incident_id: IncidentId,
    number: int,
    what_where: str,
    lines: Sequence[LookLine],
    page: int,
    has_more: bool,
    tz: tzinfo,
    now: datetime,
) -> Message:
    """«Кто смотрел», newest first."""
    told = [f"{stamp(each.at, tz, now)}, {escape(name(each.who, _TITLE))}: {_HOW[each.how]}" for each in lines]
    nobody = "Чужую карточку никто не смотрел. Здесь те, у кого она не по работе, за год"
    html = "\n".join(["<b>Кто смотрел</b>", subject(what_where, number), "", *(told or [nobody])])
    turns: list[Button] = [choice(Menu.LOOKS, "К новым", incident_id, PageTurn(page - 1))] if page > 0 else []
    turns += [choice(Menu.LOOKS, "Раньше", incident_id, PageTurn(page + 1))] if has_more else []
    back: Row = (goes_back(Menu.LOOKS, incident_id), *turns)
    return Message(html=html, rows=rows(back))


def _read(do: ReadDo, label: str, id: int, *, primary: bool = False) -> Button:
    return Button(label=capital(label), data=ReadButton(do=do, id=id).pack(), primary=primary)
