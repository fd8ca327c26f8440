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
    TITLE = "title"
    BACK = "back"  # «Прежний текст»
    FINAL = "final"
    INTERIM = "interim"


class TemplateButton(CallbackData, prefix="tpl1"):
    """In /templates and under a template. In chats since 0.2."""

    do: TemplateDo
    id: Id


class ScopeDo(StrEnum):
    """What a press about a template's topics asks for. Codes stand in chats: add, never rename."""

    GROUPS = "groups"  # key: a page
    GROUP = "group"  # key: «roads» or «roads~1»
    TOGGLE = "toggle"  # key: a topic's or a group's slug; "" is any topic


class ScopeButton(CallbackData, prefix="tps1"):
    """Topics of a template. In chats since 0.2."""

    do: ScopeDo
    id: Id
    key: str
