"""Tables of officials, departments and rules: dry runs and captions."""

from collections.abc import Sequence

from handlers.kit import button as press
from handlers.kit.text import count, escape, name, ours
from handlers.tables.buttons import SheetButton, SheetDo
from incidents.ids import FileJobId
from incidents.messenger import Button, Message
from incidents.tables.sheets import Sheet

TITLES = {
    Sheet.OFFICIALS: "сотрудники",
    Sheet.DEPARTMENTS: "отделы",
    Sheet.RULES: "правила",
    Sheet.DUTY: "дежурства",
    Sheet.WORKS: "плановые работы",
}


def good(*, file: FileJobId, sheet: Sheet, rows: int, invited: int) -> Message:
    """Nothing is wrong: apply or not."""
    what = {
        Sheet.OFFICIALS: "Имена, роли и отделы станут как в таблице. Кого в таблице нет, останется как есть",
        Sheet.DEPARTMENTS: "Новые отделы добавятся, известные переименуются. Чего в таблице нет, останется",
        Sheet.RULES: "Правила заменятся целиком. Карточки, которые уже разложены, останутся где есть",
    }[sheet]
    lines = [f"<b>Таблица: {TITLES[sheet]}.</b> {count(rows, 'строка', 'строки', 'строк')}, ошибок нет", what]
    if invited:
        lines.append(f"Без номера: {invited}, для каждого пришлём ссылку на сутки")
    buttons = (button(SheetDo.APPLY, "Применить", file, primary=True), button(SheetDo.DROP, "Отменить", file))
    return Message(html="\n".join(lines), rows=press.rows(buttons))


def bad(*, sheet: Sheet, mistakes: Sequence[tuple[int, str, str]], total: int) -> Message:
    """Every bad row with its column; nothing was changed."""
    lines = [f"<b>Таблица: {TITLES[sheet]}. {count(total, 'ошибка', 'ошибки', 'ошибок')}, ничего не изменили</b>"]
    lines += [f"Строка {row}, «{escape(name(column, 40))}»: {ours(text, 150)}" for row, column, text in mistakes]
    if total > len(mistakes):
        lines.append(f"И ещё {total - len(mistakes)}")
    lines.append("Исправьте и пришлите файл снова")
    return Message(html="\n".join(lines))


def applied(*, sheet: Sheet) -> Message:
    """It is done."""
    if sheet is Sheet.DUTY:
        return Message(html="<b>Применили:</b> дежурства. Людям с новыми сменами скажем сами. График: /duty")
    if sheet is Sheet.WORKS:
        return Message(html="<b>Занесли:</b> плановые работы. Напишут о них в это время: на карточке будет готовый ответ. Список: /works")
    return Message(html=f"<b>Применили:</b> {TITLES[sheet]}. Прежняя таблица осталась у вас в чате, если выгружали")


def dropped() -> Message:
    """«Отменить»."""
    return Message(html="<b>Отменили.</b> Ничего не изменилось")


def file_caption(*, sheet: Sheet, rows: int) -> str:
    """Under a file that is sent to the coordinator."""
    size = count(rows, "строка", "строки", "строк")
    return f"<b>{TITLES[sheet].capitalize()}:</b> {size}. Измените и пришлите сюда, сначала покажем, что изменится"


def button(do: SheetDo, label: str, file: int = 0, *, primary: bool = False) -> Button:
    """A press about a table."""
    return Button(label=label, data=SheetButton(do=do, file=file).pack(), primary=primary)
