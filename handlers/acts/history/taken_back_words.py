"""The message that a colleague took an act back.

To whoever has the card again, or has it no longer.
"""

from handlers.acts.history.incident_log_words import UNDONE
from handlers.kit.labels import subject
from handlers.kit.text import escape, name
from incidents.incident import Act
from incidents.messenger import Message


def undone(*, number: int, what_where: str) -> Message:
    """In place of what was said of the act, with no button any more."""
    return Message(html="\n".join(("<b>Вернули, как было</b>", subject(what_where, number))))


def taken_back(*, number: int, what_where: str, act: Act, who: str, yours: bool, due: str) -> Message:
    """Whose it is now, what was taken back and by whom, what to do."""
    first, then = ("Карточка снова у вас", due) if yours else ("Карточка больше не у вас", "Делать ничего не нужно")
    undone = f"Вернули, как было: {UNDONE[act]} ({escape(name(who, 60))})"
    return Message(html="\n".join((f"<b>{first}</b>", subject(what_where, number), undone, then)))
