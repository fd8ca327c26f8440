"""«Похоже на № 15» on a card; the menu «Это уже есть?»."""

from collections.abc import Sequence
from datetime import datetime

from handlers.acts.buttons import SimilarButton, SimilarDo
from handlers.kit.button import Row, choice, goes_back, rows
from handlers.kit.buttons import Menu
from handlers.kit.card_values import SimilarView
from handlers.kit.labels import subject
from handlers.kit.place import what_where
from handlers.kit.text import ago, count, escape
from incidents.ids import IncidentId
from incidents.messenger import Button, Message

_NEAR = 80


def line(other: SimilarView | None, now: datetime) -> str:
    """What it may be the same as."""
    if other is None:
        return ""
    return f"Похоже на {_told(other, now)}"


def menu_near(*, id: IncidentId, number: int, what: str, near: Sequence[tuple[SimilarView, int]], now: datetime) -> Message:
    """«Это уже есть?»: the likeliest first, each with its voices; one tap merges, «Вернуть» parts them."""
    lines = ["<b>Это уже есть?</b>", subject(what, number), ""]
    lines += [f"{_told(other, now)}, {count(voices, 'сообщение', 'сообщения', 'сообщений')}" for other, voices in near]
    lines.append(
        "Объединили зря? «Вернуть» работает 10 минут" if near else "Похожих открытых карточек за неделю нет. Знаете номер? «Объединить»"
    )
    same = ((choice(Menu.NEAR, f"Объединить с № {other.number}", id, other.incident_id),) for other, _ in near)
    return Message(html="\n".join(lines), rows=rows(*same, (goes_back(Menu.NEAR, id),)))


def _told(other: SimilarView, now: datetime) -> str:
    """«№ 15: лифт, Энергетиков 35, 2 дня назад»."""
    what = escape(what_where(other.topic_short, other.place, full=True, limit=_NEAR))
    return f"{listed_numbers([other.number, *other.more])}: {what}, {ago(now - other.since)}"


def listed_numbers(numbers: Sequence[int]) -> str:
    """«№ 12, № 14»."""
    return ", ".join(f"№ {number}" for number in numbers)


def row(id: IncidentId, other: SimilarView | None) -> Row:
    """Both presses teach; a merge can be taken back."""
    if other is None:
        return ()
    ids = {"incident": id, "other": other.incident_id}
    merge, none = (SimilarDo.ALL, SimilarDo.NONE) if other.more else (SimilarDo.MERGE, SimilarDo.OTHER)
    label = f"Объединить все {len(other.more) + 2}" if other.more else "Объединить"
    return Button(label=label, data=SimilarButton(do=merge, **ids).pack()), Button(label="Не то", data=SimilarButton(do=none, **ids).pack())
