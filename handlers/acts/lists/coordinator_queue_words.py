"""/queue: what waits for the coordinator's decision."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from handlers.acts.buttons import BulkDo, bulk
from handlers.acts.lists.incident_lists_words import PAGE_SIZE, ListItem, paged
from handlers.kit import button
from handlers.kit.buttons import Listed
from handlers.kit.labels import BULK
from handlers.kit.pages import Page
from incidents.acts.coordinator_queue import Waiting
from incidents.messenger import Button, Message

KINDS = {
    Waiting.DANGER: ("Опасно, никто не взял", "Опасно"),
    Waiting.OVERDUE: ("Срок вышел", "Срок вышел"),
    Waiting.ROUTE: ("Никому не назначено", "Чьё"),
    Waiting.TOPIC: ("Непонятная тема", "Тема"),
    Waiting.PLACE: ("Непонятно, где", "Где"),
    Waiting.QUESTIONS: ("Несколько вопросов в одном", "Несколько"),
    Waiting.OUTSIDE: ("Похоже, не наш округ", "Не наше"),
    Waiting.PRAISE: ("Спасибо или жалоба", "Спасибо?"),
    Waiting.CONFIRM: ("Ждут, чтобы вы передали отделу", "Передать"),
    Waiting.NEW_TEXT: ("Житель изменил текст", "Новый текст"),
    Waiting.TRIAL: ("Учебная неделя, разложите руками", "Учёба"),
    Waiting.CHECK: ("Проверьте, карточки уже в отделах", "Проверьте"),
}
"""A kind in words, and on a button beside its count."""


def kinds(*, waiting: Mapping[Waiting, int]) -> Message:
    """How much waits by kind; a button opens the kind."""
    decide = sum(n for kind, n in waiting.items() if kind is not Waiting.CHECK)
    nothing = "<b>Решать сейчас нечего.</b> Неясное придёт сюда само. Всё, что не закрыто: /my"
    lines = [f"<b>Ждёт вашего решения: {decide}</b>" if decide else nothing, *(f"{KINDS[kind][0]}: {n}" for kind, n in waiting.items())]
    buttons = [button.turn(Listed.QUEUE, f"{KINDS[kind][1]}: {n}", kind) for kind, n in waiting.items()]
    return Message(html="\n".join(lines), rows=button.rows(*button.pairs(buttons)))


def of_kind(*, kind: Waiting, items: Sequence[ListItem], page: int, is_many: bool = False, tz: tzinfo, now: datetime) -> Message:
    """One kind, page by page, with the way back to all kinds. `items` are all of them."""
    back = (button.turn(Listed.QUEUE, "Вся очередь"),)
    if not items:
        return Message(html=f"<b>{KINDS[kind][0]}:</b> уже пусто", rows=button.rows(back))

    def turn(label: str, number: int) -> Button:
        return button.turn(Listed.QUEUE, label, kind, number)

    title, several = f"{KINDS[kind][0]}: {len(items)}", (bulk(BulkDo.QUEUE, BULK, key=kind),)
    return paged(
        title=title, shown=Page.of(items, page, PAGE_SIZE), turn=turn, tz=tz, now=now, extra=(*((several,) if is_many else ()), back)
    )
