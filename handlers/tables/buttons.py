"""Buttons of tables in and out. They live for years in chats."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.kit.buttons import Id


class SheetDo(StrEnum):
    """What a press about a table asks for."""

    APPLY = "apply"
    DROP = "drop"
    EXPORT_OFFICIALS = "officials"
    EXPORT_DEPARTMENTS = "departments"
    EXPORT_RULES = "rules"


class SheetButton(CallbackData, prefix="x1"):
    """Under the report of a table that was read, and «… XLSX». `file` 0: none. In chats since 0.1."""

    do: SheetDo
    file: Id


class ColumnButton(CallbackData, prefix="f1"):
    """Which column of a sent table is the field; -1: none. In chats since 0.1."""

    file: Id
    field: str
    column: Annotated[int, Field(ge=-1, lt=1000)]
