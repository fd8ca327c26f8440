"""The gate before a press about a card: who reads, what ends.

One place for cards, menus, pages of menus and forged buttons.
"""

from collections.abc import Mapping

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
    **dict.fromkeys((Menu.MERGE, Menu.MERGE_SURE, Menu.NEAR), Act.MERGE),
    **dict.fromkeys((Menu.SPLIT, Menu.SPLIT_PARTS, Menu.SPLIT_GROUPS, Menu.SPLIT_TOPICS), Act.SPLIT),
    Menu.CO: Act.COLLECT,
    Menu.CONTACT: Act.SEE_CONTACT,
    Menu.REGION: Act.REGION,
    **dict.fromkeys((Menu.ORDER, Menu.ORDER_WORDS, Menu.ORDER_VOICE), Act.ORDER),
}
"""Menus whose pages and choices show what only whoever does the act needs: other cards, people, topics."""


async def may_read(button: object, ctx: Context) -> bool:
    """Whether the press goes on to its handler; if not, the toast says why.

    Raises Forbidden for a menu of another's act.
    """
    if ctx.official is None:
        return True
    id = _card_of(button)
    refusal = await look(ctx.tx, id, _how(button), by=ctx.who, now=ctx.now) if id is not None else None
    if refusal is not None:
        ctx.toast = refusal
        return False
    await _check_menu(ctx, button)
    # What is typed next is about this card: an open question of another one would take it.
    if id is not None and (await ctx.dialogue.get_data()).get("incident") not in {None, id}:
        await ctx.dialogue.clear()
    return True


def _card_of(button: object) -> IncidentId | None:
    """The card that a press is about. «Назад» and «Вернуть» show nothing: the desk knows who may take an act back."""
    if isinstance(button, MenuButton) and button.choice == "":
        return None
    if isinstance(button, CardButton) and button.press is Press.UNDO:
        return None
    id = getattr(button, "incident", None)
    return IncidentId(id) if isinstance(id, int) and id else None  # 0: a button about no card («Добавить» of the agenda)


def _how(button: object) -> LookKind | None:
    return _LOOKS.get(button.press) if isinstance(button, CardButton) else None


async def _check_menu(ctx: Context, button: object) -> None:
    """Raise Forbidden where the menu is of an act that is not theirs."""
    if not isinstance(button, MenuButton) or button.choice == "":
        return
    if button.menu is Menu.LOOKS:
        check_right(ctx.who, Right.SEE_LOOKS)
    elif button.menu in _CHOICES_OF:
        check(ctx.who, _CHOICES_OF[button.menu], await ctx.tx.incidents.get(IncidentId(button.incident)))
