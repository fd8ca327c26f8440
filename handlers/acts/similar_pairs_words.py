"""«Похоже на № 15»: the card's line and its two buttons."""

from handlers.acts.buttons import SimilarButton, SimilarDo
from handlers.kit.button import Row
from handlers.kit.card_values import SimilarView
from handlers.kit.place import what_where
from handlers.kit.text import escape
from incidents.ids import IncidentId
from incidents.messenger import Button

_NEAR = 80


def line(other: SimilarView | None) -> str:
    """What it may be the same as."""
    if other is None:
        return ""
    return f"Похоже на № {other.number}: {escape(what_where(other.topic_short, other.place, full=True, limit=_NEAR))}"


def row(id: IncidentId, other: SimilarView | None) -> Row:
    """Both presses teach; a merge can be taken back."""
    if other is None:
        return ()
    ids = {"incident": id, "other": other.incident_id}
    same = Button(label="Объединить", data=SimilarButton(do=SimilarDo.MERGE, **ids).pack())
    return same, Button(label="Не то", data=SimilarButton(do=SimilarDo.OTHER, **ids).pack())
