"""The gate before every press about a card: may it be read.

One place for cards, menus, pages of menus and forged buttons.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters.callback_data import CallbackData
from aiogram.types import TelegramObject

from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from incidents.acts.looks import LookKind
from incidents.desk.acts.look import look
from incidents.ids import IncidentId
from incidents.incident import Act
from incidents.rights import check
from incidents.role_rights import Right, check_right

_LOOKS: Mapping[Press, LookKind] = {
    **dict.fromkeys((Press.SHOW, Press.WHY, Press.MORE, Press.CALL, Press.SEE_ANSWER, Press.FORMER, Press.BRIEF), LookKind.OPENED),
    Press.HISTORY: LookKind.HISTORY,
}
"""Presses that show and change nothing; all others are acts, and the log of the incident has them."""

_CHOICES_OF: Mapping[Menu, Act] = {
    Menu.ASSIGN: Act.ASSIGN,
    Menu.REJECT: Act.REJECT,
    **dict.fromkeys((Menu.CORRECT, Menu.GROUPS, Menu.TOPICS), Act.CORRECT_TOPIC),
    **dict.fromkeys((Menu.TOWNS, Menu.SPOTS), Act.CORRECT_PLACE),
    **dict.fromkeys((Menu.MERGE, Menu.MERGE_SURE), Act.MERGE),
    **dict.fromkeys((Menu.SPLIT, Menu.SPLIT_PARTS, Menu.SPLIT_GROUPS, Menu.SPLIT_TOPICS), Act.SPLIT),
    Menu.CO: Act.COLLECT,
    Menu.REGION: Act.REGION,
    **dict.fromkeys((Menu.ORDER, Menu.ORDER_WORDS, Menu.ORDER_VOICE), Act.ORDER),
}
"""Menus whose pages and choices show what only whoever does the act needs: other cards, people, topics."""


class ReadingGate(BaseMiddleware):
    """Stops a press on a card that the official may not read."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],  # Any: aiogram's own contract
        event: TelegramObject,
        data: dict[str, Any],  # Any: aiogram's own contract
    ) -> Any:  # Any: aiogram's own contract
        """Go on to the handler, or tell whom to ask."""
        pressed, ctx = data.get("callback_data"), data.get("ctx")
        if isinstance(ctx, Context) and ctx.official is not None and isinstance(pressed, CallbackData):
            id = _card_of(pressed)
            refusal = await look(ctx.tx, id, _how(pressed), by=ctx.who, now=ctx.now) if id is not None else None
            if refusal is not None:
                ctx.toast = refusal
                return None
            await _check_menu(ctx, pressed)
        return await handler(event, data)


def _card_of(pressed: CallbackData) -> IncidentId | None:
    """The card that a press is about. «Назад» and «Вернуть» show nothing: the desk knows who may take an act back."""
    if isinstance(pressed, MenuButton) and pressed.choice == "":
        return None
    if isinstance(pressed, CardButton) and pressed.press is Press.UNDO:
        return None
    id = getattr(pressed, "incident", None)
    return IncidentId(id) if isinstance(id, int) and id else None  # 0: a button about no card («Добавить» of the agenda)


def _how(pressed: CallbackData) -> LookKind | None:
    return _LOOKS.get(pressed.press) if isinstance(pressed, CardButton) else None


async def _check_menu(ctx: Context, pressed: CallbackData) -> None:
    """Raise Forbidden where the menu is of an act that is not theirs."""
    if not isinstance(pressed, MenuButton) or pressed.choice == "":
        return
    if pressed.menu is Menu.LOOKS:
        check_right(ctx.who, Right.SEE_LOOKS)
    elif pressed.menu in _CHOICES_OF:
        check(ctx.who, _CHOICES_OF[pressed.menu], await ctx.tx.incidents.get(IncidentId(pressed.incident)))
