"""Buttons of the region's numbers.

They live for years in chats: a change of fields means a new prefix.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Id, Page, Second


class RegionDo(StrEnum):
    """What a press in the menu «Для региона» asks for, of one voice."""

    VOICE = "voice"  # show this voice's buttons
    LIST = "list"  # back to the voices
    TEXT = "text"  # the text is too long for a button: send it
    ENTERED = "in"
    NOT_ENTERED = "out"
    NUMBER = "number"
    BLOCK = "block"  # «внесено» under the list of blocks


class RegionButton(CallbackData, prefix="g1"):
    """One voice of one incident, for the region. In chats since 0.1."""

    do: RegionDo
    incident: Id
    post: Id


class RegionView(StrEnum):
    """Pages of /region."""

    STATE = "state"
    BLOCKS = "blocks"
    THEIRS = "theirs"
    OURS = "ours"


class RegionPage(CallbackData, prefix="g2"):
    """A page of /region, turned in place. In chats since 0.1."""

    view: RegionView
    page: Page


class RegionAll(CallbackData, prefix="g3"):
    """«Всё внесено»: what was answered until this moment (seconds since 1970). In chats since 0.1."""

    until: Second


class RegionTake(CallbackData, prefix="g4"):
    """«Завести»: a line of the region's list; 0 takes all. In chats since 0.1."""

    row: Id
    page: Page
