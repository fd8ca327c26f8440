"""«Похоже на № 15»: the card's line and its two buttons."""

from handlers.acts.buttons import SimilarButton, SimilarDo
from handlers.kit.button import Row
from handlers.kit.card_view import CardView
from handlers.kit.place import what_where
from handlers.kit.text import escape
from incidents.messenger import Button

_NEAR = 80


def line(view: CardView) -> str:
    """What it may be the same as."""
    if view.similar is None:
        return ""
    other = view.similar
    return f"Похоже на № {other.number}: {escape(what_where(other.topic_short, other.place, full=True, limit=_NEAR))}"


def row(view: CardView) -> Row:
    """Both presses teach; a merge can be taken back."""
    if view.similar is None:
        return ()
    ids = {"incident": view.incident.id, "other": view.similar.incident_id}
    same = Button(label="Объединить", data=SimilarButton(do=SimilarDo.MERGE, **ids).pack())
    return same, Button(label="Не то", data=SimilarButton(do=SimilarDo.OTHER, **ids).pack())
