"""«Поручить другому»: the chief gives a card to a colleague."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.kit import menus
from handlers.kit.buttons import CardButton, Menu, MenuButton, Press, chosen
from handlers.kit.context import Context
from handlers.kit.menus import UNDO_HINT
from incidents.danger.messages import EntrustMenu
from incidents.desk.act import act
from incidents.desk.routing.accept_return_assign import Entrust
from incidents.errors import DomainError
from incidents.ids import IncidentId, OfficialId
from incidents.incident import Act
from incidents.recipients import colleagues

router = Router(name="entrust")


@router.callback_query(CardButton.filter(F.press == Press.ENTRUST))
async def on_entrust(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """To whom?"""
    incident = await menus.allowed(ctx, callback_data.incident, Act.ENTRUST)
    if not colleagues(incident, await ctx.tx.officials.all(), but=ctx.who):
        raise DomainError("В отделе больше никто не подключён. Ответьте сами или попросите координатора передать карточку")
    await menus.show(query, ctx, EntrustMenu(incident=incident.id, official=ctx.who.id))


@router.callback_query(MenuButton.filter(chosen(Menu.ENTRUST)))
async def on_whom(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """This colleague holds it from now on."""
    id, choice = IncidentId(callback_data.incident), Entrust(colleague=callback_data.read_id(OfficialId))
    await act(ctx.tx, ctx.policy, id, Act.ENTRUST, by=ctx.who, now=ctx.now, choice=choice)
    ctx.toast = f"Поручили, срок прежний. {UNDO_HINT}"
    await menus.close(query, ctx)
