"""The card's line «В новом тексте: …», with its two buttons."""

from handlers.kit import button
from handlers.kit.buttons import Press
from handlers.kit.card_values import NewTextView
from handlers.kit.place import place_text, what_where
from handlers.kit.text import escape
from incidents.ids import IncidentId
from incidents.messenger import Message
from incidents.official import Official
from incidents.reading import MainPlace
from incidents.role_rights import Right, has_right

_NEAR = 90


def line(new: NewTextView | None, viewer: Official | None) -> str:
    """What the resident says now, and who decides."""
    if new is None:
        return ""
    rest = "Взять это или оставить?" if has_right(viewer, Right.SORT) else "Решает координатор"
    return f"В новом тексте: <b>{_said(new)}</b>. {rest}"


def _said(new: NewTextView) -> str:
    return escape(what_where(new.topic_short, new.place, full=True, limit=_NEAR))


def place_moved(*, id: IncidentId, what: str, place: MainPlace, waits: bool, url: str) -> Message:
    """To whoever has the card of a danger that is there now. `waits`: the card shows the former place still."""
    card = "На карточке пока прежнее место, решает координатор" if waits else "Карточка уже с новым местом"
    html = f"⚠️ <b>Житель назвал другое место:</b> {escape(place_text(place))}\n{escape(what)}. {card}"
    return Message(html=html, rows=button.rows((button.card(Press.SHOW, "Карточка", id),), button.opens("Открыть пост", url)))
