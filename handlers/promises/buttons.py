"""Choices in the menus of a promise.

They live for years in chats.
"""

from enum import StrEnum


class DoneHow(StrEnum):
    """How «Сделано» is said. Codes stand in chats: add, never rename."""

    WRITE = "write"
    CLOSE = "close"
