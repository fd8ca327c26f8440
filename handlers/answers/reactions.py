"""«Оставить» under the author's words: the message goes, the card stays."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from handlers.kit.buttons import CardButton, Press
from handlers.kit.context import Context
from incidents.desk.answers.reactions import stay
from incidents.desk.answers.text_grew import leave_text
from incidents.ids import ChatId, IncidentId
from incidents.messages import Delete

router = Router(name="follow_up")


@router.callback_query(CardButton.filter(F.press == Press.STAY))
async def on_stay(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """The author's words were read."""
    await stay(ctx.tx, IncidentId(callback_data.incident), by=ctx.who, now=ctx.now)
    await _goes(query, ctx)


@router.callback_query(CardButton.filter(F.press == Press.SEEN))
async def on_seen(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """What the author added to an answered post was read."""
    await leave_text(ctx.tx, IncidentId(callback_data.incident), by=ctx.who, now=ctx.now)
    await _goes(query, ctx)


async def _goes(query: CallbackQuery, ctx: Context) -> None:
    ctx.toast = "Оставили как есть"
    if query.message is not None:
        chat_id = ChatId(query.message.chat.id)
        await ctx.tx.outbox.say(chat_id, Delete(), edit=query.message.message_id, sound=False)
