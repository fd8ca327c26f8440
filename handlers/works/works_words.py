"""Planned works: /works, its dialogue, the card's line."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from handlers.kit import button as press
from handlers.kit.labels import BACK, CANCEL
from handlers.kit.pages import Page
from handlers.kit.place import shorten
from handlers.kit.text import capital, clock, day, escape, moment, name, ours, weekday_moment
from handlers.region.region_words import PAGE
from handlers.tables.buttons import SheetDo
from handlers.tables.sheets_words import button
from handlers.works.buttons import WorksAmend, WorksButton, WorksDo, WorksFamily, WorksUntil
from incidents.ids import AnswerId, FileJobId
from incidents.messenger import Button, Message
from incidents.routing.topic_rules import FAMILIES
from incidents.works.rows import PlannedRow
from incidents.works.values import WORKED_ON, WorkPlace, Works

_SHOWN = 3
_WHERE = 60
_HALF = 30  # minutes


def works_line(works: Works | None, now: datetime, timezone: tzinfo) -> str:
    """«Похоже на плановые работы: воду отключают до 16:00 (Редкино), объявление от 23 ноября»."""
    if works is None:
        return ""
    ends = moment(works.ends, timezone, now)
    what = f"{WORKED_ON[works.family]} до {_today(ends)}"
    said = f"объявление от {day(works.created_at, timezone)}"
    late = ". Срок работ прошёл" if works.ends <= now else ". Предлагаем ответ с этим сроком"
    return f"<b>Похоже на плановые работы:</b> {what} ({_where(works.places)}), {said}{late}"


def _today(ends: str) -> str:
    return ends.removeprefix("сегодня ")


def works_list(*, found: Sequence[Works], page: int, tz: tzinfo, now: datetime) -> Message:
    """What is planned and goes on."""
    add = (_do(WorksDo.ADD, "Добавить", 0),)
    if not found:
        html = (
            "<b>Плановых работ нет.</b> Занесите отключение заранее или пришлите список таблицей: когда жители о нём напишут, "
            "на карточке будет срок и готовый ответ"
        )
        return Message(html=html, rows=press.rows(add))
    shown = Page.of(found, page, PAGE)
    lines = [f"<b>Плановые работы: {len(found)}</b>"]
    lines += [f"{n}. {capital(_line(works, tz, now))}" for n, works in shown.numbered]
    numbers = tuple(_do(WorksDo.SHOW, str(n), works.id) for n, works in shown.numbered)
    turn = shown.around(lambda label, number: _do(WorksDo.LIST, label, number))
    return Message(html="\n".join(lines), rows=press.rows(numbers[:3], numbers[3:], add + turn))


def works_report(
    *,
    file: FileJobId,
    examples: Sequence[PlannedRow],
    count: int,
    known: int,
    bad: Sequence[tuple[int, str, str]],
    mistakes: int,
    tz: tzinfo,
    now: datetime,
) -> Message:
    """A list of works came as a table: what would be entered, what is known, every bad row."""
    lines = [f"<b>Плановые работы из таблицы: {count}</b>" if count else "<b>Занести из таблицы нечего</b>"]
    lines += [f"{n}. {capital(_planned(each, tz, now))}" for n, each in enumerate(examples, start=1)]
    lines += [f"И ещё {count - len(examples)}"] if count > len(examples) else []
    lines += [f"Уже занесены: {known}, второй раз не возьмём"] if known else []
    lines += [f"<b>Не возьмём строк: {mistakes}</b>"] if mistakes else []
    lines += [f"Строка {row}, «{escape(name(column, 40))}»: {ours(text, 120)}" for row, column, text in bad]
    lines += [f"И ещё {mistakes - len(bad)}"] if mistakes > len(bad) else []
    if not count:
        lines.append("Исправьте и пришлите файл снова. Ничего не изменилось")
        return Message(html="\n".join(lines))
    lines.append("Занести то, что разобралось? Остальное можно исправить и прислать ещё раз" if mistakes else "Занести?")
    buttons = (button(SheetDo.APPLY, f"Занести: {count}", file, primary=True), button(SheetDo.DROP, "Отменить", file))
    return Message(html="\n".join(lines), rows=press.rows(buttons))


def _planned(row: PlannedRow, tz: tzinfo, now: datetime) -> str:
    return f"{WORKED_ON[row.family]} {_when(row.since, row.until, tz, now)}, {_where(row.places)}"


def _when(since: datetime, until: datetime, tz: tzinfo, now: datetime) -> str:
    """«до 16:00» of what goes on, «ср 25 ноября, 10:00–16:00» of one day ahead, else both ends."""
    if since <= now:
        return f"до <b>{_today(moment(until, tz, now))}</b>"
    if since.astimezone(tz).date() == until.astimezone(tz).date():
        return f"<b>{moment(since, tz, now)}–{clock(until, tz)}</b>"
    return f"с {day(since, tz)}, {clock(since, tz)} до <b>{weekday_moment(until, tz, now)}</b>"


def works_one(*, works: Works, who: str, is_new: bool, sure: bool, may_end: bool, tz: tzinfo, now: datetime, move: bool = False) -> Message:
    """One of them; the end is asked once more, another end is chosen."""
    title = "Записали" if is_new else capital(WORKED_ON[works.family])
    lines = [f"<b>{title}:</b> {_line(works, tz, now)}", ours(works.text, 300)]
    lines += [", ".join(escape(name(each.title, _WHERE)) for each in works.places)] if len(works.places) > _SHOWN else []
    lines.append(f"Занесли {day(works.created_at, tz)}: {escape(name(who, 60))}")
    back = _do(WorksDo.LIST, BACK if sure else "К списку", 0)
    if sure:
        lines.append("<b>Закончить сейчас?</b> Срок с карточек уйдёт")
        return Message(html="\n".join(lines), rows=press.rows((_do(WorksDo.END_SURE, "Да, закончили", works.id), back)))
    if move and may_end and works.ended_at is None:
        lines.append("<b>До какого часа продлили?</b> Кто уже обещал жителям прежний срок, тому предложим поправку")
        other = _do(WorksDo.MOVE_TYPED, "Другой…", works.id)
        return Message(
            html="\n".join(lines), rows=press.rows(*press.pairs([*_ends(works, tz, now), other]), (_do(WorksDo.SHOW, BACK, works.id),))
        )
    if is_new:
        lines.append("Напишут об этом в это время: на карточке будет строка и кнопка «Ответ с этим сроком»")
    end = (_do(WorksDo.END, "Закончить раньше", works.id),) if may_end and works.ends > now else ()
    later = (_do(WorksDo.MOVE, "Другой срок", works.id),) if may_end and works.ended_at is None else ()
    return Message(html="\n".join(lines), rows=press.rows(later, end, (back,)))


def _ends(works: Works, tz: tzinfo, now: datetime) -> list[Button]:
    """Ends to choose from: some hours later, the evening, tomorrow at the same hour."""
    base = max(works.until, now).astimezone(tz).replace(second=0, microsecond=0)
    base += timedelta(minutes=-base.minute % _HALF)  # whole halves of hours
    offered = [base + timedelta(hours=hours) for hours in (1, 2, 4)]
    offered += [(base + timedelta(days=1)).replace(hour=hour, minute=0) for hour in (12, 18)]
    return [
        Button(label=_until(each, tz, now), data=WorksUntil(works=works.id, until=int(each.timestamp())).pack())
        for each in dict.fromkeys(offered)
    ]


def _until(moment: datetime, tz: tzinfo, now: datetime) -> str:
    """«До 20:00», «Завтра до 12:00», «26.11 до 12:00»."""
    days = (moment.astimezone(tz).date() - now.astimezone(tz).date()).days
    hour = f"{moment.hour}:{moment.minute:02}"
    return f"До {hour}" if days == 0 else f"Завтра до {hour}" if days == 1 else f"{moment:%d.%m} до {hour}"


def ask_until() -> Message:
    """Another end in words."""
    return Message(html=f"<b>До какого часа продлили?</b>\nНапример: до 21:30, завтра до 12, до 27 ноября 18:00\n{CANCEL}")


def works_moved(*, works: Works, answer: AnswerId, about: str, old: datetime, tz: tzinfo, now: datetime) -> Message:
    """To the author of an answer that promised the old end."""
    html = (
        f"<b>Срок работ изменился:</b> {ours(about, 100)}\n"
        f"{capital(WORKED_ON[works.family])} теперь до <b>{_today(moment(works.ends, tz, now))}</b>, "
        f"жителю обещали до {_today(moment(old, tz, now))}\n"
        "Лучше сказать сейчас, чем промолчать: поправка готова, посмотрите и отправьте"
    )
    data = WorksAmend(works=works.id, answer=answer).pack()
    return Message(html=html, rows=press.rows((Button(label="Отправить поправку", data=data, primary=True),)))


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
    return f"{WORKED_ON[works.family]} {_when(works.since, works.ends, tz, now)}, {_where(works.places)}"


def _where(places: Sequence[WorkPlace]) -> str:
    """«Редкино, ул. Гагарина и ещё 2»."""
    shown = "; ".join(escape(name(_short(each.title), _WHERE)) for each in places[:_SHOWN])
    return f"{shown} и ещё {len(places) - _SHOWN}" if len(places) > _SHOWN else shown


def _short(title: str) -> str:
    return ", ".join(map(shorten, title.split(", ")))


def _do(do: WorksDo, label: str, id: int) -> Button:
    return Button(label=label, data=WorksButton(do=do, works=id).pack())
