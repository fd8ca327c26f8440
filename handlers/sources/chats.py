"""Chats: source or department's group, and the second «Да»."""

from handlers.kit.context import Context
from handlers.kit.input import Incoming, Pressed
from handlers.kit.registry import Rank, command, press
from handlers.sources.buttons import ChatButton, ChatDo
from incidents.desk.sources import announcements, chats
from incidents.people.messages import ConnectMenu
from incidents.role_rights import Right, check_right
from incidents.sources.chat_messages import ChatDecided
from incidents.sources.chats import ChatKind


@command("sources", private=False, rank=Rank.NARROW)
async def on_sources_in_chat(incoming: Incoming, ctx: Context) -> None:
    """/sources in a chat itself: what it is, asked in private."""
    chat = incoming.chat
    await chats.ask_which(ctx.tx, chat.id, chat.title, ChatKind(chat.kind), by=ctx.who, now=ctx.now)


@press(ChatButton)
async def on_press(pressed: Pressed[ChatButton], ctx: Context) -> None:
    """An answer to one of the questions."""
    id = pressed.button.chat
    match pressed.button.do:
        case ChatDo.GROUP:
            chat = await chats.choose_group(ctx.tx, id, by=ctx.who, now=ctx.now)
            await ctx.tx.outbox.say(chat.chat_id, ConnectMenu(), sound=False)
            await ctx.say(chats.in_group(chat), edit=pressed.message_id)
        case ChatDo.LEAVE:
            await ctx.say(await chats.leave_alone(ctx.tx, id, by=ctx.who, now=ctx.now), edit=pressed.message_id)
        case ChatDo.SOURCE:
            check_right(ctx.who, Right.KEEP_SOURCES)
            chat = await ctx.tx.source_chats.get(id)
            await ctx.say(await chats.propose(ctx.tx, chat, by=ctx.who, now=ctx.now), edit=pressed.message_id)
        case ChatDo.AGREE:
            await chats.agree(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Бот пишет объявление в чат. Читать начнём, когда оно там встанет"
        case ChatDo.REFUSE:
            await chats.refuse(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Читать не будем"
        case ChatDo.SHOW:
            check_right(ctx.who, Right.KEEP_SOURCES)
            await ctx.say(ChatDecided(chat=(await ctx.tx.source_chats.get(id)).id))
        case ChatDo.WITHDRAW:
            await ctx.say(await chats.withdraw(ctx.tx, id, by=ctx.who, now=ctx.now), edit=pressed.message_id)
        case ChatDo.REPEAT:
            await announcements.repeat(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Пишем объявление ещё раз"
        case ChatDo.ANEW:
            await announcements.say_anew(ctx.tx, id, by=ctx.who, now=ctx.now)
            ctx.toast = "Пишем объявление. Закрепите новое, прежнее снимите"
