"""Buttons of /templates."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.press import Id


class TemplateDo(StrEnum):
    """What a press asks for. Codes stand in chats: add, never rename."""

    LIST = "list"  # id: a page
    SHOW = "show"
    EDIT = "edit"
    ADD = "add"
    OFF = "off"
    ON = "on"


class TemplateButton(CallbackData, prefix="tpl1"):
    """In /templates and under a template. In chats since 0.2."""

    do: TemplateDo
    id: Id
