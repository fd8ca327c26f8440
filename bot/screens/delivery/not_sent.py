"""What did not get through and for whom, in words, with a way to see each card."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.screens.kit import button
from bot.screens.kit.text import count, cut, escape, name
from handlers.buttons import Press
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
    told = "Передайте сами, карточка придёт сюда по кнопке" if cards else "Передайте сами, если это важно"
    lines.append(f"{told}. Повторяется? Позовите того, кто обслуживает бота")
    is_one = len(cards) == 1
    buttons = [
        button.card(Press.SHOW, "Показать карточку" if is_one else f"№ {number}", id) for id, number in list(cards.items())[:_BUTTONS]
    ]
    return Message(html="\n".join(lines), rows=button.rows(tuple(buttons)))


def _line(what: str, number: int | None, about: str, people: Sequence[str]) -> str:
    of = f" № {number}, {escape(name(about, _ABOUT))}" if number is not None else ""
    return f"{what}{of}. Кому: {escape(cut('; '.join(dict.fromkeys(people)), _WHOM))}"
