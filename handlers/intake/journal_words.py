"""The dry run of a list of receptions and calls."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any

from handlers.intake.buttons import JournalButton, JournalDo
from handlers.kit import button
from handlers.kit.text import capital, count, quoted, resident_quote, stamp
from incidents.intake.contacts import MAX_CONTACT
from incidents.intake.post_fields import FIELD_TITLES, PostField
from incidents.intake.post_rows import FLAW_TITLES, Flaw
from incidents.messenger import Button, Message
from incidents.tables.incoming_files import KEEP

EXAMPLES, SHOWN = 3, 90


def report(*, file: int, body: Mapping[str, Any], tz: tzinfo, now: datetime) -> Message:  # Any: JSON
    """What was understood, what would be entered, what not and why."""
    new: Sequence[Mapping[str, str]] = body["posts"]
    what = count(len(new), "новое обращение", "новых обращения", "новых обращений")
    head = f"<b>Приёмы и звонки: {what}</b>" if new else "<b>Приёмы и звонки: нового нет</b>"
    lines = [
        head,
        _columns(body["columns"]),
        *(f"{stamp(_at(each), tz, now)}: {resident_quote(each['text'], SHOWN)}" for each in new[:EXAMPLES]),
    ]
    if body["known"]:
        lines.append(f"Уже есть у нас: {body['known']}")
    lines += _flaws(body)
    if not new:
        return Message(html="\n".join([*lines, "Заносить нечего"]))
    lines.append(f"Не занесёте, через {KEEP.days} дней забудем")
    lines.append(f"Карточки без звука, старше суток: {body['late']}. Остальные со звуком. {_whose(body['columns'])}")
    return Message(html="\n".join(lines), rows=button.rows((_button(JournalDo.TAKE, file), _button(JournalDo.DROP, file))))


def taken(*, number: int, erased: int) -> Message:
    """They were entered."""
    done = count(number, "обращение", "обращения", "обращений")
    html = f"<b>Занесли: {done}.</b> Бот прочитает их и разошлёт карточки. Ответы по ним передают жителю сами"
    return Message(html=f"{html}\nНе занесли строк со словами стёртого жителя: {erased}" if erased else html)


def progress(*, done: int, of: int) -> Message:
    """They are being entered."""
    return Message(html=f"<b>Заносим: {done} из {of}.</b> Ждать не нужно, скажем здесь, когда закончим")


def stopped(*, done: int, of: int) -> Message:
    """The rest could not be entered."""
    return Message(html=f"<b>Занесли {done} из {of}, дальше не вышло.</b> Пришлите файл ещё раз: занесённое второй раз не возьмём")


def ask_which(*, file: int, name: str) -> Message:
    """The question whose list it is."""
    html = (
        f"<b>Что это за таблица?</b> {quoted(name, 60)}\n"
        "В ней и обращения с датами, и ссылки на посты. Приёмы и звонки занесём, список региона сверим с нашими карточками"
    )
    return Message(html=html, rows=button.rows((_button(JournalDo.RECEPTIONS, file),), (_button(JournalDo.REGION, file),)))


def dropped() -> Message:
    """They were forgotten."""
    return Message(html="<b>Не заносим.</b> Ничего не изменилось")


def _columns(columns: Mapping[str, str]) -> str:
    named = [
        f"{FIELD_TITLES[PostField(field)]} {quoted(title, 40)}" for field, title in columns.items() if title and field != PostField.AUTHOR
    ]
    return capital(f"столбцы: {', '.join(named)}") if named else "Столбцы нашли по содержанию"


def _whose(columns: Mapping[str, str]) -> str:
    """What is kept of whoever came."""
    if PostField.CONTACT not in columns:
        return "Имён и телефонов заявителей не берём"
    return f"Контакт, до {MAX_CONTACT} знаков, увидят координатор и тот, кто примет карточку"


def _flaws(body: Mapping[str, Any]) -> Iterator[str]:  # Any: JSON
    for flaw, title in FLAW_TITLES.items():
        if flaw in body["flawed"]:
            rows = ", ".join(map(str, body["flaws"][flaw]))
            more = " и другие" if body["flawed"][flaw] > len(body["flaws"][flaw]) else ""
            note = f": {_OLD}" if flaw is Flaw.OLD else ""
            yield f"{title}: {body['flawed'][flaw]}, строки {rows}{more}{note}"


_LABELS = {
    JournalDo.TAKE: "Занести",
    JournalDo.DROP: "Отменить",
    JournalDo.RECEPTIONS: "Приёмы и звонки",
    JournalDo.REGION: "Список региона",
}
_OLD = "берём за 30 дней"


def _at(row: Mapping[str, str]) -> datetime:
    return datetime.fromisoformat(row["at"])


def _button(do: JournalDo, file: int) -> Button:
    return Button(label=_LABELS[do], data=JournalButton(do=do, file=file).pack(), primary=do is JournalDo.TAKE)
