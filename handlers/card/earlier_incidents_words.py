"""«Что было раньше»: the repeat line and the folded history of C3."""

from datetime import timedelta

from handlers.card.card_view_words import CardView, Earlier
from handlers.kit.labels import OUTCOMES, STATUSES
from handlers.kit.text import day, escape, has_words, lower_first, name, resident_quote
from incidents.dates.russian import date_words
from incidents.incident import FINAL

_MONTH = timedelta(days=30)
_TIMES = ("", "", "Второй", "Третий", "Четвёртый", "Пятый", "Шестой", "Седьмой", "Восьмой", "Девятый", "Десятый")
_SHOWN = 3
_WORDS = 80


def earlier_alike(view: CardView) -> list[Earlier]:
    """Earlier incidents of this topic at this place, newest first."""
    return [earlier for earlier in view.earlier if earlier.same_topic]


def is_repeat(view: CardView) -> bool:
    """Whether the card says «было уже»."""
    return view.incident.repeat_of is not None or bool(earlier_alike(view))


def repeat_line(view: CardView) -> str:
    """«Третий раз за 30 дней» or «Уже было 3 сентября, № 1322»."""
    return f"{_times(view)}{_broken(view)}"


def _broken(view: CardView) -> str:
    """«Обещали до 20 ноября, срок прошёл»: the latest of what was promised there and not done."""
    days = [item.broken for item in earlier_alike(view) if item.broken is not None]
    return f". Обещали до {date_words(max(days))}, <b>срок прошёл</b>" if days else ""


def _times(view: CardView) -> str:
    earlier = earlier_alike(view)
    lately = sum(view.incident.opened_at - item.at <= _MONTH for item in earlier)
    if lately:
        return f"{times_text(lately + 1)} раз за 30 дней"
    if earlier:
        return f"Уже было {day(earlier[0].at, view.timezone)}, № {earlier[0].number}"
    return "Это уже было и вернулось"


def times_text(times: int) -> str:
    """«Третий», «11-й»."""
    return _TIMES[times] if times < len(_TIMES) else f"{times}-й"


def earlier_answers(view: CardView) -> str:
    """Folded: when, what was said, how it ended."""
    lines = [_line(view, item) for item in sorted(earlier_alike(view)[:_SHOWN], key=lambda item: item.at)]
    other = next((item for item in view.earlier if not item.same_topic), None)
    if other is not None:
        place = "Тот же дом" if view.incident.place.house else "То же место"
        lines.append(f"{place}, другое: {escape(lower_first(name(other.topic_short, 40)))}, № {other.number}, {_state(other)}")
    if not lines:
        return ""
    body = "\n".join(lines)
    return f"<blockquote expandable><b>Что было раньше</b>\n{body}</blockquote>"


def _line(view: CardView, item: Earlier) -> str:
    words = resident_quote(item.answer_text, _WORDS) if item.answer_text and has_words(item.answer_text) else "ответа не было"
    closed = f". Закрыто {day(item.closed_at, view.timezone)}" if item.closed_at is not None else ""
    if item.outcome is not None:
        ended = f"{closed or '. Закрыто'}: {lower_first(OUTCOMES[item.outcome])}"
    elif item.status in FINAL:
        ended = closed or ". Закрыто"
    else:
        ended = ". Выполнение не подтверждено"
    return f"{day(item.at, view.timezone)}, № {item.number}: {words}{ended}"


def _state(item: Earlier) -> str:
    return lower_first(OUTCOMES[item.outcome]) if item.outcome is not None else STATUSES[item.status]
