"""/my, /help and /start without a code."""

from aiogram import F, Router
from aiogram.filters import Command, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers.buttons import MyPage
from handlers.context import Context
from incidents.ids import ChatId
from incidents.ports import Say

commands = Router(name="commands")
rest = Router(name="rest")


@commands.message(Command("my"))
async def on_my(message: Message, ctx: Context) -> None:
    """What waits for me."""
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code="my", params={"official": ctx.who.id, "page": 0}, sound=False))


@commands.callback_query(MyPage.filter())
async def on_page(query: CallbackQuery, callback_data: MyPage, ctx: Context) -> None:
    """Turn a page of the list in place."""
    edit = query.message.message_id if query.message is not None else None
    params: dict[str, int | str | None] = {"official": ctx.who.id, "page": callback_data.page, "edit": edit}
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code="my", params=params, sound=False))


@commands.message(Command("help"))
@commands.message(CommandStart())
async def on_help(message: Message, ctx: Context) -> None:
    """What the bot does for this role."""
    await ctx.tx.say(Say(chat_id=ChatId(message.chat.id), code="help", params={"official": ctx.who.id}, sound=False))


@rest.message(F.chat.type == "private")
async def on_anything(message: Message, ctx: Context) -> None:
    """Words outside any dialogue: nothing dead-ends, say what the bot can do."""
    await ctx.tx.say(Say(chat_id=ctx.who.user_id, code="not_understood", params={"official": ctx.who.id}, sound=False))
