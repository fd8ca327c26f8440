"""aiogram's dispatcher, into which the rooms are entered.

An update becomes a value of ours, the registry says whose it is, aiogram calls them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import cache
from typing import Any

from aiogram import Dispatcher
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.fsm.storage.base import BaseStorage

from bot.telegram.incoming.input_values import incoming_of, membership_of, pressed_of
from handlers.kit.input import Incoming, Membership, Pressed
from handlers.kit.registry import HandlerEntry, find_handler, served
from handlers.reading_gate import may_read

Given = dict[str, Any]  # Any: aiogram's own contract, here and below
Next = Callable[[Any, Given], Awaitable[Any]]
ValueOf = Callable[[Any], Pressed[object] | Incoming | Membership]


@cache
def dispatcher(storage: BaseStorage) -> Dispatcher:
    """The dispatcher of all rooms: one a process, it keeps nothing between updates."""
    rooms, made = served(), Dispatcher(storage=storage)
    _enter(made, made.callback_query, rooms.presses, lambda query: pressed_of(query, rooms.button))
    _enter(made, made.message, rooms.messages, incoming_of)
    _enter(made, made.edited_message, rooms.edits, incoming_of)
    _enter(made, made.my_chat_member, rooms.memberships, membership_of)
    made.callback_query.middleware(_gate)
    return made


def _enter(made: Dispatcher, observer: TelegramEventObserver, entries: list[HandlerEntry], value_of: ValueOf) -> None:
    """Enter the handlers of one kind of updates."""

    async def as_value(follow: Next, event: Any, given: Given) -> Any:
        value, ctx = value_of(event), given["ctx"]
        if (person := event.from_user) is not None:
            ctx.dialogue = made.fsm.get_context(given["bot"], person.id, person.id)  # in private, wherever it happens
        if given.get("raw_state") and isinstance(value, Incoming):  # of this chat: it is the private one
            value = replace(value, kept=await ctx.dialogue.get_data())
        return await follow(value, {**given, "entry": find_handler(entries, value, ctx.official)})

    observer.outer_middleware(as_value)
    for each in entries:
        observer.register(each.handler, _only(each))


def _only(this: HandlerEntry) -> Callable[..., Awaitable[bool]]:
    """The filter of one handler."""

    async def is_its(_value: object, entry: HandlerEntry | None) -> bool:
        return entry is this

    return is_its


async def _gate(follow: Next, pressed: Any, given: Given) -> Any:
    return await follow(pressed, given) if await may_read(pressed.button, given["ctx"]) else None
