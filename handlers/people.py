"""Enrolment by a one-time link, and what strangers get: one sentence a day in private, silence in groups."""

import hashlib
from datetime import timedelta
from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from handlers.context import Context
from handlers.private_appeals import take_private
from incidents.desk.people.joining import open_link, unreachable
from incidents.errors import DomainError
from incidents.ids import ChatId
from incidents.ports import Say

newcomers = Router(name="newcomers")
strangers = Router(name="strangers")

ONE_DAY = timedelta(days=1)

NO_MORE = "Вы больше не подключены к этому округу. Думаете, что это ошибка? Напишите координатору"


def from_user(raw: dict[str, Any]) -> ChatId | None:  # Any: raw JSON of Telegram
    """Who an update comes from, whatever its kind."""
    for value in raw.values():
        if isinstance(value, dict) and isinstance(value.get("from"), dict) and isinstance(value["from"].get("id"), int):
            return ChatId(value["from"]["id"])
    return None


def chat_of(raw: dict[str, Any]) -> ChatId | None:  # Any: raw JSON of Telegram
    """The chat where an update happened."""
    for value in raw.values():
        place = value.get("message", value) if isinstance(value, dict) else None
        if isinstance(place, dict) and isinstance(place.get("chat"), dict) and isinstance(place["chat"].get("id"), int):
            return ChatId(place["chat"]["id"])
    return None


def is_block(raw: dict[str, Any]) -> bool:  # Any: raw JSON of Telegram
    """Whether the update says that the bot was thrown out of its chat: nobody has come back then."""
    change = raw.get("my_chat_member")
    member = change.get("new_chat_member") if isinstance(change, dict) else None
    return isinstance(member, dict) and member.get("status") in {ChatMemberStatus.KICKED, ChatMemberStatus.LEFT}


@newcomers.message(CommandStart(deep_link=True, ignore_mention=True), F.chat.type == "private")
async def on_link(message: Message, command: CommandObject, ctx: Context) -> None:
    """«/start <code>»: spend the link; whoever works here already is asked first."""
    code_hash = hashlib.sha256((command.args or "").encode()).hexdigest()
    name = message.from_user.full_name if message.from_user else ""
    await open_link(ctx.tx, code_hash, user_id=ChatId(message.chat.id), now=ctx.now, name=name)


@newcomers.my_chat_member(F.chat.type == "private")
async def on_block(update: ChatMemberUpdated, ctx: Context) -> None:
    """An official blocked the bot (or came back: the worker has noticed that already)."""
    blocked = update.new_chat_member.status == ChatMemberStatus.KICKED
    if blocked and ctx.official is not None and ctx.who.reachable:
        await ctx.tx.set_reachable(ctx.who.user_id, reachable=False)
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
    if await ctx.tx.former_official(user_id) is not None:
        raise DomainError(NO_MORE)
    if ctx.takes_private and await take_private(message, ctx):
        return
    if not await ctx.tx.audited_since("stranger", user_id=user_id, since=ctx.now - ONE_DAY):
        await ctx.tx.say(Say(chat_id=user_id, code="stranger"))
        await ctx.tx.audit("stranger", user_id=user_id, at=ctx.now, data={})


@strangers.callback_query()
async def on_strange_press(query: CallbackQuery, ctx: Context) -> None:
    """A press by a stranger: a blank answer and a line in the log. Whoever was an official once is told so."""
    if await ctx.tx.former_official(ChatId(query.from_user.id)) is not None:
        ctx.toast = NO_MORE
    await ctx.tx.audit("stranger_press", user_id=ChatId(query.from_user.id), at=ctx.now, data={})
