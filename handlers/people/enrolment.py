"""Enrolment by a one-time link, and answers to strangers.

One sentence a day in private, silence in groups.
"""

import hashlib

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers.intake.private_appeals import take_private
from handlers.kit.context import Context
from incidents.desk.people.joining import open_link, unreachable
from incidents.desk.people.strangers import first_today
from incidents.errors import DomainError
from incidents.ids import ChatId
from incidents.messages import ToStranger

newcomers = Router(name="newcomers")
strangers = Router(name="strangers")


class NoMore(DomainError):
    """Who writes was an official once."""

    default = "Вы больше не подключены к этому округу. Думаете, что это ошибка? Напишите координатору"


@newcomers.message(CommandStart(deep_link=True, ignore_mention=True), F.chat.type == "private")
async def on_link(message: Message, command: CommandObject, ctx: Context) -> None:
    """«/start <code>»: spend the link; whoever works here already is asked first."""
    code_hash = hashlib.sha256((command.args or "").encode("utf-8", "surrogatepass")).hexdigest()
    name = message.from_user.full_name if message.from_user else ""
    await open_link(ctx.tx, code_hash, user_id=ChatId(message.chat.id), now=ctx.now, name=name)


@newcomers.my_chat_member(F.chat.type == "private")
async def on_block(update: ChatMemberUpdated, ctx: Context) -> None:
    """An official blocked the bot (or came back: the worker has noticed that already)."""
    blocked = update.new_chat_member.status == ChatMemberStatus.KICKED
    if blocked and ctx.official is not None and ctx.who.reachable:
        await unreachable(ctx.tx, ctx.who)


def is_stranger(_event: object, ctx: Context) -> bool:
    """Whether the sender is not enrolled."""
    return ctx.official is None


strangers.message.filter(is_stranger)


strangers.callback_query.filter(is_stranger)


@strangers.message()
async def on_stranger(message: Message, ctx: Context) -> None:
    """A resident found the bot: name the right door, once a day; be silent in groups."""
    if message.chat.type != "private" or message.from_user is None:
        return
    user_id = ChatId(message.from_user.id)
    if await ctx.tx.officials.dismissed_by_user(user_id) is not None:
        raise NoMore
    if ctx.takes_private and await take_private(message, ctx):
        return
    if await first_today(ctx.tx, "stranger", user_id=user_id, now=ctx.now):
        await ctx.tx.outbox.say(user_id, ToStranger())


@strangers.callback_query()
async def on_strange_press(query: CallbackQuery, ctx: Context) -> None:
    """A press by a stranger: a blank answer and a line a day in the log. Whoever was an official once is told so."""
    if await ctx.tx.officials.dismissed_by_user(ChatId(query.from_user.id)) is not None:
        ctx.toast = NoMore.default
    await first_today(ctx.tx, "stranger_press", user_id=ChatId(query.from_user.id), now=ctx.now)
