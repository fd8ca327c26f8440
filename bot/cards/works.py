"""Planned works: /works, the dialogue that enters them, and their line on a card (VOICE.md 10)."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from bot.cards import press
from bot.cards.menus import BACK
from bot.cards.place import shorten
from bot.cards.region import PAGE, page_of
from bot.cards.text import capital, day, escape, moment, name, ours
from bot.cards.view import CardView
from handlers.works_buttons import WorksButton, WorksDo, WorksFamily
from incidents.messenger import Button, Message
from incidents.topics import FAMILIES
from incidents.works import WORKED_ON, WorkPlace, Works

_SHOWN = 3
_WHERE = 60
CANCEL = "Передумали? Напишите «отмена»"


def works_line(view: CardView) -> str:
    """«Похоже на плановые работы: воду отключают до 16:00 (Редкино), объявление от 23 ноября»."""
    if view.works is None:
        return ""
    works = view.works
    ends = moment(works.ends, view.timezone, view.now)
    what = f"{WORKED_ON[works.family]} до {_today(ends)}"
    said = f"объявление от {day(works.created_at, view.timezone)}"
    late = ". Срок работ прошёл" if works.ends <= view.now else ". Предлагаем ответ с этим сроком"
    return f"<b>Похоже на плановые работы:</b> {what} ({_where(works.places)}), {said}{late}"


def _today(ends: str) -> str:
    return ends.removeprefix("сегодня ")


def works_list(*, found: Sequence[Works], page: int, tz: tzinfo, now: datetime) -> Message:
    """What is planned and goes on."""
    add = (_do(WorksDo.ADD, "Добавить", 0),)
    if not found:
        html = "<b>Плановых работ нет.</b> Занесите отключение заранее: когда жители о нём напишут, на карточке будет срок и готовый ответ"
        return Message(html=html, rows=press.rows(add))
    first, shown = page_of(found, page)
    lines = [f"<b>Плановые работы: {len(found)}</b>"]
    lines += [f"{n}. {capital(_line(works, tz, now))}" for n, works in enumerate(shown, start=first)]
    numbers = tuple(_do(WorksDo.SHOW, str(n), works.id) for n, works in enumerate(shown, start=first))
    pages = -(-len(found) // PAGE)
    turn = (_do(WorksDo.LIST, "Дальше", (first // PAGE + 1) % pages),) if pages > 1 else ()
    return Message(html="\n".join(lines), rows=press.rows(numbers[:3], numbers[3:], add + turn))


def works_one(*, works: Works, who: str, is_new: bool, sure: bool, may_end: bool, tz: tzinfo, now: datetime) -> Message:
    """One of them; the end is asked once more."""
    title = "Записали" if is_new else capital(WORKED_ON[works.family])
    lines = [f"<b>{title}:</b> {_line(works, tz, now)}", ours(works.text, 300)]
    lines += [", ".join(escape(name(each.title, _WHERE)) for each in works.places)] if len(works.places) > _SHOWN else []
    lines.append(f"Занесли {day(works.created_at, tz)}: {escape(name(who, 60))}")
    back = _do(WorksDo.LIST, BACK if sure else "К списку", 0)
    if sure:
        lines.append("<b>Закончить сейчас?</b> Срок с карточек уйдёт")
        return Message(html="\n".join(lines), rows=press.rows((_do(WorksDo.END_SURE, "Да, закончили", works.id), back)))
    if is_new:
        lines.append("Напишут об этом в это время: на карточке будет строка и кнопка «Ответ с этим сроком»")
    end = (_do(WorksDo.END, "Закончить раньше", works.id),) if may_end and works.ends > now else ()
    return Message(html="\n".join(lines), rows=press.rows(end, (back,)))


def families() -> Message:
    """What will be switched off."""
    titles = {family.key: family.title for family in FAMILIES}
    buttons = [Button(label=titles[key], data=WorksFamily(family=key).pack()) for key in WORKED_ON]
    return Message(html="<b>Что будет?</b> Выберите", rows=press.rows(*press.pairs(buttons), (_do(WorksDo.LIST, BACK, 0),)))


def ask_place(*, family: str) -> Message:
    """Where."""
    html = (
        f"<b>Где {WORKED_ON[family]}?</b>\nПосёлок и улицы через запятую: Редкино, Гагарина, Диева. "
        f"Весь посёлок? Тогда одно название\n{CANCEL}"
    )
    return Message(html=html)


def ask_time(*, family: str) -> Message:
    """When."""
    return Message(html=f"<b>Когда {WORKED_ON[family]}?</b>\nНапример: завтра с 9:00 до 16:00, или до 18:00, если уже начали\n{CANCEL}")


def ask_text() -> Message:
    """What is done."""
    html = f"<b>Что делают?</b> Одним предложением, его увидит житель\nНапример: меняют задвижку на водоводе, работает водоканал\n{CANCEL}"
    return Message(html=html)


def _line(works: Works, tz: tzinfo, now: datetime) -> str:
    begins = f"с {moment(works.since, tz, now)} " if works.since > now else ""
    return f"{WORKED_ON[works.family]} {begins}до <b>{_today(moment(works.ends, tz, now))}</b>, {_where(works.places)}"


def _where(places: Sequence[WorkPlace]) -> str:
    """«Редкино, ул. Гагарина и ещё 2»."""
    shown = "; ".join(escape(name(_short(each.title), _WHERE)) for each in places[:_SHOWN])
    return f"{shown} и ещё {len(places) - _SHOWN}" if len(places) > _SHOWN else shown


def _short(title: str) -> str:
    return ", ".join(map(shorten, title.split(", ")))


def _do(do: WorksDo, label: str, id: int) -> Button:
    return Button(label=label, data=WorksButton(do=do, works=id).pack())
