"""Buttons of erasing. They live for years in chats."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Id


class EraseDo(StrEnum):
    """What a press asks for. Codes stand in chats: add, never rename."""

    SHOW = "show"  # the first screen: what would go
    SURE = "sure"  # the second one: on what ground
    DO = "do"  # ground: which
    LEAVE = "leave"
    TERM = "term"  # «Да» to a shorter term of `[keep]`; whose: which, id: its minutes


class EraseButton(CallbackData, prefix="er1"):
    """On the screens of /erase and of terms. `whose`, `ground`: codes of `incidents.privacy.values`. In chats since 0.3."""

    do: EraseDo
    whose: str
    id: Id  # of the post or the official
    ground: str
