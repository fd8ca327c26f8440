"""What a wish attaches to a post of VK."""

from sandbox.control.wish import Wish
from sandbox.errors import Json, no

KINDS = frozenset({"video", "clip", "link", "poll", "doc", "audio"})
FIELDS = frozenset({"type", "title", "description", "url"})


def read_attachments(wish: Wish) -> list[Json]:
    """Give what a wish attaches: a kind and the words that a person gave it."""
    rows = wish.rows("attachments")
    for row in rows:
        row.only(FIELDS)
        if row.choice("type", KINDS, "") == "link" and not row.maybe_text("url"):
            no("у ссылки нужно поле url")
    return [
        {
            "type": str(row.fields["type"]),
            "title": row.maybe_text("title") or "",
            "description": row.maybe_text("description") or "",
            "url": row.maybe_text("url") or "",
        }
        for row in rows
    ]


def read_geo(wish: Wish) -> Json | None:
    """Give the point that a wish marks on the map."""
    value = wish.fields.get("geo")
    if value is None:
        return None
    if not isinstance(value, dict):
        no("поле geo должно быть объектом с latitude, longitude и title")
    geo = Wish(value)
    geo.only(frozenset({"latitude", "longitude", "title"}))
    return {"latitude": geo.decimal("latitude"), "longitude": geo.decimal("longitude"), "title": geo.maybe_text("title") or ""}
