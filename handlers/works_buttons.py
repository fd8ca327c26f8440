"""What the buttons of planned works carry. They live for years in chats: a change of fields means a new prefix."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.press import Id


class WorksDo(StrEnum):
    """What a press in /works asks for."""

    LIST = "list"
    ADD = "add"  # which family
    SHOW = "show"
    END = "end"  # «Закончить раньше»: asks first
    END_SURE = "sure"


class WorksButton(CallbackData, prefix="pw1"):
    """One of the planned works, or the list; `works` is a page for LIST. In chats since 0.1."""

    do: WorksDo
    works: Id


class WorksFamily(CallbackData, prefix="pw2"):
    """What will be switched off. In chats since 0.1."""

    family: str
