"""Chats: source or department's group, and the second «Да»."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.sources.buttons import ChatButton, ChatDo
from incidents.desk.sources import announcements
from incidents.desk.sources import chats as desk
from incidents.ids import ChatId
from incidents.people.messages import ConnectMenu
from incidents.role_rights import Right, check_right
from incidents.sources.chat_messages import ChatDecided
from incidents.sources.chats import ChatKind

router = Router(name="source chats")
commands = Router(name="source chats: commands")


@commands.message(command("sources"), F.chat.type.in_({"group", "supergroup"}))
async def on_sources_in_chat(message: Message, ctx: Context) -> None:
    """/sources in a chat itself: what it is, asked in private."""
    title, kind = message.chat.title or "", ChatKind(message.chat.type)
    await desk.ask_which(ctx.tx, ChatId(message.chat.id), title, kind, by=ctx.who, now=ctx.now)


@router.callback_query(ChatButton.filter())
async def on_press(query: CallbackQuery, callback_data: ChatButton, ctx: Context) -> None:
    """An answer to one of the questions."""
    id, edit = callback_data.chat, query.message.message_id if query.message is not None else None
    match callback_data.do:
        case ChatDo.GROUP:
            chat = await desk.choose_group(ctx.tx, id, by=ctx.who, now=ctx.now)
            await ctx.tx.outbox.say(chat.chat_id, ConnectMenu(), sound=False)
            await ctx.say(desk.in_group(chat), edit=edit)
        case ChatDo.LEAVE:
            await ctx.say(await desk.leave_alone(ctx.tx, id, by=ctx.who, now=ctx.now), edit=edit)
        case ChatDo.SOURCE:
            check_right(ctx.who, Right.KEEP_SOURCES)
            chat = await ctx.tx.source_chats.get(id)
            await ctx.say(await desk.propose(ctx.tx, chat, by=ctx.who, now=ctx.now), edit=edit)
        case ChatDo.AGREE:
            await desk.agree(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Бот пишет объявление в чат. Читать начнём, когда оно там встанет"
        case ChatDo.REFUSE:
            await desk.refuse(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Читать не будем"
        case ChatDo.SHOW:
            check_right(ctx.who, Right.KEEP_SOURCES)
            await ctx.say(ChatDecided(chat=(await ctx.tx.source_chats.get(id)).id))
        case ChatDo.WITHDRAW:
            await ctx.say(await desk.withdraw(ctx.tx, id, by=ctx.who, now=ctx.now), edit=edit)
        case ChatDo.REPEAT:
            await announcements.repeat(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Пишем объявление ещё раз"
        case ChatDo.ANEW:
            await announcements.say_anew(ctx.tx, id, by=ctx.who)
            ctx.toast = "Пишем объявление. Закрепите новое, прежнее снимите"
