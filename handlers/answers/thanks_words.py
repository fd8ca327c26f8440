"""Thanks to a department, and its words passed on (C10)."""

from collections.abc import Collection
from datetime import datetime, tzinfo

from handlers.kit.card_values import MarkView
from handlers.kit.place import place_html
from handlers.kit.text import escape, name, on_day, resident_quote, visible_length
from incidents.incident import Incident
from incidents.messenger import Message
from incidents.official import IN_DEPARTMENT, Official

_FIRST_LINE = 64
_TITLE = 50


def thanks_card(
    incident: Incident,
    *,
    viewer: Official | None,
    department: str | None,
    quote: str,
    passed: MarkView | None,
    answer: str,
    now: datetime,
    tz: tzinfo,
) -> str:
    """Nothing is asked of anybody.

    `quote`: the resident's words, `answer`: the line about ours; empty where there are none.
    """
    theirs = viewer is None or viewer.role in IN_DEPARTMENT
    first = "<b>Вам спасибо</b>" if theirs else f"<b>Спасибо:</b> {escape(name(department or '', _TITLE))}"
    where = f" · {place_html(incident, _FIRST_LINE - visible_length(first) - 3)}" if incident.place.is_known else ""
    if passed is not None:
        crew = f"Передали бригаде {on_day(passed.at, tz, now)}: {escape(name(passed.who, _TITLE))}"
    else:
        crew = "Делать ничего не нужно. Передайте бригаде, глава увидит это утром в сводке"
    return "\n".join(filter(None, (f"{first}{where}", quote, crew, answer)))


def words_for_crew(*, where: str, text: str, people: Collection[str]) -> Message:
    """Ready to be forwarded: no buttons, nothing of ours inside."""
    return Message(html=f"<b>Спасибо вам:</b> {escape(name(where, 80))}\n{resident_quote(text, 700, people)}")
