"""The last router: unknown buttons, and colleagues' replies in groups."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.kit.choices import OUTDATED
from handlers.kit.context import Context
from incidents.acts.looks import LookKind
from incidents.desk.acts.bring_card import bring_card
from incidents.desk.acts.look import look
from incidents.ids import ChatId
from incidents.messages import GroupReply

router = Router(name="last")


@router.callback_query()
async def on_old_button(query: CallbackQuery, ctx: Context) -> None:
    """An old or forged button: a polite answer and, where a card stands, a fresh one."""
    ctx.toast = OUTDATED
    if query.message is None:
        return
    chat_id = ChatId(query.message.chat.id)
    incident_id = await ctx.tx.copies.incident_at(chat_id, query.message.message_id)
    if incident_id is not None and await look(ctx.tx, incident_id, LookKind.OPENED, by=ctx.who, now=ctx.now) is None:
        ctx.toast = "Кнопка устарела. Вот свежая карточка"
        topic = getattr(query.message, "message_thread_id", None) if getattr(query.message, "is_topic_message", None) else None
        await bring_card(ctx.tx, incident_id, chat_id, topic)


@router.message(F.chat.type != "private", F.reply_to_message)
async def on_group_reply(message: Message, ctx: Context) -> None:
    """A colleague's words under a card in a group are never published: say so."""
    if (
        message.reply_to_message is None
        or await ctx.tx.copies.incident_at(ChatId(message.chat.id), message.reply_to_message.message_id) is None
    ):
        return
    topic = message.message_thread_id if message.is_topic_message else None
    await ctx.tx.outbox.say(ChatId(message.chat.id), GroupReply(), topic_id=topic, sound=False)
