"""Choices in the menus of a promise.

They live for years in chats.
"""

from enum import StrEnum

from incidents.incident import Untold


class DoneHow(StrEnum):
    """How «Сделано» is said. Codes stand in chats: add, never rename."""

    WRITE = "write"
    CLOSE = "close"  # «Закрыть молча» of older menus: asks why
    SAID = "said"  # an official told the resident where the bot cannot


def done_how(code: str) -> DoneHow | Untold:
    """How, or why nobody writes. Raises ValueError."""
    return Untold(code) if code in set(Untold) else DoneHow(code)
