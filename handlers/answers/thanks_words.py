"""Thanks to a department, and its words passed on (C10)."""

from collections.abc import Collection

from handlers.answers.answer_line_words import answer_line
from handlers.kit.card_view import CardView
from handlers.kit.place import place_html
from handlers.kit.text import escape, name, on_day, said, visible
from handlers.kit.voices import main_voice, quote
from incidents.messenger import Message
from incidents.official import IN_DEPARTMENT

_FIRST_LINE = 64
_WORDS = 420
_TITLE = 50


def card(view: CardView) -> str:
    """Nothing is asked of anybody."""
    theirs = view.viewer is None or view.viewer.role in IN_DEPARTMENT
    first = "<b>Вам спасибо</b>" if theirs else f"<b>Спасибо:</b> {escape(name(view.department or '', _TITLE))}"
    place = view.incident.place
    where = f" · {place_html(view.incident, _FIRST_LINE - visible(first) - 3)}" if place.is_known else ""
    main = main_voice(view)
    told = [f"{first}{where}", *([quote(main.post, limit=_WORDS)] if main else [])]
    if view.passed is not None:
        told.append(f"Передали бригаде {on_day(view.passed.at, view.timezone, view.now)}: {escape(name(view.passed.who, _TITLE))}")
    else:
        told.append("Делать ничего не нужно. Передайте бригаде, глава увидит это утром в сводке")
    answer = answer_line(view)
    return "\n".join((*told, *([answer] if answer else [])))


def words(*, where: str, text: str, people: Collection[str]) -> Message:
    """Ready to be forwarded: no buttons, nothing of ours inside."""
    return Message(html=f"<b>Спасибо вам:</b> {escape(name(where, 80))}\n{said(text, 700, people)}")
