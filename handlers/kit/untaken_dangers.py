"""Write dangers that nobody took in a line."""

from collections.abc import Collection, Sequence
from datetime import datetime

from handlers.kit import button
from handlers.kit.buttons import Press
from handlers.kit.place import fit, place_parts, what_where
from handlers.kit.text import capital, escape, has_words, how_long, resident_quote
from incidents.danger.gravity import gravest_first
from incidents.deadlines.reminders import called_since
from incidents.incident import Incident

_NAMED = 3
_PLACE, _WORDS = 60, 80

Untaken = tuple[Incident, str]
"""A danger and its topic in short."""


def danger_line(incident: Incident, words: str, people: Collection[str] = ()) -> str:
    """«Редкино, ул. Ленина, 4: «горит дом»»; `words` are the first post's."""
    words_told = next((each for each in (incident.danger_words or "", words) if has_words(each)), "")
    quote = f": {resident_quote(words_told, _WORDS, people)}" if words_told else ""
    return f"{escape(fit(place_parts(incident.place), _PLACE).full)}{quote}"


def untaken_line(dangers: Sequence[Untaken], now: datetime) -> tuple[str, button.Row]:
    """The line and its buttons, the gravest first; nothing of nothing."""
    if not dangers:
        return "", ()
    topics = {each.id: topic for each, topic in dangers}
    first = gravest_first(each for each, _topic in dangers)[:_NAMED]
    named = [
        f"{escape(what_where(topics[each.id], each.place, full=True, limit=60))} ({how_long(now - called_since(each))})" for each in first
    ]
    more = f" · и ещё {len(dangers) - _NAMED}, все по /my" if len(dangers) > _NAMED else ""
    line = f"⚠️ <b>Опасное никто не принял: {len(dangers)}.</b> {capital(' · '.join(named))}{more}. Позвоните голосом"
    return line, tuple(button.card(Press.SHOW, f"№ {each.number}", each.id) for each in first)
