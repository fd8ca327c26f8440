"""Buttons of planned works.

They live for years in chats: a change of fields means a new prefix.
"""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Id, Second


class WorksDo(StrEnum):
    """What a press in /works asks for."""

    LIST = "list"
    ADD = "add"  # which family
    SHOW = "show"
    END = "end"  # «Закончить раньше»: asks first
    END_SURE = "sure"
    MOVE = "move"  # «Другой срок»: until when
    MOVE_TYPED = "typed"


class WorksButton(CallbackData, prefix="pw1"):
    """One of the planned works, or the list; `works` is a page for LIST. In chats since 0.1."""

    do: WorksDo
    works: Id


class WorksFamily(CallbackData, prefix="pw2"):
    """What will be switched off. In chats since 0.1."""

    family: str


class WorksUntil(CallbackData, prefix="pw3"):
    """Another end of planned works: seconds since 1970. In chats since 0.2."""

    works: Id
    until: Second


class AnnouncedDo(StrEnum):
    """What is said of an announcement. Codes stand in chats: add, never rename."""

    ENTER = "enter"  # «Занести»
    OTHER = "other"  # «Не то»
    APPEAL = "appeal"  # «Это обращение»


class AnnouncedButton(CallbackData, prefix="pw5"):
    """Under «Занести в работы?». In chats since 0.3."""

    do: AnnouncedDo
    post: Id


class WorksAmend(CallbackData, prefix="pw4"):
    """«Поправка с новым сроком» to an answer that promised the old end. In chats since 0.2."""

    works: Id
    answer: Id
