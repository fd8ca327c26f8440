"""«Поручить другому»: the chief gives a card to a colleague."""

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.menus import UNDO_HINT
from handlers.kit.registry import press
from incidents.danger.messages import EntrustMenu
from incidents.desk.act import act
from incidents.desk.routing.accept_return_assign import Entrust
from incidents.errors import DomainError
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Act
from incidents.recipients import colleagues


@press(CardButton, Press.ENTRUST)
async def on_entrust(pressed: Pressed[CardButton], ctx: Context) -> None:
    """To whom?"""
    incident = await menus.get_if_allowed(ctx, pressed.button.incident, Act.ENTRUST)
    if not colleagues(incident, await ctx.tx.officials.all(), but=ctx.who):
        raise DomainError("В отделе больше никто не подключён. Ответьте сами или попросите координатора передать карточку")
    await menus.show(pressed, ctx, EntrustMenu(incident=incident.id, official=ctx.who.id))


@press(MenuButton, Menu.ENTRUST)
async def on_whom(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """This colleague holds it from now on."""
    id, choice = IncidentId(pressed.button.incident), Entrust(colleague=pressed.button.read_id(OfficialId))
    await act(ctx.tx, ctx.policy, id, Act.ENTRUST, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"Поручили, срок прежний. {UNDO_HINT}"
    await menus.close(pressed, ctx)
