"""What was not delivered and to whom, with buttons to each card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.kit import button
from handlers.kit.buttons import Press
from handlers.kit.text import count, cut, escape, name
from incidents.ids import IncidentId
from incidents.messenger import Message

LISTED = 8
_BUTTONS = 3
_ABOUT = 90
_WHOM = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One message: what it was («Карточка»), of which incident, for whom. `is_tried`: once an hour."""

    what: str
    whom: str
    incident_id: IncidentId | None = None
    number: int | None = None
    about: str = ""
    is_tried: bool = False


def not_sent(missing: Sequence[Missing]) -> Message:
    """Every line names one thing and all whom it has not reached; the way out is to show it here."""
    whom: dict[tuple[str, int | None, str], list[str]] = {}
    for each in missing:
        whom.setdefault((each.what, each.number, each.about), []).append(each.whom)
    lines = [f"<b>Не отправили {count(len(missing), 'сообщение', 'сообщения', 'сообщений')}:</b> мессенджер не принял"]
    lines += [_line(*thing, people) for thing, people in list(whom.items())[:LISTED]]
    lines += [f"И ещё {len(whom) - LISTED}"] if len(whom) > LISTED else []
    lines += ["Карточки пробуем отправить снова раз в час"] if any(each.is_tried for each in missing) else []
    cards = {each.incident_id: each.number for each in missing if each.incident_id is not None}
    advice = "Передайте сами, карточка придёт сюда по кнопке" if cards else "Передайте сами, если это важно"
    lines.append(f"{advice}. Повторяется? Позовите того, кто обслуживает бота")
    is_one = len(cards) == 1
    buttons = [
        button.card(Press.SHOW, "Показать карточку" if is_one else f"№ {number}", id) for id, number in list(cards.items())[:_BUTTONS]
    ]
    return Message(html="\n".join(lines), rows=button.rows(tuple(buttons)))


def _line(what: str, number: int | None, about: str, people: Sequence[str]) -> str:
    of = f" № {number}, {escape(name(about, _ABOUT))}" if number is not None else ""
    return f"{what}{of}. Кому: {escape(cut('; '.join(dict.fromkeys(people)), _WHOM))}"


def chat_shut(*, whom: str, until: str) -> Message:
    """Telegram rests from a chat: who waits, and until when."""
    html = (
        f"<b>Telegram не принимает сообщения для чата до {until}</b>\n"
        f"Чей: {escape(cut(whom, _WHOM))}. Что накопилось, придёт само. Срочное передайте голосом"
    )
    return Message(html=html)


UNREAD = "unread"  # posts

_QUEUES = {
    "outbox": ("Своё сообщение бот не прочитал и отложил", "Остальные уходят. Карточку передайте сами, она придёт сюда по кнопке"),
    "inbox": ("Нажатие или сообщение бот не прочитал и отложил", "Остальные выполняются. Пусть нажмут или напишут ещё раз"),
    UNREAD: ("Пост бот не прочитал из базы и отложил", "Остальные читаются. Решить про него может только человек: откройте и посмотрите"),
    "pushed": ("Присланное сетью бот не прочитал и отложил", "Остальное читается. Свежие посты посмотрите в сообществах сами: /sources"),
}
"""Queue → what happened, what helps."""


def rows_set_aside(
    *, queue: str, rows: Sequence[int], people: Sequence[str], cards: Mapping[int, IncidentId], urls: Sequence[str]
) -> Message:
    """Rows that could not be read: whose, what helps, and by which numbers whoever keeps the bot finds them. `cards`: by their numbers."""
    what, helps = _QUEUES[queue]
    lines = [f"<b>{what}{f': {len(rows)}' if len(rows) > 1 else ''}</b>", helps]
    lines += [f"Чьё: {escape(cut('; '.join(people), _WHOM))}"] if people else []
    numbers = ", ".join(map(str, rows[:LISTED])) + (f" и ещё {len(rows) - LISTED}" if len(rows) > LISTED else "")
    lines.append(f"Тому, кто обслуживает бота: {queue}, строки {numbers}. Причина в журнале, как вернуть: «Отложенные строки» в «Тревогах»")
    shown = [button.card(Press.SHOW, f"Показать № {number}", id) for number, id in list(cards.items())[:_BUTTONS]]
    opened = [button.opens("Открыть пост", url) for url in urls[:_BUTTONS]]
    return Message(html="\n".join(lines), rows=button.rows(*((each,) for each in shown), *opened))
