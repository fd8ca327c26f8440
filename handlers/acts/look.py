"""Cards of others: ask to see one, show it, «Кто смотрел»."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.acts.buttons import LOOKS, ReadButton, ReadDo
from handlers.kit import menus
from handlers.kit.buttons import Menu, MenuButton, chosen_one
from handlers.kit.context import Context
from incidents.acts.messages import LooksMenu, ReadAsked
from incidents.desk.acts import look as desk
from incidents.ids import IncidentId
from incidents.messages import Delete
from incidents.role_rights import Right, check_right

router = Router(name="looking")


@router.callback_query(ReadButton.filter(F.do.in_({ReadDo.ASK, ReadDo.NOT_NEEDED})))
async def on_ask(query: CallbackQuery, callback_data: ReadButton, ctx: Context) -> None:
    """«Попросить», «Не нужно»; the question goes."""
    if callback_data.do is ReadDo.ASK:
        await desk.ask_to_read(ctx.tx, IncidentId(callback_data.id), by=ctx.who, now=ctx.now)
        ctx.toast = "Попросили координатора. Ответ придёт сюда"
    if query.message is not None:
        await ctx.tx.outbox.say(ctx.who.user_id, Delete(), edit=query.message.message_id, sound=False)


@router.callback_query(ReadButton.filter())
async def on_decide(query: CallbackQuery, callback_data: ReadButton, ctx: Context) -> None:
    """«Показать», «Не показывать»; the question says what was decided."""
    show = callback_data.do is ReadDo.SHOW
    asked = await desk.decide(ctx.tx, callback_data.id, show=show, by=ctx.who, now=ctx.now)
    ctx.toast = "Показали" if show else "Не показываем, коллега узнает"
    if query.message is not None:
        await ctx.say(ReadAsked(incident=asked.incident_id, request=asked.id), edit=query.message.message_id)


@router.callback_query(MenuButton.filter(chosen_one(Menu.HISTORY, LOOKS)))
async def on_looks(query: CallbackQuery, callback_data: MenuButton, ctx: Context) -> None:
    """«Кто смотрел»."""
    check_right(ctx.who, Right.SEE_LOOKS)
    await menus.show(query, ctx, LooksMenu(incident=IncidentId(callback_data.incident)))
