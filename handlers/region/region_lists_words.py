"""The region in lists: /region, blocks to copy, R12, imports, columns."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from handlers.kit import button as press
from handlers.kit.button import Row
from handlers.kit.labels import BACK
from handlers.kit.pages import Page
from handlers.kit.text import capital, count, escape, link, moment, name, resident_quote, stamp
from handlers.region.buttons import RegionAll, RegionDo, RegionPage, RegionTake, RegionView
from handlers.region.region_words import PAGE, RegionVoice, button, line, what, whole
from handlers.tables.buttons import ColumnButton
from incidents.ids import FileJobId
from incidents.messenger import Button, Message
from incidents.region.table import NO_COLUMN, Field
from incidents.region.values import RegionRow, RegionState

_SAMPLE = 24


def state(found: RegionState, *, tz: tzinfo, now: datetime) -> Message:
    """/region."""
    listed = f" · список от {stamp(found.listed_at, tz, now)}" if found.listed_at else ""
    nearest = f", ближайший срок <b>{moment(found.nearest, tz, now)}</b>" if found.nearest and found.to_enter else ""
    lines = [f"<b>Сверка с регионом</b>{listed}", f"Ответили, в системе региона не отмечено: <b>{found.to_enter}</b>{nearest}"]
    if found.listed_at:
        lines += [f"Есть у нас, нет у региона (за 30 дней): <b>{found.unknown}</b>", f"Есть у региона, нет у нас: <b>{found.theirs}</b>"]
    else:
        lines.append(f"Без номера региона за 30 дней: <b>{found.unknown}</b>")
    lines.append("Здесь числа сообщений, а не карточек, и закрытые тоже: так считает регион")
    lines += ["", "Пришлите сюда список из системы региона, файлом XLSX или CSV. Сверим по ссылкам и проставим номера и сроки"]
    first = (_page(RegionView.BLOCKS, "Показать блоки"), _all(now)) if found.to_enter else ()
    theirs: Row = (_page(RegionView.THEIRS, f"Нет у нас: {found.theirs}"),) if found.theirs else ()
    ours = (_page(RegionView.OURS, f"Нет там: {found.unknown}"),) if found.unknown else ()
    return Message(html="\n".join(lines), rows=press.rows(first, theirs + ours))


def to_enter(found: RegionState, nearest: RegionVoice | None, *, tz: tzinfo, now: datetime) -> Message:
    """R12."""
    lines = [f"<b>Ответили, но регион не знает: {found.to_enter}</b>"]
    if nearest is not None and nearest.voice.region_due is not None:
        theirs = f" (регион № {escape(nearest.voice.region_number)})" if nearest.voice.region_number else ""
        lines.append(f"Ближайший срок региона <b>{moment(nearest.voice.region_due, tz, now)}</b>: № {nearest.number}{theirs}")
    lines.append("По кнопке готовый блок: текст, дата, ссылка на ответ. Внесли? Отметьте")
    return Message(html="\n".join(lines), rows=press.rows((_page(RegionView.BLOCKS, "Показать блоки"), _all(now))))


def block(voice: RegionVoice | None, *, page: int, total: int, tz: tzinfo, now: datetime) -> Message:
    """One block to copy: text, date, link. None: there is nothing to enter."""
    back = (_page(RegionView.STATE, "К сверке"),)
    if voice is None:
        return Message(html="<b>Всё внесено.</b> Новые ответы соберём здесь и напомним в 12:00 и в 17:00", rows=press.rows(back))
    mark = voice.voice
    due = f", ждут до <b>{moment(mark.region_due, tz, now)}</b>" if mark.region_due else ""
    theirs = f"Регион № {escape(mark.region_number)}{due}" if mark.region_number else "Номера региона нет"
    words = [voice.answer_text or "Ответ дан, текста у нас нет"]
    words += [f"Дата ответа: {mark.answered_at.astimezone(tz):%d.%m.%Y %H:%M}"] if mark.answered_at else []
    words.append(voice.url)
    html = f"<b>Внести, {page + 1} из {total}:</b> {what(voice)}\n{theirs}\n<pre>{whole(chr(10).join(words))}</pre>"
    turn: Row = (_page(RegionView.BLOCKS, BACK, page - 1),) if page else ()
    turn += (_page(RegionView.BLOCKS, "Дальше", page + 1),) if page + 1 < total else ()
    acts = (button(RegionDo.BLOCK, "Внесено", mark), button(RegionDo.NUMBER, "Указать номер", mark))
    return Message(html=html, rows=press.rows(acts, turn, back))


def theirs(rows: Sequence[tuple[int, RegionRow]], *, page: int, tz: tzinfo, now: datetime) -> Message:
    """What the region has and we do not."""
    back = (_page(RegionView.STATE, "К сверке"),)
    if not rows:
        return Message(html="<b>Всё, что есть у региона, есть и у нас</b>", rows=press.rows(back))
    shown = Page.of(rows, page, PAGE)
    lines = [f"<b>Есть у региона, нет у нас: {len(rows)}</b>{shown.which}"]
    for n, (_id, row) in shown.numbered:
        due = f", ждут до {moment(row.due, tz, now)}" if row.due else ""
        words = f": {resident_quote(row.text, 90)}" if row.text else ""
        lines.append(f"{n}. {link(row.url, f'№ {row.number}' if row.number else 'пост')}{due}{words}")
    lines.append("Кнопка с номером заводит одно сообщение, дальше оно пойдёт обычным путём")
    numbers = tuple(Button(label=str(n), data=RegionTake(row=id, page=shown.number).pack()) for n, (id, _row) in shown.numbered)
    every = Button(label=f"Завести все: {len(rows)}", data=RegionTake(row=0, page=0).pack())
    turn = shown.around(lambda label, number: _page(RegionView.THEIRS, label, number))
    return Message(html="\n".join(lines), rows=press.rows(numbers[:3], numbers[3:], (every,), turn + back))


def ours(shown: Page[RegionVoice], *, total: int, tz: tzinfo, now: datetime) -> Message:
    """What we have and the region does not know: one page of `total`."""
    back = (_page(RegionView.STATE, "К сверке"),)
    if not shown.items:
        return Message(html="<b>У всех наших сообщений за 30 дней есть номер региона</b>", rows=press.rows(back))
    lines = [f"<b>Без номера региона: {total}</b>{shown.which}"]
    lines += [f"{n}. {capital(what(each))}\n{line(each, tz, now)}" for n, each in shown.numbered]
    lines.append("Узнали номер? Нажмите на цифру и впишите")
    numbers = tuple(button(RegionDo.NUMBER, str(n), each.voice) for n, each in shown.numbered)
    turn = shown.around(lambda label, number: _page(RegionView.OURS, label, number))
    return Message(html="\n".join(lines), rows=press.rows(numbers[:3], numbers[3:], turn + back))


def report(*, rows: int, without: int, same: int, told: int, theirs: int, ours: int) -> Message:
    """What the region's list brought."""
    lines = [
        f"<b>Сверили: {count(rows, 'сообщение', 'сообщения', 'сообщений')} региона</b>",
        f"Есть у нас: <b>{same}</b>, номер или срок обновили у {told}",
        f"Нет у нас: <b>{theirs}</b>",
        f"Наших, которых регион не видит: <b>{ours}</b>",
    ]
    lines += [f"Строк без ссылки на пост: {without}, их пропустили"] if without else []
    first: Row = (_page(RegionView.THEIRS, f"Нет у нас: {theirs}"),) if theirs else ()
    first += (_page(RegionView.OURS, f"Нет там: {ours}"),) if ours else ()
    return Message(html="\n".join(lines), rows=press.rows(first, (_page(RegionView.STATE, "К сверке"),)))


def file_taken() -> Message:
    """A table is on its way."""
    return Message(html="<b>Получили таблицу, читаем.</b> Ответ придёт сюда же, обычно за минуту")


def ask_column(*, file: FileJobId, field: str, title: str, columns: Mapping[int, tuple[str, str]]) -> Message:
    """Several columns may be the field, which is called so. `columns`: number → its header and a value."""
    lines = [f"<b>Какой столбец: {title}?</b>"]
    for n, (column, (header, value)) in enumerate(columns.items(), start=1):
        lines.append(f"{n}. {escape(name(header, 40)) or f'столбец {column + 1}'}: {resident_quote(value, 60)}")
    buttons = [
        Button(label=f"{n}. {name(header, _SAMPLE)}".rstrip(". "), data=ColumnButton(file=file, field=field, column=column).pack())
        for n, (column, (header, _)) in enumerate(columns.items(), start=1)
    ]
    none = Button(label="Такого нет", data=ColumnButton(file=file, field=field, column=NO_COLUMN).pack())
    return Message(html="\n".join(lines), rows=press.rows(*press.pairs(buttons), (none,) if field is not Field.LINK else ()))


def _page(view: RegionView, label: str, page: int = 0) -> Button:
    return Button(label=label, data=RegionPage(view=view, page=page).pack())


def _all(now: datetime) -> Button:
    return Button(label="Всё внесено", data=RegionAll(until=int(now.timestamp())).pack())
