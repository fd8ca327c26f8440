"""Whom to call back about what was brought by hand.

It stands beside the text: the reader, cards, lists and files never see it.
"""

from dataclasses import dataclass
from datetime import datetime

from incidents.errors import DomainError
from incidents.ids import PostId

MAX_CONTACT = 200
"""Signs: a name, two telephones, when to call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerContact:
    """Name and telephone as they were said, of the resident behind one post."""

    post_id: PostId
    words: str
    at: datetime  # written down: `[keep] contact` counts from here


def valid_contact(words: str) -> str:
    """One line. Raises DomainError for a long one: nothing is cut of a telephone."""
    line = one_line(words)
    if len(line) > MAX_CONTACT:
        room = f"Длинно: поместится {MAX_CONTACT} знаков, а здесь {len(line)}"
        raise DomainError(f"{room}. Пришлите имя и телефон одной строкой, сообщение жителя не пропало")
    return line


def one_line(words: str) -> str:
    """Without breaks and doubled spaces."""
    return " ".join(words.split())
