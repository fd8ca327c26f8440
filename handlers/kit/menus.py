"""Menus: the handlers' own messages, never the card.

Opened as a reply to it, changed in place, taken away when the act is done.
"""

from handlers.kit.buttons import Listed, Menu, MenuButton
from handlers.kit.choices import AWAY, PAGE_MARK, TO_MORE, PageTurn
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.acts.messages import HistoryMenu, LooksMenu, MoreMenu
from incidents.danger.messages import CallMenu
from incidents.errors import WrongStep
from incidents.ids import IncidentId
from incidents.incident import Act, Incident
from incidents.intake.messages import ContactMenu
from incidents.lifecycle import can
from incidents.messages import Delete
from incidents.outbox_message import AboutIncident, message_of
from incidents.rights import check

PRIVATE = (HistoryMenu, LooksMenu, CallMenu, ContactMenu)
"""Colleagues' words, the head's orders, phones: never for a whole group to read."""


@press(MenuButton, AWAY)
async def on_back(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """«Назад» of a menu that was opened on the card takes it away."""
    await close(pressed, ctx)


@press(MenuButton, TO_MORE)
async def on_back_to_more(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """«Назад» of a menu that was opened from «Ещё…»."""
    await show(pressed, ctx, MoreMenu(incident=IncidentId(pressed.button.incident)))


@press(MenuButton, PAGE_MARK)
async def on_page(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """Another page of any menu, in place."""
    turn = pressed.button.read(PageTurn.parse)
    menu = message_of(f"menu_{pressed.button.menu}", {"incident": IncidentId(pressed.button.incident), "page": turn.page})
    assert isinstance(menu, AboutIncident)
    await show(pressed, ctx, menu)


def menu_id(pressed: Pressed[object]) -> int | None:
    """The pressed message, if it is a menu of ours (a keyboard with a way back), not a card, a reminder or a list."""
    return pressed.message_id if _menu_data(pressed) else None


async def show(pressed: Pressed[object], ctx: Context, what: AboutIncident) -> None:
    """Open a menu, or turn the menu that was pressed into it. Raises NotFound."""
    await ctx.tx.incidents.get(what.incident)
    chat = pressed.chat
    if isinstance(what, PRIVATE) and chat.id != ctx.who.user_id:
        ctx.toast = "Показали в личном чате с ботом"
        await ctx.say(what, under=what.incident)
        return
    edit = menu_id(pressed)
    under = what.incident if edit is None else None
    to_more = not isinstance(what, MoreMenu) and _is_under_more(pressed)
    await ctx.say_in(chat.id, what, under=under, edit=edit, topic_id=chat.topic_id, to_more=to_more)


def _is_under_more(pressed: Pressed[object]) -> bool:
    """Whether «Ещё…» was pressed, or a menu that was opened from it."""
    return any(menu == Menu.MORE or choice == TO_MORE for _, menu, *_, choice in (data.split(":") for data in _menu_data(pressed)))


def _menu_data(pressed: Pressed[object]) -> list[str]:
    """What the buttons of the pressed message carry that belong to a menu."""
    return [data for data in (pressed.data, *pressed.keyboard) if data.startswith(f"{MenuButton.__prefix__}:")]


async def close(pressed: Pressed[object], ctx: Context) -> None:
    """Take the menu away: what was chosen is done. A card stays."""
    edit = menu_id(pressed)
    if edit is not None:
        await ctx.tx.outbox.say(pressed.chat.id, Delete(), edit=edit, topic_id=pressed.chat.topic_id, sound=False)


async def get_if_allowed(ctx: Context, id: int, act: Act) -> Incident:
    """The incident, before a question is asked about it. Raises Forbidden or WrongStep where the answer could not be used."""
    incident = await ctx.tx.incidents.get(IncidentId(id))
    check(ctx.who, act, incident)
    if not can(incident.status, act):
        raise WrongStep
    return incident


async def go_on_in_private(pressed: Pressed[object], ctx: Context) -> None:
    """The menu has done its work, what follows waits in the private chat."""
    in_private(pressed, ctx)
    await close(pressed, ctx)


def in_private(pressed: Pressed[object], ctx: Context) -> None:
    """A question of ours waits in the private chat: say so to whoever pressed elsewhere."""
    if pressed.chat.id != ctx.who.user_id:
        ctx.toast = "Продолжим в личном чате с ботом"


UNDO_HINT = "Передумали? «Вернуть» работает 10 минут"
"""At the end of a toast about an act that may be taken back."""


async def show_list(ctx: Context, what: Listed, *, key: str = "", page: int = 0, edit: int | None = None) -> None:
    """Show a list in private: it is the reader's own."""
    await ctx.say(message_of(what, {"official": ctx.who.id, "key": key, "page": page}), edit=edit)
