"""Dangers that nobody took, as one line of a list."""

from collections.abc import Sequence
from datetime import datetime

from handlers.kit import button
from handlers.kit.buttons import Press
from handlers.kit.place import what_where
from handlers.kit.text import capital, escape, how_long
from incidents.deadlines.reminders import called_since
from incidents.incident import Incident

_NAMED = 3

Untaken = tuple[Incident, str]
"""A danger and its topic in short."""


def untaken_line(dangers: Sequence[Untaken], now: datetime) -> tuple[str, button.Row]:
    """The line and its buttons, the longest first; nothing of nothing."""
    if not dangers:
        return "", ()
    named = [
        f"{escape(what_where(topic, each.place, full=True, limit=60))} ({how_long(now - called_since(each))})"
        for each, topic in dangers[:_NAMED]
    ]
    more = f" · и ещё {len(dangers) - _NAMED}, все по /my" if len(dangers) > _NAMED else ""
    line = f"⚠️ <b>Опасное никто не принял: {len(dangers)}.</b> {capital(' · '.join(named))}{more}. Позвоните голосом"
    return line, tuple(button.card(Press.SHOW, f"№ {each.number}", each.id) for each, _ in dangers[:_NAMED])
