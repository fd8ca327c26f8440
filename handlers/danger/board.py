"""Presses on a board of dangers: show, clear, put back."""

from handlers.danger.buttons import BoardButton, BoardDo
from handlers.kit.context import Context
from handlers.kit.input import Pressed
from handlers.kit.registry import press
from incidents.acts.undo import UNDO_FOR
from incidents.danger.lookups import clearable
from incidents.danger.messages import BoardCleared, ClearBoardMenu
from incidents.desk.danger.board import clear, put_back, show_gravest
from incidents.errors import Unchanged
from incidents.ids import IncidentId
from incidents.messages import Delete


@press(BoardButton, BoardDo.SHOW)
async def on_show(pressed: Pressed[BoardButton], ctx: Context) -> None:
    """«Показать»: the gravest five that nobody took and that are no cards here yet."""
    left = await show_gravest(ctx.tx, pressed.chat.id, pressed.chat.topic_id)
    ctx.toast = f"Показываем самые тяжёлые. Ещё {left}: нажмите снова" if left else "Показываем всё, что не взяли"


@press(BoardButton, BoardDo.CLEAR)
async def on_clear(_pressed: Pressed[BoardButton], ctx: Context) -> None:
    """«Все не опасно»: a question with the count first."""
    if not await clearable(ctx.tx.boards, ctx.tx.log, ctx.who.user_id, by=ctx.who):
        raise Unchanged("Снимать нечего: взяли, подтвердили, или это решают другие")
    await ctx.say(ClearBoardMenu())


@press(BoardButton, BoardDo.YES)
async def on_sure(pressed: Pressed[BoardButton], ctx: Context) -> None:
    """All of them."""
    ids = await clear(ctx.tx, ctx.policy, ctx.who.user_id, by=ctx.who, now=ctx.now)
    ctx.toast = f"Сняли «опасно»: {len(ids)}"
    await ctx.say(BoardCleared(official=ctx.who.id, incidents=tuple(ids), until=ctx.now + UNDO_FOR), edit=pressed.message_id)


@press(BoardButton, BoardDo.UNDO)
async def on_undo(pressed: Pressed[BoardButton], ctx: Context) -> None:
    """«Вернуть «опасно»»."""
    count = await put_back(ctx.tx, ctx.policy, IncidentId(pressed.button.incident), by=ctx.who, now=ctx.now)
    ctx.toast = f"Вернули «опасно»: {count}"
    await on_back(pressed, ctx)


@press(BoardButton, BoardDo.BACK)
async def on_back(pressed: Pressed[BoardButton], ctx: Context) -> None:
    """The question or its answer goes."""
    if pressed.message_id is not None:
        await ctx.tx.outbox.say(pressed.chat.id, Delete(), edit=pressed.message_id, topic_id=pressed.chat.topic_id, sound=False)
