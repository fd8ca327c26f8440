"""Lines of a stream for `otklik replay`: posts and endings.

A line that cannot be used is answered in Russian and changes nothing, the clock neither.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any

from incidents.posts import Network, Post

STEP = timedelta(minutes=1)
"""How long after the line before comes one that names no moment."""
YEARS = range(2000, 2100)
FIELDS = "нужен объект JSON с полями id и text, или close со списком id прочитанных постов"
MOMENT = "at: нужны день и время от 2000 до 2099 года, пример: 2026-11-24T09:20"
TAKEN = "id: пост с таким id уже был в другой группе и с другим текстом, это два потока; дайте постам разные id"


class BadLine(Exception):
    """What is wrong with a line, in one Russian line, and the id of its post where it has one."""

    def __init__(self, error: str, id: object = None) -> None:
        super().__init__(error)
        self.error = error
        self.id = id


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLine:
    """A post to decide about. `at`: None where the line names no moment."""

    row: Mapping[str, Any]  # Any: JSON
    at: datetime | None

    def post(self, published_at: datetime) -> Post:
        """The post as a source would hand it over."""
        row = self.row
        parent = row.get("parent_id")
        return Post(
            network=Network.VK,
            external_id=str(row["id"]),
            url="",
            text=_text(row),
            author_id=str(row.get("author") or ""),
            published_at=published_at,
            parent_external_id=str(parent) if parent is not None else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseLine:
    """Posts whose trouble is over: their cards are closed. `at` as of a post."""

    ids: tuple[str | int, ...]
    at: datetime | None


def parsed(line: str, zone: tzinfo) -> PostLine | CloseLine:
    """What a line asks for; a moment without a zone is of `zone`. Raises BadLine."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadLine(FIELDS) from None
    if not isinstance(row, dict):
        raise BadLine(FIELDS)
    if "close" in row:
        ids = row["close"]
        if not isinstance(ids, list) or not ids or not all(isinstance(id, str | int) for id in ids):
            raise BadLine(FIELDS)
        return CloseLine(ids=tuple(ids), at=_moment(row, zone))
    if not isinstance(row.get("text"), str) or "id" not in row:
        raise BadLine(FIELDS, row.get("id"))
    return PostLine(row=row, at=_moment(row, zone))


def _moment(row: Mapping[str, Any], zone: tzinfo) -> datetime | None:  # Any: JSON
    at = row.get("at")
    if at is None or at == "":
        return None
    try:
        moment = datetime.fromisoformat(at)
    except (TypeError, ValueError):
        raise BadLine(MOMENT, row.get("id")) from None
    if moment.year not in YEARS:  # one such line would drag the clock of all that follow with it
        raise BadLine(MOMENT, row.get("id"))
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def _text(row: Mapping[str, Any]) -> str:  # Any: JSON
    """The text under its heading, if the network gives it one: the place often stands there only."""
    text, title = row["text"], row.get("title")
    return f"{title}\n{text}" if isinstance(title, str) and title.strip() and title not in text else str(text)
