"""«Ответить всем»: what will be said, the sending, and its stop."""

from enum import StrEnum
from uuid import uuid4

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from handlers.buttons import CardButton
from handlers.context import Context
from handlers.press import Id, Press
from incidents.desk import answer_all as desk
from incidents.ids import IncidentId
from incidents.ports import Say

router = Router(name="answer_all")


class AllDo(StrEnum):
    """What a press under the preview asks for."""

    SEND = "send"
    STOP = "stop"
    BACK = "back"


class AllButton(CallbackData, prefix="e1"):
    """Under «Ответить остальным». In chats since 0.1."""

    do: AllDo
    incident: Id


@router.callback_query(CardButton.filter(F.press == Press.ANSWER_ALL))
async def on_all(query: CallbackQuery, callback_data: CardButton, ctx: Context) -> None:
    """Show it first, in private."""
    id = IncidentId(callback_data.incident)
    await desk.plan(ctx.tx, id, by=ctx.who)
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code="answer_all", params={"incident": id}, incident_id=id, sound=False))
    if query.message is not None and query.message.chat.id != ctx.who.user_id:
        ctx.toast = "Продолжим в личном чате с ботом"


@router.callback_query(AllButton.filter())
async def on_do(query: CallbackQuery, callback_data: AllButton, ctx: Context) -> None:
    """Send, stop, or leave it."""
    id, edit = IncidentId(callback_data.incident), query.message.message_id if query.message is not None else None
    code, params = "delete", {"edit": edit}
    match callback_data.do:
        case AllDo.SEND:
            guids = iter(lambda: uuid4().hex, "")
            count = await desk.answer_all(ctx.tx, id, guids=guids, by=ctx.who, now=ctx.now)
            code, params = "answer_all_sent", {"incident": id, "count": count, "edit": edit}
        case AllDo.STOP:
            count = await desk.stop_all(ctx.tx, id, by=ctx.who)
            code, params = "answer_all_stopped", {"count": count, "edit": edit}
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code=code, params=params, sound=False))
