"""/queue and /sources: what waits for the coordinator's decision, and how each source fares."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from bot.cards import press
from bot.cards.lists import PAGE_SIZE, ListItem, paged
from bot.cards.text import name, on_day, ours, quoted, stamp
from bot.cards.words import NETWORK_SHORT
from handlers.buttons import Listed
from incidents.messenger import Button, Message
from incidents.posts import Source
from incidents.queue import Waiting

KINDS = {
    Waiting.DANGER: ("Опасно, никто не взял", "Опасно"),
    Waiting.OVERDUE: ("Срок вышел", "Срок вышел"),
    Waiting.ROUTE: ("Никому не назначено", "Чьё"),
    Waiting.TOPIC: ("Непонятная тема", "Тема"),
    Waiting.PLACE: ("Непонятно, где", "Где"),
    Waiting.OUTSIDE: ("Похоже, не наш округ", "Не наше"),
    Waiting.CONFIRM: ("Ждут, чтобы вы передали отделу", "Передать"),
    Waiting.TRIAL: ("Учебная неделя, разложите руками", "Учёба"),
}
"""A kind in words, and on a button beside its count."""

SOURCES_ON_A_PAGE = 8


def kinds(*, waiting: Mapping[Waiting, int]) -> Message:
    """How much waits by kind; a button opens the kind."""
    if not waiting:
        return Message(html="<b>Решать сейчас нечего.</b> Неясное придёт сюда само. Всё, что в работе: /my")
    lines = [f"<b>Ждёт вашего решения: {sum(waiting.values())}</b>", *(f"{KINDS[kind][0]}: {n}" for kind, n in waiting.items())]
    buttons = [press.turn(Listed.QUEUE, f"{KINDS[kind][1]}: {n}", kind) for kind, n in waiting.items()]
    return Message(html="\n".join(lines), rows=press.rows(*press.pairs(buttons)))


def of_kind(*, kind: Waiting, items: Sequence[ListItem], page: int, tz: tzinfo, now: datetime) -> Message:
    """One kind, page by page, with the way back to all kinds. `items` are all of them."""
    pages = max(1, -(-len(items) // PAGE_SIZE))
    page = min(page, pages - 1)
    shown = items[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    back = (press.turn(Listed.QUEUE, "Вся очередь"),)
    if not shown:
        return Message(html=f"<b>{KINDS[kind][0]}:</b> уже пусто", rows=press.rows(back))

    def turn(label: str, number: int) -> Button:
        return press.turn(Listed.QUEUE, label, kind, number)

    title = f"{KINDS[kind][0]}: {len(items)}"
    return paged(title=title, items=shown, page=page, pages=pages, turn=turn, tz=tz, now=now, extra=(back,))


def sources(*, all_sources: Sequence[Source], page: int, tz: tzinfo, now: datetime) -> Message:
    """Each source: what it is, when it was read last, since when and why it is silent. Broken ones first."""
    if not all_sources:
        return Message(html="<b>Источников нет.</b> Их список задаёт тот, кто обслуживает бота: настройка VK__WALLS")
    ordered = sorted(all_sources, key=lambda source: not source.is_broken)
    pages = -(-len(ordered) // SOURCES_ON_A_PAGE)
    page = min(page, pages - 1)
    broken = sum(source.is_broken for source in ordered)
    head = f"<b>Источников: {len(ordered)}, молчат: {broken}</b>" if broken else f"<b>Источников: {len(ordered)}, все отвечают</b>"
    lines = [head + (f" · страница {page + 1} из {pages}" if pages > 1 else "")]
    lines += [_source(source, tz, now) for source in ordered[page * SOURCES_ON_A_PAGE : (page + 1) * SOURCES_ON_A_PAGE]]
    lines.append("Добавить или убрать источник может тот, кто обслуживает бота: настройка VK__WALLS")
    back = (press.turn(Listed.SOURCES, "Назад", "", page - 1),) if page > 0 else ()
    onward = (press.turn(Listed.SOURCES, "Дальше", "", page + 1),) if page + 1 < pages else ()
    return Message(html="\n".join(lines), rows=press.rows(back + onward))


def _source(source: Source, tz: tzinfo, now: datetime) -> str:
    title = f"{quoted(source.title, 50)}, {NETWORK_SHORT[source.network]}"
    read = f"читали {on_day(source.last_ok_at, tz, now)}" if source.last_ok_at else "ещё не читали"
    if source.broken_at is None:
        return f"{title}: {read}"
    because = ours(name(source.broken_because or "", 120), 120) or "причину не назвали"
    return f"{title}: <b>молчит с {stamp(source.broken_at, tz, now)}</b>, {because}. До этого {read}"
