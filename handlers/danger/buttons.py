"""Choices in the menus of a danger.

They live for years in chats.
"""

from enum import StrEnum


class Hurt(StrEnum):
    """What «Подтвердилось» adds. Codes stand in chats: add, never rename."""

    SOMEBODY = "hurt"
    NOBODY = "nobody"
    CUT_OFF = "cutoff"  # «Посёлок отрезан»


class Sure(StrEnum):
    """«Да, не опасно». Codes stand in chats: add, never rename."""

    YES = "yes"
