"""Buttons of the head's day and of orders.

They live for years in chats.
"""

from datetime import time
from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from handlers.kit.buttons import Id, Page, Second


class AgendaDo(StrEnum):
    """What a press under the evening's proposal asks for. Codes stand in chats: add, never rename."""

    LIST = "list"
    ITEM = "item"
    TAKE = "take"  # «В сводку»
    LEAVE = "leave"  # «Не показывать»
    PROPOSE = "propose"  # «Предлагаем…»
    ADD = "add"  # «Добавить по номеру»


class AgendaButton(CallbackData, prefix="ag1"):
    """Under the evening's proposal to the coordinator. `incident` is 0 where none is meant. In chats since 0.1."""

    do: AgendaDo
    incident: Id


class HeadDo(StrEnum):
    """What a press under the summary asks for. Codes stand in chats: add, never rename."""

    DECIDE = "decide"
    SAY = "say"  # «Что сказать»
    LATE = "late"  # «Не успели»
    PROMISES = "promises"
    DISPUTES = "disputes"  # «Житель спорит»
    SUGGESTIONS = "suggestions"
    REPORT = "report"  # «Для доклада»
    TOPICS = "topics"
    PLACES = "places"
    DEPARTMENTS = "departments"
    EXCEL = "excel"
    PERIODS = "periods"  # «За период…»
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"
    DATES = "dates"  # typed
    SAY_DATE = "say_date"  # «Что сказать» for another day
    BACK = "back"


class HeadButton(CallbackData, prefix="h1"):
    """Under the head's summary: its span in Unix seconds, and a page of what opens. In chats since 0.1."""

    do: HeadDo
    since: Second
    until: Second
    page: Page


class OrderDo(StrEnum):
    """What a press under an order or a report asks for. Codes stand in chats: add, never rename."""

    REPORT = "report"
    TAKE = "take"
    CLARIFY = "clarify"
    LET_GO = "letgo"  # «Снять с контроля»


class OrderButton(CallbackData, prefix="o1"):
    """Under an order of the head and its report. In chats since 0.1."""

    do: OrderDo
    order: Id


class ControlDo(StrEnum):
    """What a press under the list of what is watched asks for."""

    DROP = "drop"  # «Снять закрытые»
    ALL = "all"  # «Показать все»


class ControlButton(CallbackData, prefix="k1"):
    """Under the head's weekly list. In chats since 0.1."""

    do: ControlDo
    page: Page


class OrderUntil(StrEnum):
    """When an order is to be reported on. Codes stand in chats: add, never rename."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    TYPED = "date"  # «Другой срок…»
    BY_VOICE = "voice"  # «Голосом»: the same question once more


class OrderWords(StrEnum):
    """What an order says. Codes stand in chats: add, never rename."""

    NONE = "-"  # «Без слов»


BY_EVENING, BY_MORNING = time(16), time(10)
