"""/my, /queue, /summary, /sources, /status, /help, /start, and pages of lists."""

from aiogram import F, Router
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, Message

from handlers.acts.buttons import MyPage
from handlers.kit.buttons import ListButton, Listed
from handlers.kit.commands import command
from handlers.kit.context import Context
from handlers.kit.menus import listed
from handlers.kit.question_dialogue import CANCEL_WORD
from incidents.acts.messages import MyList
from incidents.desk.acts.find import note_page
from incidents.errors import DomainError, Forbidden
from incidents.ids import ChatId
from incidents.messages import BotStatus, Help, NothingToCancel, NotUnderstood
from incidents.people.role_commands import known, may_give, whose

commands = Router(name="commands")
rest = Router(name="rest")


@commands.message(command("my"))
async def on_my(_message: Message, ctx: Context) -> None:
    """What waits for me."""
    await ctx.say(MyList(official=ctx.who.id))


@commands.callback_query(MyPage.filter())
async def on_page(query: CallbackQuery, callback_data: MyPage, ctx: Context) -> None:
    """Turn a page of the list in place."""
    edit = query.message.message_id if query.message is not None else None
    await ctx.say(MyList(official=ctx.who.id, page=callback_data.page), edit=edit)


@commands.message(command("queue"))
async def on_queue(_message: Message, ctx: Context) -> None:
    """What waits for the coordinator's decision, by kind."""
    await listed(ctx, Listed.QUEUE)


@commands.message(command("summary"))
async def on_summary(_message: Message, ctx: Context) -> None:
    """The head's figures of today, with buttons of other periods."""
    await listed(ctx, Listed.SUMMARY)


@commands.message(command("sources"))
async def on_sources(_message: Message, ctx: Context) -> None:
    """What is read, and what is silent."""
    await listed(ctx, Listed.SOURCES)


@commands.callback_query(ListButton.filter())
async def on_list(query: CallbackQuery, callback_data: ListButton, ctx: Context) -> None:
    """Another page or part of a list, in place."""
    row = known(f"/{_COMMAND_OF.get(callback_data.what, 'my')}")
    if row is not None and not may_give(ctx.who, row):
        raise Forbidden(f"Этот список {whose(row, 'видит', 'видят')}. Что ждёт вас, покажет /my")
    if callback_data.what is Listed.FOUND:
        await note_page(ctx.tx, callback_data.page, by=ctx.who, now=ctx.now)
    edit = query.message.message_id if query.message is not None else None
    await listed(ctx, callback_data.what, key=callback_data.key, page=callback_data.page, edit=edit)


@commands.message(command("status"))
async def on_status(_message: Message, ctx: Context) -> None:
    """What of the bot works and what does not."""
    await ctx.say(BotStatus())


_COMMAND_OF = {
    Listed.RULES: "rules",
    Listed.QUEUE: "queue",
    Listed.CAUGHT_UP: "queue",
    Listed.SOURCES: "sources",
    Listed.SUMMARY: "summary",
}


@commands.message(command("help"))
@commands.message(CommandStart(ignore_mention=True))
async def on_help(message: Message, ctx: Context) -> None:
    """What the bot does for this role."""
    await ctx.say_in(ChatId(message.chat.id), Help(official=ctx.who.id))


@rest.message(F.chat.type == "private", F.text.startswith("/"))
async def on_foreign_command(message: Message, ctx: Context) -> None:
    """A command of another role, or one that does not exist."""
    row = known(message.text)
    if row is None:
        raise DomainError("Такой команды нет. Что умеет бот, покажет /help, что ждёт вас сейчас, /my")
    raise Forbidden(f"Команда /{row.name} не для вашей роли, ею {whose(row, 'пользуется', 'пользуются')}. Ваши команды покажет /help")


@rest.message(F.chat.type != "private", F.text.startswith("/"))
async def on_group_command(message: Message, ctx: Context) -> None:
    """A command of groups from one of ours whose it is not, told in private; what other bots are told is none of our business."""
    row = known(message.text)
    if row is not None and row.in_groups and ctx.official is not None:
        raise Forbidden(f"Группу подключает и отключает координатор. Попросите его прислать /{row.name} в той группе")


@rest.message(F.chat.type == "private", F.text.lower().strip() == CANCEL_WORD)
async def on_cancel(_message: Message, ctx: Context) -> None:
    """«отмена» where nothing waits for an answer."""
    await ctx.say(NothingToCancel())


@rest.message(F.chat.type == "private")
async def on_anything(_message: Message, ctx: Context) -> None:
    """Words outside any dialogue: nothing dead-ends, say what the bot can do."""
    await ctx.say(NotUnderstood())
