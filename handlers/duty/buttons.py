"""Buttons of /duty. They live for years in chats."""

from enum import StrEnum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.kit.buttons import Id, Page
from incidents.messenger import Button


class DutyDo(StrEnum):
    """What a press in /duty asks for. Codes stand in chats: add, never rename."""

    SHOW = "show"  # page: so many weeks ahead
    ADD = "add"  # by typed lines
    REMOVE = "remove"  # opens the list of shifts to take away; with a shift: takes it away
    COPY = "copy"  # the week before once more, into the week of the page
    SWAP = "swap"  # «Поменяться»: which of one's own shifts; with a shift: with whom
    EXPORT = "export"


class DutyButton(CallbackData, prefix="du1"):
    """In /duty. `shift` 0: none. In chats since 0.1."""

    do: DutyDo
    shift: Id
    page: Page


class DayDo(StrEnum):
    """What a press about a day of the roster asks for. Codes stand in chats: add, never rename."""

    OPEN = "open"  # page: of the people
    PERSON = "who"
    PUT = "put"
    REMOVE = "remove"  # official is the shift then


class DutyDay(CallbackData, prefix="du2"):
    """A day of the roster (its ordinal); `part` of the day, "" where none is chosen. In chats since 0.2."""

    do: DayDo
    day: Annotated[int, Field(ge=1, le=3_000_000)]
    official: Id
    part: Annotated[str, Field(max_length=2)]
    page: Page


class SwapAsk(CallbackData, prefix="du3"):
    """Ask a colleague to take a shift; `instead` 0: for nothing. In chats since 0.2."""

    shift: Id
    official: Id
    instead: Id


class SwapDo(StrEnum):
    """What whoever was asked says. Codes stand in chats."""

    TAKE = "take"
    REFUSE = "no"


class SwapAnswer(CallbackData, prefix="du4"):
    """Under a request to take a shift. In chats since 0.2."""

    do: SwapDo
    swap: Id


def duty_button(do: DutyDo, label: str, shift: int = 0, number: int = 0) -> Button:
    """A press in /duty."""
    return Button(label=label, data=DutyButton(do=do, shift=shift, page=number).pack())
