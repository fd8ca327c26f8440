"""Cards of others: ask to see one, show it, «Кто смотрел»."""

from handlers.acts.buttons import LOOKS, ReadButton, ReadDo
from handlers.kit import menus
from handlers.kit.buttons import Menu, MenuButton
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.acts.messages import LooksMenu, ReadAsked
from incidents.desk.acts import look
from incidents.ids import IncidentId
from incidents.messages import Delete
from incidents.role_rights import Right, check_right


@press(ReadButton, ReadDo.ASK, ReadDo.NOT_NEEDED)
async def on_ask(pressed: Pressed[ReadButton], ctx: Context) -> None:
    """«Попросить», «Не нужно»; the question goes."""
    if pressed.button.do is ReadDo.ASK:
        await look.ask_to_read(ctx.tx, IncidentId(pressed.button.id), by=ctx.who, now=ctx.now)
        ctx.toast = "Попросили координатора. Ответ придёт сюда"
    if pressed.message_id is not None:
        await ctx.tx.outbox.say(ctx.who.user_id, Delete(), edit=pressed.message_id, sound=False)


@press(ReadButton, ReadDo.SHOW, ReadDo.HIDE)
async def on_decide(pressed: Pressed[ReadButton], ctx: Context) -> None:
    """«Показать», «Не показывать»; the question says what was decided."""
    show = pressed.button.do is ReadDo.SHOW
    asked = await look.decide(ctx.tx, pressed.button.id, show=show, by=ctx.who, now=ctx.now)
    ctx.toast = "Показали" if show else "Не показываем, коллега узнает"
    if pressed.message_id is not None:
        await ctx.say(ReadAsked(incident=asked.incident_id, request=asked.id), edit=pressed.message_id)


@press(MenuButton, Menu.HISTORY, when=lambda pressed: pressed.button.choice == LOOKS)
async def on_looks(pressed: Pressed[MenuButton], ctx: Context) -> None:
    """«Кто смотрел»."""
    check_right(ctx.who, Right.SEE_LOOKS)
    await menus.show(pressed, ctx, LooksMenu(incident=IncidentId(pressed.button.incident)))
