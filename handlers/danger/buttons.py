"""Choices in the menus of a danger.

They live for years in chats.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Id


class Hurt(StrEnum):
    """What «Подтвердилось» adds. Codes stand in chats: add, never rename."""

    SOMEBODY = "hurt"
    NOBODY = "nobody"
    CUT_OFF = "cutoff"  # «Посёлок отрезан»


class Sure(StrEnum):
    """«Да, не опасно». Codes stand in chats: add, never rename."""

    YES = "yes"


class BoardDo(StrEnum):
    """What a press on a board of dangers, or below it, asks for. Codes stand in chats: add, never rename."""

    SHOW = "show"
    CLEAR = "clear"  # «Все не опасно»: asks
    YES = "yes"
    BACK = "back"
    UNDO = "undo"  # incident: one of those that were cleared together


class BoardButton(CallbackData, prefix="bd1"):
    """On a board of dangers. `incident` is 0 where none is meant. In chats since 0.1."""

    do: BoardDo
    incident: Id
